// Package view shows a session: rows on a terminal, the server's exact bytes on a
// pipe, and what byhand says.
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

// Voice is what byhand says.
type Voice interface {
	Note(text string) // byhand says something; text from outside in it is made safe
	Notes(text []string)
	Answer(text string) // byhand says what it was asked for: never left out
	Reveal(text string) // the same for text that may hold a secret that was asked for
}

// View shows a session. Server bytes reach a terminal only through a View. Its methods
// are called from one goroutine at a time.
type View interface {
	Voice
	Received(e conn.Event, took time.Duration) // took: how long the reply that e completes took; 0: it completes none
	Sent(e conn.Event)                         // a line was sent that the user did not type here
	FinishLine(secure bool)                    // shows a line of the server's that has no end yet
}

// Posted returns a Voice for other goroutines: post hands each call to the one that
// uses v.
func Posted(v Voice, post func(func())) Voice { return posted{v, post} }

type posted struct {
	to   Voice
	post func(func())
}

func (p posted) Note(text string)    { p.post(func() { p.to.Note(text) }) }
func (p posted) Notes(text []string) { p.post(func() { p.to.Notes(text) }) }
func (p posted) Answer(text string)  { p.post(func() { p.to.Answer(text) }) }
func (p posted) Reveal(text string)  { p.post(func() { p.to.Reveal(text) }) }

// Settings say where a View writes, and what is there.
type Settings struct {
	Err        io.Writer  // what byhand says
	ErrColumns func() int // how wide the terminal is that shows it; nil: it is not a terminal
	OnTerminal bool       // the output is one: server bytes are shown, not obeyed
	Columns    func() int // how wide it is
	Color      bool
	Quiet      bool // leave out all but answers
	Discard    bool // leave out the server's bytes: the output has JSON instead

	// After has something done later, on the goroutine that uses the View. nil:
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

// voice is byhand's own, on stderr.
type voice struct {
	rows.Writer
	quiet bool
	flush func() // writes what has to be shown before
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

func (v voice) Reveal(text string) { v.Answer(text) }

// sentLine returns a line that went out as it may be seen: without its secret.
func sentLine(e conn.Event) string {
	open := e.Line[:len(e.Line)-e.Secret]
	text := sanitize.Text(open)
	if e.Secret > 0 {
		text += Mask(e.Secret)
	}
	if e.Ending != "\r\n" {
		text += fmt.Sprintf(" (ends in %q)", e.Ending)
	}
	return text
}

// Mask stands for a secret of n bytes.
func Mask(n int) string { return fmt.Sprintf("******** (%d characters)", n) }

// Quoted shows foreign text as one unmistakable piece.
func Quoted(b []byte) string { return `"` + sanitize.Text(b) + `"` }

// Reply shows a reply in one line, its code and last text.
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

// Span shows a duration as people read it: "0.4 ms", "12 ms", "3.2 s".
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
