package dialect

import (
	"testing"

	"byhand/internal/smtp"
)

func TestVerdict(t *testing.T) {
	for word, want := range map[string]smtp.Verdict{
		"OK": smtp.Accepted, "+OK": smtp.Accepted, "PREAUTH": smtp.Accepted, "+": smtp.Continues,
		"NO": smtp.Refused, "BAD": smtp.Refused, "BYE": smtp.Refused, "-ERR": smtp.Refused,
		"FINE": smtp.Broken, "": smtp.Broken,
	} {
		if got := wordReply("NOOP", word, nil).Verdict(); got != want {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}

// A "+" asks for the rest of a command only if that has one. Otherwise it is unsolicited
// and the command still has no reply.
func TestIMAPContinuation(t *testing.T) {
	for line, want := range map[string]string{
		"a NOOP": "", "a LOGIN tim x": "", "a AUTHENTICATE PLAIN": "AUTHENTICATE", "a IDLE": "IDLE",
		"a LOGIN {3}": "LOGIN", "a APPEND x {5}": "APPEND", "a XFOO": "XFOO",
	} {
		d := newIMAP()
		d.Received([]byte("* OK hi\r\n"))
		d.Sent([]byte(line + "\r\n"))
		answers := d.Received([]byte("+ go on\r\n"))
		if len(answers) != 1 || answers[0].Verb != want || (d.Owed() > 0) != (want == "") {
			t.Errorf("%q: %+v, %d owed; want an answer to %q", line, answers, d.Owed(), want)
		}
	}
}
