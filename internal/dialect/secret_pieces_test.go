package dialect

import (
	"strings"
	"testing"
)

// A login that is sent in two pieces is as secret as in one, wherever it is cut.
func TestSecretInPieces(t *testing.T) {
	const secret = "hunter-22"
	for _, c := range []struct{ protocol, greeting, login string }{
		{"smtp", "220 hi\r\n", "PASS " + secret},
		{"smtp", "220 hi\r\n", "AUTHINFO PASS " + secret},
		{"smtp", "220 hi\r\n", "AUTH PLAIN " + secret},
		{"lmtp", "220 hi\r\n", "PASS " + secret},
		{"pop3", "+OK hi\r\n", "PASS " + secret},
		{"pop3", "+OK hi\r\n", "APOP tim " + secret},
		{"pop3", "+OK hi\r\n", "AUTH PLAIN " + secret},
		{"imap", "* OK hi\r\n", "a LOGIN tim " + secret},
		{"imap", "* OK hi\r\n", "a AUTHENTICATE PLAIN " + secret},
		{"sieve", "\"IMPLEMENTATION\" \"x\"\r\nOK\r\n", "AUTHENTICATE \"PLAIN\" " + secret},
		{"ftp", "220 hi\r\n", "PASS " + secret},
		{"nntp", "200 hi\r\n", "AUTHINFO PASS " + secret},
		{"tcp", "", "PASS " + secret},
	} {
		for cut := range c.login {
			d := Named(c.protocol)
			d.Received([]byte(c.greeting))
			first, second := c.login[:cut], c.login[cut:]
			shown := first[:len(first)-d.Secret([]byte(first))]
			d.Sent([]byte(first))
			rest := second[:len(second)-d.Secret([]byte(second))]
			open := strings.Index(c.login, secret)
			if len(shown) > open || len(rest) > max(0, open-cut) {
				t.Errorf("%s %q cut at %d: visible: %q and %q", c.protocol, c.login, cut, shown, rest)
			}
		}
	}
}
