package repl

import (
	"context"
	"errors"

	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/smtp"
)

// hold reads one line that is typed before the greeting, or returns when the greeting
// arrives. It reports whether an empty line asked to send the held lines now.
func (p atPrompt) hold(ctx context.Context) (talk bool, err error) {
	p.held.paste.early = true
	l, err := p.nextUntil(ctx, func() bool { return p.client.Phase() != smtp.Greeting })
	p.held.paste.early = false
	held := len(p.lines.pending)
	switch {
	case errors.Is(err, client.ErrInterrupted) && held > 0:
		p.dropPending(held)
		return false, nil
	case err != nil || l == nil:
		return false, err
	case len(l.Text) == 0 && held > 0:
		return true, nil
	case opensWithProxy(p.Session, *l):
		p.out.Note("sending the PROXY header before the greeting")
		return false, sendProxy(ctx, p.Session, *l)
	case p.runsEarly(*l):
		return false, p.runEarly(ctx, *l)
	}
	p.lines.pending = append(p.lines.pending, *l)
	if held == 0 {
		p.out.Note("held until the greeting is complete; an empty line sends it now")
	}
	return false, nil
}

// runsEarly reports whether a line need not wait for the greeting because it sends
// nothing. Pasted lines keep their order.
func (p atPrompt) runsEarly(l line) bool {
	if l.meaning == verbatim || l.Pasted && len(p.lines.pending) > 0 {
		return false
	}
	c := find(l.name)
	return l.meaning == comment || c == nil || !c.Held.with(l.arg)
}

// runEarly runs such a line. If it closes the connection or connects to another server,
// the held lines are dropped.
func (p atPrompt) runEarly(ctx context.Context, l line) error {
	if l.meaning == comment {
		return nil
	}
	p.held.keep(l)
	held, target := len(p.lines.pending), p.client.Target().String()
	err := p.run(ctx, l)
	if p.client.Live() == nil || p.client.Target().String() != target {
		p.dropPending(held)
	}
	if isFailure(err) && ctx.Err() == nil {
		p.fail(err)
		return nil
	}
	return err
}

// dropPending drops the first n queued lines.
func (p atPrompt) dropPending(n int) {
	if n > 0 {
		p.lines.pending = p.lines.pending[n:]
		p.out.Note(describe.Lines(n) + " dropped, not sent")
	}
}

// opensWithProxy reports whether the first line, or the first :raw, is a PROXY header, which
// must be sent before the greeting. With TLS from the first byte it is too late for one.
func opensWithProxy(s *Session, l line) bool {
	text := l.text
	if l.meaning == command && l.name == "raw" {
		text, _ = unescape(l.arg)
	}
	return l.Err == nil && !s.client.Target().TLS && len(s.lines.pending) == 0 && client.IsProxyHeader(text)
}

// takeFirst handles a script's first line before the greeting: it sends a PROXY header, and
// queues any other line. It reports whether the next line is still the first, as after a
// comment.
func (p inScript) takeFirst(ctx context.Context, l line) (more bool, err error) {
	p.took(l.Line)
	switch {
	case l.Err == nil && l.meaning == comment:
		return true, nil
	case opensWithProxy(p.Session, l):
		return false, sendProxy(ctx, p.Session, l)
	}
	p.lines.pending = append(p.lines.pending, l)
	return false, nil
}

func sendProxy(ctx context.Context, s *Session, l line) error {
	s.place = l.Where
	if l.meaning == command {
		return s.run(ctx, l)
	}
	return s.Send(ctx, s.wire(l.text))
}
