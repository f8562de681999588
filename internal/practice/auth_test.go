package practice

import (
	"encoding/base64"
	"net/smtp"
	"strings"
	"testing"
)

const refusedLogin = "S: 535 Wrong user name or password; use apikey and not-a-secret\n"

// TestAuth: after each dialogue, MAIL shows whether the client is logged in.
func TestAuth(t *testing.T) {
	const no, yes = "C: MAIL FROM:<>\nS: 530 Log in first (AUTH)\n", mail
	srv := serve(t, Config{})
	for _, test := range []struct{ name, talk, then string }{
		{"PLAIN initial", login, yes},
		{"PLAIN asked", "C: auth plain\nS: 334 \nC: AGFwaWtleQBub3QtYS1zZWNyZXQ=\nS: 235 Authentication successful\n", yes},
		{"PLAIN as itself", "C: AUTH PLAIN " + b64("apikey\x00apikey\x00not-a-secret") + "\nS: 235 Authentication successful\n", yes},
		{"PLAIN as another", "C: AUTH PLAIN " + b64("root\x00apikey\x00not-a-secret") + "\n" + refusedLogin, no},
		{"PLAIN wrong user", "C: AUTH PLAIN " + b64("\x00bob\x00not-a-secret") + "\n" + refusedLogin, no},
		{"PLAIN wrong password", "C: AUTH PLAIN " + b64("\x00apikey\x00wrong") + "\n" + refusedLogin, no},
		{"PLAIN without the first NUL", "C: AUTH PLAIN " + b64("apikey\x00not-a-secret") +
			"\nS: 501 The decoded answer must be NUL, user name, NUL, password; send AUTH to try again\n", no},
		{"PLAIN empty", "C: AUTH PLAIN =\nS: 501 The decoded answer must be NUL, user name, NUL, password; send AUTH to try again\n", no},
		{"PLAIN cancelled", "C: AUTH PLAIN\nS: 334 \nC: *\nS: 501 Authentication cancelled; send AUTH to try again\n", no},
		{"LOGIN asked", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\nS: 235 Authentication successful\n", yes},
		{"LOGIN initial", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\nS: 235 Authentication successful\n", yes},
		{"LOGIN wrong user", "C: AUTH LOGIN " + b64("bob") + "\nS: 334 UGFzc3dvcmQ6\nC: bm90LWEtc2VjcmV0\n" + refusedLogin, no},
		{"LOGIN wrong password", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: " + b64("wrong") + "\n" + refusedLogin, no},
		{"LOGIN empty", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: \nS: 334 UGFzc3dvcmQ6\nC: \n" + refusedLogin, no},
		{"LOGIN not encoded", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: apikey\nS: 501 Not valid base64; send AUTH to try again\n", no},
		{"LOGIN cancelled at once", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 Authentication cancelled; send AUTH to try again\n", no},
		{"LOGIN cancelled late", "C: AUTH LOGIN YXBpa2V5\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 Authentication cancelled; send AUTH to try again\n", no},
		{"CRAM-MD5 initial", "C: AUTH CRAM-MD5 YXBpa2V5\nS: 501 Send AUTH CRAM-MD5 without a response, then answer the challenge\n", no},
		{"no padding", "C: AUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ\nS: 501 Not valid base64; send AUTH to try again\n", no},
		{"extra bits", "C: AUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXR=\nS: 501 Not valid base64; send AUTH to try again\n", no},
		{"CR inside", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YXBp\ra2V5\nS: 501 Not valid base64; send AUTH to try again\n", no},
		{"spaces around", "C: AUTH \t LOGIN   YXBpa2V5 \nS: 334 UGFzc3dvcmQ6\nC:  bm90LWEtc2VjcmV0\t\nS: 235 Authentication successful\n", yes},
		{"second try", "C: AUTH PLAIN " + b64("\x00apikey\x00wrong") + "\n" + refusedLogin + login, yes},
		{"after HELO and EHLO", login + "C: HELO me\nS: 250 practice.byhand.test\n" + ehlo, yes},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, srv.Plain())
			c.t = t
			c.talk(banner + ehlo + test.talk + test.then + quit)
		})
	}
}

// TestCRAMMD5 compares with Go's own CRAM-MD5 client.
func TestCRAMMD5(t *testing.T) {
	srv := serve(t, Config{})
	for _, test := range []struct{ name, user, password, edit, then string }{
		{"right", User, Password, "", "S: 235 Authentication successful"},
		{"wrong user", "bob", Password, "", refusedLogin},
		{"wrong password", User, "wrong", "", refusedLogin},
		{"not hex", User, Password, " zz", "S: 501 The decoded answer must be user name, space, 32 hex digits; send AUTH to try again"},
		{"no digest", User, Password, " ", "S: 501 The decoded answer must be user name, space, 32 hex digits; send AUTH to try again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, srv.Plain())
			c.talk(banner + ehlo + "C: AUTH CRAM-MD5")
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

// If a challenge were repeated, an eavesdropper could replay the answer.
func TestChallengeIsNew(t *testing.T) {
	c := dial(t, serve(t, Config{}).Plain())
	c.talk(banner + ehlo + "C: AUTH CRAM-MD5")
	first := string(c.challenge())
	c.talk("C: *\nS: 501 Authentication cancelled; send AUTH to try again\nC: AUTH CRAM-MD5")
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
		c.t.Fatalf("%q is not a challenge: %v, %v", line, err, decodeErr)
	}
	return b
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
