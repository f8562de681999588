package repl

import (
	"context"
	"fmt"
	"io"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/prompt"
	"byhand/internal/smtp"
)

// promptDelay is how long the prompt waits for a reply before the user may type again.
const promptDelay = 500 * time.Millisecond

// longWait is how long a wait lasts before byhand mentions it.
const longWait = time.Second

// atPrompt is the policy for a user at a prompt: nothing stops the session, and a wait
// ends when the user may want to type.
type atPrompt struct{ *Session }

func (p atPrompt) judges() bool               { return true }
func (p atPrompt) replied() error             { return nil }
func (p atPrompt) goesOn(*Failure) bool       { return true }
func (p atPrompt) mistake(Status) Status      { return Usage }
func (p atPrompt) protects([]conn.Line) error { return nil } // the prompt says "plain"
func (p atPrompt) tell(text string)           { p.out.Note(text) }
func (p atPrompt) finish(context.Context)     {}

func (p atPrompt) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func (p atPrompt) confirm() func(context.Context, *conn.TLS) bool { return p.confirmCertificate }

func (p atPrompt) keep(text string) {
	if text != "" && p.opt.Terminal != nil {
		p.opt.Terminal.Keep(text)
	}
}

// unjudged forgets refusals: the user has seen them.
func (p atPrompt) unjudged() error {
	p.client.TakeRefusal()
	p.client.TakeUnsolicited()
	return nil
}

// status counts only what ends a session against the user's will: the user sees refusals,
// and may make mistakes.
func (p atPrompt) status(s Status) Status {
	if s == Refused || s == Usage || s == TimedOut {
		return OK
	}
	return s
}

func (p atPrompt) connectionEnded(end *conn.End, answered bool) {
	p.outcome.keep(endStatus(end, answered))
}

// await ends when the user may want to type, unless more input is queued.
func (p atPrompt) await(ctx context.Context, _ time.Duration) error {
	ticker := time.NewTicker(promptDelay)
	defer ticker.Stop()
	defer p.opt.Terminal.Status("")
	for told := false; ; {
		settled, changed, look := p.client.Settled(p.patience())
		if settled {
			return nil
		}
		select {
		case <-changed:
		case <-look:
		case <-ticker.C:
			if !p.mustWait() {
				return nil
			}
			told = p.tellWait(told)
		case <-p.lines.interrupts():
			return p.gaveUp()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// mustWait reports whether queued input, or a command, has to wait for the reply.
func (p atPrompt) mustWait() bool {
	if p.client.Phase() == smtp.Greeting {
		return false // greeted holds what is typed
	}
	return p.wait.helping || p.wait.heldLines > 0 || p.lines.input.Waiting()
}

// tellWait shows what byhand waits for, and how long, while there is no prompt. On a
// terminal that cannot change a row it does so once.
func (p atPrompt) tellWait(told bool) bool {
	d := p.waited()
	if d == 0 || told {
		return told
	}
	const way = "Ctrl-C returns to the prompt"
	if p.opt.Terminal.Redraws() {
		p.opt.Terminal.Status(fmt.Sprintf("waiting for the reply, %v; %s", d, way))
		return false
	}
	p.out.Note("waiting for the reply; " + way)
	return true
}

// greeted holds lines that are typed before the greeting, because some servers drop a
// client that sends first. An empty line sends them at once.
func (p atPrompt) greeted(ctx context.Context) error {
	if p.client.Phase() != smtp.Greeting {
		return nil
	}
	for p.running.Load() && p.client.Phase() == smtp.Greeting {
		if talk, err := p.hold(ctx); err != nil || talk {
			return err
		}
	}
	return p.settle(ctx, p.limit(false)) // in some protocols silence ends the greeting
}

func (p atPrompt) next(ctx context.Context) (line, error) {
	l, err := p.nextUntil(ctx, func() bool { return false })
	if l == nil {
		return line{}, err
	}
	return *l, err
}

// nextUntil waits for a line of input. It returns nil once until returns true.
func (p atPrompt) nextUntil(ctx context.Context, until func() bool) (*line, error) {
	second := time.NewTicker(time.Second) // the prompt shows how long a reply is missing
	defer second.Stop()
	for {
		changed := p.client.Changed()
		if until() {
			return nil, nil
		}
		flushed := p.out.queue.Flushed() // the prompt must follow the output
		var typed <-chan prompt.Line
		select {
		case <-flushed:
			flushed, typed = nil, p.lines.input.Lines()
			p.ready()
		default:
		}
		select {
		case <-flushed:
		case read, ok := <-typed:
			if !ok {
				return nil, io.EOF
			}
			p.took(read)
			l := newLine(read)
			return &l, read.Err
		case <-changed:
		case <-second.C:
		case <-p.lines.interrupts():
			p.opt.Terminal.Dropped()
			return nil, client.ErrInterrupted
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// decide lets a line after DATA or AUTH wait for the reply. A typed colon-command does not
// wait, and neither does a line after the user gave up waiting.
func (p atPrompt) decide(ctx context.Context, l line) error {
	deciding := p.client.Now().Deciding
	if p.wait.skipWait = p.wait.skipWait && deciding; !deciding || p.wait.skipWait {
		return nil
	}
	if l.meaning == command && !l.Pasted {
		return nil
	}
	p.wait.heldLines = 1
	err := p.settle(ctx, p.limit(false))
	p.wait.heldLines = 0
	return err
}

// ready shows the prompt.
func (p atPrompt) ready() {
	p.opt.Terminal.Literal(p.client.InMessage())
	p.lines.input.Ready(p.promptText())
}

// promptText returns the prompt: the host, the protection, whether a message is being
// sent; or that the connection is closed.
func (p atPrompt) promptText() string {
	c := p.client.Live()
	if c == nil {
		return "closed> "
	}
	state := "plain"
	if t := c.TLS(); t != nil && t.Verified() {
		state = "tls"
	} else if t != nil {
		state = "tls unverified"
	}
	if p.client.InMessage() {
		state += " message"
	}
	if b := p.batch; b != nil {
		state += fmt.Sprintf(" batch of %d", len(b.group))
	}
	if p.held.holding() {
		state += " held"
	}
	if d := p.waited(); d > 0 && p.opt.Terminal.Redraws() {
		state += fmt.Sprintf(", waiting %v", d)
	}
	return p.client.Target().String() + " " + state + "> "
}

// waited returns how long a reply has been missing; 0: none is missing for long.
func (p atPrompt) waited() time.Duration {
	if d := p.client.Now().Overdue; d >= longWait {
		return d.Truncate(time.Second)
	}
	return 0
}

// gaveUp drops queued input, which was meant for after the reply.
func (s *Session) gaveUp() error {
	s.wait.skipWait = true
	s.opt.Terminal.Dropped()
	n := s.opt.Terminal.Drop() + len(s.lines.pending) + s.wait.heldLines
	s.lines.pending = nil
	if n > 0 {
		s.out.Note("dropped " + describe.Lines(n) + " of queued input")
	}
	return client.ErrGaveUp
}
