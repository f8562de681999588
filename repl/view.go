package repl

import (
	"fmt"
	"io"
	"strings"
	"time"

	"byhand/conn"
	"byhand/internal/rows"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// view is what is shown of a session. Server bytes reach a person only by way
// of a view. Its methods may be called from any goroutine.
type view interface {
	received(e conn.Event, took time.Duration) // took: how long the reply that e completes took; 0: it completes none
	sent(e conn.Event)                         // a line went out that nobody typed here
	note(text string)                          // byhand says something; foreign text in it is made safe
	notes(text []string)
	answer(text string)     // byhand says what it was asked for: never left out
	reveal(text string)     // the same for what may hold a secret that was asked for
	finishLine(secure bool) // a line of the server's that has no end gets one
}

// newView picks the view by what the output is.
func newView(opt Options, out *outlet) view {
	v := voice{Writer: rows.Writer{To: opt.Err, Columns: opt.ErrColumns}, quiet: opt.Quiet}
	if opt.JSON {
		return &pipe{voice: v, out: &outlet{w: io.Discard}}
	}
	if opt.OnTerminal {
		return &screen{voice: v, out: out, columns: opt.Columns, color: opt.Color, guard: opt.guard()}
	}
	return &pipe{voice: v, out: out}
}

// voice is byhand's own, on stderr.
type voice struct {
	rows.Writer
	quiet bool
}

// sentLine returns a line that went out as it may be seen: without its secret.
func sentLine(e conn.Event) string {
	open := e.Line[:len(e.Line)-e.Secret]
	text := sanitize.Text(open)
	if e.Secret > 0 {
		text += mask(e.Secret)
	}
	if e.Ending != "\r\n" {
		text += fmt.Sprintf(" (ends in %q)", e.Ending)
	}
	return text
}

// mask stands for a secret of n bytes.
func mask(n int) string { return fmt.Sprintf("******** (%d characters)", n) }

// quoted shows foreign text as one unmistakable piece.
func quoted(b []byte) string { return `"` + sanitize.Text(b) + `"` }

// reply shows a reply in one line, its code and last text.
func reply(r smtp.Reply) string {
	if len(r.Lines) == 0 {
		return "nothing"
	}
	text := sanitize.Text(r.Lines[len(r.Lines)-1].Text)
	if r.Code == 0 {
		return text
	}
	return strings.TrimRight(fmt.Sprintf("%d %s", r.Code, text), " ")
}

// span shows a duration as people read it: "0.4 ms", "12 ms", "3.2 s".
func span(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 9.95: // 10 once it is rounded
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
