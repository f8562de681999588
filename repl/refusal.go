package repl

import (
	"fmt"
	"slices"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// refusedNow returns the refusal, or the reply that breaks the protocol, that
// nothing has taken yet; or nil.
func (s *Session) refusedNow() *dialect.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusal
}

// hasRefusal reports whether a refusal, or a reply that breaks the protocol, waits
// to be judged.
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
		s.fail(s.rejection(a))
	}
	if unasked != nil {
		s.fail(failure(Refused, "the server said unasked: "+view.Reply(unasked.Reply), ""))
	}
	if s.opt.KeepGoing {
		return nil
	}
	return errStop
}

// rejection is the failure that a refusal is, or a reply that breaks the protocol.
func (s *Session) rejection(a *dialect.Answer) *Failure {
	if a.Verdict() == smtp.Broken {
		return failure(Lost, brokenBy(a), s.wayOn(a))
	}
	return failure(Refused, fmt.Sprintf("the server refused %s: %s", asked(a.To), view.Reply(a.Reply)), s.wayOn(a))
}

// brokenBy says which reply breaks the protocol.
func brokenBy(a *dialect.Answer) string {
	with := view.Reply(a.Reply)
	if names := kinds(a); len(names) > 1 {
		with += fmt.Sprintf(" (its lines have the codes %s)", strings.Join(names, " "))
	}
	return fmt.Sprintf("the server breaks the protocol: it answered %s with %s", asked(a.To), with)
}

// wayOn says what a script can do about a refusal.
func (s *Session) wayOn(a *dialect.Answer) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opt.NoWait && s.why != nil && advice.OutOfTurn(*s.why) {
		return "the client talked out of turn: without --no-wait each line waits for its own"
	}
	return fmt.Sprintf(`":expect %s" behind that line takes it; --keep-going goes on`, strings.Join(kinds(a), " "))
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

// kinds is every kind in a reply: more than one where its lines disagree.
func kinds(a *dialect.Answer) []string {
	all := []string{kind(a)}
	for _, line := range a.Reply.Lines {
		if code := fmt.Sprintf("%03d", line.Code); line.Code != 0 && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
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

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}
