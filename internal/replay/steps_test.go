package replay

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// entriesOf returns the entries of a transcript in text.
func entriesOf(t testing.TB, text string) iter.Seq[transcript.Entry] {
	t.Helper()
	entries, _, err := transcript.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// exchanged returns the exchanges of a transcript.
func exchanged(entries iter.Seq[transcript.Entry]) []Exchange {
	all, _ := Exchanges(entries)
	return all
}

// listed writes the steps of a plan, one a line. "|" marks a line of a message, "<" an
// answer to a challenge.
func listed(plan Plan) string {
	var all []string
	if plan.Steps == nil {
		return ""
	}
	for s := range plan.Steps {
		switch {
		case s.Secret:
			all = append(all, string(s.Line)+"<password>")
		case s.NeedsMessage:
			all = append(all, string(s.Line)+"<message>")
		case s.Command != "":
			all = append(all, s.Command)
		case s.Phase == smtp.Message:
			all = append(all, "|"+string(s.Line))
		case s.Phase == smtp.Challenge:
			all = append(all, "<"+string(s.Line))
		default:
			all = append(all, string(s.Line))
		}
	}
	return strings.Join(all, "\n")
}

// steps has a transcript and its steps, as listed writes them; "" if Steps returns
// ErrChunk.
type steps struct{ was, want string }

func checkSteps(t *testing.T, cases map[string]steps) {
	t.Helper()
	for name, c := range cases {
		plan, err := Steps(entriesOf(t, c.was), "")
		if err != nil && (!errors.Is(err, ErrChunk) || c.want != "") {
			t.Errorf("%s: %v", name, err)
		}
		if got := listed(plan); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// Commands and messages become the same lines.
func TestSteps(t *testing.T) {
	checkSteps(t, map[string]steps{
		"clear": {
			"S: 220 hi\nC: EHLO me\nS: 250 x\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: QUIT\nS: 221 bye",
			"EHLO me\nMAIL FROM:<a@b>\nQUIT",
		},
		"a message": {
			"S: 220 hi\nC: DATA\nS: 354 go\nC: Subject: x\nC:\nC: ..\nC: .\nS: 250 ok\nC: QUIT",
			"DATA\n|Subject: x\n|\n|..\n|.\nQUIT",
		},
		"no greeting":          {"C: NOOP\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok", "NOOP\nDATA\n|x\n|."},
		"replies are missing":  {"C: NOOP\nC: MAIL FROM:<a@b>\nC: DATA\nC: x\nC: .\nC: QUIT", "NOOP\nMAIL FROM:<a@b>\nDATA\n|x\n|.\nQUIT"},
		"no message came":      {"C: DATA\nC: QUIT", "DATA\nQUIT"},
		"refused":              {"C: DATA\nS: 451 no\nC: NOOP\nC: .", "DATA\nNOOP\n."},
		"masked, no user name": {"C: auth plain ********\nS: 235 ok", ":auth PLAIN"},
		"a mask in a message": {
			"C: DATA\nS: 354 go\nC: ********\nC: .\nS: 250 ok", "DATA\n|********\n|.",
		},
		"the first of two connections": {
			"# opened: a:25 (-) in 0s\nS: 220 a\nC: QUIT\n# opened: b:25 (-) in 0s\nS: 220 b\nC: NOOP",
			"QUIT",
		},
		"a connection without lines": {"# opened: a:25 (-) in 0s\n# ended: x\n# opened: b:25 (-) in 0s\nC: NOOP", "NOOP"},
	})
}

// TLS begins where it began in the transcript.
func TestStepsTLS(t *testing.T) {
	checkSteps(t, map[string]steps{
		"upgrade": {
			"S: 220 hi\nC: STARTTLS\nS: 220 go\n# tls: TLS 1.3\nC: EHLO me",
			"STARTTLS\n:tls\nEHLO me",
		},
		"upgrade by command": {"S: 220 hi\nC: STARTTLS\nS: 220 go\n# :tls\n# tls: TLS 1.3\nC: EHLO me", "STARTTLS\n:tls\nEHLO me"},
		"upgrade by hand":    {"C: STARTTLS\nS: 220 go\nC: EHLO me", "STARTTLS\n:tls\nEHLO me"},
		"no upgrade":         {"C: STARTTLS\nS: 454 no\nC: EHLO me", "STARTTLS\nEHLO me"},
	})
}

// A masked secret, and an answer that fits only one challenge, become a colon-command.
func TestStepsLogin(t *testing.T) {
	checkSteps(t, map[string]steps{
		"login by :auth": {
			"# :auth LOGIN bob\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: Ym9i\nS: 334 UGFzc3dvcmQ6\n# user: bob\nC: ********\nS: 235 ok\nC: QUIT",
			":auth LOGIN bob\nQUIT",
		},
		"login by :auth, refused at once": {
			"# :auth LOGIN bob\nC: AUTH LOGIN\nS: 504 no\nC: AUTH PLAIN\nS: 334 \nC: *\nS: 501 no",
			":auth LOGIN bob\nAUTH PLAIN\n<*",
		},
		"masked at once": {
			"# user: bob\nC: AUTH PLAIN ********\nS: 235 ok\nC: NOOP",
			":auth PLAIN bob\nNOOP",
		},
		"masked challenge by hand": {
			"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: Ym9i\nS: 334 UGFzc3dvcmQ6\nC: ********\nS: 235 ok",
			"AUTH LOGIN\n<Ym9i\n:answer",
		},
		"masked with a name": {
			"C: AUTH PLAIN\nS: 334 \n# user: tim tester\nC: ********\nS: 235 ok",
			"AUTH PLAIN\n:answer \"tim tester\"",
		},
		"answer by :answer": {
			"C: AUTH CRAM-MD5\nS: 334 PDE+\n# :answer bob\n# user: bob\nC: ********\nS: 235 ok\nC: QUIT",
			"AUTH CRAM-MD5\n:answer bob\nQUIT",
		},
		"POP3":                 {"S: +OK hi\nC: USER bob\nS: +OK\nC: PASS ********\nS: +OK", "USER bob\nPASS <password>"},
		"IMAP":                 {"S: * OK hi\nC: a LOGIN bob ********\nS: a OK", "a LOGIN bob <password>"},
		"IMAP, login by :auth": {"S: * OK hi\n# :auth LOGIN bob\nC: b1 AUTHENTICATE LOGIN\nS: + VXNlcm5hbWU6\nC: Ym9i\nS: + UGFzc3dvcmQ6\nC: ********\nS: b1 OK\nC: a LOGOUT", ":auth LOGIN bob\na LOGOUT"},
		"IMAP, answered":       {"S: * OK hi\nC: a AUTHENTICATE PLAIN\nS: +\n# user: bob\nC: ********\nS: a OK\nC: a LOGOUT", "a AUTHENTICATE PLAIN\n:answer bob\na LOGOUT"},
		"secrets not masked":   {"C: AUTH PLAIN AGJvYgB4\nS: 235 ok", "AUTH PLAIN AGJvYgB4"},
		"an answer to CRAM-MD5": {
			"C: AUTH CRAM-MD5\nS: 334 PDE+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 ok\nC: QUIT", "AUTH CRAM-MD5\n:answer tim\nQUIT",
		},
		"a cancelled login": {"C: AUTH CRAM-MD5\nS: 334 PDE+\nC: *\nS: 501 no\nC: QUIT", "AUTH CRAM-MD5\n<*\nQUIT"},
		"answers to SCRAM": {
			"C: AUTH SCRAM-SHA-256 biwsbj10aW0scj1hYmM=\nS: 334 x\nC: Yz1iaXdz\nS: 334 y\nC:\nS: 235 ok\nC: QUIT", ":auth SCRAM-SHA-256 tim\nQUIT",
		},
		"an unknown mechanism":              {"C: AUTH NTLM\nS: 334\nC: TlRM\nS: 535 no\nC: QUIT", "AUTH NTLM\n:answer\nQUIT"},
		"a login whose replies are missing": {"C: AUTH LOGIN\nC: dGlt\nC: eA==\nC: MAIL FROM:<a@b>", "AUTH LOGIN\n<dGlt\n<eA==\nMAIL FROM:<a@b>"},
		"a login that was refused":          {"C: AUTH LOGIN\nS: 504 no\nC: dGlt\nS: 500 what", "AUTH LOGIN\ndGlt"},
		"ManageSieve":                       {"S: \"IMPLEMENTATION\" \"x\"\nS: OK\n# user: bob\nC: AUTHENTICATE \"PLAIN\" ********\nS: OK", ":auth PLAIN bob"},
	})
}

// A log may omit a message, the end of one, or the answer to a challenge.
func TestStepsOmitted(t *testing.T) {
	const data, omitted = "C: DATA\nS: 354 go\n", "# note: the message is not in the log\n"
	checkSteps(t, map[string]steps{
		"the message":           {data + omitted + "S: 250 ok\nC: QUIT", "DATA<message>\nQUIT"},
		"all but the dot":       {data + omitted + "C: .\nS: 250 ok\nC: QUIT", "DATA<message>\nQUIT"},
		"the end of it":         {data + omitted + "C: Subject: x\nS: 250 ok\nC: DATA\nS: 354 go\nC: x\nC: .\nC: QUIT", "DATA<message>\nDATA\n|x\n|.\nQUIT"},
		"everything after 354":  {data + omitted, "DATA<message>"},
		"no message was begun":  {"C: NOOP\n" + omitted + "S: 250 ok\nC: QUIT", "NOOP\nQUIT"},
		"an answer":             {"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nS: 235 ok\nC: QUIT", "AUTH LOGIN\n<dGlt\n:answer\nQUIT"},
		"both answers":          {"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nS: 334 UGFzc3dvcmQ6\nS: 535 no\nC: QUIT", "AUTH LOGIN\n:answer\n:answer\nQUIT"},
		"no answer was awaited": {"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nS: 421 too late", "AUTH LOGIN"},
	})
	for _, was := range []string{data + omitted + "S: 250 ok\nC: QUIT\nS: 221 bye", data + omitted + "C: x\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye"} {
		all := exchanged(entriesOf(t, "S: 220 hi\n"+was))
		if len(all) != 4 || all[2].Verb != "." || all[2].Code != 250 || all[3].Line != "QUIT" {
			t.Errorf("%+v", all)
		}
	}
}

// Another user logs in.
func TestStepsUser(t *testing.T) {
	for was, want := range map[string]string{
		"C: AUTH PLAIN AGJvYgB4\nS: 235 ok\nC: NOOP":                                                                  ":auth PLAIN ann\nNOOP",
		"# :auth LOGIN bob\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: Ym9i\nS: 334 UGFzc3dvcmQ6\nC: ********\nS: 235 ok": ":auth LOGIN ann",
		"S: +OK hi\nC: USER bob\nS: +OK\nC: PASS a b\nS: +OK":                                                         "USER ann\nPASS <password>",
		"S: * OK hi\nC: a LOGIN bob \"x y\"\nS: a OK":                                                                 "a LOGIN \"ann\" <password>",
		"C: NOOP\nS: 250 ok": "",
	} {
		plan, err := Steps(entriesOf(t, was), "ann")
		if listed(plan) != want || (err == ErrNoLogin) != (want == "") {
			t.Errorf("%q: %q, %v", was, listed(plan), err)
		}
	}
}

// A chunk must have the octets that its BDAT announces.
func TestStepsChunks(t *testing.T) {
	checkSteps(t, map[string]steps{
		"a chunk with a mask in it":      {"C: BDAT 10 LAST\nC: ********\nS: 250 ok", ""},
		"a chunk that became longer":     {"C: BDAT 3 LAST\nC: host1.example\nS: 250 ok", ""},
		"a chunk that became shorter":    {"C: BDAT 30 LAST\nC: host1.example\nS: 250 ok\nC: QUIT\nS: 221 bye", ""},
		"a chunk refused before its end": {"C: BDAT 30 LAST\nC: x\nS: 502 what\nC: QUIT\nS: 221 bye", "BDAT 30 LAST\n|x\nQUIT"},
		"chunks":                         {"C: BDAT 4\nC= \"a\\r\\n.\"\nC: BDAT 0 LAST\nS: 250 ok\nC: QUIT", "BDAT 4\n|a\r\n.\nBDAT 0 LAST\nQUIT"},
	})
}

func TestPlan(t *testing.T) {
	plan, err := Steps(entriesOf(t, "# opened: a:465 (-) in 0s\n# tls: TLS 1.3\nS: 220 a\nC: LHLO me\n# opened: b:25 (-) in 0s\nC: NOOP\n# opened: c:25 (-) in 0s\n"), "")
	if err != nil || plan.Target != "a:465" || !plan.TLS || !plan.LMTP || plan.More != 2 || listed(plan) != "LHLO me" {
		t.Errorf("%+v, %v", plan, err)
	}
	plan, err = Steps(entriesOf(t, "S: 220 hi\nC= \"NO\"\nC= \"OP\\n\"\n"), "")
	steps := slices.Collect(plan.Steps)
	if err != nil || plan.TLS || plan.StartTLS || plan.LMTP || plan.Target != "" || len(steps) != 2 || steps[0].Ending != "" || steps[1].Ending != "\n" {
		t.Errorf("%+v, %v", plan, err)
	}
	var masked *MaskedError
	if _, err := Steps(entriesOf(t, "C: NOOP\nC: XLOGIN ******** x\n"), ""); !errors.As(err, &masked) || masked.At != 1 {
		t.Errorf("a mask in an unknown command: %v", err)
	}
	if _, err := Steps(slices.Values([]transcript.Entry{{Kind: transcript.Notice}}), ""); !errors.Is(err, errSilent) {
		t.Errorf("no line: %v", err)
	}
}

// FuzzSteps: a session that was written to a file and read back is sent again byte for byte.
func FuzzSteps(f *testing.F) {
	f.Add([]byte("EHLO me\r\nDATA\r\nx\r\n.\r\n"), []byte("220 hi\r\n250 ok\r\n354 go\r\n"))
	f.Add([]byte("STARTTLS\n\xff\r\r\n# :auth\r\nC: x\r\n"), []byte("220 \x1b\n250"))
	f.Fuzz(func(t *testing.T, client, server []byte) {
		if strings.Contains(string(client), transcript.Mask) || bytes.Contains(bytes.ToUpper(client), []byte("AUTH")) {
			return // a masked secret, or a login, which is not sent as it was
		}
		entries := mixed(client, server)
		if len(client) == 0 {
			return
		}
		for _, format := range transcript.Readable() {
			var b strings.Builder
			if err := transcript.Write(&b, format, entries, 0); err != nil {
				t.Fatal(err)
			}
			read, _, err := transcript.Read(strings.NewReader(b.String()))
			if err != nil {
				t.Fatalf("%v\n%s", err, b.String())
			}
			plan, err := Steps(read, "")
			if errors.Is(err, ErrChunk) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			for s := range plan.Steps {
				if s.Command != ":tls" {
					said.WriteString(s.Command + string(s.Line) + s.Ending)
				}
			}
			if said.String() != string(client) {
				t.Errorf("%s: %q, want %q", format, said.String(), client)
			}
			Exchanges(read)
		}
	})
}

// A session with missing entries has no plan, unless they are in a later connection.
func TestStepsGap(t *testing.T) {
	const gap = "C: DATA\nS: 354 go\nC: x\n# note: 83077 more entries could not be kept\nC: .\nS: 250 ok\n"
	if _, err := Steps(entriesOf(t, gap), ""); err != ErrGap {
		t.Errorf("%v, want %v", err, ErrGap)
	}
	const before = "# opened: a.example:25\nC: NOOP\nS: 250 ok\n# ended: closed\n# opened: a.example:25\n"
	if plan, err := Steps(entriesOf(t, before+gap), ""); err != nil || listed(plan) != "NOOP" {
		t.Errorf("%q, %v", listed(plan), err)
	}
}

// A session that is too long to follow or to compare has no plan.
func TestTooLong(t *testing.T) {
	if _, err := Steps(entriesOf(t, strings.Repeat("C: a\n", maxOwed+1)), ""); err != ErrMany {
		t.Errorf("commands without replies: %v", err)
	}
	if _, err := Steps(entriesOf(t, strings.Repeat("C: a\nS: 250 ok\n", maxOwed+1)), ""); err != nil {
		t.Errorf("commands with replies: %v", err)
	}
	for _, greeting := range []string{"S: 220 hi\n", "S: * OK hi\n"} {
		all, err := Exchanges(entriesOf(t, greeting+strings.Repeat("S: x\n", Many)))
		if err != ErrMany || len(all) == 0 {
			t.Errorf("%q: %d exchanges, %v", greeting, len(all), err)
		}
		if _, err := Exchanges(entriesOf(t, greeting+strings.Repeat("S: x\n", Many-1))); err != nil {
			t.Errorf("%q: %v", greeting, err)
		}
	}
}

// mixed returns a session in which server and client send their lines in turn.
func mixed(client, server []byte) []transcript.Entry {
	var all []transcript.Entry
	add := func(kind transcript.Kind, text []byte) []byte {
		if len(text) == 0 {
			return nil
		}
		line, rest, ended := strings.Cut(string(text), "\n")
		e := transcript.Entry{Kind: kind, Text: line}
		if ended {
			e.Ending = "\n"
			if bare, ok := strings.CutSuffix(line, "\r"); ok {
				e.Text, e.Ending = bare, "\r\n"
			}
		}
		all = append(all, e)
		return []byte(rest)
	}
	for len(client)+len(server) > 0 {
		server = add(transcript.Received, server)
		client = add(transcript.Sent, client)
	}
	return all
}
