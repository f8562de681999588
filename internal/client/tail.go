package client

import (
	"fmt"

	"byhand/conn"
	"byhand/internal/smtp"
)

// lastLine is the last line received since byhand last sent one. It shows whether a reply that
// is late is incomplete or has not begun.
type lastLine struct {
	text       []byte
	isComplete bool
}

// tailLength is how many bytes of a line are kept.
const tailLength = 80

// update updates l for an event.
func (t *lastLine) update(e conn.Event) {
	switch e.Kind {
	case conn.Received:
		if t.isComplete {
			*t = lastLine{text: t.text[:0]}
		}
		t.text = append(t.text, e.Line[:min(len(e.Line), tailLength-len(t.text))]...)
		t.isComplete = e.Ending != ""
	case conn.Opened, conn.Sent, conn.Secured:
		*t = lastLine{text: t.text[:0]}
	}
}

// unfinished returns why the line does not complete a reply: it has no line ending, or
// "250-" announces another line. It returns "" if the line completes a reply or there is
// none.
func (t *lastLine) unfinished() string {
	switch {
	case len(t.text) > 0 && !t.isComplete:
		return fmt.Sprintf("the server sent %q without a line ending", t.text)
	case len(t.text) > 3 && t.text[3] == '-' && smtp.IsCode(string(t.text[:3])):
		return fmt.Sprintf("the server sent %q, but no line that begins with %q", t.text, string(t.text[:3])+" ")
	}
	return ""
}
