package repl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"byhand/conn"
	"byhand/message"
	"byhand/smtp"
)

// A message that is no longer than this is shown line by line as it goes out.
const (
	fewLines  = 40
	fewOctets = 4 << 10
)

// deliver sends a message: DATA, its lines, the dot (RFC 5321 4.1.1.4).
func (s *Session) deliver(ctx context.Context, m *mail, verbatim bool) error {
	if err := s.request(ctx, []byte("DATA")); err != nil {
		return err
	}
	if s.phase() != smtp.Message {
		s.openGate(0) // no line of a message stands behind this DATA
		return s.notTaken("DATA")
	}
	next := message.Frame(m).Next
	if verbatim {
		next = blocks(m)
	}
	began := time.Now()
	if err := s.pour(ctx, m, next); err != nil {
		return err
	}
	if s.inMessage() {
		s.view.note(`the file does not end the message; "." alone does, or the rest of it`)
		return nil
	}
	s.gather()
	if err := s.replied(ctx, s.limit(true)); err != nil {
		return err
	}
	s.tellDelivery(m, time.Since(began))
	return nil
}

// blocks reads a message as it is.
func blocks(r io.Reader) func() ([]byte, error) {
	buf := make([]byte, 64<<10)
	return func() ([]byte, error) {
		n, err := io.ReadFull(r, buf)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return buf[:n], err
	}
}

// notTaken is what it means that a command was neither taken nor refused.
func (s *Session) notTaken(verb string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal != nil || s.unasked != nil || s.last == nil {
		return nil // heard and judged as any other
	}
	return failure(Lost, fmt.Sprintf("the server breaks the protocol: it answered %s with %s", verb, reply(s.last.Reply)), "nothing of the message was sent")
}

// pour sends a message block by block. When it must stop, it says where that
// leaves the conversation; it never ends half a message.
func (s *Session) pour(ctx context.Context, m *mail, next func() ([]byte, error)) error {
	p := s.newProgress(m)
	defer p.stop()
	few := m.report.Lines <= fewLines && m.report.Octets <= fewOctets
	for {
		block, err := next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return s.halfSent(p, unreadable(m.name, err).Error())
		case s.objected():
			return s.halfSent(p, "the server did not let the message end")
		}
		lines := inBulk(block)
		if few {
			lines = inLines(block)
		}
		switch err := s.pourBlock(ctx, lines); {
		case errors.Is(err, errInterrupted), errors.Is(err, errGaveUp):
			return s.halfSent(p, "interrupted")
		case err != nil:
			return err
		}
		p.sent(len(block))
	}
}

// inBulk leaves a block whole, but for the dot that ends a message: that one is
// shown. Framed text has no other line like it.
func inBulk(block []byte) []conn.Line {
	const dot = ".\r\n"
	text, ends := bytes.CutSuffix(block, []byte(dot))
	if !ends || len(text) > 0 && !bytes.HasSuffix(text, []byte("\r\n")) {
		return []conn.Line{{Text: block, Bulk: true}}
	}
	return []conn.Line{{Text: text, Bulk: true}, {Text: []byte("."), Ending: "\r\n"}}
}

// pourBlock sends one block. In a script a server that does not read has as
// long as for a reply.
func (s *Session) pourBlock(ctx context.Context, lines []conn.Line) error {
	if s.opt.Typed {
		return s.send(ctx, lines...)
	}
	limit := s.limit(false)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, failure(TimedOut, fmt.Sprintf("the server did not read the message for %v", limit), ""))
	defer cancel()
	return s.send(ctx, lines...)
}

// objected reports whether the server refused or left before the end.
func (s *Session) objected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end != nil || s.unasked != nil || s.refusal != nil
}

// halfSent says where a message that was not sent to its end leaves us. In a
// script nothing may follow: it would be taken for text.
func (s *Session) halfSent(p *progress, why string) error {
	c := s.live()
	if c != nil && !s.opt.Typed {
		c.Close()
		c = nil
	}
	state := "the connection is closed, and no dot was sent: nothing of it is delivered"
	hint := ":again connects anew"
	if c != nil {
		state = "no dot was sent: the server still waits for the rest"
		hint = `:close gives the message up; "." alone would deliver the half of it`
	}
	status := Usage
	if s.hasRefusal() {
		status = Refused
	}
	return failure(status, fmt.Sprintf("%s after %s; %s", why, p.words(), state), hint)
}

// gather begins to remember the replies that come.
func (s *Session) gather() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gathered = []smtp.Answer{}
}

// tellDelivery says how long it took, if it did, and what LMTP answered for each
// recipient (RFC 2033 4.2).
func (s *Session) tellDelivery(m *mail, took time.Duration) {
	s.mu.Lock()
	answers := s.gathered
	s.gathered = nil
	s.mu.Unlock()
	if took >= longWait {
		s.view.note(fmt.Sprintf("%s: %s in %s, %s", m.name, octets(m.report.Octets), span(took), rate(m.report.Octets, took)))
	}
	if len(answers) < 2 {
		return
	}
	for i, a := range answers {
		if i < len(m.to) {
			s.view.note(fmt.Sprintf("%s: %s", quoted([]byte(m.to[i])), reply(a.Reply)))
		}
	}
}
