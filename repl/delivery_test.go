package repl_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byhand/repl"
)

// delivery is a script that sends a file, against a server's script.
type delivery struct {
	name, file, server string
	input              string // FILE in it is the file's name; "" is ":send FILE"
	status             repl.Status
	says, hides        []string // on stderr
	change             func(*repl.Options)
}

// header has the header fields that a message must have.
const header = "From: a@x.example\nDate: Tue, 24 Nov 2026 04:00:00 +0000\nMessage-ID: <1@x.example>\n\n"

// wired is the header in a server's script, and taken what comes before it.
const (
	wireHeader = "C: From: a@x.example\nC: Date: Tue, 24 Nov 2026 04:00:00 +0000\nC: Message-ID: <1@x.example>\nC:\n"
	taken      = "S: 220 hi\nC: DATA\nS: 354 go\n"
)

func (d delivery) typed(t *testing.T) string {
	t.Helper()
	if d.input == "" {
		d.input = ":send FILE\n"
	}
	name := filepath.Join(t.TempDir(), "m.eml")
	if err := os.WriteFile(name, []byte(d.file), 0o600); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(d.input, "FILE", name)
}

func testDeliveries(t *testing.T, tests []delivery) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.change == nil {
				test.change = func(*repl.Options) {}
			}
			got := session(t, test.server, test.typed(t), test.change)
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says...)
			hasNot(t, "stderr", got.err, test.hides...)
		})
	}
}

// TestSend: how byhand sends a file, and what it shows of it.
func TestSend(t *testing.T) {
	t.Parallel()
	long := header + strings.Repeat("a line\n.\n", 50)
	testDeliveries(t, []delivery{{
		name: "a short message is shown", file: header + "Hi\n.\n..two\n.profile\n",
		server: taken + wireHeader + "C: Hi\nC: ..\nC: ...two\nC: ..profile\nC: .\nquiet\nS: 250 queued\nC: QUIT\nS: 221 bye\nclose",
		input:  ":send FILE\n:expect 250 /queued/\nQUIT\n",
		says:   []string{"> DATA\n> From: a@x.example\n", "> Hi\n> ..\n> ...two\n> ..profile\n> .\n> QUIT\n", "m.eml: 111 octets in 8 lines, LF endings, 3 leading dots"},
	}, {
		name: "a long message is not shown", file: long,
		server: taken + wireHeader + strings.Repeat("C: a line\nC: ..\n", 50) + "C: .\nS: 250 queued",
		says:   []string{"octets in 104 lines", "> DATA\n> .\n"}, hides: []string{"> a line", "> .."},
	}, {
		name: "40 lines are shown", file: header + strings.Repeat("x\n", 36),
		server: taken + wireHeader + strings.Repeat("C: x\n", 36) + "C: .\nS: 250 queued",
		says:   []string{"> x\n> .\n"},
	}, {
		name: "41 lines are not shown", file: header + strings.Repeat("x\n", 37),
		server: taken + wireHeader + strings.Repeat("C: x\n", 37) + "C: .\nS: 250 queued",
		says:   []string{"> DATA\n> .\n"},
	}, {
		name: "a few long lines are not shown", file: header + strings.Repeat("x", 5000) + "\n",
		server: taken + wireHeader + "C: " + strings.Repeat("x", 5000) + "\nC: .\nS: 250 queued",
		says:   []string{"> DATA\n> .\n", "line 5 has 5000 octets; at most 998 are allowed"},
	}, {
		name: "CRLF stays CRLF", file: strings.ReplaceAll(header, "\n", "\r\n") + "Hi\r\n",
		server: taken + wireHeader + "C: Hi\nC: .\nS: 250 queued",
		says:   []string{"m.eml: 91 octets in 5 lines\n"},
	}, {
		name: "a CR alone is a line ending, and a last line gets one", file: header + "a\rb\r.\r\nc",
		server: taken + wireHeader + "C: a\nC: b\nC: ..\nC: c\nC: .\nS: 250 queued",
		says:   []string{"line 5 contains a CR without LF", "line 8, the last one, has no line ending; byhand adds one"},
	}, {
		name: "an empty file is only a final dot", file: "",
		server: taken + "C: .\nS: 250 queued",
		says:   []string{"the message is empty", "hint: a message needs at least From: and Date:", "> DATA\n> .\n"},
	}, {
		name: "lines that look like commands are text", file: header + ":quit\nQUIT\nAUTH PLAIN AGEAYg==\n",
		server: taken + wireHeader + "C: :quit\nC: QUIT\nC: AUTH PLAIN AGEAYg==\nC: .\nS: 250 queued",
		says:   []string{"> :quit\n> QUIT\n> AUTH PLAIN AGEAYg==\n> .\n"}, hides: []string{"was sent as message text"},
	}, {
		name: "--eol applies to DATA, and the message has CRLF", file: header,
		server: "S: 220 hi\nC= \"DATA\\n\"\nS: 354 go\n" + wireHeader + "C: .\nS: 250 queued",
		input:  ":eol lf\n:send FILE\n",
	}, {
		name: "several messages on one connection", file: header + "Hi\n",
		server: taken + wireHeader + "C: Hi\nC: .\nS: 250 one\nC: RSET\nS: 250 ok\nC: MAIL FROM:<a@x.example>\nS: 250 ok\nC: RCPT TO:<b@x.example>\nS: 250 ok\n" +
			"C: DATA\nS: 354 go\n" + wireHeader + "C: Hi\nC: .\nS: 250 two\nC: DATA\nS: 354 go\nC: by hand\nC: .\nS: 250 three",
		input: ":send FILE\n:expect 250 /one/\nRSET\nMAIL FROM:<a@x.example>\nRCPT TO:<b@x.example>\n:send FILE\n:expect 250 /two/\nDATA\nby hand\n.\n",
	}, {
		name: "LMTP: a reply for each recipient", file: header,
		server: "S: 220 hi\nC: LHLO me\nS: 250 me\nC: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<a@x>\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 550 no\nC: RCPT TO:<c@x>\nS: 250 ok\n" +
			"C: DATA\nS: 354 go\n" + wireHeader + "C: .\nS: 250 kept\nquiet\nS: 452 full",
		input:  "LHLO me\nMAIL FROM:<>\nRCPT TO:<a@x>\nRCPT TO:<b@x>\n:expect 550\nRCPT TO:<c@x>\n:send FILE\n:expect 452\n",
		change: func(o *repl.Options) { o.Target.Protocol = "lmtp" },
		says:   []string{"byhand: \"a@x\": 250 kept\nbyhand: \"c@x\": 452 full\n"}, hides: []string{`"b@x"`},
	}})
}

// TestSendAdvises: before DATA, byhand warns if the message exceeds the server's
// capabilities.
func TestSendAdvises(t *testing.T) {
	t.Parallel()
	const told = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250-SIZE 50\nS: 250 %s\nC: DATA\nquiet\nS: 554 no"
	text := header + "Grüße\n"
	for offer, says := range map[string]bool{"8BITMIME": false, "HELP": true} {
		got := session(t, fmt.Sprintf(told, offer), delivery{file: text, input: "EHLO me\n:send FILE\n"}.typed(t))
		before, _, _ := strings.Cut(got.err, "> DATA")
		has(t, "stderr before DATA", before, "the message has 96 octets; the server accepts at most 50 (SIZE, RFC 1870)")
		if strings.Contains(before, "line 5 is not ASCII, and the server does not offer 8BITMIME") != says {
			t.Errorf("with %s:\n%s", offer, got.err)
		}
	}
	for _, size := range []string{"0", "010", "x", "-5", "0x10", "99999999999999999999"} {
		got := session(t, "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 SIZE "+size+"\nC: DATA\nS: 554 no", delivery{file: text, input: "EHLO me\n:send FILE\n"}.typed(t))
		if said := strings.Contains(got.err, "the server accepts at most 10 (SIZE"); said != (size == "010") || !said && strings.Contains(got.err, "(SIZE") {
			t.Errorf("SIZE %s:\n%s", size, got.err)
		}
	}
}

// TestSendVerbatim: the file's bytes are sent unchanged. After the end of the message they
// are commands, and the secrets in them are masked.
func TestSendVerbatim(t *testing.T) {
	t.Parallel()
	const verbatim = ":send --verbatim FILE\n"
	many := strings.Repeat("x\r\n", 50)
	testDeliveries(t, []delivery{{
		name: "with a final dot", file: "a\nb\r.\n\x00\xff\r\n..\r\n.\r\n", input: verbatim + ":expect 250\n",
		server: taken + `C= "a\nb\r.\n\x00\xff\r\n..\r\n.\r\n"` + "\nquiet\nS: 250 queued",
		says:   []string{"> a (ends in \"\\n\")\n", "> .\n"},
	}, {
		name: "without a final dot: the next lines are text", file: "a\r\nb", input: verbatim + "NOOP\n.\n",
		server: taken + "C: a\nC= \"bNOOP\\r\\n.\\r\\n\"\nS: 250 queued",
		says:   []string{`the file did not end the message`, "does not end with CRLF.CRLF"},
	}, {
		name: "without a final dot, and the script ends", file: many, input: verbatim,
		server: taken + strings.Repeat("C: x\n", 50), status: repl.Usage,
		says: []string{"the script ended inside the message: the final dot was not sent"},
	}, {
		name: "with commands after the message", file: "a\r\n.\r\nRSET\r\nAUTH PLAIN AGEAYg==\r\n", input: verbatim + "QUIT\n",
		server: taken + "C: a\nC: .\nC: RSET\nC: AUTH PLAIN AGEAYg==\nS: 250 queued\nS: 250 ok\nquiet\nS: 235 ok\nC: QUIT\nS: 221 bye\nclose",
		says:   []string{"> RSET\n> AUTH PLAIN ******** (8 characters)\n> QUIT"}, hides: []string{"AGEAYg=="},
	}, {
		name: "with commands after a long message", file: many + ".\r\nRSET\r\nAUTH PLAIN AGEAYg==\r\n", input: verbatim,
		server: taken + strings.Repeat("C: x\n", 50) + "C: .\nC: RSET\nC: AUTH PLAIN AGEAYg==\nS: 250 queued\nS: 250 ok\nS: 235 ok",
		says:   []string{"> AUTH PLAIN ******** (8 characters)\n"}, hides: []string{"AGEAYg=="},
	}, {
		name: "replies to commands are not those for recipients", file: "a\r\n.\r\nRSET\r\n",
		server: "S: 220 hi\nC: RCPT TO:<a@x>\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 250 ok\nC: DATA\nS: 354 go\nC: a\nC: .\nC: RSET\nS: 250 queued\nS: 250 ok",
		input:  "RCPT TO:<a@x>\nRCPT TO:<b@x>\n" + verbatim, hides: []string{`"a@x": 250`, `"b@x": 250`},
	}, {
		name: "the option before the file", file: "a\r\n.\r\n", input: ":send   --verbatim   FILE\n",
		server: taken + "C: a\nC: .\nS: 250 queued",
	}, {
		name: "no such option", input: ":send --verbose FILE\n", server: "S: 220 hi", status: repl.Usage,
		says: []string{`:send: unknown option "--verbose"`, "usage: :send [--verbatim] FILE"},
	}})
}
