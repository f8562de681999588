package client_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/client"
)

// mail is a message to deliver, in pieces.
type mail struct {
	pieces []string
	before map[int]func() error // called before the piece of that number is handed out; nil: nothing
	next   int
	sent   int // octets
}

func (m *mail) delivery() client.Delivery {
	return client.Delivery{
		Next: func() ([]byte, error) {
			if do := m.before[m.next]; do != nil {
				if err := do(); err != nil {
					return nil, err
				}
			}
			if m.next == len(m.pieces) {
				return nil, io.EOF
			}
			m.next++
			return []byte(m.pieces[m.next-1]), nil
		},
		Sent: func(octets int) { m.sent += octets },
	}
}

func newMail() *mail { return &mail{pieces: []string{"Subject: x\r\n\r\n", "hi\r\n", ".\r\n"}} }

const (
	asksForText = "S: 220 hi\nC: DATA\nS: 354 go\n"
	wholeText   = asksForText + "C: Subject: x\nC:\nC: hi\nC: .\n"
)

// TestDeliver: a message that the server asks for is sent, and its reply awaited.
func TestDeliver(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		pieces int // how many pieces Next returns
		sent   bool
		kind   string // of the last reply
	}{
		"accepted":     {wholeText + "S: 250 ok", 3, true, "250"},
		"refused":      {wholeText + "S: 550 no", 3, true, "550"},
		"DATA refused": {"S: 220 hi\nC: DATA\nS: 503 no", 3, false, "503"},
		"no end":       {asksForText + "C: Subject: x\nC:\nC: hi", 2, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, m := open(t, "smtp", strings.ReplaceAll(c.script, "C:\n", "C= \"\\r\\n\"\n")), newMail()
			m.pieces = m.pieces[:c.pieces]
			sent, err := client.Deliver(t.Context(), s.Client, s, m.delivery())
			if sent != c.sent || err != nil {
				t.Errorf("%v, %v", sent, err)
			}
			if a := s.Last(); c.kind != "" && (a == nil || a.Kind() != c.kind) || c.kind == "" && !s.InMessage() {
				t.Errorf("the last reply is %+v", a)
			}
			if want := len(strings.Join(m.pieces, "")); c.script != "" && m.next > 0 && m.sent != want {
				t.Errorf("%d octets were sent, want %d", m.sent, want)
			}
			if s.InMessage() && s.tape.bulkRooms() == 0 {
				t.Error("WaitForRoom was not called")
			}
		})
	}
}

// TestDeliverAfterRefusal: a refusal from before DATA does not stop a message.
func TestDeliverAfterRefusal(t *testing.T) {
	s := open(t, "smtp", strings.ReplaceAll(strings.Replace(wholeText, "C: DATA", "C: VRFY x\nS: 550 no\nC: DATA", 1), "C:\n", "C= \"\\r\\n\"\n")+"S: 250 ok")
	s.ask(t, "VRFY x")
	if sent, err := client.Deliver(t.Context(), s.Client, s, newMail().delivery()); !sent || err != nil {
		t.Errorf("%v, %v", sent, err)
	}
}

// TestDeliverStops: each cause that stops a delivery, its stage, and that nothing more of
// the message is sent.
func TestDeliverStops(t *testing.T) {
	unreadable := errors.New("unreadable")
	for name, c := range map[string]struct {
		script string
		before func(t *testing.T, s session) error // the second piece
		want   client.StoppedError
	}{
		"objection": {asksForText + "C: Subject: x\nC= \"\\r\\n\"\nS: 552 too big", func(t *testing.T, s session) error {
			s.await(t, s.HasRefusal)
			return nil
		}, client.StoppedError{Stage: client.PartSent, Objected: true}},
		"objection with the 354": {"S: 220 hi\nC: DATA\nS= \"354 go\\r\\n552 too big\\r\\n\"", nil,
			client.StoppedError{Stage: client.PartSent, Objected: true}},
		"hung up": {asksForText + "C: Subject: x\nC= \"\\r\\n\"\nclose", func(t *testing.T, s session) error {
			s.await(t, func() bool { return s.Snapshot().End != nil })
			return nil
		}, client.StoppedError{Stage: client.PartSent, Objected: true}},
		"unreadable": {asksForText + "C: Subject: x\nC= \"\\r\\n\"", func(*testing.T, session) error { return unreadable },
			client.StoppedError{Stage: client.PartSent, Err: unreadable}},
	} {
		t.Run(name, func(t *testing.T) {
			s, m := open(t, "smtp", c.script), newMail()
			if c.before != nil {
				m.before = map[int]func() error{1: func() error { return c.before(t, s) }}
			}
			sent, err := client.Deliver(t.Context(), s.Client, s, m.delivery())
			checkStopped(t, sent, err, c.want)
			if c.before != nil && m.sent != len(m.pieces[0]) {
				t.Errorf("%d octets were sent", m.sent)
			}
		})
	}
}

// checkStopped compares the error of a delivery.
func checkStopped(t *testing.T, sent bool, err error, want client.StoppedError) {
	t.Helper()
	var got *client.StoppedError
	if !errors.As(err, &got) || got.Stage != want.Stage || got.Objected != want.Objected || want.Err != nil && !errors.Is(err, want.Err) {
		t.Errorf("%v, %+v, want %+v", sent, err, want)
	}
}

// impatient is a user who interrupts a client: before or after a line is sent, or during
// the wait for a reply.
type impatient struct {
	*client.Client
	line string // of the write that stops
	err  error  // client.ErrInterrupted: before it is sent; client.ErrGaveUp: after
}

func (u impatient) Send(ctx context.Context, lines ...conn.Line) error {
	stops := strings.HasPrefix(string(lines[len(lines)-1].Text), u.line)
	if stops && u.err == client.ErrInterrupted {
		return u.err
	}
	err := u.Client.Send(ctx, lines...)
	if stops && err == nil {
		return u.err
	}
	return err
}

func (u impatient) Ask(ctx context.Context, line []byte) error {
	if err := u.Send(ctx, conn.Line{Text: line, Ending: "\r\n"}); err != nil {
		return err
	}
	return u.Await(ctx, false)
}

func (u impatient) Await(ctx context.Context, final bool) error {
	if final && u.line == "the reply" {
		return u.err
	}
	return u.Client.Await(ctx, final)
}

// TestDeliverInterrupted: the user interrupts at each stage.
func TestDeliverInterrupted(t *testing.T) {
	begun := asksForText + "C: Subject: x\nC= \"\\r\\n\"\n"
	all := begun + "C: hi\nC: .\n"
	for name, c := range map[string]struct {
		script, line string
		err          error
		sent         bool
		want         client.StoppedError // zero: err itself
	}{
		"DATA not sent":      {"S: 220 hi", "DATA", client.ErrInterrupted, false, client.StoppedError{}},
		"DATA sent":          {"S: 220 hi\nC: DATA", "DATA", client.ErrGaveUp, false, client.StoppedError{Stage: client.Announced, Err: client.ErrGaveUp}},
		"a piece not sent":   {begun, "hi", client.ErrInterrupted, false, client.StoppedError{Stage: client.PartSent, Err: client.ErrInterrupted}},
		"a piece sent":       {begun + "C: hi", "hi", client.ErrGaveUp, false, client.StoppedError{Stage: client.PartSent, Err: client.ErrInterrupted}},
		"the dot not sent":   {begun + "C: hi", ".", client.ErrInterrupted, false, client.StoppedError{Stage: client.PartSent, Err: client.ErrInterrupted}},
		"the dot sent":       {all, ".", client.ErrGaveUp, false, client.StoppedError{Stage: client.AllSent, Err: client.ErrGaveUp}},
		"waiting for a 250":  {all, "the reply", client.ErrGaveUp, true, client.StoppedError{Stage: client.AllSent, Err: client.ErrGaveUp}},
		"the reply is late":  {all, "the reply", client.ErrLate, true, client.StoppedError{}},
		"the wait for a 250": {all, "the reply", client.ErrEnded, true, client.StoppedError{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, "smtp", c.script)
			sent, err := client.Deliver(t.Context(), s.Client, impatient{s.Client, c.line, c.err}, newMail().delivery())
			if sent != c.sent {
				t.Errorf("sent: %v", sent)
			}
			if c.want.Err == nil && err != c.err {
				t.Errorf("%v, want %v", err, c.err)
			}
			if c.want.Err != nil {
				checkStopped(t, sent, err, c.want)
			}
		})
	}
}

// TestBulkLines: the final dot is a line of its own.
func TestBulkLines(t *testing.T) {
	for piece, want := range map[string]int{"x\r\n": 1, "x\r\n.\r\n": 2, ".\r\n": 2, "x.\r\n": 1, "..\r\n": 1, ".": 1, "": 1} {
		lines := client.BulkLines([]byte(piece))
		if len(lines) != want || !lines[0].Bulk || want == 2 && (lines[1].Bulk || string(lines[1].Text)+lines[1].Ending != ".\r\n") {
			t.Errorf("%q: %+v", piece, lines)
		}
	}
}

// TestChunk: the reply shows whether the server has read the octets of a chunk.
func TestChunk(t *testing.T) {
	for name, c := range map[string]struct {
		command, chunk, then string
		last, unread         bool
		err                  error
	}{
		"accepted":         {"BDAT 3", "a\\r\\n", "S: 250 ok", false, false, nil},
		"the last one":     {"BDAT 3 LAST", "a\\r\\n", "S: 250 ok", true, false, nil},
		"an empty one":     {"BDAT 0 LAST", "", "S: 503 no", true, false, nil},
		"too big":          {"BDAT 3", "a\\r\\n", "S: 552 no", false, false, nil},
		"no such command":  {"BDAT 3", "a\\r\\n", "S: 502 no", false, true, nil},
		"read as commands": {"BDAT 3", "a\\r\\n", "S= \"552 no\\r\\n500 what\\r\\n\"", false, true, nil},
		"hung up":          {"BDAT 3", "a\\r\\n", "close", false, false, client.ErrEnded},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, "smtp", "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: "+c.command+"\nC= \""+c.chunk+"\"\n"+c.then)
			s.ask(t, "EHLO me")
			rooms := s.tape.bulkRooms()
			unread, err := client.SendChunk(t.Context(), s.Client, s, []byte(strings.ReplaceAll(c.chunk, "\\r\\n", "\r\n")), c.last, "\r\n")
			if unread != c.unread || !errors.Is(err, c.err) {
				t.Errorf("%v, %v", unread, err)
			}
			if s.tape.bulkRooms() == rooms {
				t.Error("WaitForRoom was not called before the chunk was sent")
			}
		})
	}
}
