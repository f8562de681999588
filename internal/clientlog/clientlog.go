// Package clientlog reads sessions from the logs of other mail clients and servers, and
// from copies of a terminal. It learns from a log which text the tool writes before each
// command and before each reply. It never guesses: a line that it cannot attribute to
// the client or the server is in no session. It is pure.
package clientlog

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// Log is what a log contains.
type Log struct {
	Tool     string // the tool that wrote it: "swaks"; "": not known
	Sessions []Session
	Unsure   int // lines that belong to neither side
}

// Session is a connection.
type Session struct {
	Entries []transcript.Entry
	Line    int  // the number of its first line in the log, from 1
	Body    Body // whether the log has the messages
	Cut     bool // the session is too long: its end is missing
}

// Body says what a log shows of the messages in a session.
type Body int

// The values of Body.
const (
	NoMessage Body = iota // no message was sent
	Whole                 // each message is there
	Omitted               // a message is missing or incomplete; Entries then has no line of it, nor its final dot
)

// Read finds the sessions in the text of a log. ok is false if there is none.
func Read(text string) (log Log, ok bool) {
	var all []Session
	log, _ = Each(strings.NewReader(text), func(s Session) bool {
		all = append(all, s)
		return true
	})
	slices.SortStableFunc(all, func(a, b Session) int { return cmp.Compare(a.Line, b.Line) })
	log.Sessions = all
	return log, len(all) > 0
}

// Each calls take with each session in a log, when the session ends, until take returns
// false. Memory is bounded, however long the log is. The Log that it returns has no
// sessions. The error is r's.
func Each(r io.Reader, take func(Session) bool) (Log, error) {
	src := newSource(r)
	p := newParser(take)
	var log Log
	for {
		sample, ok := src.sample()
		if !ok {
			break
		}
		p.learnFrom(sample)
		for _, l := range sample {
			p.take(l)
		}
		for p.knows() && !p.stopped {
			l, ok := src.next()
			if !ok {
				break
			}
			p.take(l)
		}
		if p.stopped {
			break
		}
	}
	p.end()
	log.Tool, log.Unsure = p.tool.name, p.unsure
	return log, src.err
}
