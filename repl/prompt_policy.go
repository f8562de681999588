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

// promptDelay is how long a prompt stays away for a reply: after that a person may type
// on.
const promptDelay = 500 * time.Millisecond

// longWait is from when on a wait is worth a word.
const longWait = time.Second

// atPrompt is the policy for a person: nothing stops the session, and waits end when
// the person wants to type.
type atPrompt struct{ *Session }

func (p atPrompt) judges() bool               { return true }
func (p atPrompt) replied() error             { return nil }
func (p atPrompt) goesOn(*Failure) bool       { return true }
func (p atPrompt) mistake(Status) Status      { return Usage }
func (p atPrompt) protects([]conn.Line) error { return nil } // a person sees "plain" in the prompt
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

// unjudged forgets refusals: the person has seen them.
func (p atPrompt) unjudged() error {
	p.client.TakeRefusal()
	p.client.TakeUnsolicited()
	return nil
}

// status: a person sees refusals and makes mistakes; only what ends a session
// unsolicited counts.
func (p atPrompt) status(s Status) Status {
	if s == Refused || s == Usage || s == TimedOut {
		return OK
	}
	return s
}

func (p atPrompt) connectionEnded(end *conn.End, answered bool) {
	p.outcome.keep(endStatus(end, answered))
}

// await ends when a person may want to type, unless more was typed ahead.
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

// mustWait reports whether what was typed ahead waits for the reply that is owed.
func (p atPrompt) mustWait() bool {
	if p.client.Phase() == smtp.Greeting {
		return false // greeted takes what is typed, and holds it
	}
	return p.wait.helping || p.wait.inHand > 0 || p.lines.input.Waiting()
}

// tellWait shows a person who has no prompt what is waited for, and how long. A
// terminal that cannot show that in place says it once.
func (p atPrompt) tellWait(told bool) bool {
	d := p.waited()
	if d == 0 || told {
		return told
	}
	const way = "Ctrl-C gives the prompt back"
	if p.opt.Terminal.Redraws() {
		p.opt.Terminal.Status(fmt.Sprintf("waiting for the reply, %v; %s", d, way))
		return false
	}
	p.out.Note("waiting for the reply; " + way)
	return true
}

// greeted holds the lines that are typed before the greeting, because some servers drop
// a client that talks first; an empty line sends them at once.
func (p atPrompt) greeted(ctx context.Context) error {
	if p.client.Phase() != smtp.Greeting {
		return nil
	}
	for p.running.Load() && p.client.Phase() == smtp.Greeting {
		if talk, err := p.hold(ctx); err != nil || talk {
			return err
		}
	}
	return p.settle(ctx, p.limit(false)) // where silence ends the greeting
}

func (p atPrompt) next(ctx context.Context) (line, error) {
	l, err := p.nextUntil(ctx, func() bool { return false })
	if l == nil {
		return line{}, err
	}
	return *l, err
}

// nextUntil waits for a line from the input. It returns nil once until says so.
func (p atPrompt) nextUntil(ctx context.Context, until func() bool) (*line, error) {
	second := time.NewTicker(time.Second) // the prompt may say how long a reply is missing
	defer second.Stop()
	for {
		changed := p.client.Changed()
		if until() {
			return nil, nil
		}
		flushed := p.out.queue.Flushed() // the prompt comes after what is still to be shown
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

// decide: a line after DATA or AUTH waits for the reply. A colon-command is one whatever
// the reply will be, if it was typed; and who gave up waiting wants the line to go out.
func (p atPrompt) decide(ctx context.Context, l line) error {
	deciding := p.client.Now().Deciding
	if p.wait.insists = p.wait.insists && deciding; !deciding || p.wait.insists {
		return nil
	}
	if l.meaning == command && !l.Pasted {
		return nil
	}
	p.wait.inHand = 1
	err := p.settle(ctx, p.limit(false))
	p.wait.inHand = 0
	return err
}

// ready shows the prompt.
func (p atPrompt) ready() {
	p.opt.Terminal.Literal(p.client.InMessage())
	p.lines.input.Ready(p.promptText())
}

// promptText says what the socket and the replies show: where, what protects it, in the
// message or not, closed.
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

// waited returns for how long a reply has been missing; 0: none is, or not for long.
func (p atPrompt) waited() time.Duration {
	if d := p.client.Now().Overdue; d >= longWait {
		return d.Truncate(time.Second)
	}
	return 0
}

// gaveUp drops what was typed ahead: it was meant for a reply that nobody waits for any
// more.
func (s *Session) gaveUp() error {
	s.wait.insists = true
	s.opt.Terminal.Dropped()
	n := s.opt.Terminal.Drop() + len(s.lines.pending) + s.wait.inHand
	s.lines.pending = nil
	if n > 0 {
		s.out.Note(describe.Lines(n) + " typed ahead dropped")
	}
	return client.ErrGaveUp
}
