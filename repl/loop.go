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

// leaveTwice is how soon the same key must follow again to leave.
const leaveTwice = 2 * time.Second

// farewell remembers the last key that asked to leave: each counts for itself.
type farewell struct {
	key string
	at  time.Time
}

// loop takes one line after the other until there are no more, or one of them ends the
// session.
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
		case errors.Is(err, io.EOF) && s.held.releaseHeld():
		case errors.Is(err, io.EOF), errors.Is(err, errStop):
			return
		case errors.As(err, &f):
			s.fail(err)
			if ctx.Err() != nil || !s.policy.goesOn(f) {
				return
			}
		default: // a signal, or a terminal that is gone
			return
		}
	}
}

// one takes one line and does what it says.
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

// leaves reports whether the key was pressed a second time in a row; the first time it
// says how to leave.
func (s *Session) leaves(key string, warned *farewell) bool {
	if s.batch != nil {
		s.out.Note(fmt.Sprintf("the batch is dropped: %s not sent", describe.Lines(s.dropBatch())))
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
		s.out.Note(fmt.Sprintf("the message is not sent yet: %s; %s again within 2 s leaves", toEnd(s), key))
	} else {
		s.out.Note(fmt.Sprintf("%s again within 2 s leaves, and so does :quit", key))
	}
	return false
}

// took tells the input that its line was taken, and the user what is odd about it.
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

// handle does what one line says.
func (s *Session) handle(ctx context.Context, l line) error {
	if s.client.InMessage() || s.ahead != nil {
		return s.text(ctx, l)
	}
	if s.policy.judges() && len(l.Text) == 0 && s.client.Live() == nil && s.client.Now().Finished {
		s.running.Store(false) // Enter leaves what ended in order
		return nil
	}
	if l.meaning == comment {
		s.held.behindGate(l)
		return nil
	}
	if s.batch != nil {
		if s.held.holdPaste(l) {
			return nil
		}
		return s.batch.collect(ctx, l)
	}
	if l.meaning == command && l.name == "expect" && (s.client.Refusal() != nil || s.client.Now().Unmet.Rest != nil && !s.held.gate.begun) {
		s.place = l.Where
		return s.run(ctx, l)
	}
	if err := s.policy.unjudged(); err != nil {
		return err
	}
	if s.held.behindGate(l) || s.held.holdPaste(l) {
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
		s.held.gate.data = l
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

// wire is a line on its way to the server.
func (s *Session) wire(text []byte) conn.Line {
	return conn.Line{Text: text, Ending: s.ending, OnScreen: s.policy.judges() && s.lines.echoed}
}

// text sends a line of a message: no colon-command is one here.
func (s *Session) text(ctx context.Context, l line) error {
	s.place = l.Where
	if l.meaning == command && find(l.name) != nil {
		s.out.Note(fmt.Sprintf("%q went out as text of the message; %s", l.Text, toEnd(s)))
	}
	if err := s.Send(ctx, s.wire(l.Text)); err != nil {
		return err
	}
	if s.ahead != nil && s.ahead.Take(l.Text, s.ending) {
		s.ahead = nil
		s.held.openGate() // all of it was sent
	}
	defer judgeChunk(s)
	if s.client.InMessage() || s.ahead != nil {
		return nil
	}
	return s.settleAfter(ctx, l.Text)
}
