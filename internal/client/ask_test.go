package client_test

import (
	"context"
	"errors"
	"testing"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/smtp"
)

// TestAsk: Ask sends a line and waits for its reply; each reply is matched to its
// line.
func TestAsk(t *testing.T) {
	for name, c := range map[string]struct{ protocol, script, line, heard string }{
		"SMTP": {"smtp", "S: 220 hi\nC: NOOP\nS: 250 ok", "NOOP", "C: NOOP\nS: 250 ok = 250 to \"NOOP\""},
		"several lines": {"smtp", "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 PIPELINING", "EHLO me",
			"C: EHLO me\nS: 250-hi\nS: 250 PIPELINING = 250 to \"EHLO\""},
		"a literal and an OK": {"imap", "S: * OK hi\nC: a CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: a OK done", "a CAPABILITY",
			"C: a CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: a OK done = OK to \"CAPABILITY\""},
		"a multi-line reply": {"pop3", "S: +OK hi\nC: CAPA\nS: +OK\nS: TOP\nS: .", "CAPA", "C: CAPA\nS: +OK\nS: TOP\nS: . = +OK to \"CAPA\""},
		"a password":         {"pop3", "S: +OK hi\nC: PASS secret\nS: -ERR no", "PASS secret", "C: PASS ******\nS: -ERR no = -ERR to \"PASS\""},
		"silence":            {"tcp", "C: hello\nS: world", "hello", "C: hello\nS: world"},
		"a PROXY header":     {"smtp", "C: PROXY TCP4 192.0.2.1 192.0.2.2 1 2\nS: 220 hi", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.line == "" {
				s := connect(t, c.protocol, c.script, client.Limits{Greeting: patience}, &tape{})
				s.ask(t, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2")
				if a := s.Last(); a == nil || a.Verb != "GREETING" {
					t.Errorf("the last reply is %+v", a)
				}
				return
			}
			s := open(t, c.protocol, c.script)
			s.ask(t, c.line)
			if got := s.tape.heard("C: "); got != c.heard {
				t.Errorf("heard\n%s\nwant\n%s", got, c.heard)
			}
		})
	}
}

// TestAwaitSeveral: one write can ask for several replies.
func TestAwaitSeveral(t *testing.T) {
	s := open(t, "lmtp", "S: 220 hi\nC: NOOP\nC: RSET\nS: 250 one\nS: 451 two")
	s.StartGathering()
	if err := s.Send(t.Context(), conn.Line{Text: []byte("NOOP"), Ending: "\r\n"}, conn.Line{Text: []byte("RSET"), Ending: "\r\n"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Await(t.Context(), false); err != nil {
		t.Error(err)
	}
	if all := s.StopGathering(); len(all) != 2 || all[0].Verb != "NOOP" || all[1].Verb != "RSET" {
		t.Errorf("gathered %+v", all)
	}
	if all := s.Gathered(); all != nil {
		t.Errorf("still gathers %+v", all)
	}
	if a := s.TakeRefusal(); a == nil || a.Kind() != "451" || s.TakeRefusal() != nil {
		t.Errorf("refusal %+v", a)
	}
}

// TestAwaitFails: each error that ends a wait without a reply.
func TestAwaitFails(t *testing.T) {
	stopped := errors.New("stopped")
	for name, c := range map[string]struct {
		script string
		limits client.Limits
		want   error
	}{
		"no greeting":             {"silence", client.Limits{Greeting: short, Reply: patience}, client.ErrLate},
		"half a greeting":         {"S: 220-hi\nsilence", client.Limits{Greeting: short, Reply: patience}, client.ErrLate},
		"no reply":                {"S: 220 hi\nany\nsilence", client.Limits{Greeting: patience, Reply: short}, client.ErrLate},
		"half a reply":            {"S: 220 hi\nany\nS: 250-hi\nsilence", client.Limits{Greeting: patience, Reply: short}, client.ErrLate},
		"hung up":                 {"S: 220 hi\nany\nclose", client.Limits{Greeting: patience, Reply: patience}, client.ErrEnded},
		"hung up in a reply":      {"S: 220 hi\nany\nS: 250-hi\nclose", client.Limits{Greeting: patience, Reply: patience}, client.ErrEnded},
		"reset":                   {"S: 220 hi\nany\nreset", client.Limits{Greeting: patience, Reply: patience}, client.ErrEnded},
		"an old refusal":          {"S= \"220 hi\\r\\n421 bye\\r\\n\"\nany\nclose", client.Limits{Greeting: patience, Reply: patience}, client.ErrEnded},
		"refused, then hung up":   {"S: 220 hi\nany\nS: 421 bye\nclose", client.Limits{Greeting: patience, Reply: patience}, nil},
		"half a refusal, hung up": {"S: 220 hi\nany\nS: 421-bye\nclose", client.Limits{Greeting: patience, Reply: patience}, nil},
		"the context ended":       {"S: 220 hi\nany\nmark asked\nsilence", client.Limits{Greeting: patience, Reply: patience}, stopped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := connect(t, "smtp", c.script, c.limits, &tape{})
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			err := s.Await(ctx, false)
			if err == nil {
				if c.want == stopped {
					go func() { <-s.server.Event("asked"); cancel(stopped) }()
				}
				err = s.Ask(ctx, []byte("NOOP"))
			}
			if !errors.Is(err, c.want) || c.want == nil && (err != nil || s.Last() == nil) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

// TestQuietProtocols: if silence ends replies, the wait for a missing reply ends too.
func TestQuietProtocols(t *testing.T) {
	s := connect(t, "ftp", "S: 220 hi\nany\nsilence", client.Limits{Greeting: patience, Reply: short}, &tape{})
	if err := s.Await(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if err := s.Ask(t.Context(), []byte("NOOP")); err != nil && !errors.Is(err, client.ErrLate) {
		t.Error(err)
	}
	if now := s.Snapshot(); now.Overdue != 0 || now.ReplyMissing {
		t.Errorf("%+v", now)
	}
}

// TestRefusals: refusals are kept until they are taken, solicited or not. A later refusal
// does not replace a reply that breaks the protocol.
func TestRefusals(t *testing.T) {
	s := open(t, "smtp", "S: 220 hi\nC: NOOP\nS: 235 what\nC: RSET\nS: 550 no\nS: 421 bye\nclose")
	s.ask(t, "NOOP", "RSET")
	s.await(t, func() bool { return s.Snapshot().End != nil })
	if a := s.Refusal(); !s.HasRefusal() || a == nil || a.Kind() != "235" {
		t.Errorf("the refusal is %+v", a)
	}
	if a := s.TakeRefusal(); a == nil || a.Kind() != "235" || s.Refusal() != nil {
		t.Errorf("the refusal is %+v", a)
	}
	if a := s.TakeUnsolicited(); a == nil || a.Verb != "" || a.Kind() != "421" {
		t.Errorf("unsolicited: %+v", a)
	}
	if s.HasRefusal() || s.TakeUnsolicited() != nil {
		t.Error("a refusal was not forgotten")
	}
	if now := s.Snapshot(); now.Phase != smtp.Closed || !now.Lost || now.ReplyMissing || now.RefusedAt.IsZero() {
		t.Errorf("%+v", now)
	}
}

// TestStatesShareLists: the State of an event has no copy of the lists in it. A server can
// make them long, and cause many events.
func TestStatesShareLists(t *testing.T) {
	s := open(t, "smtp", "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 SIZE\nC: RCPT TO:<a@b>\nS: 250 ok\nC: NOOP\nS: 250 ok\nS: 421 a\nS: 421 b")
	s.ask(t, "EHLO me", "RCPT TO:<a@b>", "NOOP")
	s.await(t, func() bool { s.tape.mu.Lock(); defer s.tape.mu.Unlock(); return len(s.tape.states) == 6 })
	all := s.tape.states[len(s.tape.states)-2:]
	if &all[0].Features[0] != &all[1].Features[0] || &all[0].Envelope.To[0] != &all[1].Envelope.To[0] {
		t.Error("a list was copied")
	}
}

// TestUnrequested: a command whose text the server did not ask for is remembered.
func TestUnrequested(t *testing.T) {
	s := open(t, "smtp", "S: 220 hi\nC: DATA\nS: 503 no")
	s.ask(t, "DATA")
	if u := s.Snapshot().Unrequested; u.Verb != "DATA" || !u.Continuation.IsText() || u.At.IsZero() {
		t.Errorf("%+v", u)
	}
	s.ForgetUnrequested()
	if u := s.Snapshot().Unrequested; u.Continuation != nil || u.Verb != "" {
		t.Errorf("%+v", u)
	}
}

// TestClosed: a client that never opened, and one that has closed.
func TestClosed(t *testing.T) {
	c := client.New(conn.Target{Host: "127.0.0.1", Port: 1, Protocol: "smtp"}, client.Limits{}, &tape{})
	c.Close()
	if c.Live() != nil || c.Conn() != nil || c.Secure() || c.Phase() != smtp.Closed {
		t.Error("it is open")
	}
	if err := c.Send(t.Context(), conn.Line{Text: []byte("NOOP")}); !errors.Is(err, conn.ErrClosed) {
		t.Error(err)
	}
	if err := c.Upgrade(t.Context()); !errors.Is(err, conn.ErrClosed) {
		t.Error(err)
	}
	s := open(t, "smtp", "S: 220 hi")
	s.Close()
	if s.Live() != nil || s.Conn() == nil || s.Snapshot().Lost || s.Snapshot().End.How != conn.ClosedLocally {
		t.Errorf("%+v", s.Snapshot())
	}
	if err := s.Ask(t.Context(), []byte("NOOP")); !errors.Is(err, conn.ErrClosed) {
		t.Error(err)
	}
}
