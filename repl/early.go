package repl

import (
	"context"
	"errors"

	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/smtp"
)

// holdLine holds one line that is typed before the greeting, or returns when the greeting
// arrives. sendNow reports that the user typed an empty line to send the held lines at once.
func (p atPrompt) holdLine(ctx context.Context) (sendNow bool, err error) {
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
		p.out.Note("the line is held until the greeting is complete; press Enter to send it now")
	}
	return false, nil
}

// runsEarly reports whether a line can run before the greeting because it sends nothing.
// A pasted line must not overtake held lines.
func (p atPrompt) runsEarly(l line) bool {
	if l.meaning == verbatim || l.Pasted && len(p.lines.pending) > 0 {
		return false
	}
	c := find(l.name)
	return l.meaning == comment || c == nil || !c.Held.with(l.arg)
}

// runEarly runs a line before the greeting. If the line closes the connection or connects to
// another server, byhand drops the held lines.
func (p atPrompt) runEarly(ctx context.Context, l line) error {
	if l.meaning == comment {
		return nil
	}
	p.held.addToHistory(l)
	held, target := len(p.lines.pending), p.client.Target().String()
	err := p.run(ctx, l)
	if p.client.Live() == nil || p.client.Target().String() != target {
		p.dropPending(held)
	}
	if isFailure(err) && ctx.Err() == nil {
		p.reportFailure(err)
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

// opensWithProxy reports whether l, if it is the first line, is a PROXY header, typed or as
// the argument of :raw. A PROXY header must be sent before the greeting and before TLS.
func opensWithProxy(s *Session, l line) bool {
	text := l.text
	if l.meaning == command && l.name == "raw" {
		text, _ = unescape(l.arg)
	}
	return l.Err == nil && !s.client.Target().TLS && len(s.lines.pending) == 0 && client.IsProxyHeader(text)
}

// takeFirst handles a script's first line before the greeting: it sends a PROXY header, and
// queues any other line. more reports that l was a comment, so that the next line may still
// be a PROXY header.
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

// sendProxy sends a PROXY header, typed or as the argument of :raw.
func sendProxy(ctx context.Context, s *Session, l line) error {
	s.place = l.Where
	if l.meaning == command {
		return s.run(ctx, l)
	}
	return s.Send(ctx, s.wireLine(l.text))
}
