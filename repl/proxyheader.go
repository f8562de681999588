package repl

import (
	"bytes"
	"context"

	"byhand/conn"
	"byhand/internal/prompt"
	"byhand/internal/smtp"
)

// A port behind a load balancer can want a header that names the client before it
// greets: version 1 of HAProxy's PROXY protocol, a line such as
//
//	PROXY TCP4 192.0.2.1 192.0.2.2 12345 25
//
// It is no command of the protocol that follows, and has no reply.
const proxyHeader = "PROXY "

// opensWithProxy reports whether a line, or a :raw, is such a header. It is sent at
// once when it comes first; with TLS from the first byte it would come too late.
func (s *Session) opensWithProxy(line prompt.Line) bool {
	p := parse(line.Text)
	text := p.text
	if p.meaning == command && p.name == "raw" {
		text, _ = unescape(p.arg)
	}
	return line.Err == nil && !s.target.TLS && len(s.queue) == 0 && bytes.HasPrefix(text, []byte(proxyHeader))
}

// firstLines delivers what a script begins with while the greeting is awaited; nil
// where there is nothing to look at.
func (s *Session) firstLines() <-chan prompt.Line {
	if s.opt.Terminal != nil || s.opt.Typed || s.input == nil || len(s.queue) > 0 || s.phase() != smtp.Greeting {
		return nil
	}
	return s.input.Lines()
}

// begins takes a script's first line before the greeting: a PROXY header is sent,
// any other line waits. It reports whether the line after it is still the first.
func (s *Session) begins(ctx context.Context, line prompt.Line) (more bool, err error) {
	s.took(line)
	switch {
	case line.Err == nil && parse(line.Text).meaning == comment:
		return true, nil
	case s.opensWithProxy(line):
		return false, s.sendProxy(ctx, line)
	}
	s.queue = append(s.queue, line)
	return false, nil
}

func (s *Session) sendProxy(ctx context.Context, line prompt.Line) error {
	s.place = line.Where
	p := parse(line.Text)
	if p.meaning == command {
		return s.run(ctx, p, line)
	}
	return s.send(ctx, conn.Line{Text: p.text, Ending: s.ending})
}

// isProxyHeader reports whether a line that was sent is a PROXY header, which the
// protocol's own conversation does not see. The lock is held.
func (s *Session) isProxyHeader(line []byte) bool {
	return s.dialect.Phase() == smtp.Greeting && s.dialect.Owed() == 1 && bytes.HasPrefix(line, []byte(proxyHeader))
}
