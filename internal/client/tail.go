package client

import (
	"fmt"

	"byhand/conn"
	"byhand/internal/smtp"
)

// tail is the last line that came since byhand last sent one. It tells a reply that
// does not end from one that never began.
type tail struct {
	text  []byte
	ended bool
}

// tailLength is how much of a line is kept.
const tailLength = 80

// follow takes in what crosses the wire.
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

// unfinished says why what came is not a whole reply: its last line has no line
// ending, or "250-" promises another. It returns "" if nothing came, or a line that
// ends a reply.
func (t *tail) unfinished() string {
	switch {
	case len(t.text) > 0 && !t.ended:
		return fmt.Sprintf("%q came without a line ending", t.text)
	case len(t.text) > 3 && t.text[3] == '-' && smtp.IsCode(string(t.text[:3])):
		return fmt.Sprintf("%q came, and no line that begins with %q", t.text, string(t.text[:3])+" ")
	}
	return ""
}
