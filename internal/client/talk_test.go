package client_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/fakeserver"
)

// patience is a limit that no test reaches; short is one that a test waits for.
const (
	patience = 30 * time.Second
	short    = 30 * time.Millisecond
)

// tape is a listener that keeps the events.
type tape struct {
	mu     sync.Mutex // guards the fields below, except room
	lines  []string
	states []*advice.State
	writer <-chan struct{}            // the stop channel of a write
	rooms  int                        // how often WaitForRoom was called
	room   func(stop <-chan struct{}) // what WaitForRoom does; nil: nothing
}

// Hear records the event: which side sent what, and which replies it completes.
func (t *tape) Hear(e client.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	line := map[conn.Kind]string{conn.Opened: "opened", conn.Secured: "secured", conn.Ended: "ended", conn.Sent: "C: ", conn.Received: "S: "}[e.Kind]
	line += string(e.Line[:len(e.Line)-e.Secret]) + strings.Repeat("*", e.Secret)
	for _, a := range e.Replies {
		line += fmt.Sprintf(" = %s to %q", a.Kind(), a.Verb)
	}
	t.lines = append(t.lines, line)
	if e.State != nil {
		t.states = append(t.states, e.State)
	}
}

// Drain returns at once.
func (t *tape) Drain(<-chan struct{}) {}

// WaitForRoom counts the calls before a write: only those have the context of a test.
func (t *tape) WaitForRoom(stop <-chan struct{}) {
	t.mu.Lock()
	if stop == t.writer {
		t.rooms++
	}
	t.mu.Unlock()
	if t.room != nil {
		t.room(stop)
	}
}

// bulkRooms returns how often WaitForRoom was called before a write.
func (t *tape) bulkRooms() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rooms
}

// heard returns the events from a line on, without the end of the connection.
func (t *tape) heard(from string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := strings.TrimSuffix(strings.Join(t.lines, "\n"), "\nended")
	if _, rest, found := strings.Cut(all, from); found {
		return from + rest
	}
	return all
}

// session is a client and the server that it talks to.
type session struct {
	*client.Client
	tape   *tape
	server *fakeserver.Server
}

// open connects a client to a server that plays a script, and waits for the greeting.
// At the end of the test it closes the client and checks what the server received.
func open(t *testing.T, protocol, script string) session {
	t.Helper()
	s := connect(t, protocol, script, client.Limits{Greeting: patience, Reply: patience}, &tape{writer: t.Context().Done()})
	if err := s.Await(t.Context(), false); err != nil {
		t.Fatalf("no greeting: %v", err)
	}
	return s
}

// connect is open without waiting for the greeting.
func connect(t *testing.T, protocol, script string, limits client.Limits, listener *tape) session {
	t.Helper()
	s := connectTo(t, protocol, script, limits, listener)
	s.tape = listener
	return s
}

// connectTo is connect for any listener.
func connectTo(t *testing.T, protocol, script string, limits client.Limits, listener client.Listener) session {
	t.Helper()
	server, err := fakeserver.Start(script)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(server.Port())
	c := client.New(conn.Target{Host: "127.0.0.1", Port: port, Protocol: protocol}, limits, listener)
	t.Cleanup(func() {
		c.Close()
		if err := server.Finish(); err != nil {
			t.Error(err)
		}
	})
	if err := c.Open(t.Context(), conn.Dialer{Security: conn.Security{Insecure: true}}); err != nil {
		t.Fatal(err)
	}
	return session{c, nil, server}
}

// ask sends lines one at a time, and fails the test if one has no reply.
func (s session) ask(t *testing.T, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := s.Ask(t.Context(), []byte(line)); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// await waits until the client knows something.
func (s session) await(t *testing.T, known func() bool) {
	t.Helper()
	for {
		changed := s.Changed()
		if known() {
			return
		}
		select {
		case <-changed:
		case <-time.After(patience):
			t.Fatal("it did not happen")
		}
	}
}
