package repl_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byhand/repl"
)

// TestRestIsNeverCommands: if the server replies to a command without asking for its rest,
// the rest is never sent as commands, and never runs as byhand's commands.
func TestRestIsNeverCommands(t *testing.T) {
	t.Parallel()
	const (
		text    = ":raw \"RSET\\r\\n\"\n:# note\nVRFY root\n:expect 250\n.\n"
		smtp    = "S: 220 hi\nC: DATA\nS= %q\nC: NOOP\nS: 250 ok"
		imap    = "S: * OK hi\nC: %s\nS: %s\nC: z NOOP\nS: z OK done"
		literal = "zz DELETE INBOX\n:raw \"zz LOGOUT\\r\\n\"\n:# note\n\n" // 17 + 23 + 9 octets
	)
	type talk struct{ name, protocol, server, input, says string }
	tests := []talk{{
		"IMAP, LOGIN NO", "imap", fmt.Sprintf(imap, "a LOGIN {3}", "a NO no"), "a LOGIN {3}\nbob {7}\nhunter2\nz NOOP\n", "the server did not ask for more lines after LOGIN: 2 lines not sent",
	}, {
		"IMAP, APPEND with a literal that does not wait", "imap", "S: * OK hi\nC: a APPEND x {21+}\nS: a NO no\nC: :raw \"A\\r\\n\"\nC: :quit\nC: \nC: z NOOP\nS: z OK done",
		"a APPEND x {21+}\n:raw \"A\\r\\n\"\n:quit\n\nz NOOP\n", "",
	}, {
		"IMAP, NO in the middle of a literal", "imap", "S: * OK hi\nC: a APPEND x {15}\nS: + go on\nC: one\nS: a NO no\nC: :quit\nC: x\nC: \nC: z NOOP\nS: z OK done",
		"a APPEND x {15}\none\n:quit\nx\n\nz NOOP\n", "",
	}, {
		"IMAP, AUTHENTICATE NO", "imap", fmt.Sprintf(imap, "a AUTHENTICATE PLAIN", "a NO no"), "a AUTHENTICATE PLAIN\nAGEAYg==\nz NOOP\n", "the server did not ask for more lines after AUTHENTICATE: 1 line not sent",
	}, {
		"ManageSieve, a literal", "sieve", "S: OK\nC: PUTSCRIPT \"a\" {7+}\nS: NO\nC: :quit\nC: \nC: NOOP\nS: OK", "PUTSCRIPT \"a\" {7+}\n:quit\n\nNOOP\n", "",
	}, {
		"ManageSieve, AUTHENTICATE NO", "sieve", "S: OK\nC: AUTHENTICATE \"PLAIN\"\nS: NO\nC: NOOP\nS: OK", "AUTHENTICATE \"PLAIN\"\n\"AGEAYg==\"\nNOOP\n", "1 line not sent",
	}, {
		"POP3", "pop3", "S: +OK\nC: AUTH LOGIN\nS: -ERR no\nC: NOOP\nS: +OK", "AUTH LOGIN\nYXBpa2V5\naHVudGVyMg==\nNOOP\n", "the server did not ask for more lines after AUTH: 2 lines not sent",
	}, {
		"SMTP, no challenge for the password", "", "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 250 ok\nC: NOOP\nS: 250 ok", "AUTH LOGIN\nYXBpa2V5\naHVudGVyMg==\nNOOP\n", "1 line not sent",
	}, {
		"SMTP, expected", "", "S: 220 hi\nC: AUTH LOGIN\nS: 535 no\nC: XYZZY\nS: 250 ok", "AUTH LOGIN\n:expect 535\nXYZZY\n", "",
	}, {
		"SMTP, an :expect that lists the challenge too", "", "S: 220 hi\nC: AUTH LOGIN\nS: 535 no\nC: NOOP\nS: 250 ok", "AUTH LOGIN\n:expect 334 535\nYXBpa2V5\nNOOP\n", "1 line not sent",
	}, {
		"SMTP, cancelled", "", "S: 220 hi\nC: AUTH LOGIN\nS: 334\nC: *\nS: 501 ok\nC: XYZZY\nS: 250 ok", "AUTH LOGIN\n*\nXYZZY\n", "",
	}, {
		"SMTP, logged in", "", "S: 220 hi\nC: AUTH PLAIN AGEAYg==\nS: 235 ok\nC: XYZZY\nS: 250 ok", "AUTH PLAIN AGEAYg==\nXYZZY\n", "",
	}}
	for _, reply := range []string{"250 ok\r\n", "334 x\r\n", "954 x\r\n", "354-a\r\n250 b\r\n", "250-a\r\n354 b\r\n", "250 a\r\n354 b\r\n", "554 no\r\n"} {
		tests = append(tests, talk{"SMTP, DATA " + reply, "", fmt.Sprintf(smtp, reply), "DATA\nSubject: x\n\n" + text + "NOOP\n", "7 lines of the message not sent"})
	}
	for _, reply := range []string{"250 ok", "535 no", "354 go"} {
		tests = append(tests, talk{"SMTP, AUTH " + reply, "", "S: 220 hi\nC: AUTH LOGIN\nS: " + reply + "\nC: NOOP\nS: 250 ok", "AUTH LOGIN\nYXBpa2V5\naHVudGVyMg==\nNOOP\n", "2 lines not sent"})
	}
	for _, reply := range []string{"a OK done", "a NO no", "a BAD no", "* BAD no"} {
		tests = append(tests, talk{"IMAP, APPEND " + reply, "imap", fmt.Sprintf(imap, "a APPEND x {49}", reply), "a APPEND x {49}\n" + literal + "z NOOP\n", "the server did not ask for more lines after APPEND: 4 lines not sent"})
	}
	for _, test := range tests {
		t.Run(strings.TrimSpace(test.name), func(t *testing.T) {
			t.Parallel()
			got := session(t, test.server, test.input, func(o *repl.Options) { o.KeepGoing, o.Target.Protocol = true, test.protocol })
			has(t, "stderr", got.err, test.says)
			hasNot(t, "stderr", got.err, "YXBpa2V5", "aHVudGVyMg==", "AGEAYg==", "hunter2")
		})
	}
}

// TestPastedRestIsNeverCommands: at a prompt, the same is true for pasted lines.
func TestPastedRestIsNeverCommands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, protocol, server string
		steps                  []string
		says                   string
	}{{
		"DATA 250", "", "S: 220 hi\nC: DATA\nS: 250 ok\nC: RSET\nS: 250 ok\nC: DATA\nS: 354 go\nC: Subject: x\nC: :raw \"A\\r\\n\"\nC: .\nS: 250 ok\nC: NOOP\nS: 250 ok",
		[]string{`paste: DATA|Subject: x|:raw "A\r\n"|.|NOOP`, "RSET", ":go"}, "3 lines of the message not sent, but kept",
	}, {
		"APPEND NO", "imap", "S: * OK hi\nC: a APPEND x {14}\nS: a NO no\nC: z NOOP\nS: z OK",
		[]string{`paste: a APPEND x {14}|:raw "A\r\n"|`, "z NOOP"}, "2 lines not sent",
	}, {
		"AUTH 535", "", "S: 220 hi\nC: AUTH LOGIN\nS: 535 no\nC: NOOP\nS: 250 ok",
		[]string{"paste: AUTH LOGIN|YXBpa2V5|aHVudGVyMg==", "NOOP", ":go"}, ":go: there is no batch, and no lines are held",
	}, {
		"a question", "", "S: 220 hi\nC: NOOP\nS: 250 ok\nC: RSET\nS: 250 ok",
		[]string{"paste: :send x|yes|RSET", "no", "^C", "NOOP", "paste: RSET"}, "2 lines of the paste not sent",
	}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newKeyboard(test.steps...)
			got := typed(t, test.server, k, func(o *repl.Options) { o.Target.Protocol = test.protocol })
			has(t, "stderr", got.err, test.says)
			hasNot(t, "history", strings.Join(k.kept, "\n"), "YXBpa2V5", "aHVudGVyMg==")
		})
	}
}

// TestAnswersAreSecretAfterRefusal: lines typed after a failed AUTH may still be answers
// to it, so they are masked.
func TestAnswersAreSecretAfterRefusal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ protocol, server, auth string }{
		{"", "S: 220 hi\nC: AUTH LOGIN\nS: 250 ok\nC: YXBpa2V5\nS: 500 what\nC: aHVudGVyMg==\nS: 500 aHVudGVyMg==", "AUTH LOGIN"},
		{"", "S: 220 hi\nC: AUTH LOGIN\nS: 535 no\nC: YXBpa2V5\nS: 500 what\nC: aHVudGVyMg==\nS: 500 aHVudGVyMg==", "AUTH LOGIN"},
		{"", "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 250 ok\nC: aHVudGVyMg==\nS: 500 aHVudGVyMg==", "AUTH LOGIN"},
		{"", "S: 220 hi\nC: AUTH LOGIN\nS: 535 no\nC: YXBpa2V5\nS: 500 what\nC: MIAL FROM:<a>\nS: 500 what\nC: aHVudGVyMg==\nS: 500 what", "AUTH LOGIN"},
		{"pop3", "S: +OK\nC: AUTH LOGIN\nS: -ERR no\nC: YXBpa2V5\nS: -ERR what\nC: aHVudGVyMg==\nS: -ERR what", "AUTH LOGIN"},
		{"imap", "S: * OK hi\nC: a AUTHENTICATE LOGIN\nS: a NO no\nC: YXBpa2V5\nS: YXBpa2V5 BAD what\nC: aHVudGVyMg==\nS: * BAD what", "a AUTHENTICATE LOGIN"},
		{"sieve", "S: OK\nC: AUTHENTICATE LOGIN\nS: NO\nC: YXBpa2V5\nS: NO\nC: aHVudGVyMg==\nS: NO", "AUTHENTICATE LOGIN"},
	} {
		t.Run(test.auth, func(t *testing.T) {
			t.Parallel()
			steps := []string{test.auth, "YXBpa2V5", "aHVudGVyMg=="}
			if strings.Contains(test.server, "MIAL") { // no answer has two words
				steps = slices.Insert(steps, 2, "MIAL FROM:<a>")
			}
			k := newKeyboard(steps...)
			got := typed(t, test.server, k, func(o *repl.Options) { o.Target.Protocol = test.protocol })
			hasNot(t, "stderr", got.err, "aHVudGVyMg==")
			hasNot(t, "history", strings.Join(k.kept, "\n"), "aHVudGVyMg==", "YXBpa2V5")
			if len(steps) > 3 {
				has(t, "history", strings.Join(k.kept, "\n"), "MIAL FROM:<a>")
			}
		})
	}
}
