// Package view shows a session: rows on a terminal, the server's unchanged bytes on a
// pipe, and byhand's own notes.
package view

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

// Voice writes byhand's own text. It sanitizes the text, which may quote a server.
type Voice interface {
	Note(text string) // writes a note, unless Settings.Quiet is set
	Notes(text []string)
	Answer(text string) // writes what the user asked for
	Reveal(text string) // does the same for text that may be a secret
}

// View shows a session. Server bytes reach a terminal only through a View. Only one
// goroutine may use it at a time.
type View interface {
	Voice
	Received(e conn.Event, took time.Duration) // shows server bytes; took: how long the reply took, if e completes one, or 0
	Sent(e conn.Event)                         // shows a line that the user did not type here
	Aside(text string)                         // writes a short note in faint letters, unless Settings.Quiet is set
	FinishLine(secure bool)                    // shows an incomplete line from the server
}

// Posted returns a Voice that any goroutine may use. It passes each call of v to post, which
// runs it on the goroutine that uses v.
func Posted(v Voice, post func(func())) Voice { return posted{v, post} }

type posted struct {
	to   Voice
	post func(func())
}

func (p posted) Note(text string)    { p.post(func() { p.to.Note(text) }) }
func (p posted) Notes(text []string) { p.post(func() { p.to.Notes(text) }) }
func (p posted) Answer(text string)  { p.post(func() { p.to.Answer(text) }) }
func (p posted) Reveal(text string)  { p.post(func() { p.to.Reveal(text) }) }

// Settings say where a View writes.
type Settings struct {
	Err        io.Writer  // for byhand's own text
	ErrColumns func() int // the width of Err's terminal; nil: it is not a terminal
	OnTerminal bool       // the output is a terminal: server text is sanitized
	Columns    func() int // its width
	Color      bool
	Quiet      bool // write no notes, only answers
	Discard    bool // do not write the server's bytes: the output is JSON

	// After calls a function after a delay, on the goroutine that uses the View; nil:
	// time.AfterFunc.
	After func(time.Duration, func()) *time.Timer
}

// New returns the View that fits the output.
func New(set Settings, out *Outlet) View {
	if set.After == nil {
		set.After = time.AfterFunc
	}
	v := voice{Writer: rows.Writer{To: set.Err, Columns: set.ErrColumns}, quiet: set.Quiet, flush: func() {}}
	switch {
	case set.Discard:
		return &pipe{voice: v, out: &Outlet{To: io.Discard}}
	case set.OnTerminal:
		s := &screen{voice: v, out: out, columns: set.Columns, color: set.Color, after: set.After}
		s.voice.flush = s.flush
		return s
	}
	return &pipe{voice: v, out: out}
}

// voice writes byhand's own text.
type voice struct {
	rows.Writer
	quiet bool
	flush func() // writes the rows that come before the text
}

func (v voice) Note(text string) {
	if !v.quiet {
		v.Answer(text)
	}
}

func (v voice) Notes(all []string) {
	for _, text := range all {
		v.Note(text)
	}
}

func (v voice) Answer(text string) {
	v.flush()
	v.Say(text)
}

// Aside writes a note like any other: only a screen has faint letters.
func (v voice) Aside(text string) { v.Note(text) }

func (v voice) Reveal(text string) { v.Answer(text) }

// sentLine returns a line that was sent, sanitized and with its secret masked.
func sentLine(e conn.Event) string {
	open := e.Line[:len(e.Line)-e.Secret]
	text := sanitize.Text(open)
	if e.Secret > 0 {
		text += Mask(e.Secret)
	}
	switch e.Ending {
	case "\r\n":
		return text
	case "":
		return text + " (no line ending)"
	}
	return text + fmt.Sprintf(" (ends in %q)", e.Ending)
}

// Mask returns the text that replaces a secret of n bytes.
func Mask(n int) string { return fmt.Sprintf("******** (%d characters)", n) }

// Quoted returns server text, sanitized and in quotes.
func Quoted(b []byte) string { return `"` + sanitize.Text(b) + `"` }

// Reply returns a reply in one line: its code and the text of its last line.
func Reply(r smtp.Reply) string {
	if len(r.Lines) == 0 {
		return "nothing"
	}
	text := sanitize.Text(r.Lines[len(r.Lines)-1].Text)
	if r.Code == 0 {
		return text
	}
	return strings.TrimRight(fmt.Sprintf("%d %s", r.Code, text), " ")
}

// Span formats a duration: "0.4 ms", "12 ms", "3.2 s".
func Span(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 9.95: // 10 once it is rounded
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
