package dialect

import (
	"fmt"
	"strings"
	"testing"

	"byhand/internal/smtp"
)

// A dialogue is the text of a session, with a line for each line on the wire:
//
//	S: text      the server sends it
//	C: text      the client sends it; between ** and ** is what must be secret
//	= word to    the server's line completed a reply to that command, or asked for more
//	= nothing    it did not
//	owed N, phase P, offers WORDS, secure yes|no, done yes|no
type dialogue struct{ name, protocol, text string }

func TestDialogues(t *testing.T) {
	for _, talk := range dialogues {
		t.Run(talk.protocol+" "+talk.name, func(t *testing.T) {
			for split := 1; split < 4; split++ {
				play(t, talk, split)
			}
		})
	}
}

// play plays a dialogue; what the server sends comes in pieces of split bytes.
func play(t *testing.T, talk dialogue, split int) {
	t.Helper()
	d, heard := Named(talk.protocol), []Reply(nil)
	for i, row := range strings.Split(strings.TrimSpace(talk.text), "\n") {
		row = strings.TrimSpace(row)
		what, rest, _ := strings.Cut(row, " ")
		got := ""
		switch what {
		case "S:":
			heard = nil
			for b := []byte(rest + "\r\n"); len(b) > 0; b = b[min(split, len(b)):] {
				heard = append(heard, d.Received(b[:min(split, len(b))])...)
			}
			continue
		case "C:":
			line := strings.ReplaceAll(rest, "**", "")
			n := d.Secret([]byte(line))
			if got = line[:len(line)-n] + "**" + line[len(line)-n:] + "**"; n == 0 {
				got = line
			}
			fork := d.Fork()
			fork.Sent([]byte(line + "\r\n"))
			d.Sent([]byte(line + "\r\n"))
			if fork.Phase() != d.Phase() || fork.Owed() != d.Owed() {
				t.Errorf("row %d: the fork differs", i+1)
			}
		case "=":
			got = "nothing"
			for _, a := range heard {
				got = a.Word + " " + a.Verb
				if a.Refused() {
					got += " refused"
				}
			}
		case "owed":
			got = fmt.Sprint(d.Owed())
		case "phase":
			got = d.Phase().String()
		case "offers":
			got = strings.Join(d.Login().Offered(), " ")
		case "secure":
			got = map[bool]string{true: "yes", false: "no"}[d.CanSecure() == nil]
		case "secured":
			d.Secured()
		case "done":
			got = map[bool]string{true: "yes", false: "no"}[d.Done()]
		default:
			t.Fatalf("row %d: %q", i+1, row)
		}
		if got != rest {
			t.Errorf("row %d, in pieces of %d: %s: got %q, want %q", i+1, split, what, got, rest)
		}
	}
	d.Hangup()
	if d.Phase() != smtp.Closed {
		t.Errorf("after the end: phase %v", d.Phase())
	}
}

var dialogues = []dialogue{
	{"login refused", "imap", `
		owed 1
		phase greeting
		S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] ready
		= OK GREETING
		offers PLAIN LOGIN
		C: a LOGIN bob **hunter2**
		owed 1
		S: * CAPABILITY IMAP4rev1
		= nothing
		owed 1
		S: a NO [AUTHENTICATIONFAILED] no
		= NO LOGIN refused
		owed 0
		C: b CAPABILITY
		S: * CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256
		S: b OK done
		= OK CAPABILITY
		offers SCRAM-SHA-256
		C: c LOGOUT
		S: * BYE bye
		= nothing
		S: c OK bye
		= OK LOGOUT
		done yes`},
	{"login with literals", "imap", `
		S: * OK ready
		C: a LOGIN {3}
		owed 1
		S: + go on
		= + LOGIN
		owed 0
		phase challenge
		C: **bob {7}**
		owed 1
		S: + go on
		C: **hunter2**
		owed 1
		S: a OK in
		= OK LOGIN
		C: b SELECT INBOX`},
	{"login with the user name in the line", "imap", `
		S: * OK ready
		C: a LOGIN bob {7}
		S: + go on
		C: **hunter2**
		S: a BAD no
		= BAD LOGIN refused
		C: b NOOP`},
	{"login with literals that do not wait", "imap", `
		S: * OK ready
		C: a LOGIN {3+}
		owed 0
		C: **bob {7+}**
		owed 0
		C: **hunter2**
		owed 1
		S: a OK in
		= OK LOGIN`},
	{"a refused literal", "imap", `
		S: * OK ready
		C: a LOGIN {3}
		S: a NO [PRIVACYREQUIRED] use TLS
		= NO LOGIN refused
		phase command
		C: b NOOP
		owed 1`},
	{"authenticate, with an untagged response before the result", "imap", `
		S: * OK ready
		C: a AUTHENTICATE PLAIN
		S: * OK still here
		= nothing
		C: **AHVzZXIAcHc=**
		S: +
		= + AUTHENTICATE
		phase challenge
		C: **AHVzZXIAcHc=**
		owed 1
		S: a NO no
		= NO AUTHENTICATE refused
		C: b NOOP`},
	{"authenticate cancelled", "imap", `
		S: * OK ready
		C: a AUTHENTICATE PLAIN
		S: +
		C: *
		S: a BAD cancelled
		= BAD AUTHENTICATE refused
		phase command`},
	{"authenticate with an initial response", "imap", `
		S: * OK ready
		C: a AUTHENTICATE PLAIN **AHVzZXIAcHc=**
		S: a OK in
		= OK AUTHENTICATE`},
	{"append", "imap", `
		S: * PREAUTH ready
		= PREAUTH GREETING
		C: a APPEND INBOX {10}
		owed 1
		phase command
		S: + go on
		phase message
		C: Subject: x
		owed 1
		S: a OK appended
		= OK APPEND`},
	{"a literal from the server", "imap", `
		S: * OK ready
		C: a FETCH 1 BODY[]
		S: * 1 FETCH (BODY[] {9}
		= nothing
		S: a NO no
		= nothing
		S: )
		= nothing
		owed 1
		S: a OK done
		= OK FETCH`},
	{"idle", "imap", `
		S: * OK ready
		C: a IDLE
		S: + idling
		= + IDLE
		owed 0
		S: * 3 EXISTS
		= nothing
		C: DONE
		owed 1
		S: a OK done
		= OK IDLE`},
	{"no tag", "imap", `
		S: * OK ready
		C: NOOP
		S: * BAD Missing command
		= BAD  refused`},
	{"starttls", "imap", `
		S: * OK ready
		secure no
		C: a STARTTLS
		secure no
		S: a OK begin
		secure yes`},
	{"a greeting that refuses", "imap", `
		S: * BYE too busy
		= BYE GREETING refused`},
	{"login", "pop3", `
		owed 1
		S: +OK ready
		= +OK GREETING
		C: USER bob
		S: +OK
		= +OK USER
		C: PASS **hunter2 and more**
		S: -ERR [AUTH] no
		= -ERR PASS refused
		C: QUIT
		S: +OK bye
		= +OK QUIT
		done yes`},
	{"the password without PASS", "pop3", `
		S: +OK ready
		C: USER bob
		S: +OK
		C: **hunter2**
		S: -ERR unknown command
		= -ERR HUNTER2 refused
		C: NOOP`},
	{"lists", "pop3", `
		S: +OK ready
		C: CAPA
		S: +OK
		= nothing
		owed 1
		S: SASL PLAIN LOGIN
		S: -ERR is not a reply here
		= nothing
		S: .
		= +OK CAPA
		offers PLAIN LOGIN
		owed 0
		C: LIST 1
		S: +OK 1 120
		= +OK LIST
		C: RETR 9
		S: -ERR no such message
		= -ERR RETR refused
		owed 0`},
	{"auth", "pop3", `
		S: +OK ready
		C: AUTH PLAIN
		C: **AHVzZXIAcHc=**
		S: +
		= + AUTH
		phase challenge
		owed 0
		C: **AHVzZXIAcHc=**
		S: -ERR no
		= -ERR AUTH refused
		C: APOP bob **c4c9334bac560ecc979e58001b3e22fb**
		S: +OK in
		= +OK APOP
		C: STAT`},
	{"stls", "pop3", `
		S: +OK ready
		C: STLS
		S: -ERR no
		secure no
		C: STLS
		S: +OK begin
		secure yes`},
	{"login", "sieve", `
		owed 1
		S: "IMPLEMENTATION" "x"
		= nothing
		S: "SASL" "PLAIN LOGIN"
		S: OK "ready"
		= OK GREETING
		offers PLAIN LOGIN
		C: AUTHENTICATE "PLAIN" **"AHVzZXIAcHc="**
		S: NO "no"
		= NO AUTHENTICATE refused
		C: LOGOUT
		S: OK
		= OK LOGOUT
		done yes`},
	{"a string on the next line", "sieve", `
		S: OK
		C: AUTHENTICATE "PLAIN"
		S: ""
		= + AUTHENTICATE
		phase challenge
		owed 0
		C: **"AHVzZXIAcHc="**
		owed 1
		S: OK
		= OK AUTHENTICATE
		C: LISTSCRIPTS`},
	{"a literal on the next line", "sieve", `
		S: OK
		C: AUTHENTICATE "PLAIN" {12+}
		owed 0
		phase challenge
		C: **AHVzZXIAcHc=**
		owed 1
		S: BYE "go away"
		= BYE AUTHENTICATE refused`},
	{"a challenge in a literal", "sieve", `
		S: OK
		C: AUTHENTICATE "LOGIN"
		S: {2}
		= nothing
		S: OK
		= + AUTHENTICATE`},
	{"putscript", "sieve", `
		S: OK
		C: PUTSCRIPT "x" {7+}
		phase message
		owed 0
		C: keep;
		owed 0
		C:
		phase command
		owed 1
		S: NO (QUOTA) {3}
		= nothing
		S: no!
		= NO PUTSCRIPT refused
		C: LOGOUT`},
	{"starttls", "sieve", `
		S: OK
		C: STARTTLS
		S: OK
		secure yes
		secured
		owed 1
		S: "SASL" "PLAIN"
		S: OK
		= OK GREETING`},
}
