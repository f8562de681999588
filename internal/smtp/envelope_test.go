package smtp

import (
	"fmt"
	"testing"
)

func TestEnvelope(t *testing.T) {
	const (
		from = greeted + "C: MAIL FROM:<a@b>\nS: 250 ok\n"
		both = from + "C: RCPT TO:<c@d>\nS: 250 ok\nC: RCPT TO:<no@d>\nS: 550 no\nC: rcpt to:e@f\nS: 251 ok\n"
	)
	for _, test := range []struct{ name, before, want string }{
		{"nothing yet", greeted, "{false  []} 0"},
		{"a sender", from, "{true a@b []} 0"},
		{"not answered yet", greeted + "C: MAIL FROM:<a@b>\n", "{false  []} 0"},
		{"a refused sender", greeted + "C: MAIL FROM:<a@b>\nS: 550 no\n", "{false  []} 0"},
		{"the null sender", greeted + "C: MAIL FROM:<>\nS: 250 ok\n", "{true  []} 0"},
		{"without brackets, as in old tutorials", greeted + "C: mail from: a@b\nS: 250 ok\n", "{true a@b []} 0"},
		{"parameters", greeted + "C: MAIL FROM:<a@b> SIZE=5 BODY=8BITMIME\nS: 250 ok\n", "{true a@b []} 0"},
		{"a quoted local part", greeted + `C: MAIL FROM:<"a>\" b"@c> X` + "\nS: 250 ok\n", `{true "a>\" b"@c []} 0`},
		{"no end", greeted + "C: MAIL FROM:<a@b X\nS: 250 ok\n", "{true a@b []} 0"},
		{"no address", greeted + "C: MAIL FROM:\nS: 250 ok\n", "{true  []} 0"},
		{"no colon", greeted + "C: MAIL\nS: 250 ok\n", "{true  []} 0"},
		{"recipients, one of them refused", both, "{true a@b [c@d e@f]} 2"},
		{"RSET", both + "C: RSET\nS: 250 ok\n", "{false  []} 0"},
		{"a refused RSET", both + "C: RSET\nS: 502 no\n", "{true a@b [c@d e@f]} 2"},
		{"a new MAIL", both + "C: MAIL FROM:<g@h>\nS: 250 ok\n", "{true g@h []} 0"},
		{"EHLO", both + "C: EHLO x\nS: 250 ok\n", "{false  []} 0"},
		{"in the message", both + "C: DATA\nS: 354 go\nC: x\n", "{true a@b [c@d e@f]} 2"},
		{"the message is sent", both + "C: DATA\nS: 354 go\nC: .\n", "{true a@b [c@d e@f]} 2"},
		{"the message is done", both + "C: DATA\nS: 354 go\nC: .\nS: 250 ok\n", "{false  []} 0"},
		{"the message was refused", both + "C: DATA\nS: 354 go\nC: .\nS: 552 no\n", "{false  []} 0"},
		{"a refused DATA", both + "C: DATA\nS: 451 no\n", "{true a@b [c@d e@f]} 2"},
	} {
		s := past(t, test.before)
		if got := fmt.Sprint(s.Envelope(), " ", s.Recipients()); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// The number of kept recipients is limited, even if the server accepts more.
func TestEnvelopeIsBounded(t *testing.T) {
	s := past(t, greeted+"C: MAIL FROM:<a@b>\nS: 250 ok\n")
	for range maxRecipients + 10 {
		s.Sent([]byte("RCPT TO:<c@d>\r\n"))
		s.Received([]byte("250 ok\r\n"))
	}
	if n := len(s.Envelope().To); n != maxRecipients || s.Recipients() != maxRecipients+10 {
		t.Errorf("%d names, %d recipients", n, s.Recipients())
	}
}

func TestAnswered(t *testing.T) {
	for before, want := range map[string]int{
		"C: AUTH PLAIN\nS: 334 \n":                             0,
		"C: AUTH PLAIN AHUAcA==\nS: 334 x\n":                   1,
		"C: AUTH EXTERNAL =\nS: 334 x\n":                       1,
		"C: AUTH LOGIN\nS: 334 x\nC: dQ==\nS: 334 y\n":         1,
		"C: AUTH LOGIN dQ==\nS: 334 x\nC: cA==\nS: 334 y\n":    2,
		"C: AUTH X\nS: 334 x\nC: *\nS: 501 no\n":               0,
		"C: AUTH X y\nS: 535 no\nC: AUTH LOGIN\nS: 334 x\n":    0,
		"C: AUTH SCRAM-SHA-1 biws\nS: 334 x\nC: y\nS: 334 z\n": 2,
	} {
		if got := past(t, greeted+before).Answered(); got != want {
			t.Errorf("%q: %d, want %d", before, got, want)
		}
	}
}
