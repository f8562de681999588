package smtp

import "testing"

// Dialogues that the tests of Secret begin with.
const (
	auth      = greeted + "C: AUTH LOGIN\n"
	challenge = auth + "S: 334 VXNlcm5hbWU6\n"
	message   = greeted + "C: DATA\nS: 354 go\n"
)

// secretTest is a line after a dialogue, and the part of it that must be secret.
type secretTest struct{ name, before, line, want string }

func testSecret(t *testing.T, tests []secretTest) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := past(t, tt.before).Secret([]byte(tt.line))
			if n < 0 || n > len(tt.line) {
				t.Fatalf("%d of %d bytes", n, len(tt.line))
			}
			if got := tt.line[len(tt.line)-n:]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSecretInCommand(t *testing.T) {
	testSecret(t, []secretTest{
		{"initial response", greeted, "AUTH PLAIN AHUAcA==", "AHUAcA=="},
		{"no initial response", greeted, "AUTH PLAIN", ""},
		{"a space after the mechanism", greeted, "AUTH PLAIN ", ""},
		{"empty initial response", greeted, "AUTH EXTERNAL =", ""},
		{"= with more after it is not empty", greeted, "AUTH PLAIN = x", "= x"},
		{"many spaces", greeted, "  auth \t plain   xyz ", "xyz "},
		{"case", greeted, "aUtH Plain xyz", "xyz"},
		{"too many words", greeted, "AUTH LOGIN user pass", "user pass"},
		{"= for a space", greeted, "AUTH=PLAIN xyz", "xyz"},
		{"= for two spaces", greeted, "AUTH PLAIN=xyz", "=xyz"},
		{"colon", greeted, "auth: login xyz", "xyz"},
		{"mechanism forgotten", greeted, "AUTH AHVzZXIAc2VjcmV0", "AHVzZXIAc2VjcmV0"},
		{"mechanism forgotten, padded", greeted, "AUTH dXNlcg==", "dXNlcg=="},
		{"mechanism forgotten, long", greeted, "auth abcdefghijklmnopqrstu", "abcdefghijklmnopqrstu"},
		{"the longest mechanism", greeted, "auth abcdefghijklmnopqrst xyz", "xyz"},
		{"mechanism forgotten, two words", greeted, "auth User pass!word x", "pass!word x"},
		{"mechanism forgotten, punctuation", greeted, "auth pass!word x", "pass!word x"},
		{"space forgotten", greeted, "AUTHPLAIN xyz", "xyz"},
		{"names with dashes", greeted, "AUTH SCRAM-SHA-256-PLUS biws", "biws"},
		{"names with _", greeted, "AUTH KERBEROS_V4 x", "x"},
		{"before the greeting", "", "AUTH PLAIN xyz", "xyz"},
		{"after the end", greeted + "EOF", "AUTH PLAIN xyz", "xyz"},
		{"AUTH alone", greeted, "AUTH", ""},
		{"not AUTH", greeted, "NOOP PLAIN xyz", ""},
		{"parameter of MAIL", greeted, "MAIL FROM:<a@b> AUTH=<>", ""},
		{"empty", greeted, "", ""},
	})
}

func TestSecretAnswer(t *testing.T) {
	testSecret(t, []secretTest{
		{"answer", challenge, "c2VjcmV0", "c2VjcmV0"},
		{"answer that looks like a command", challenge, "QUIT", "QUIT"},
		{"answer with spaces", challenge, " my password ", " my password "},
		{"empty answer", challenge, "", ""},
		{"cancel", challenge, "*", ""},
		{"cancel with a space", challenge, "* ", ""},
		{"=", challenge, "=", ""},
		{"dot", challenge, ".", "."},
		{"sent before the challenge", auth, "dXNlcg==", "dXNlcg=="},
		{"the second, sent early", auth + "C: dXNlcg==", "c2VjcmV0", "c2VjcmV0"},
		{"sent before the next challenge", challenge + "C: dXNlcg==", "c2VjcmV0", "c2VjcmV0"},
		{"cancel sent early", auth, "*", ""},
		{"AUTH sent before the greeting", "C: AUTH LOGIN", "x", "x"},
		{"after an AUTH that ended", challenge + "C: *\nS: 501 no", "x", ""},
		{"after an unsolicited 334", greeted + "S: 334 x", "x", "x"},
		{"after a 334 to something else", greeted + "C: NOOP\nS: 334 x", "x", "x"},
		{"after a 334 and another reply", greeted + "S: 334 x\nS: 250 x", "x", ""},
		{"after the line that answered it", greeted + "S: 334 x\nC: y", "x", ""},
		{"a reply within the challenge", challenge + "S: 421 slow", "x", "x"},
	})
}

func TestSecretNearMessage(t *testing.T) {
	testSecret(t, []secretTest{
		{"message", message, "AUTH PLAIN xyz", ""},
		{"message, sent early", greeted + "C: DATA", "AUTH PLAIN", ""},
		{"message or command", greeted + "C: DATA", "AUTH PLAIN xyz", "xyz"},
		{"after a message sent early", greeted + "C: DATA\nC: .", "AUTH PLAIN xyz", "xyz"},
		{"AUTH in a message sent early", greeted + "C: DATA\nC: AUTH LOGIN", "x", ""},
		{"AUTH after a message sent early", greeted + "C: DATA\nC: .\nC: AUTH LOGIN", "x", "x"},
		{"after the message", message + "C: .", "AUTH PLAIN xyz", "xyz"},
		{"chunk", greeted + "C: BDAT 100", "AUTH PLAIN xyz", ""},
		{"chunk that ends within the line", greeted + "C: BDAT 3", "abcAUTH PLAIN xyz", "xyz"},
		{"chunk that ends with the line", greeted + "C: BDAT 14", "AUTH PLAIN xyz", ""},
	})
}

func TestSecretInPartOfLine(t *testing.T) {
	testSecret(t, []secretTest{
		{"rest of a line", greeted + `c: "AUTH PLA"`, "IN xyz", "xyz"},
		{"rest of a secret", greeted + `c: "AUTH PLAIN x"`, "yz", "yz"},
		{"rest of an answer", challenge + `c: "x"`, "yz", "yz"},
		{"rest of a held line", greeted + "C: DATA\n" + `c: "AUTH PLAIN "`, "xyz", "xyz"},
		{"rest of a held answer", auth + `c: "x"`, "yz", "yz"},
		{"no rest", greeted + `c: "AUTH PLAIN xyz"`, "", ""},
		{"line ended with CR alone", greeted + `c: "AUTH LOGIN\r"`, "xyz", "xyz"},
	})
}

// Secret changes neither the session nor the line.
func TestSecretChangesNothing(t *testing.T) {
	s := past(t, greeted+`c: "AUTH "`)
	line := []byte("PLAIN xyz")
	for range 3 {
		if n := s.Secret(line); n != 3 || string(line) != "PLAIN xyz" {
			t.Fatalf("%d bytes of %q", n, line)
		}
	}
	run(t, s, `
		C: LOGIN       | command 1
		S: 334 x       | challenge 0 AUTH`, 0)
}

// Lines that are sent to a fork do not change the session.
func TestFork(t *testing.T) {
	s := past(t, greeted+"C: NOOP\n"+`c: "AUTH "`)
	f := s.Fork()
	secret := func(want int, line string) {
		t.Helper()
		if n := f.Secret([]byte(line)); n != want {
			t.Errorf("%d bytes of %q are secret, want %d", n, line, want)
		}
		f.Sent([]byte(line + "\r\n"))
	}
	secret(0, "LOGIN")
	secret(8, "dXNlcg==")
	secret(8, "c2VjcmV0")
	if s.Owed() != 1 || f.Owed() != 4 {
		t.Errorf("%d and %d owed", s.Owed(), f.Owed())
	}
	run(t, s, `
		C: PLAIN xyz   | command 2
		S: 250 ok      | command 1 NOOP
		S: 535 no      | command 0 AUTH`, 0)
}
