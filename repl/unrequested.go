package repl

import (
	"fmt"
	"strings"

	"byhand/conn"
	"byhand/internal/describe"
	"byhand/internal/dialect"
)

// held is input that byhand has not sent and may never send.
type held struct {
	*Session
	unrequested unrequested
	paste       paste
}

// unrequested tracks lines that the server did not ask for. They were meant as message
// text, a literal or answers to challenges. byhand withholds them: it neither sends them as
// commands nor runs them as colon-commands.
type unrequested struct {
	taken bool   // an :expect accepted the reply: the script's author expected it
	begun bool   // a line was withheld, so :expect can no longer judge the reply
	data  line   // the DATA command
	held  []line // the text of its message so far
	count int    // lines withheld
}

// isUnrequested reports whether a line must not be sent because the server did not ask for
// it. At a prompt, this applies only to lines entered before the reply arrived.
func (s *held) isUnrequested(l line) bool {
	u := s.client.Now().Unmet
	switch {
	case u.Rest == nil:
		return false
	case s.policy.judges() && !l.At.Before(u.At):
		s.endUnrequested()
		return false
	case !u.Rest.Counts() && l.meaning != verbatim:
		return false // an answer is never a colon-command
	case !u.Rest.Is(l.Text):
		s.endUnrequested()
		return false
	}
	s.unrequested.begun = s.unrequested.begun || l.meaning != comment
	s.unrequested.count++
	if u.Rest.IsText() {
		s.unrequested.held = append(s.unrequested.held, l)
	}
	if u.Rest.Take(l.Text, s.ending) {
		s.endUnrequested()
	}
	return true
}

// acceptUnrequested handles an :expect that accepts a reply which asks for nothing more.
// The next lines are then commands, unless they may be a message: that is withheld up to
// its final dot.
func (s *held) acceptUnrequested() {
	if s.unrequested.taken = s.client.Now().Unmet.Rest.IsText(); !s.unrequested.taken {
		s.endUnrequested()
	}
}

// endUnrequested reports how many lines were withheld, and stops withholding. At a prompt
// it keeps a message and its DATA command for :go.
func (s *held) endUnrequested() {
	g, u := s.unrequested, s.client.Now().Unmet
	s.unrequested = unrequested{}
	s.client.ForgetUnmet()
	switch {
	case g.count == 0:
	case u.Rest.IsText() && s.policy.judges() && len(g.held) > 0:
		s.paste.held = append(append([]line{g.data}, g.held...), s.paste.held...)
		hint := "; :go sends DATA and the message, Ctrl-C drops them"
		if s.lines.more() {
			hint = "" // the rest of the paste is held too, and reported
		}
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent, but kept%s", describe.Lines(g.count), hint))
	case u.Rest.IsText():
		s.out.Note(fmt.Sprintf("DATA was refused: %s of the message not sent", describe.Lines(g.count)))
	default:
		s.out.Note(fmt.Sprintf("the reply to %s did not ask for more: %s not sent", commandName(u.Verb), describe.Lines(g.count)))
	}
}

// restAfter returns what the lines after l are; nil: commands.
func (s *held) restAfter(l conn.Line) *dialect.Rest {
	d := s.client.Fork()
	d.Sent(l.Text)
	d.Sent([]byte(l.Ending))
	return d.Rest()
}

// commandName names a command in a note.
func commandName(verb string) string {
	if !dialect.IsVerb(verb) {
		return "the command"
	}
	return strings.TrimSpace(verb)
}

// releaseCommands is called at the end of a script. If the lines after an expected refusal
// of DATA had no final dot, they were commands after all: it queues them and returns true.
// Otherwise they are dropped.
func (s *held) releaseCommands() bool {
	release := s.unrequested.taken && len(s.unrequested.held) > 0
	if release {
		s.lines.pending = append(s.lines.pending, s.unrequested.held...)
		s.unrequested = unrequested{}
	}
	s.endUnrequested()
	return release
}
