package repl

import (
	"fmt"
	"strings"

	"byhand/conn"
	"byhand/internal/describe"
	"byhand/internal/dialect"
)

// held is what the user typed or pasted that does not go out yet, or never.
type held struct {
	*Session
	gate  gate
	paste paste
}

// gate holds the lines of an unmet rest: those that were meant for the text of a
// message, for a literal, for challenges that the server did not ask for. They are
// neither sent as commands nor run as colon-commands.
type gate struct {
	taken bool   // an :expect took the reply: its author knew that it would come
	begun bool   // a line was kept back, so no :expect judges the reply any more
	data  line   // the DATA
	held  []line // the text of its message, as far as it came
	count int    // lines kept back
}

// behindGate reports whether a line belongs to an unmet rest, and so must not go out: in
// a script all lines that do, at a prompt those typed before the reply came.
func (s *held) behindGate(l line) bool {
	u := s.client.Now().Unmet
	switch {
	case u.Rest == nil:
		return false
	case s.policy.judges() && !l.At.Before(u.At):
		s.openGate()
		return false
	case !u.Rest.Counts() && l.meaning != verbatim:
		return false // an answer is never a colon-command
	case !u.Rest.Is(l.Text):
		s.openGate()
		return false
	}
	s.gate.begun = s.gate.begun || l.meaning != comment
	s.gate.count++
	if u.Rest.IsText() {
		s.gate.held = append(s.gate.held, l)
	}
	if u.Rest.Take(l.Text, s.ending) {
		s.openGate()
	}
	return true
}

// takeGate is for an :expect that accepts a reply which asks for nothing: lines after it
// are commands. Only a message is still looked for, up to its final dot.
func (s *held) takeGate() {
	if s.gate.taken = s.client.Now().Unmet.Rest.IsText(); !s.gate.taken {
		s.openGate()
	}
}

// openGate says how much was kept back and lets the next line through. At a prompt the
// text of a message is kept, with the DATA that has to go first.
func (s *held) openGate() {
	g, u := s.gate, s.client.Now().Unmet
	s.gate = gate{}
	s.client.ForgetUnmet()
	switch {
	case g.count == 0:
	case u.Rest.IsText() && s.policy.judges() && len(g.held) > 0:
		s.paste.held = append(append([]line{g.data}, g.held...), s.paste.held...)
		way := "; :go sends DATA and them, Ctrl-C drops them"
		if s.lines.more() {
			way = "" // what follows in the paste is held too, and told
		}
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent, but kept%s", describe.Lines(g.count), way))
	case u.Rest.IsText():
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent", describe.Lines(g.count)))
	default:
		s.out.Note(fmt.Sprintf("%s answered without asking for more: %s not sent", was(u.Verb), describe.Lines(g.count)))
	}
}

// restAfter returns what the lines after this one will be meant for.
func (s *held) restAfter(l conn.Line) *dialect.Rest {
	d := s.client.Fork()
	d.Sent(l.Text)
	d.Sent([]byte(l.Ending))
	return d.Rest()
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
func (s *held) releaseHeld() bool {
	release := s.gate.taken && len(s.gate.held) > 0
	if release {
		s.lines.pending = append(s.lines.pending, s.gate.held...)
		s.gate = gate{}
	}
	s.openGate()
	return release
}
