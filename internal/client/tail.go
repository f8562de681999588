package client

import (
	"fmt"

	"byhand/conn"
	"byhand/internal/smtp"
)

// tail is the last line that was received since byhand sent one. It distinguishes a reply
// that does not end from one that does not begin.
type tail struct {
	text  []byte
	ended bool
}

// tailLength is how many bytes of a line are kept.
const tailLength = 80

// follow takes an event.
func (t *tail) follow(e conn.Event) {
	switch e.Kind {
	case conn.Received:
		if t.ended {
			*t = tail{text: t.text[:0]}
		}
		t.text = append(t.text, e.Line[:min(len(e.Line), tailLength-len(t.text))]...)
		t.ended = e.Ending != ""
	case conn.Opened, conn.Sent, conn.Secured:
		*t = tail{text: t.text[:0]}
	}
}

// unfinished returns why the line does not complete a reply: it has no line ending, or
// "250-" announces another line. It returns "" if the line completes a reply or there is
// none.
func (t *tail) unfinished() string {
	switch {
	case len(t.text) > 0 && !t.ended:
		return fmt.Sprintf("the server sent %q without a line ending", t.text)
	case len(t.text) > 3 && t.text[3] == '-' && smtp.IsCode(string(t.text[:3])):
		return fmt.Sprintf("the server sent %q, but no line that begins with %q", t.text, string(t.text[:3])+" ")
	}
	return ""
}
