package repl

import (
	"fmt"
	"strings"

	"byhand/conn"
	"byhand/internal/describe"
	"byhand/internal/dialect"
)

// held keeps input that byhand has not sent and may never send.
type held struct {
	*Session
	unrequested unrequested
	paste       paste
}

// unrequested keeps track of lines that the server did not ask for, such as the message after
// a refused DATA. They were meant as message text, a literal or answers to challenges. byhand
// withholds them: it neither sends them as commands nor runs them as colon-commands.
type unrequested struct {
	accepted bool   // an :expect accepted the reply
	begun    bool   // a line was withheld: it is too late for an :expect about the reply
	data     line   // the DATA command
	message  []line // the withheld text of its message
	count    int    // how many lines were withheld
}

// withhold withholds a line that the server did not ask for, and reports whether it did. At a
// prompt it withholds only lines that the user completed before the reply arrived.
func (s *held) withhold(l line) bool {
	u := s.client.Snapshot().Unrequested
	switch {
	case u.Continuation == nil:
		return false
	case s.policy.hasUser() && !l.At.Before(u.At):
		s.endWithholding()
		return false
	case !u.Continuation.TakesEveryLine() && l.meaning != verbatim:
		return false // an answer to a challenge is never a colon-command
	case !u.Continuation.Includes(l.Text):
		s.endWithholding()
		return false
	}
	s.unrequested.begun = s.unrequested.begun || l.meaning != comment
	s.unrequested.count++
	if u.Continuation.IsText() {
		s.unrequested.message = append(s.unrequested.message, l)
	}
	if u.Continuation.Consume(l.Text, s.ending) {
		s.endWithholding()
	}
	return true
}

// acceptReply is called if an :expect accepted a reply that asks for nothing more. The next
// lines are then commands. After DATA they may be the message instead: byhand withholds them
// up to the final dot.
func (s *held) acceptReply() {
	if s.unrequested.accepted = s.client.Snapshot().Unrequested.Continuation.IsText(); !s.unrequested.accepted {
		s.endWithholding()
	}
}

// endWithholding reports how many lines were withheld, and stops withholding. At a prompt
// it keeps a message and its DATA command for :go.
func (s *held) endWithholding() {
	g, u := s.unrequested, s.client.Snapshot().Unrequested
	s.unrequested = unrequested{}
	s.client.ForgetUnrequested()
	switch {
	case g.count == 0:
	case u.Continuation.IsText() && s.policy.hasUser() && len(g.message) > 0:
		s.paste.lines = append(append([]line{g.data}, g.message...), s.paste.lines...)
		hint := "; :go sends DATA and the message, Ctrl-C drops them"
		if s.lines.hasMore() {
			hint = "" // the rest of the paste is held too, and reported
		}
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent, but kept%s", describe.Lines(g.count), hint))
	case u.Continuation.IsText():
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent", describe.Lines(g.count)))
	default:
		s.out.Note(fmt.Sprintf("the server did not ask for more lines after %s: %s not sent", commandName(u.Verb), describe.Lines(g.count)))
	}
}

// restAfter returns what the lines after l will be if the server accepts l; nil: commands.
func (s *held) restAfter(l conn.Line) *dialect.Continuation {
	d := s.client.Fork()
	d.Sent(l.Text)
	d.Sent([]byte(l.Ending))
	return d.Continuation()
}

// commandName names a command in a note.
func commandName(verb string) string {
	if !dialect.IsVerb(verb) {
		return "the command"
	}
	return strings.TrimSpace(verb)
}

// releaseCommands is called at the end of a script. If an :expect accepted the refusal of DATA
// and no final dot followed, the withheld lines are commands: it makes them the next input and
// returns true. Otherwise it drops them.
func (s *held) releaseCommands() bool {
	release := s.unrequested.accepted && len(s.unrequested.message) > 0
	if release {
		s.lines.pending = append(s.lines.pending, s.unrequested.message...)
		s.unrequested = unrequested{}
	}
	s.endWithholding()
	return release
}
