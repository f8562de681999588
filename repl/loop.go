package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"byhand/conn"
	"byhand/internal/prompt"
)

// leaveTwice is how soon the same key must follow again to leave.
const leaveTwice = 2 * time.Second

// farewell remembers the last key that asked to leave: each counts for itself.
type farewell struct {
	key string
	at  time.Time
}

// loop takes one line after the other until there are no more, or one of them
// ends the session.
func (s *Session) loop(ctx context.Context) {
	var warned farewell
	for s.running.Load() && s.writable() {
		err := s.one(ctx)
		var f *Failure
		switch {
		case err == nil, errors.Is(err, errGaveUp):
			warned = farewell{}
		case errors.Is(err, errInterrupted):
			s.holdRest()
			if s.leaves("Ctrl-C", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.opt.Typed && s.inMessage():
			if s.leaves("Ctrl-D", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.releaseHeld():
		case errors.Is(err, io.EOF), errors.Is(err, errStop):
			return
		case errors.As(err, &f):
			s.fail(f)
			if ctx.Err() != nil || !s.opt.Typed && !s.survives(f) {
				return
			}
		default: // a signal, or a terminal that is gone
			return
		}
	}
}

// one takes one line and does what it says.
func (s *Session) one(ctx context.Context) error {
	line, err := s.next(ctx)
	if err == nil && s.opt.Typed {
		err = s.decided(ctx, line)
	}
	if err != nil {
		if line.Err != nil {
			s.place = "" // the error names its source
		}
		return err
	}
	return s.handle(ctx, line)
}

// survives reports whether a script goes on after a failure. Never after one of
// TLS: what follows was meant to be protected.
func (s *Session) survives(f *Failure) bool {
	return s.opt.KeepGoing && f.Status != TLSFailed && !f.unprotected && s.live() != nil
}

// leaves reports whether the key was pressed a second time in a row; the first
// time it says how to leave.
func (s *Session) leaves(key string, warned *farewell) bool {
	if s.batch != nil {
		s.view.Note(fmt.Sprintf("the batch is dropped: %s not sent", lines(s.dropBatch())))
		return false
	}
	if s.dropPaste() {
		return false
	}
	if warned.key == key && time.Since(warned.at) < leaveTwice {
		return true
	}
	*warned = farewell{key, time.Now()}
	if s.inMessage() {
		s.view.Note(fmt.Sprintf("the message is not sent yet: %s; %s again within 2 s leaves", s.toEnd(), key))
	} else {
		s.view.Note(fmt.Sprintf("%s again within 2 s leaves, and so does :quit", key))
	}
	return false
}

// next returns the line to handle now: one that was held, or one that is typed
// or read. It returns io.EOF when there are no more.
func (s *Session) next(ctx context.Context) (prompt.Line, error) {
	if len(s.queue) > 0 {
		line := s.queue[0]
		s.queue, s.echoed = s.queue[1:], false
		return line, line.Err
	}
	s.echoed = true
	line, err := s.nextUntil(ctx, func() bool { return false })
	if line == nil {
		return prompt.Line{}, err
	}
	return *line, err
}

// nextUntil waits for a line from the input. It returns nil once until says so.
func (s *Session) nextUntil(ctx context.Context, until func() bool) (*prompt.Line, error) {
	var idle, second <-chan time.Time
	if s.opt.Typed {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		second = ticker.C
	}
	for {
		s.mu.Lock()
		changed, ended := s.changed, s.end != nil
		s.mu.Unlock()
		if until() {
			return nil, nil
		}
		s.ready()
		if ended && !s.opt.Typed && idle == nil {
			idle = time.After(grace / 4) // what was not read by then is not waited for
		}
		select {
		case line, ok := <-s.input.Lines():
			if !ok {
				return nil, io.EOF
			}
			s.took(line)
			return &line, line.Err
		case <-changed:
		case <-second: // the prompt may say how long a reply is missing
		case <-idle:
			return nil, s.leftOver()
		case <-s.interrupts():
			s.opt.Terminal.Dropped()
			return nil, errInterrupted
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// took tells the input that its line was taken, and the user what is odd about it.
func (s *Session) took(line prompt.Line) {
	if line.Err != nil && s.opt.Terminal != nil {
		s.opt.Terminal.Dropped()
	} else {
		s.input.Took(line)
	}
	if line.Note != "" {
		s.view.Note(line.Note)
	}
}

// ready tells the input that a line is wanted.
func (s *Session) ready() {
	if s.opt.Terminal != nil {
		s.opt.Terminal.Literal(s.inMessage())
	}
	s.input.Ready(s.promptText())
}

// leftOver says what it means that the connection ended while the input still
// goes on: after an answered QUIT nothing.
func (s *Session) leftOver() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dialect.Done() || s.refusal != nil || s.unasked != nil {
		return io.EOF
	}
	return s.endFailure("the connection ended before the input did", "")
}

// handle does what one line says.
func (s *Session) handle(ctx context.Context, line prompt.Line) error {
	if s.inMessage() || s.ahead != nil {
		return s.text(ctx, line)
	}
	if s.opt.Typed && len(line.Text) == 0 && s.over() {
		s.running.Store(false)
		return nil
	}
	p := parse(line.Text)
	if p.meaning == comment {
		s.behindGate(line, p)
		return nil
	}
	if s.batch != nil {
		if s.holdPaste(line) {
			return nil
		}
		return s.collect(ctx, p, line)
	}
	if p.meaning == command && p.name == "expect" && (s.refusedNow() != nil || s.unmetRest().rest != nil && !s.gate.begun) {
		s.place = line.Where
		return s.run(ctx, p, line)
	}
	if err := s.unjudged(); err != nil {
		return err
	}
	if s.behindGate(line, p) || s.holdPaste(line) {
		return nil
	}
	s.place = line.Where
	s.keep(line, p)
	if p.meaning == command {
		return s.run(ctx, p, line)
	}
	s.warnOfSecret(p.text)
	s.typing = s.opt.Typed && s.echoed
	defer func() { s.typing = false }()
	if isDATA(conn.Line{Text: p.text, Ending: "\n"}) {
		s.gate.data = line
	}
	if s.opt.NoWait {
		s.ahead = s.restAfter(p.text)
	}
	if err := s.say(ctx, p.text); err != nil {
		return err
	}
	if startsChunk(p.text) {
		s.judgeChunk()
	}
	s.pointToTLS()
	return nil
}

// pointToTLS names the command that a 220 to STARTTLS waits for, to a person.
func (s *Session) pointToTLS() {
	s.mu.Lock()
	ready := s.last != nil && s.last.To == "STARTTLS" && s.last.Reply.Code == 220
	s.mu.Unlock()
	if ready && s.opt.Typed {
		s.view.Note("hint: :tls starts TLS now")
	}
}

// over reports whether the conversation ended in order: Enter leaves then.
func (s *Session) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end != nil && s.dialect.Done()
}

// text sends a line of a message: no colon-command is one here.
func (s *Session) text(ctx context.Context, line prompt.Line) error {
	s.place = line.Where
	if p := parse(line.Text); p.meaning == command && find(p.name) != nil {
		s.view.Note(fmt.Sprintf("%q went out as text of the message; %s", line.Text, s.toEnd()))
	}
	s.typing = s.opt.Typed && s.echoed
	defer func() { s.typing = false }()
	if err := s.send(ctx, conn.Line{Text: line.Text, Ending: s.ending}); err != nil {
		return err
	}
	if s.ahead != nil && s.ahead.Take(line.Text, s.ending) {
		s.ahead = nil
		s.openGate() // all of it was sent
	}
	defer s.judgeChunk()
	if s.inMessage() || s.ahead != nil {
		return nil
	}
	return s.settleAfter(ctx, line.Text)
}
