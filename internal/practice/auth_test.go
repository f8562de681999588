package practice

import (
	"encoding/base64"
	"net/smtp"
	"strings"
	"testing"
)

const again = "S: 535 Wrong user name or password; here they are apikey and not-a-secret\n"

// After each dialogue it is tried whether the login holds.
func TestAuth(t *testing.T) {
	const no, yes = "C: MAIL FROM:<>\nS: 530 Log in first (AUTH)\n", mail
	srv := serve(t, Config{})
	for _, test := range []struct{ name, talk, then string }{
		{"PLAIN initial", login, yes},
		{"PLAIN asked", "C: auth plain\nS: 334 \nC: AGFwaWtleQBub3QtYS1zZWNyZXQ=\nS: 235 Authentication successful\n", yes},
		{"PLAIN as itself", "C: AUTH PLAIN " + b64("apikey\x00apikey\x00not-a-secret") + "\nS: 235 Authentication successful\n", yes},
		{"PLAIN as another", "C: AUTH PLAIN " + b64("root\x00apikey\x00not-a-secret") + "\n" + again, no},
		{"PLAIN wrong user", "C: AUTH PLAIN " + b64("\x00bob\x00not-a-secret") + "\n" + again, no},
		{"PLAIN wrong password", "C: AUTH PLAIN " + b64("\x00apikey\x00wrong") + "\n" + again, no},
		{"PLAIN without the first NUL", "C: AUTH PLAIN " + b64("apikey\x00not-a-secret") +
			"\nS: 501 Decoded, the answer must be NUL, user name, NUL, password; say AUTH to try again\n", no},
		{"PLAIN empty", "C: AUTH PLAIN =\nS: 501 Decoded, the answer must be NUL, user name, NUL, password; say AUTH to try again\n", no},
		{"PLAIN cancelled", "C: AUTH PLAIN\nS: 334 \nC: *\nS: 501 Authentication cancelled; say AUTH to try again\n", no},
		{"LOGIN asked", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\nS: 235 Authentication successful\n", yes},
		{"LOGIN initial", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\nS: 235 Authentication successful\n", yes},
		{"LOGIN wrong user", "C: AUTH LOGIN " + b64("bob") + "\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\n" + again, no},
		{"LOGIN wrong password", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: " + b64("wrong") + "\n" + again, no},
		{"LOGIN empty", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: \nS: 334 UGFzc3dvcmQ6\nC: \n" + again, no},
		{"LOGIN in the clear", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: apikey\nS: 501 That is not base64; say AUTH to try again\n", no},
		{"LOGIN cancelled at once", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 Authentication cancelled; say AUTH to try again\n", no},
		{"LOGIN cancelled late", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 Authentication cancelled; say AUTH to try again\n", no},
		{"CRAM-MD5 initial", "C: AUTH CRAM-MD5 YXBpa2V5\nS: 501 Say AUTH CRAM-MD5 alone and answer my challenge\n", no},
		{"no padding", "C: AUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ\nS: 501 That is not base64; say AUTH to try again\n", no},
		{"bits left over", "C: AUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXR=\nS: 501 That is not base64; say AUTH to try again\n", no},
		{"CR inside", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBp\ra2V5\nS: 501 That is not base64; say AUTH to try again\n", no},
		{"blanks around", "C: AUTH \t LOGIN   YXBpa2V5 \nS: 334 UGFzc3dvcmQ6\nC:  bm90LWEtc2VjcmV0\t\nS: 235 Authentication successful\n", yes},
		{"second try", "C: AUTH PLAIN " + b64("\x00apikey\x00wrong") + "\n" + again + login, yes},
		{"after HELO and EHLO", login + "C: HELO me\nS: 250 practice.byhand.test\n" + ehlo, yes},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, srv.Plain())
			c.t = t
			c.talk(hail + ehlo + test.talk + test.then + quit)
		})
	}
}

// Go's CRAM-MD5 is the oracle.
func TestCRAMMD5(t *testing.T) {
	srv := serve(t, Config{})
	for _, test := range []struct{ name, user, password, edit, then string }{
		{"right", User, Password, "", "S: 235 Authentication successful"},
		{"wrong user", "bob", Password, "", again},
		{"wrong password", User, "wrong", "", again},
		{"not hex", User, Password, " zz", "S: 501 Decoded, the answer must be user name, blank, 32 hex digits; say AUTH to try again"},
		{"no digest", User, Password, " ", "S: 501 Decoded, the answer must be user name, blank, 32 hex digits; say AUTH to try again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, srv.Plain())
			c.talk(hail + ehlo + "C: AUTH CRAM-MD5")
			answer, err := smtp.CRAMMD5Auth(test.user, test.password).Next(c.challenge(), true)
			if err != nil {
				t.Fatal(err)
			}
			if test.edit != "" {
				answer = []byte(test.user + test.edit)
			}
			c.talk("C: " + b64(string(answer)) + "\n" + test.then + quit)
		})
	}
}

// A challenge that came twice would make an overheard answer good again.
func TestChallengeIsNew(t *testing.T) {
	c := dial(t, serve(t, Config{}).Plain())
	c.talk(hail + ehlo + "C: AUTH CRAM-MD5")
	first := string(c.challenge())
	c.talk("C: *\nS: 501 Authentication cancelled; say AUTH to try again\nC: AUTH CRAM-MD5")
	if second := string(c.challenge()); first == second || !strings.HasSuffix(second, "@practice.byhand.test>") {
		t.Errorf("challenges %q, %q", first, second)
	}
}

func (c *client) challenge() []byte {
	c.t.Helper()
	line, err := c.in.ReadString('\n')
	text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\r\n"), "334 ")
	b, decodeErr := base64.StdEncoding.DecodeString(text)
	if err != nil || !ok || decodeErr != nil {
		c.t.Fatalf("%q is no challenge: %v, %v", line, err, decodeErr)
	}
	return b
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
