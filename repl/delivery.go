package repl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/message"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// A message that is no longer than this is shown line by line as it goes out.
const (
	fewLines  = 40
	fewOctets = 4 << 10
)

// deliver sends a message: DATA, its lines, the dot (RFC 5321 4.1.1.4).
func (s *Session) deliver(ctx context.Context, m *mail) error {
	if err := s.request(ctx, []byte("DATA")); err != nil {
		return s.leftAlone(err, `DATA is sent, and nothing behind it: if the server takes it, "." alone ends an empty message`)
	}
	if s.phase() != smtp.Message {
		s.openGate() // no line of a message stands behind this DATA
		return nil   // heard and judged as any other reply
	}
	m.to = s.recipients()
	next := message.Frame(m).Next
	if m.verbatim {
		next = blocks(m)
	}
	s.gather()
	defer s.harvest()
	began := time.Now()
	if err := s.pour(ctx, m, next); err != nil {
		return err
	}
	if s.inMessage() {
		s.view.Note(`the file does not end the message; "." alone does, or the rest of it`)
		return nil
	}
	if err := s.replied(ctx, s.limit(true)); err != nil {
		return s.leftAlone(err, "the message is sent to its end; its reply may still come")
	}
	s.tellDelivery(m, time.Since(began))
	return nil
}

// leftAlone tells who gave up waiting where that leaves the conversation.
func (s *Session) leftAlone(err error, where string) error {
	if errors.Is(err, errGaveUp) {
		s.view.Note(where)
	}
	return err
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

// wasTaken reports whether the server accepted the last line.
func (s *Session) wasTaken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last != nil && s.last.Verdict() == smtp.Accepted
}

// pour sends a message block by block. When it must stop, it says where that
// leaves the conversation; it never ends half a message.
func (s *Session) pour(ctx context.Context, m *mail, next func() ([]byte, error)) error {
	p := s.newProgress(m)
	defer p.stop()
	cut := inBulk
	if m.short() || m.verbatim && m.report.Ends.Count > 0 { // commands may follow, and secrets
		cut = inLines
	}
	for {
		block, err := next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return s.halfSent(m, p, notRead(m.name, err))
		case s.objected():
			return s.halfSent(m, p, "the server did not let the message end")
		}
		err = s.send(ctx, cut(block)...)
		if err == nil || errors.Is(err, errGaveUp) { // which came too late for the block
			p.sent(len(block))
		}
		switch {
		case errors.Is(err, errGaveUp) && s.phase() == smtp.Command:
			return s.leftAlone(err, "the message is sent to its end; its reply may still come")
		case errors.Is(err, errInterrupted), errors.Is(err, errGaveUp):
			return s.halfSent(m, p, "interrupted")
		case err != nil && s.objected():
			return s.halfSent(m, p, "the server did not let the message end")
		case err != nil:
			return err
		}
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

// objected reports whether the server refused or left before the end.
func (s *Session) objected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left() || s.dialect.Phase() != smtp.Command && (s.unasked != nil || s.refusal != nil)
}

// left reports whether the connection ended, and not by us. The lock is held.
func (s *Session) left() bool { return s.end != nil && s.end.How != conn.Local }

// halfSent says where a message that was not sent to its end leaves us. In a
// script nothing may follow half a text: it would be taken for more of it. After a
// refusal nothing may at all: the server may read what it has as commands.
func (s *Session) halfSent(m *mail, p *progress, why string) *Failure {
	s.mu.Lock()
	status := Usage
	if s.left() {
		status = Lost
	}
	s.mu.Unlock()
	if s.hasRefusal() {
		status = Refused
	}
	c := s.live()
	if c != nil && (!s.opt.Typed || status == Refused) && !m.chunked {
		c.Close()
		c = nil
	}
	state, hint := m.half(c != nil)
	return failure(status, fmt.Sprintf("%s after %s; %s", why, p.words(), state), hint)
}

// half says what became of half a message, and how to go on.
func (m *mail) half(open bool) (state, hint string) {
	state, hint = "no dot was sent: nothing of it is delivered", `Ctrl-C twice leaves and gives the message up; "." alone would deliver the half of it`
	switch {
	case m.chunked:
		state, hint = "the last chunk was not sent: nothing of it is delivered", "RSET starts a new message"
	case m.verbatim && m.report.Ends.Count > 0:
		state = "the file's own dot may have gone out"
	case open:
		state = "no dot was sent: the server still waits for the rest"
	}
	if !open {
		state, hint = "the connection is closed, and "+state, ":again connects anew"
	}
	return state, hint
}

// gather begins to remember the replies that come.
func (s *Session) gather() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gathered = []dialect.Answer{}
}

// harvest returns them, and ends that.
func (s *Session) harvest() (all []dialect.Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, s.gathered = s.gathered, nil
	return all
}

// recipients returns those that the server has accepted.
func (s *Session) recipients() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.dialect.Mail(); d != nil {
		return d.Envelope().To
	}
	return nil
}

// tellDelivery says how long it took, if it did, and what LMTP answered for each
// recipient (RFC 2033 4.2).
func (s *Session) tellDelivery(m *mail, took time.Duration) {
	all := s.harvest()
	if took >= longWait {
		s.view.Note(fmt.Sprintf("%s: %s in %s, %s", m.name, octets(m.report.Octets), view.Span(took), rate(m.report.Octets, took)))
	}
	all = slices.DeleteFunc(all, func(a dialect.Answer) bool { return a.To != "." && a.To != "BDAT" })
	if len(all) < 2 || len(all) != len(m.to) {
		return
	}
	for i, a := range all {
		s.view.Note(fmt.Sprintf("%s: %s", view.Quoted([]byte(m.to[i])), view.Reply(a.Reply)))
	}
}
