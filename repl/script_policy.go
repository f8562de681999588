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
	"byhand/internal/hint"
	"byhand/internal/prompt"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// inScript is the policy for a pipe, a file or a replay: each line waits for the reply to
// the previous one, and an unexpected refusal ends the session.
type inScript struct{ *Session }

func (p inScript) judges() bool                                   { return false }
func (p inScript) greeted(context.Context) error                  { return nil }
func (p inScript) decide(context.Context, line) error             { return nil }
func (p inScript) status(s Status) Status                         { return s }
func (p inScript) mistake(s Status) Status                        { return s }
func (p inScript) confirm() func(context.Context, *conn.TLS) bool { return nil }
func (p inScript) connectionEnded(*conn.End, bool)                {} // finish judges it
func (p inScript) tell(string)                                    {}
func (p inScript) keep(string)                                    {}

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
			return p.late(limit)
		case <-p.lines.interrupts():
			return p.gaveUp()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// firstLines delivers the first lines of a script while it waits for the greeting: one of
// them may be a PROXY header. nil: there is nothing to look for.
func (p inScript) firstLines() <-chan prompt.Line {
	if p.opt.Terminal != nil || p.lines.input == nil || len(p.lines.pending) > 0 || p.client.Phase() != smtp.Greeting {
		return nil
	}
	return p.lines.input.Lines()
}

// late returns the failure of a script whose wait for a greeting or a reply timed out.
func (p inScript) late(limit time.Duration) error {
	what, way := "reply", "--timeout sets how long a reply may take"
	t := p.client.Target()
	now := p.client.Now()
	if now.Phase == smtp.Greeting {
		what = "greeting"
		if !t.TLS && !now.Heard {
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
		changed, ended := p.client.Changed(), p.client.Now().End != nil
		if ended && idle == nil {
			idle = time.After(reasonTimeout / 4) // later input is ignored
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
			return line{}, p.leftOver()
		case <-p.lines.interrupts():
			return line{}, client.ErrInterrupted
		case <-ctx.Done():
			return line{}, context.Cause(ctx)
		}
	}
}

// leftOver returns the failure of a connection that ended before the input did. After an
// answered QUIT that is not a failure.
func (p inScript) leftOver() error {
	if p.client.Now().Finished || p.client.HasRefusal() {
		return io.EOF
	}
	return endFailure(p.Session, "the connection ended before the script did", "")
}

// bound gives the server as much time to read as it has to reply.
func (p inScript) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := p.limit(false)
	return context.WithTimeoutCause(ctx, limit, unread(limit))
}

// unread returns the failure of a server that did not read what was sent.
func unread(limit time.Duration) error {
	return failure(TimedOut, fmt.Sprintf("the server has read nothing for %v", limit), "--timeout sets this limit")
}

func (p inScript) replied() error {
	if p.client.Now().Missing && !p.client.HasRefusal() {
		return missing(p.Session)
	}
	return nil
}

func (p inScript) unjudged() error {
	a, unsolicited := p.client.TakeRefusal(), p.client.TakeUnsolicited()
	if a == nil && unsolicited == nil {
		return nil
	}
	if p.opt.NoWait {
		p.place = "" // it names a line that was sent long ago
	}
	if a != nil {
		p.fail(rejection(p.Session, a))
	}
	if unsolicited != nil {
		p.fail(failure(Refused, "unsolicited reply: "+view.Reply(unsolicited.Reply), ""))
	}
	if p.opt.KeepGoing {
		return nil
	}
	return errStop
}

// goesOn allows --keep-going except after a TLS failure: the next lines were meant to be
// protected.
func (p inScript) goesOn(f *Failure) bool {
	return p.opt.KeepGoing && f.Status != TLSFailed && !f.unprotected && p.client.Live() != nil
}

// protects lets a script that used TLS send nothing unencrypted except the commands that
// lead to TLS, unless :open --no-tls asked for that.
func (p inScript) protects(lines []conn.Line) error {
	if p.client.Secure() || !p.secure.required || p.secure.plain {
		return nil
	}
	protocol := p.client.Now().Protocol
	for _, l := range lines {
		if !leadsToTLS(protocol, string(l.Text)) {
			return failure(TLSFailed, "not sent: this connection is not encrypted, but the run uses TLS",
				howToEncrypt(p.Session)+" encrypts it; :open --no-tls "+hint.Place(p.client.Target())+" allows plaintext")
		}
	}
	return nil
}

// finish waits for the replies that are owed, and counts refusals that were not expected.
func (p inScript) finish(ctx context.Context) {
	switch {
	case ctx.Err() != nil:
	case p.batch != nil:
		p.fail(failure(Usage, fmt.Sprintf("the script ended inside a batch: %s not sent", describe.Lines(p.dropBatch())), ":go sends it"))
	case p.client.InMessage():
		p.fail(p.unfinished())
	default:
		p.conclude(ctx)
	}
}

func (p inScript) conclude(ctx context.Context) {
	if p.opt.NoWait {
		p.place = "" // it is not known which line a reply is for
		p.drain(ctx)
	}
	_ = p.unjudged()
	switch {
	case p.outcome.get() != OK:
	case p.client.Now().Missing:
		p.fail(missing(p.Session))
	case p.client.Now().Agreed:
		p.fail(closedBeforeTLS(p.Session))
	default:
		now := p.client.Now()
		p.count(endStatus(now.End, now.Finished))
	}
}

// unfinished returns the failure of a script that ends inside a message.
func (p inScript) unfinished() error {
	if p.client.Now().Due > 0 || !p.client.SpeaksMail() {
		return failure(Usage, "the script ended inside the message: "+toEnd(p.Session), "")
	}
	return failure(Usage, "the script ended inside the message: the final dot was not sent, nothing was delivered",
		`end the message with "." on its own line`)
}

// drain closes the sending side and reads until the server closes, or for the time limit.
func (p inScript) drain(ctx context.Context) {
	c := p.client.Live()
	if c == nil {
		return
	}
	go func() {
		defer p.opt.guard()()
		c.CloseWrite() // may block until c is closed
	}()
	limit := p.limit(true)
	select {
	case <-c.Ended():
	case <-ctx.Done():
	case <-time.After(limit):
		p.fail(p.late(limit))
	}
}

var errStop = errors.New("stop") // the script must not continue; the reason was reported
