package repl

import (
	"context"
	"errors"
	"fmt"

	"byhand/conn"
	"byhand/internal/prompt"
	"byhand/internal/smtp"
)

// greet waits for the greeting. At a prompt lines may be typed meanwhile: they
// are held, because some servers drop a client that talks first; an empty line
// sends them at once.
func (s *Session) greet(ctx context.Context) error {
	err := s.settle(ctx, s.limit(false))
	if err != nil || !s.opt.Typed || s.phase() != smtp.Greeting {
		return err
	}
	for s.running.Load() && s.phase() == smtp.Greeting {
		if talk, err := s.hold(ctx); err != nil || talk {
			return err
		}
	}
	return s.settle(ctx, s.limit(false)) // where silence ends the greeting
}

// hold takes one typed line, or returns when the greeting comes. It reports
// whether an empty line asked to talk first.
func (s *Session) hold(ctx context.Context) (talk bool, err error) {
	s.held.early = true
	line, err := s.nextUntil(ctx, func() bool { return s.phase() != smtp.Greeting })
	s.held.early = false
	switch {
	case errors.Is(err, errInterrupted) && len(s.queue) > 0:
		s.dropQueue(len(s.queue))
		return false, nil
	case err != nil || line == nil:
		return false, err
	case len(line.Text) == 0 && len(s.queue) > 0:
		return true, nil
	case s.opensWithProxy(*line):
		s.view.Note("a PROXY header does not wait for the greeting")
		return false, s.sendProxy(ctx, *line)
	case s.runsEarly(*line):
		return false, s.runEarly(ctx, *line)
	}
	s.queue = append(s.queue, *line)
	if len(s.queue) == 1 {
		s.view.Note("held until the greeting is complete; an empty line sends it at once")
	}
	return false, nil
}

// runsEarly reports whether a line need not wait for the greeting: nothing of it
// is for the server. Pasted lines keep their order.
func (s *Session) runsEarly(line prompt.Line) bool {
	p := parse(line.Text)
	if p.meaning == verbatim || line.Pasted && len(s.queue) > 0 {
		return false
	}
	c := find(p.name)
	return p.meaning == comment || c == nil || !c.Held.with(p.arg)
}

// runEarly does what such a line says. Lines that are held for another server, or
// for a connection that is closed, go nowhere.
func (s *Session) runEarly(ctx context.Context, line prompt.Line) error {
	p := parse(line.Text)
	if p.meaning == comment {
		return nil
	}
	s.keep(line, p)
	held, target := len(s.queue), s.target.String()
	err := s.run(ctx, p, line)
	if s.live() == nil || s.target.String() != target {
		s.dropQueue(held)
	}
	var f *Failure
	if errors.As(err, &f) && ctx.Err() == nil {
		s.fail(f)
		return nil
	}
	return err
}

// dropQueue drops the first n lines that are held.
func (s *Session) dropQueue(n int) {
	if n > 0 {
		s.queue = s.queue[n:]
		s.view.Note(fmt.Sprintf("%s dropped, not sent", lines(n)))
	}
}

// stillOn reports whether c is the session's connection, and the user has not closed
// it: commands that run before the greeting can do both.
func (s *Session) stillOn(c *conn.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn == c && (s.end == nil || s.end.How != conn.Local)
}
