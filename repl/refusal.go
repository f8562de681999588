package repl

import (
	"fmt"
	"time"

	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/prompt"
)

// refusedNow returns the refusal that nothing has taken yet, or nil.
func (s *Session) refusedNow() *dialect.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusal
}

// hasRefusal reports whether any refusal waits to be judged.
func (s *Session) hasRefusal() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusal != nil || s.unasked != nil
}

// takeRefusal returns it and takes it.
func (s *Session) takeRefusal() *dialect.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.refusal
	s.refusal = nil
	return a
}

// unjudged ends a script at a refusal that no :expect took. At a prompt a
// person judges.
func (s *Session) unjudged() error {
	a, unasked := s.takeRefusal(), s.takeUnasked()
	if s.opt.Typed || a == nil && unasked == nil {
		return nil
	}
	if s.opt.NoWait {
		s.place = "" // of a line that was sent long ago
	}
	if a != nil {
		s.fail(failure(Refused, fmt.Sprintf("the server refused %s: %s", asked(a.To), reply(a.Reply)), s.wayOn(a)))
	}
	if unasked != nil {
		s.fail(failure(Refused, "the server said unasked: "+reply(unasked.Reply), ""))
	}
	if s.opt.KeepGoing {
		return nil
	}
	return errStop
}

// wayOn says what a script can do about a refusal.
func (s *Session) wayOn(a *dialect.Answer) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opt.NoWait && s.why != nil && advice.OutOfTurn(*s.why) {
		return "the client talked out of turn: without --no-wait each line waits for its own"
	}
	return fmt.Sprintf(`":expect %s" behind that line takes it; --keep-going goes on`, kind(a))
}

func (s *Session) takeUnasked() *dialect.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.unasked
	s.unasked = nil
	return a
}

// kind is what :expect compares: the code of a reply, or its word where there are
// no codes.
func kind(a *dialect.Answer) string {
	if a.Word != "" {
		return a.Word
	}
	return fmt.Sprintf("%03d", a.Reply.Code)
}

// asked names what a reply answers. A word that is no verb may be a secret.
func asked(to string) string {
	switch {
	case to == "GREETING":
		return "the connection"
	case to == ".":
		return "the message"
	case !dialect.IsVerb(to):
		return "that line"
	}
	return to
}

// gate holds what stands behind a refused DATA, so that no text of a message is
// ever taken for a command.
type gate struct {
	taken bool          // an :expect took the refusal: its author knew that it would come
	data  prompt.Line   // the DATA
	held  []prompt.Line // what came since
}

// behindRefusedData reports whether a line is text of the refused message, and
// so must not go out: in a script all up to the lone dot, at a prompt what was
// typed before the refusal came.
func (s *Session) behindRefusedData(line prompt.Line) bool {
	s.mu.Lock()
	refused := s.noData
	s.mu.Unlock()
	if refused.IsZero() {
		return false
	}
	last := string(line.Text) == "."
	if !s.opt.Typed {
		s.gate.held = append(s.gate.held, line)
		if last {
			s.openGate(len(s.gate.held))
		}
		return true
	}
	early := line.At.Before(refused)
	if early {
		s.gate.held = append(s.gate.held, line)
	}
	if last || !early {
		s.keepMessage()
	}
	return early
}

// keepMessage opens the gate at a prompt. What is left of the message is kept,
// with the DATA that has to go first.
func (s *Session) keepMessage() {
	held := s.gate.held
	if len(held) > 0 {
		s.held.paste = append(append([]prompt.Line{s.gate.data}, held...), s.held.paste...)
		way := "; :go sends DATA and them, Ctrl-C drops them"
		if s.input.Waiting() {
			way = "" // what follows in the paste is held too, and told
		}
		s.view.note(fmt.Sprintf("DATA was refused: %s of the message not sent, but kept%s", lines(len(held)), way))
	}
	s.openGate(0)
}

// openGate says how much was kept back and lets the next line through.
func (s *Session) openGate(count int) {
	if count > 0 {
		s.view.note(fmt.Sprintf("DATA was refused: %s of the message not sent", lines(count)))
	}
	s.gate = gate{}
	s.mu.Lock()
	s.noData = time.Time{}
	s.mu.Unlock()
}

// releaseHeld is asked at the end of a script's input. Lines behind a DATA whose
// refusal was expected, without any lone dot, were commands after all: they are
// handled now, and true returned. Else they are dropped.
func (s *Session) releaseHeld() bool {
	if len(s.gate.held) == 0 {
		return false
	}
	release := s.gate.taken
	if release {
		s.queue = append(s.queue, s.gate.held...)
		s.gate.held = nil
	}
	s.openGate(len(s.gate.held))
	return release
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}
