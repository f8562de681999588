package repl

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"byhand/conn"
	"byhand/prompt"
	"byhand/sanitize"
	"byhand/smtp"
)

// view is what is shown of a session. Server bytes reach a person only by way
// of a view. Its methods may be called from any goroutine.
type view interface {
	received(e conn.Event, took time.Duration) // took: how long the reply that e completes took; 0: it completes none
	sent(e conn.Event)                         // a line went out that nobody typed here
	note(text string)                          // byhand says something; foreign text in it is made safe
	notes(text []string)
	answer(text string)     // byhand says what it was asked for: never left out
	finishLine(secure bool) // a line of the server's that has no end gets one
}

// newView picks the view by what the output is.
func newView(opt Options, out *outlet) view {
	v := voice{err: opt.Err, quiet: opt.Quiet, columns: opt.Columns}
	if opt.JSON {
		return &pipe{voice: v, out: &outlet{w: io.Discard}}
	}
	if opt.OnTerminal {
		return &screen{voice: v, out: out, color: opt.Color, guard: opt.guard()}
	}
	return &pipe{voice: v, out: out}
}

// voice is byhand's own, on stderr. Each line begins with its name, so that it
// cannot be mistaken for the server's.
type voice struct {
	err     io.Writer
	quiet   bool
	columns func() int // how wide the terminal is; nil: it is none
}

// narrow is a terminal on which words are not wrapped: there would be little else
// than margin.
const narrow = 40

// ours begins what byhand says itself.
const ours = "byhand: "

func (v *voice) speak(text string) {
	text = sanitize.Words(text)
	if v.columns != nil {
		if cols := v.columns(); cols >= narrow {
			text = wrap(text, cols-len(ours), "\n"+strings.Repeat(" ", len(ours)))
		}
	}
	io.WriteString(v.err, ours+text+"\n")
}

// wrap breaks a text between words, so that its rows are no longer than width.
// A word that is longer is broken: a row that the terminal began itself would
// be the server's to fill, if the word is.
func wrap(text string, width int, with string) string {
	var rows strings.Builder
	for col := 0; text != ""; {
		word := strings.TrimLeft(text, " ")
		blanks := len(text) - len(word)
		if end := strings.IndexByte(word, ' '); end >= 0 {
			word = word[:end]
		}
		piece := text[:blanks+len(word)]
		text = text[len(piece):]
		if col > 0 && col+utf8.RuneCountInString(piece) > width {
			rows.WriteString(with)
			piece, col = word, 0
		}
		for width > 0 && utf8.RuneCountInString(piece) > width {
			n := max(1, prompt.Fitting([]byte(piece), 0, width))
			rows.WriteString(piece[:n] + with)
			piece, col = piece[n:], 0
		}
		rows.WriteString(piece)
		col += utf8.RuneCountInString(piece)
	}
	return rows.String()
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
	case ms < 10:
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 1000:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
