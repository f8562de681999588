package repl

import (
	"context"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/describe"
)

func cmdAgain(ctx context.Context, s *Session, arg string) error {
	switch arg {
	case "":
		return s.reopen(ctx, s.client.Target(), s.secure)
	case "--replay":
		return replayPrevious(ctx, s)
	}
	return usage("again", fmt.Sprintf("unexpected %q", arg))
}

func cmdClose(_ context.Context, s *Session, _ string) error {
	c := s.client.Live()
	if c == nil {
		return failure(Usage, ":close: the connection is already closed", hintAgain)
	}
	return c.Close()
}

func cmdInfo(_ context.Context, s *Session, _ string) error {
	c := s.client.Conn()
	if c == nil {
		return failure(Usage, ":info: there is no connection", ":open HOST [PORT]")
	}
	for _, text := range infoWords(c, s.client.Snapshot().End, s.client.Snapshot().Protocol) {
		s.out.Answer(text)
	}
	return nil
}

func infoWords(c *conn.Conn, end *conn.End, protocol string) []string {
	if protocol == "" {
		protocol = "unknown"
	}
	sent, received := c.Count()
	opening := c.Opening()
	all := append(describe.Opening(&opening, c.Target()),
		"protocol: "+protocol,
		fmt.Sprintf("local address %v, remote address %v", opening.Local, opening.Remote),
		fmt.Sprintf("%d bytes sent, %d received", sent, received))
	if t := c.TLS(); t != nil {
		all = append(all, describe.TLS(t, time.Now()))
	} else {
		all = append(all, "not encrypted")
	}
	if end != nil {
		all = append(all, end.String())
	}
	return all
}

func cmdQuit(_ context.Context, s *Session, _ string) error {
	s.running.Store(false)
	s.client.Close()
	return nil
}
