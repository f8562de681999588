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

// quitWithin is how soon the same key must be pressed again to quit.
const quitWithin = 2 * time.Second

// quitRequest is the last key that asked to quit. Pressing it again quits.
type quitRequest struct {
	key string
	at  time.Time
}

// loop handles one line after another until the input ends or a line ends the session.
func (s *Session) loop(ctx context.Context) {
	var warned quitRequest
	for s.running.Load() && s.writable() {
		err := s.handleNext(ctx)
		var f *Failure
		switch {
		case err == nil, errors.Is(err, client.ErrGaveUp):
			warned = quitRequest{}
		case errors.Is(err, client.ErrInterrupted):
			s.held.paste.refuse()
			if s.confirmQuit("Ctrl-C", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.policy.hasUser() && s.client.InMessage():
			if s.confirmQuit("Ctrl-D", &warned) {
				return
			}
		case errors.Is(err, io.EOF) && s.held.releaseCommands():
		case errors.Is(err, io.EOF), errors.Is(err, errStop):
			return
		case errors.As(err, &f):
			s.reportFailure(err)
			if ctx.Err() != nil || !s.policy.canContinue(f) {
				return
			}
		default: // a signal, or the terminal has gone
			return
		}
	}
}

// handleNext waits for a line and handles it.
func (s *Session) handleNext(ctx context.Context) error {
	l, waited := s.lines.takePending()
	err := l.Err
	if !waited {
		l, err = s.policy.next(ctx)
	}
	if err == nil {
		err = s.policy.awaitMeaning(ctx, l)
	}
	if err != nil {
		if l.Err != nil {
			s.place = "" // the error names its source
		}
		return err
	}
	return s.handle(ctx, l)
}

// confirmQuit reports whether the key was pressed twice in a row. The first time, it drops a
// batch or held lines if there are any. Otherwise it tells the user how to quit.
func (s *Session) confirmQuit(key string, warned *quitRequest) bool {
	if s.batch != nil {
		s.out.Note(fmt.Sprintf("dropped the batch: %s not sent", describe.Lines(s.dropBatch())))
		return false
	}
	if n := s.held.paste.drop(); n > 0 {
		s.out.Note(describe.Lines(n) + " dropped")
		return false
	}
	if warned.key == key && time.Since(warned.at) < quitWithin {
		return true
	}
	*warned = quitRequest{key, time.Now()}
	if s.client.InMessage() {
		s.out.Note(fmt.Sprintf("the message has not ended: %s; press %s again within 2 s to quit", howToEnd(s), key))
	} else {
		s.out.Note(fmt.Sprintf("press %s again within 2 s to quit, or type :quit", key))
	}
	return false
}

// took tells the input that byhand has received its line, and shows the note that came with
// it.
func (s *Session) took(l prompt.Line) {
	if l.Err != nil && s.opt.Terminal != nil {
		s.opt.Terminal.Dropped()
	} else {
		s.lines.input.MarkTaken(l)
	}
	if l.Note != "" {
		s.out.Note(l.Note)
	}
}

// handle sends a line, runs it as a colon-command, or holds it.
func (s *Session) handle(ctx context.Context, l line) error {
	if s.client.InMessage() || s.assumed != nil {
		return s.sendText(ctx, l)
	}
	if s.policy.hasUser() && len(l.Text) == 0 && s.client.Live() == nil && s.client.Snapshot().Finished {
		s.running.Store(false) // after a finished session Enter quits
		return nil
	}
	if l.meaning == comment {
		s.held.withhold(l)
		return nil
	}
	if s.batch != nil {
		if s.held.holdPaste(l) {
			return nil
		}
		return s.batch.collect(ctx, l)
	}
	if l.meaning == command && l.name == "expect" && (s.client.Refusal() != nil || s.client.Snapshot().Unrequested.Continuation != nil && !s.held.unrequested.begun) {
		s.place = l.Where
		return s.run(ctx, l)
	}
	if err := s.policy.checkRefusals(); err != nil {
		return err
	}
	if s.held.withhold(l) || s.held.holdPaste(l) {
		return nil
	}
	s.place = l.Where
	s.held.addToHistory(l)
	if l.meaning == command {
		return s.run(ctx, l)
	}
	return s.sendCommand(ctx, l)
}

// sendCommand sends a line as a command and waits for its reply.
func (s *Session) sendCommand(ctx context.Context, l line) error {
	warnOfSecret(s, l.text)
	out := s.wireLine(l.text)
	if isDATA(out) {
		s.held.unrequested.data = l
	}
	if s.opt.NoWait {
		s.assumed = s.held.restAfter(out)
	}
	if err := s.Send(ctx, out); err != nil {
		return err
	}
	if err := s.settleAfter(ctx, l.text); err != nil {
		return err
	}
	if startsChunk(l.text) {
		closeAfterRefusedChunk(s)
	}
	if a := s.client.Last(); a != nil && a.Verb == "STARTTLS" && a.Reply.Code == 220 {
		s.policy.noteAtPrompt("hint: :tls starts TLS now")
	}
	return nil
}

// wireLine returns the line to send for text, with the current line ending.
func (s *Session) wireLine(text []byte) conn.Line {
	return conn.Line{Text: text, Ending: s.ending, OnScreen: s.policy.hasUser() && s.lines.echoed}
}

// sendText sends a line of message text. It never runs a colon-command.
func (s *Session) sendText(ctx context.Context, l line) error {
	s.place = l.Where
	if l.meaning == command && find(l.name) != nil {
		s.out.Note(fmt.Sprintf("%q was sent as message text; %s", l.Text, howToEnd(s)))
	}
	if err := s.Send(ctx, s.wireLine(l.Text)); err != nil {
		return err
	}
	if s.assumed != nil && s.assumed.Consume(l.Text, s.ending) {
		s.assumed = nil
		s.held.endWithholding() // the whole rest was sent
	}
	defer closeAfterRefusedChunk(s)
	if s.client.InMessage() || s.assumed != nil {
		return nil
	}
	return s.settleAfter(ctx, l.Text)
}
