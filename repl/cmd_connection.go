package repl

import (
	"context"
	"fmt"

	"byhand/conn"
)

func cmdAgain(ctx context.Context, s *Session, arg string) error {
	switch arg {
	case "":
		return s.reopen(ctx, s.target, s.protected())
	case "--replay":
		return s.sayAgain(ctx)
	}
	return usage("again", fmt.Sprintf("no option %q", arg))
}

func cmdClose(_ context.Context, s *Session, _ string) error {
	c := s.live()
	if c == nil {
		return failure(Usage, ":close: the connection is closed already", ":again connects anew")
	}
	return c.Close()
}

func cmdInfo(_ context.Context, s *Session, _ string) error {
	s.mu.Lock()
	c, end, dialect := s.conn, s.end, s.dialect
	s.mu.Unlock()
	if c == nil {
		return failure(Usage, ":info: there is no connection", ":open HOST [PORT] connects")
	}
	for _, text := range infoWords(c, end, dialect.Name()) {
		s.view.Answer(text)
	}
	return nil
}

func infoWords(c *conn.Conn, end *conn.End, protocol string) []string {
	if protocol == "" {
		protocol = "not known"
	}
	sent, received := c.Count()
	all := append(openingWords(ptr(c.Opening()), c.Target()),
		"protocol: "+protocol,
		fmt.Sprintf("from %v to %v", c.Opening().Local, c.Opening().Remote),
		fmt.Sprintf("%d bytes sent, %d received", sent, received))
	switch t := c.TLS(); {
	case t != nil:
		all = append(all, tlsLine(t, now()))
	default:
		all = append(all, "not encrypted")
	}
	if end != nil {
		all = append(all, end.String())
	}
	return all
}

func ptr[T any](v T) *T { return &v }

func cmdQuit(_ context.Context, s *Session, _ string) error {
	s.running.Store(false)
	s.hangUp()
	return nil
}
