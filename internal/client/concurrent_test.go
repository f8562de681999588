package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/fakeserver"
)

// TestConcurrentUse: all methods may be called while lines are sent and received. Only
// the race detector can see a fault.
func TestConcurrentUse(t *testing.T) {
	const rounds = 100
	s := open(t, "smtp", offersLogin+strings.Repeat("C: NOOP\nS: 550 no\n", rounds))
	s.ask(t, "EHLO me")
	over := make(chan struct{})
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for !closed(over) {
				state, _ := s.State()
				_, _, look := s.Settled(patience)
				_, _, _, _, _ = state.Has("AUTH"), look, s.Snapshot(), s.Fork().Hangup(), s.Secret([]byte("NOOP"))
				s.TakeRefusal()
				s.TakeUnsolicited()
				s.Login().Progress()
				s.Login().Mechanisms()
				s.StartGathering()
				s.StopGathering()
				s.ForgetUnrequested()
				select {
				case <-s.Changed():
				case <-over:
				}
			}
		})
	}
	for range rounds {
		s.ask(t, "NOOP")
	}
	s.Close()
	close(over)
	all.Wait()
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// fullQueue returns a listener whose WaitForRoom waits for stop once it is full.
func fullQueue() (l *tape, full *atomic.Bool, waits chan struct{}) {
	full, waits = &atomic.Bool{}, make(chan struct{}, 10)
	return &tape{room: func(stop <-chan struct{}) {
		if full.Load() {
			waits <- struct{}{}
			<-stop
		}
	}}, full, waits
}

// TestFullQueue: a reader or a writer waits for room until its stop channel is closed.
func TestFullQueue(t *testing.T) {
	limits := client.Limits{Greeting: patience, Reply: patience}
	t.Run("Close", func(t *testing.T) {
		l, full, waits := fullQueue()
		s := connect(t, "smtp", "S: 220 hi\nC: NOOP\nS: 250 ok", limits, l)
		if err := s.Await(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		full.Store(true)
		s.Send(t.Context(), conn.Line{Text: []byte("NOOP"), Ending: "\r\n"}) // the reader asks for room after the reply
		<-waits
		s.Close()
		if end := s.Snapshot().End; end == nil || end.How != conn.ClosedLocally {
			t.Errorf("%+v", end)
		}
	})
	t.Run("Upgrade", func(t *testing.T) {
		l, full, waits := fullQueue()
		s := connect(t, "smtp", smtpHello+agreed+"tls\nC: NOOP\nS: 250 ok", limits, l)
		if err := s.Await(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		s.ask(t, "EHLO me")
		full.Store(true)
		s.ask(t, "STARTTLS")
		<-waits
		full.Store(false)
		if err := s.Upgrade(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.ask(t, "NOOP")
	})
	t.Run("the context of a piece", func(t *testing.T) {
		l, full, waits := fullQueue()
		s := connect(t, "smtp", "S: 220 hi", limits, l)
		if err := s.Await(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		full.Store(true)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-waits; cancel() }()
		if err := s.Send(ctx, conn.Line{Text: []byte("x"), Bulk: true}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// TestBlockedListener: a blocked listener of a Queue delays no line and no reply.
func TestBlockedListener(t *testing.T) {
	release, heard := make(chan struct{}), 0
	q := client.NewQueue(func(*client.Event) { <-release; heard++ }, func() {})
	server, err := fakeserver.Start("S: 220 hi\n" + strings.Repeat("C: NOOP\nS: 250 ok\n", 10))
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(server.Port())
	c := client.New(conn.Target{Host: "127.0.0.1", Port: port, Protocol: "smtp"}, client.Limits{Greeting: patience, Reply: patience}, q)
	if err := c.Open(t.Context(), conn.Dialer{}); err != nil {
		t.Fatal(err)
	}
	if err := c.Await(t.Context(), false); err != nil {
		t.Error(err)
	}
	for range 10 {
		if err := c.Ask(t.Context(), []byte("NOOP")); err != nil {
			t.Error(err)
		}
	}
	c.Close()
	q.Close()
	close(release)
	<-q.Done()
	if err := server.Finish(); err != nil || heard != 1+1+20+1 { // opened, greeting, lines, ended
		t.Errorf("%v; heard %d events", err, heard)
	}
}

// TestStream: the dialogue follows bytes that the caller reads and writes.
func TestStream(t *testing.T) {
	server, err := fakeserver.Start("S: +OK hi\nC: PASS secret\nS: -ERR no\nclose")
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(server.Port())
	l := &tape{}
	c := client.New(conn.Target{Host: "127.0.0.1", Port: port, Protocol: "pop3"}, client.Limits{}, l)
	stream, err := c.Stream(t.Context(), conn.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, len("+OK hi\r\n"))
	io.ReadFull(stream, buf)
	c.ReportStreamed(conn.Event{Kind: conn.Received, Time: time.Now(), Line: bytes.TrimSpace(buf), Ending: "\r\n"})
	c.ReportStreamed(conn.Event{Kind: conn.Sent, Time: time.Now(), Line: []byte("PASS secret"), Ending: "\r\n"})
	io.WriteString(stream, "PASS secret\r\n")
	said, err := io.ReadAll(stream)
	c.ReportStreamed(conn.Event{Kind: conn.Received, Time: time.Now(), Line: bytes.TrimSpace(said), Ending: "\r\n"})
	end := stream.End(io.EOF)
	c.ReportStreamed(conn.Event{Kind: conn.Ended, Time: time.Now(), End: &end})
	stream.Close()
	if err := errors.Join(err, server.Finish()); err != nil {
		t.Error(err)
	}
	want := "opened\nS: +OK hi = +OK to \"GREETING\"\nC: PASS ******\nS: -ERR no = -ERR to \"PASS\""
	if got := l.heard("opened"); got != want || c.Snapshot().End == nil || c.Live() != nil {
		t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
}
