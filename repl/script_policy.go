package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/describe"
	"byhand/internal/dialect"
	"byhand/internal/hint"
	"byhand/internal/prompt"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// inScript is the policy for a pipe, a file or a replay: each line waits for the reply to
// the previous one, and an unexpected refusal ends the session.
type inScript struct{ *Session }

func (p inScript) hasUser() bool                                  { return false }
func (p inScript) holdUntilGreeting(context.Context) error        { return nil }
func (p inScript) awaitMeaning(context.Context, line) error       { return nil }
func (p inScript) status(s Status) Status                         { return s }
func (p inScript) mistakeStatus(s Status) Status                  { return s }
func (p inScript) confirm() func(context.Context, *conn.TLS) bool { return nil }
func (p inScript) connectionEnded(*conn.End, bool)                {} // finish sets the status
func (p inScript) noteAtPrompt(string)                            {}
func (p inScript) addToHistory(string)                            {}

func (p inScript) await(ctx context.Context, limit time.Duration) error {
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	first := p.firstLines()
	for {
		settled, changed, look := p.client.Settled(p.patience())
		if settled {
			return nil
		}
		select {
		case read, ok := <-first:
			more := false
			if ok {
				var err error
				if more, err = p.takeFirst(ctx, newLine(read)); err != nil {
					return err
				}
			}
			if !more {
				first = nil
			}
		case <-changed:
		case <-look:
		case <-timeout.C:
			return p.timeoutFailure(limit)
		case <-p.lines.interrupts():
			return p.giveUp()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// firstLines returns the channel to read while a script waits for the greeting: its first
// line may be a PROXY header, which comes before the greeting. nil: do not read.
func (p inScript) firstLines() <-chan prompt.Line {
	if p.opt.Terminal != nil || p.lines.input == nil || len(p.lines.pending) > 0 || p.client.Phase() != smtp.Greeting {
		return nil
	}
	return p.lines.input.Lines()
}

// timeoutFailure returns the failure of a script that waited too long for the greeting or a
// reply.
func (p inScript) timeoutFailure(limit time.Duration) error {
	what, way := "reply", "--timeout sets this limit"
	t := p.client.Target()
	now := p.client.Snapshot()
	if now.Phase == smtp.Greeting {
		what = "greeting"
		if !t.TLS && !now.HasReceived {
			way = tryTLS(p.reach(), t)
		}
	}
	if why := now.Unfinished; why != "" {
		return failure(TimedOut, fmt.Sprintf("the %s from %s is unfinished after %v: %s", what, t, limit, why), way)
	}
	return failure(TimedOut, fmt.Sprintf("no %s from %s within %v", what, t, limit), way)
}

func (p inScript) next(ctx context.Context) (line, error) {
	var idle <-chan time.Time
	for {
		changed, ended := p.client.Changed(), p.client.Snapshot().End != nil
		if ended && idle == nil {
			idle = time.After(reasonTimeout / 4) // input that arrives after that is ignored
		}
		select {
		case read, ok := <-p.lines.input.Lines():
			if !ok {
				return line{}, io.EOF
			}
			p.took(read)
			return newLine(read), read.Err
		case <-changed:
		case <-idle:
			return line{}, p.endedEarly()
		case <-p.lines.interrupts():
			return line{}, client.ErrInterrupted
		case <-ctx.Done():
			return line{}, context.Cause(ctx)
		}
	}
}

// endedEarly returns the failure of a connection that ended before the input did. If the
// server had accepted QUIT, or if finish reports a refusal, it returns io.EOF.
func (p inScript) endedEarly() error {
	if p.client.Snapshot().Finished || p.client.HasRefusal() {
		return io.EOF
	}
	return endFailure(p.Session, "the connection ended before the script did", "")
}

// limitWrite gives the server as long to read a line as it has to reply to one.
func (p inScript) limitWrite(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := p.replyLimit(false)
	return context.WithTimeoutCause(ctx, limit, unreadFailure(limit))
}

// unreadFailure returns the failure of sending to a server that does not read.
func unreadFailure(limit time.Duration) error {
	return failure(TimedOut, fmt.Sprintf("the server has read nothing for %v", limit), "--timeout sets this limit")
}

func (p inScript) checkReply() error {
	if p.client.Snapshot().ReplyMissing && !p.client.HasRefusal() {
		return missingReply(p.Session)
	}
	return nil
}

func (p inScript) checkRefusals() error {
	a, unsolicited := p.client.TakeRefusal(), p.client.TakeUnsolicited()
	if a == nil && unsolicited == nil {
		return nil
	}
	if p.opt.NoWait {
		p.place = "" // the refused line was sent long before the current one
	}
	if a != nil {
		p.reportFailure(refusalFailure(p.Session, a))
	}
	if unsolicited != nil && (a == nil || a.Verb != "BDAT") { // else it answers the octets of the chunk
		p.reportFailure(failure(Refused, "unsolicited reply: "+view.Reply(unsolicited.Reply), ""))
	}
	if p.opt.KeepGoing {
		return nil
	}
	return errStop
}

// canContinue returns true only with --keep-going, and never after a TLS failure: the next
// lines were meant for an encrypted connection.
func (p inScript) canContinue(f *Failure) bool {
	return p.opt.KeepGoing && f.Status != TLSFailed && !f.unprotected && p.client.Live() != nil
}

// checkProtection returns a *Failure if a script that has used TLS would send a line
// unencrypted. It allows the commands that lead to TLS. After :open --no-tls it allows all.
func (p inScript) checkProtection(lines []conn.Line) error {
	if p.client.Secure() || !p.secure.required || p.secure.plain {
		return nil
	}
	protocol := p.client.Snapshot().Protocol
	for _, l := range lines {
		if !dialect.LeadsToTLS(protocol, l.Text) {
			return failure(TLSFailed, "not sent: this connection is not encrypted, but the session requires TLS",
				howToEncrypt(p.Session)+" encrypts it; :open --no-tls "+hint.TargetArgs(p.client.Target())+" allows plaintext")
		}
	}
	return nil
}

// finish reports a script that ended inside a batch or a message. Otherwise it waits for
// missing replies and reports refusals that no :expect accepted.
func (p inScript) finish(ctx context.Context) {
	switch {
	case ctx.Err() != nil:
	case p.batch != nil:
		p.reportFailure(failure(Usage, fmt.Sprintf("the script ended inside a batch: %s not sent", describe.Lines(p.dropBatch())), "end the batch with :go"))
	case p.client.InMessage():
		p.reportFailure(p.unfinished())
	default:
		p.conclude(ctx)
	}
}

func (p inScript) conclude(ctx context.Context) {
	if p.opt.NoWait {
		p.place = "" // byhand does not know which script line a reply is for
		p.drain(ctx)
	}
	_ = p.checkRefusals()
	switch {
	case p.outcome.get() != OK:
	case p.client.Snapshot().ReplyMissing:
		p.reportFailure(missingReply(p.Session))
	case p.client.Snapshot().EndedBeforeTLS:
		p.reportFailure(closedBeforeTLS(p.Session))
	default:
		now := p.client.Snapshot()
		p.countStatus(endStatus(now.End, now.Finished))
	}
}

// unfinished returns the failure of a script that ends inside a message.
func (p inScript) unfinished() error {
	if p.client.Snapshot().OctetsLeft > 0 || !p.client.SpeaksMail() {
		return failure(Usage, "the script ended inside the message: "+howToEnd(p.Session), "")
	}
	return failure(Usage, "the script ended inside the message: the final dot was not sent, and nothing was delivered",
		`end the message with "." on its own line`)
}

// drain closes the sending side and reads until the server closes the connection or the time
// limit is reached.
func (p inScript) drain(ctx context.Context) {
	c := p.client.Live()
	if c == nil {
		return
	}
	go func() {
		defer p.opt.guard()()
		c.CloseWrite() // may block until c is closed
	}()
	limit := p.replyLimit(true)
	select {
	case <-c.Ended():
	case <-ctx.Done():
	case <-time.After(limit):
		p.reportFailure(p.timeoutFailure(limit))
	}
}

// errStop ends a script whose failure was already reported.
var errStop = errors.New("stop")
