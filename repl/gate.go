package repl

import (
	"fmt"
	"strings"
	"time"

	"byhand/internal/dialect"
	"byhand/internal/prompt"
)

// unmet is a command that the server answered without asking for the rest of it: the
// text of a message, a literal, answers to challenges. The lines that were meant for
// that are neither sent as commands nor run as colon-commands.
type unmet struct {
	verb string
	at   time.Time // when the reply came; zero: there is none, or its rest is dealt with
	rest *dialect.Rest
}

// gate holds the lines of an unmet rest.
type gate struct {
	taken bool          // an :expect took the reply: its author knew that it would come
	begun bool          // a line was kept back, so no :expect judges the reply any more
	data  prompt.Line   // the DATA
	held  []prompt.Line // the text of its message, as far as it came
	count int           // lines kept back
}

func (s *Session) unmetRest() unmet {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unmet
}

// restAfter returns what the lines after this one will be meant for.
func (s *Session) restAfter(line []byte) *dialect.Rest {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialect.Fork()
	d.Sent(line)
	d.Sent([]byte(s.ending))
	return d.Rest()
}

// behindGate reports whether a line belongs to an unmet rest, and so must not go out: in
// a script all lines that do, at a prompt those typed before the reply came.
func (s *Session) behindGate(line prompt.Line, p parsed) bool {
	u := s.unmetRest()
	switch {
	case u.rest == nil:
		return false
	case s.opt.Typed && !line.At.Before(u.at):
		s.openGate()
		return false
	case !u.rest.Counts() && p.meaning != verbatim:
		return false // an answer is never a colon-command
	case !u.rest.Is(line.Text):
		s.openGate()
		return false
	}
	s.gate.begun = s.gate.begun || p.meaning != comment
	s.gate.count++
	if u.rest.IsText() {
		s.gate.held = append(s.gate.held, line)
	}
	if u.rest.Take(line.Text, s.ending) {
		s.openGate()
	}
	return true
}

// takeGate is for an :expect that accepts a reply which asks for nothing: lines after it
// are commands. Only a message is still looked for, up to its final dot.
func (s *Session) takeGate() {
	if s.gate.taken = s.unmetRest().rest.IsText(); !s.gate.taken {
		s.openGate()
	}
}

// openGate says how much was kept back and lets the next line through. At a prompt the
// text of a message is kept, with the DATA that has to go first.
func (s *Session) openGate() {
	g, u := s.gate, s.unmetRest()
	s.gate = gate{}
	s.mu.Lock()
	s.unmet = unmet{}
	s.mu.Unlock()
	switch {
	case g.count == 0:
	case u.rest.IsText() && s.opt.Typed && len(g.held) > 0:
		s.held.paste = append(append([]prompt.Line{g.data}, g.held...), s.held.paste...)
		way := "; :go sends DATA and them, Ctrl-C drops them"
		if s.input.Waiting() || len(s.queue) > 0 {
			way = "" // what follows in the paste is held too, and told
		}
		s.view.Note(fmt.Sprintf("DATA was refused: %s of the message not sent, but kept%s", lines(g.count), way))
	case u.rest.IsText():
		s.view.Note(fmt.Sprintf("DATA was refused: %s of the message not sent", lines(g.count)))
	default:
		s.view.Note(fmt.Sprintf("%s answered without asking for more: %s not sent", was(u.verb), lines(g.count)))
	}
}

// was names a command in the words of a note.
func was(verb string) string {
	if !dialect.IsVerb(verb) {
		verb = "the command"
	}
	return strings.TrimSpace(verb) + " was"
}

// releaseHeld is asked at the end of a script's input. Lines after a DATA whose refusal
// was expected, without any final dot, were commands after all: they are handled now,
// and true returned. Else they are dropped.
func (s *Session) releaseHeld() bool {
	release := s.gate.taken && len(s.gate.held) > 0
	if release {
		s.queue = append(s.queue, s.gate.held...)
		s.gate = gate{}
	}
	s.openGate()
	return release
}
