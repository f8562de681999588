package repl_test

import (
	"testing"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/repl"
)

// TestSecretsInEachProtocol: in every protocol and notation, a password is masked in the
// messages and the transcript, even if the server repeats it.
func TestSecretsInEachProtocol(t *testing.T) {
	t.Parallel()
	const base64Twice = "ZEdGdWMzUmhZV1owWVc1emRHRmhaZz09" // of secrets[1], which a user may have as a password
	for _, c := range []struct{ name, protocol, server, input string }{
		{"literals", "imap", "S: * OK hi\nC: a LOGIN {3}\nS: + go\nC: tim {16}\nS: + go\nC: tanstaaftanstaaf\nS: a NO tanstaaftanstaaf is wrong",
			"a LOGIN {3}\ntim {16}\ntanstaaftanstaaf\n:expect NO\n"},
		{"literals that do not wait", "imap", "S: * OK hi\nC: a LOGIN {3+}\nC: tim {16+}\nC: tanstaaftanstaaf\nS: a NO tanstaaftanstaaf is wrong",
			"a LOGIN {3+}\ntim {16+}\ntanstaaftanstaaf\n:expect NO\n"},
		{"a quoted string", "imap", "S: * OK hi\nC: a LOGIN tim \"tanstaaftanstaaf\"\nS: a NO tanstaaftanstaaf is wrong",
			"a LOGIN tim \"tanstaaftanstaaf\"\n:expect NO\n"},
		{"AUTHENTICATE with an untagged response before the result", "imap", "S: * OK hi\nC: a AUTHENTICATE PLAIN\nS: + \nC: " + blob + "\nS: * OK wait\nS: a NO dGFuc3RhYWZ0YW5zdGFhZg",
			"a AUTHENTICATE PLAIN\n" + blob + "\n:expect NO\n"},
		{"PASS", "pop3", "S: +OK hi\nC: USER tim\nS: +OK\nC: PASS tanstaaftanstaaf\nS: -ERR dGFuc3RhYWZ0YW5zdGFhZg is wrong",
			"USER tim\nPASS tanstaaftanstaaf\n:expect -ERR\n"},
		{"a password that is base64", "pop3", "S: +OK hi\nC: USER tim\nS: +OK\nC: PASS dGFuc3RhYWZ0YW5zdGFhZg==\nS: -ERR " + base64Twice + " is wrong",
			"USER tim\nPASS dGFuc3RhYWZ0YW5zdGFhZg==\n:expect -ERR\n"},
		{"the password alone", "pop3", "S: +OK hi\nC: USER tim\nS: +OK\nC: tanstaaftanstaaf\nS: -ERR no such command",
			"USER tim\ntanstaaftanstaaf\n:expect -ERR\n"},
		{"AUTH with an initial response", "pop3", "S: +OK hi\nC: AUTH PLAIN " + blob + "\nS: -ERR no", "AUTH PLAIN " + blob + "\n:expect -ERR\n"},
		{"a literal", "sieve", "S: OK\nC: AUTHENTICATE \"PLAIN\" {28+}\nC: " + blob + "\nS: NO",
			"AUTHENTICATE \"PLAIN\" {28+}\n" + blob + "\n:expect NO\n"},
		{"a string on the next line", "sieve", "S: OK\nC: AUTHENTICATE \"PLAIN\"\nS: \"\"\nC: \"" + blob + "\"\nS: NO \"tanstaaftanstaaf\"",
			"AUTHENTICATE \"PLAIN\"\n\"" + blob + "\"\n:expect NO\n"},
		{"FTP after an SMTP greeting", "", "S: 220 hi\nC: USER tim\nS: 331 and\nC: PASS tanstaaftanstaaf\nS: 530 tanstaaftanstaaf is wrong",
			"USER tim\nPASS tanstaaftanstaaf\n:expect 530\n"},
		{"FTP in pieces", "", "S: 220 hi\nC: PASS tanstaaftanstaaf\nS: 530 tanstaaftanstaaf is wrong",
			":raw \"PASS\"\n:raw \" tanstaaftanstaaf\\r\\n\"\n:expect 530\n"},
		{"FTP without line endings", "", "S: 220 hi\nC: PASS tanstaaftanstaaf\nS: 530 tanstaaftanstaaf is wrong",
			":eol none\nPASS \ntanstaaftanstaaf\n:eol crlf\n\n:expect 530\n"},
		{"PASS in pieces", "pop3", "S: +OK hi\nC: PASS tanstaaftanstaaf\nS: -ERR tanstaaftanstaaf is wrong",
			":raw \"PASS\"\n:raw \" tanstaaftanstaaf\\r\\n\"\n:expect -ERR\n"},
		{"NNTP", "nntp", "S: 200 hi\nC: AUTHINFO USER tim\nS: 381 and\nC: AUTHINFO PASS tanstaaftanstaaf\nS: 481 no",
			"AUTHINFO USER tim\nAUTHINFO PASS tanstaaftanstaaf\n"},
		{"IRC", "tcp", "C: PASS tanstaaftanstaaf\nS: ERROR tanstaaftanstaaf is wrong", "PASS tanstaaftanstaaf\n"},
	} {
		t.Run(c.protocol+" "+c.name, func(t *testing.T) {
			t.Parallel()
			record := &recorder.Recorder{}
			got := session(t, c.server, c.input, speaks(c.protocol), func(o *repl.Options) { o.Recorder = record })
			if got.status != repl.OK {
				t.Errorf("status %d, want 0; stderr:\n%s", got.status, got.err)
			}
			hasNot(t, "stderr", got.err, append(secrets, base64Twice)...)
			entries, _ := record.Entries()
			if len(entries) < 4 {
				t.Errorf("%d entries", len(entries))
			}
			for _, e := range entries {
				hasNot(t, "the record", e.Text, append(secrets, base64Twice)...)
			}
		})
	}
}

// TestEchoedSecret: if a refusal repeats the password, quoted, in another case or over two
// lines, neither byhand's messages nor its JSON contain it.
func TestEchoedSecret(t *testing.T) {
	t.Parallel()
	const quoted = `"pa\"ss\\word9"`
	for name, c := range map[string]struct {
		protocol, server, input string
		parts                   []string
	}{
		"quoted": {"imap", "S: * OK hi\nC: a LOGIN tim " + quoted + "\nS: a NO LOGIN tim " + quoted, "a LOGIN tim " + quoted + "\n",
			[]string{"word9", "pa\\"}},
		"another case": {"imap", "S: * OK hi\nC: a LOGIN tim tanstaaftanstaaf\nS: a BAD TANSTAAFTANSTAAF", "a LOGIN tim tanstaaftanstaaf\n",
			[]string{"TANSTAAF"}},
		"two lines": {"smtp", "S: 220 hi\nC: AUTH PLAIN " + blob + "\nS: 500-AUTH PLAIN " + blob[:16] + "\nS: 500 " + blob[16:], "AUTH PLAIN " + blob + "\n",
			[]string{blob[:16], blob[16:]}},
	} {
		for _, asJSON := range []bool{false, true} {
			record := &recorder.Recorder{}
			got := session(t, c.server, c.input, speaks(c.protocol), func(o *repl.Options) { o.Recorder, o.JSON = record, asJSON })
			if got.status != repl.Refused {
				t.Errorf("%s: status %d, want %d; stderr:\n%s", name, got.status, repl.Refused, got.err)
			}
			has(t, name+": stderr", got.err, transcript.Mask)
			hasNot(t, name+": stderr", got.err, c.parts...)
			if asJSON {
				has(t, name+": the JSON", got.out, transcript.Mask)
				hasNot(t, name+": the JSON", got.out, c.parts...)
			}
		}
	}
}
