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
	"byhand/internal/prompt"
)

// leaveTwice is how soon the same key must be pressed again to quit.
const leaveTwice = 2 * time.Second

// farewell is the last key that asked to quit. The same key must follow to quit.
type farewell struct {
	key string
	at  time.Time
}

// loop handles one line after another until the input ends or a line ends the session.
func (s *Session) loop(ctx context.Context) {
	var warned farewell
	for s.running.Load() && s.writable() {
		err := s.one(ctx)
		var f *Failure
		switch {
		case err == nil, errors.Is(err, client.ErrGaveUp):
			warned = farewell{}
		case errors.Is(err, client.ErrInterrupted):
			s.held.paste.refuse()
			if s.leaves("Ctrl-C", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.policy.judges() && s.client.InMessage():
			if s.leaves("Ctrl-D", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.held.releaseCommands():
		case errors.Is(err, io.EOF), errors.Is(err, errStop):
			return
		case errors.As(err, &f):
			s.fail(err)
			if ctx.Err() != nil || !s.policy.goesOn(f) {
				return
			}
		default: // a signal, or the terminal has gone
			return
		}
	}
}

// one takes one line and handles it.
func (s *Session) one(ctx context.Context) error {
	l, waited := s.lines.first()
	err := l.Err
	if !waited {
		l, err = s.policy.next(ctx)
	}
	if err == nil {
		err = s.policy.decide(ctx, l)
	}
	if err != nil {
		if l.Err != nil {
			s.place = "" // the error names its source
		}
		return err
	}
	return s.handle(ctx, l)
}

// leaves reports whether the key was pressed twice in a row. The first time it says how
// to quit.
func (s *Session) leaves(key string, warned *farewell) bool {
	if s.batch != nil {
		s.out.Note(fmt.Sprintf("batch dropped: %s not sent", describe.Lines(s.dropBatch())))
		return false
	}
	if n := s.held.paste.drop(); n > 0 {
		s.out.Note(describe.Lines(n) + " dropped")
		return false
	}
	if warned.key == key && time.Since(warned.at) < leaveTwice {
		return true
	}
	*warned = farewell{key, time.Now()}
	if s.client.InMessage() {
		s.out.Note(fmt.Sprintf("the message has not ended: %s; press %s again within 2 s to quit", toEnd(s), key))
	} else {
		s.out.Note(fmt.Sprintf("press %s again within 2 s to quit, or type :quit", key))
	}
	return false
}

// took confirms to the input that its line was taken, and shows the note that came with
// the line.
func (s *Session) took(l prompt.Line) {
	if l.Err != nil && s.opt.Terminal != nil {
		s.opt.Terminal.Dropped()
	} else {
		s.lines.input.Took(l)
	}
	if l.Note != "" {
		s.out.Note(l.Note)
	}
}

// handle sends a line, runs it as a colon-command, or holds it.
func (s *Session) handle(ctx context.Context, l line) error {
	if s.client.InMessage() || s.ahead != nil {
		return s.text(ctx, l)
	}
	if s.policy.judges() && len(l.Text) == 0 && s.client.Live() == nil && s.client.Now().Finished {
		s.running.Store(false) // after a finished session Enter quits
		return nil
	}
	if l.meaning == comment {
		s.held.isUnrequested(l)
		return nil
	}
	if s.batch != nil {
		if s.held.holdPaste(l) {
			return nil
		}
		return s.batch.collect(ctx, l)
	}
	if l.meaning == command && l.name == "expect" && (s.client.Refusal() != nil || s.client.Now().Unmet.Rest != nil && !s.held.unrequested.begun) {
		s.place = l.Where
		return s.run(ctx, l)
	}
	if err := s.policy.unjudged(); err != nil {
		return err
	}
	if s.held.isUnrequested(l) || s.held.holdPaste(l) {
		return nil
	}
	s.place = l.Where
	s.held.keep(l)
	if l.meaning == command {
		return s.run(ctx, l)
	}
	return s.say(ctx, l)
}

// say sends a line as a command and waits for its reply.
func (s *Session) say(ctx context.Context, l line) error {
	warnOfSecret(s, l.text)
	out := s.wire(l.text)
	if isDATA(out) {
		s.held.unrequested.data = l
	}
	if s.opt.NoWait {
		s.ahead = s.held.restAfter(out)
	}
	if err := s.Send(ctx, out); err != nil {
		return err
	}
	if err := s.settleAfter(ctx, l.text); err != nil {
		return err
	}
	if startsChunk(l.text) {
		judgeChunk(s)
	}
	if a := s.client.Last(); a != nil && a.To == "STARTTLS" && a.Reply.Code == 220 {
		s.policy.tell("hint: :tls starts TLS now")
	}
	return nil
}

// wire returns a line as it is sent.
func (s *Session) wire(text []byte) conn.Line {
	return conn.Line{Text: text, Ending: s.ending, OnScreen: s.policy.judges() && s.lines.echoed}
}

// text sends a line of message text. It never runs a colon-command.
func (s *Session) text(ctx context.Context, l line) error {
	s.place = l.Where
	if l.meaning == command && find(l.name) != nil {
		s.out.Note(fmt.Sprintf("%q was sent as message text; %s", l.Text, toEnd(s)))
	}
	if err := s.Send(ctx, s.wire(l.Text)); err != nil {
		return err
	}
	if s.ahead != nil && s.ahead.Take(l.Text, s.ending) {
		s.ahead = nil
		s.held.endUnrequested() // the whole rest was sent
	}
	defer judgeChunk(s)
	if s.client.InMessage() || s.ahead != nil {
		return nil
	}
	return s.settleAfter(ctx, l.Text)
}
