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

// atPrompt is the policy for a user at a prompt: no failure stops the session, and the user
// never waits long for the prompt.
type atPrompt struct{ *Session }

func (p atPrompt) hasUser() bool                     { return true }
func (p atPrompt) checkReply() error                 { return nil }
func (p atPrompt) canContinue(*Failure) bool         { return true }
func (p atPrompt) mistakeStatus(Status) Status       { return Usage }
func (p atPrompt) checkProtection([]conn.Line) error { return nil } // the prompt shows "plain"
func (p atPrompt) noteAtPrompt(text string)          { p.out.Note(text) }
func (p atPrompt) finish(context.Context)            {}

func (p atPrompt) limitWrite(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func (p atPrompt) confirm() func(context.Context, *conn.TLS) bool { return p.confirmCertificate }

func (p atPrompt) addToHistory(text string) {
	if text != "" && p.opt.Terminal != nil {
		p.opt.Terminal.Keep(text)
	}
}

// checkRefusals discards refusals: the user has seen them.
func (p atPrompt) checkRefusals() error {
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

// await also returns after promptDelay, so that the user can type. If more input is queued,
// it waits longer.
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
			return p.giveUp()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// mustWait reports whether queued input, or a command, has to wait for the reply.
func (p atPrompt) mustWait() bool {
	if p.client.Phase() == smtp.Greeting {
		return false // holdUntilGreeting holds the lines that the user types
	}
	return p.wait.inCommand || p.wait.typedWaiting > 0 || p.lines.input.Waiting()
}

// tellWait shows, while there is no prompt, that byhand waits for the reply and for how long.
// On a terminal that cannot redraw a row it does so only once: told says that it has.
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

// holdUntilGreeting holds lines that are typed before the greeting, because some servers
// disconnect a client that sends first. An empty line sends them at once.
func (p atPrompt) holdUntilGreeting(ctx context.Context) error {
	if p.client.Phase() != smtp.Greeting {
		return nil
	}
	for p.running.Load() && p.client.Phase() == smtp.Greeting {
		if sendNow, err := p.holdLine(ctx); err != nil || sendNow {
			return err
		}
	}
	return p.settle(ctx, p.replyLimit(false)) // in some protocols a quiet period ends the greeting
}

func (p atPrompt) next(ctx context.Context) (line, error) {
	l, err := p.nextUntil(ctx, func() bool { return false })
	if l == nil {
		return line{}, err
	}
	return *l, err
}

// nextUntil waits for a line of input, and returns nil as soon as until returns true.
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

// awaitMeaning makes a line after DATA or AUTH wait for the reply. A typed colon-command does
// not wait. After the user has pressed Ctrl-C, no line waits.
func (p atPrompt) awaitMeaning(ctx context.Context, l line) error {
	deciding := p.client.Snapshot().DependsOnReply
	if p.wait.skipWait = p.wait.skipWait && deciding; !deciding || p.wait.skipWait {
		return nil
	}
	if l.meaning == command && !l.Pasted {
		return nil
	}
	p.wait.typedWaiting = 1
	err := p.settle(ctx, p.replyLimit(false))
	p.wait.typedWaiting = 0
	return err
}

// ready shows the prompt.
func (p atPrompt) ready() {
	p.opt.Terminal.SetTextMode(p.client.InMessage())
	p.lines.input.Ready(p.promptText())
}

// promptText returns the prompt: the host, whether TLS protects the connection, and whether
// a message is being sent. After the connection has ended it is "closed> ".
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
	if p.held.willHold() {
		state += " held"
	}
	if d := p.waited(); d > 0 && p.opt.Terminal.Redraws() {
		state += fmt.Sprintf(", waiting %v", d)
	}
	return p.client.Target().String() + " " + state + "> "
}

// waited returns how long byhand has waited for a reply, in whole seconds; 0: less than
// longWait.
func (p atPrompt) waited() time.Duration {
	if d := p.client.Snapshot().Overdue; d >= longWait {
		return d.Truncate(time.Second)
	}
	return 0
}

// giveUp stops waiting for a reply and returns client.ErrGaveUp. It drops queued input, which
// the user meant to send after that reply.
func (s *Session) giveUp() error {
	s.wait.skipWait = true
	s.opt.Terminal.Dropped()
	n := s.opt.Terminal.DropQueued() + len(s.lines.pending) + s.wait.typedWaiting
	s.lines.pending = nil
	if n > 0 {
		s.out.Note("dropped " + describe.Lines(n) + " of queued input")
	}
	return client.ErrGaveUp
}
