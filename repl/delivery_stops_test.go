package repl_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/repl"
)

// A deaf server accepts DATA and reads a part of the message. It then calls the test's
// function, and finally reads until the client closes.
type deaf struct {
	port int
	end  chan string // the last bytes that it received
}

func listenDeaf(t *testing.T, then func(*net.TCPConn)) deaf {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	d := deaf{l.Addr().(*net.TCPAddr).Port, make(chan string, 1)}
	go func() {
		defer l.Close()
		c, err := l.AcceptTCP()
		if err != nil {
			d.end <- err.Error()
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprint(c, "220 hi\r\n")
		io.ReadFull(c, make([]byte, len("DATA\r\n")))
		fmt.Fprint(c, "354 go\r\n")
		io.CopyN(io.Discard, c, 100<<10)
		then(c)
		all, _ := io.ReadAll(c)
		d.end <- string(all[max(0, len(all)-100):])
	}()
	return d
}

// bigFile makes a file that is larger than all buffers.
func bigFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "big.eml")
	if err := os.WriteFile(name, []byte(header+strings.Repeat(strings.Repeat("x", 76)+"\n", 16<<20/77)), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// watchedOutput is a session's output. It closes seen when the output contains text.
type watchedOutput struct {
	bytes.Buffer
	text string
	seen chan struct{}
	once sync.Once
}

func (h *watchedOutput) Write(p []byte) (int, error) {
	h.Buffer.Write(p)
	if strings.Contains(h.String(), h.text) {
		h.once.Do(func() { close(h.seen) })
	}
	return len(p), nil
}

// TestSendStoppedByServer: if the server stops a message in the middle, byhand sends nothing more
// of it, and no final dot.
func TestSendStoppedByServer(t *testing.T) {
	t.Parallel()
	over := make(chan struct{}) // closed when a run ends
	for _, test := range []struct {
		name    string
		then    func(c *net.TCPConn, out *watchedOutput)
		status  repl.Status
		says    []string
		timeout time.Duration
	}{{
		name: "552, and the connection stays open",
		then: func(c *net.TCPConn, out *watchedOutput) {
			fmt.Fprint(c, "552 too much\r\n")
			<-out.seen
		},
		status: repl.Refused,
		says: []string{"unsolicited reply: no command was waiting for one", "the server refused the message or disconnected after ",
			" of 17.0 MB; the connection is closed, and the final dot was not sent: nothing is delivered", "hint: :again reconnects"},
	}, {
		name: "552, and the server closes",
		then: func(c *net.TCPConn, _ *watchedOutput) {
			fmt.Fprint(c, "552 too much\r\n")
			c.CloseWrite()
			<-over
		},
		status: repl.Refused, says: []string{"the server refused the message or disconnected after "},
	}, {
		name: "552, and the server stops reading",
		then: func(c *net.TCPConn, _ *watchedOutput) {
			fmt.Fprint(c, "552 too much\r\n")
			<-over
		},
		status: repl.Refused, says: []string{"the server refused the message or disconnected after "}, timeout: 300 * time.Millisecond,
	}, {
		name:   "the server closes without a reply",
		then:   func(c *net.TCPConn, _ *watchedOutput) { c.CloseWrite(); <-over },
		status: repl.Lost, says: []string{"the server refused the message or disconnected after ", "the final dot was not sent"},
	}, {
		name:   "a reset",
		then:   func(c *net.TCPConn, _ *watchedOutput) { c.SetLinger(0); c.Close() },
		status: repl.Lost, says: []string{"reset by the server", "the server refused the message or disconnected after "},
	}, {
		name:   "the server never reads",
		then:   func(*net.TCPConn, *watchedOutput) { <-over },
		status: repl.TimedOut, says: []string{"the server has read nothing for 100ms"}, timeout: 100 * time.Millisecond,
	}} {
		t.Run(test.name, func(t *testing.T) {
			over = make(chan struct{})
			out := &watchedOutput{text: "552 too much", seen: make(chan struct{})}
			d := listenDeaf(t, func(c *net.TCPConn) { test.then(c, out) })
			errs := &buffer{}
			if test.timeout == 0 {
				test.timeout = 20 * time.Second
			}
			status := repl.Run(t.Context(), repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: d.port},
				Input:   repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(":send " + bigFile(t) + "\nNOOP\n")}}),
				Display: repl.Display{Out: out, Err: errs}, Timeout: test.timeout, KeepGoing: true})
			close(over)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			has(t, "stderr", errs.String(), test.says...)
			hasNot(t, "stderr", errs.String(), "> .", "> NOOP")
			if end := <-d.end; strings.HasSuffix(end, "\r\n.\r\n") || strings.Contains(end, "NOOP") {
				t.Errorf("the server was sent at last: %q", end)
			}
		})
	}
}

// TestSendInterrupted: after Ctrl-C in the middle of a message, byhand reports the state
// of the message.
func TestSendInterrupted(t *testing.T) {
	t.Parallel()
	k := newKeyboard(":send " + bigFile(t))
	over := make(chan struct{})
	d := listenDeaf(t, func(*net.TCPConn) {
		k.interrupts <- os.Interrupt
		<-over
	})
	errs := &buffer{}
	status := repl.Run(t.Context(), repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: d.port}, Interactive: true, Input: k, Terminal: k, Display: repl.Display{Out: io.Discard, Err: errs}})
	close(over)
	if status != repl.OK {
		t.Errorf("status %d", status)
	}
	has(t, "stderr", errs.String(), "interrupted after ")
	open := strings.Contains(errs.String(), "; the final dot was not sent: the server still waits for the rest of the message\nbyhand: hint: press Ctrl-C twice")
	closed := strings.Contains(errs.String(), "; the connection is closed, and the final dot was not sent: nothing is delivered\nbyhand: hint: :again reconnects")
	last := k.prompts[len(k.prompts)-1]
	if open == closed || open != strings.HasSuffix(last, "message> ") || closed != (last == "closed> ") {
		t.Errorf("the prompt is %q; stderr:\n%s", last, errs)
	}
	if end := <-d.end; strings.HasSuffix(end, "\r\n.\r\n") {
		t.Errorf("the server was sent at last: %q", end)
	}
}

// TestSendRefusedMidway: a refusal in the middle closes the connection at a prompt too,
// because the server may read the rest as commands.
func TestSendRefusedMidway(t *testing.T) {
	t.Parallel()
	k := newKeyboard(":send " + bigFile(t))
	out := &watchedOutput{text: "552 too much", seen: make(chan struct{})}
	d := listenDeaf(t, func(c *net.TCPConn) {
		fmt.Fprint(c, "552 too much\r\n")
		<-out.seen
	})
	errs := &buffer{}
	repl.Run(t.Context(), repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: d.port}, Interactive: true, Input: k, Terminal: k, Display: repl.Display{Out: out, Err: errs}})
	has(t, "stderr", errs.String(), "the connection is closed, and the final dot was not sent: nothing is delivered", "hint: :again reconnects")
	if last := k.prompts[len(k.prompts)-1]; last != "closed> " {
		t.Errorf("the prompt is %q", last)
	}
	<-d.end
}

// TestSendWaitInterrupted: after Ctrl-C during a wait, byhand reports what was sent.
func TestSendWaitInterrupted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ server, says string }{
		{"S: 220 hi\nC: DATA\nmark asked\nC: .\nS: 354 go\nS: 250 queued", `DATA was sent but the message was not; if the server accepts it, "." ends an empty message`},
		{taken + wireHeader + "C: .\nmark asked\nC: .\nS: 250 queued\nS: 500 what", "the whole message was sent; the reply may still arrive"},
	} {
		k := newKeyboard(delivery{file: header, input: ":send FILE"}.typed(t), ".")
		got := sessionWith(t, test.server, "", func(s *fakeserver.Server) {
			<-s.Event("asked")
			k.interrupts <- os.Interrupt
		}, func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
		has(t, "stderr", got.err, test.says)
		hasNot(t, "stderr", got.err, "again within")
	}
}

// sessionWith runs a session, and calls do at the same time.
func sessionWith(t *testing.T, server, input string, do func(*fakeserver.Server), change ...func(*repl.Options)) result {
	t.Helper()
	s, err := fakeserver.Start(server)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(s)
	}()
	got := converse(t, s, input, change...)
	<-done
	return got
}

// TestSendChangedFile: a file that changes while it is sent is not sent completely.
func TestSendChangedFile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(name string) error{
		"shrinks":       func(name string) error { return os.Truncate(name, int64(len(header))) },
		"becomes empty": func(name string) error { return os.Truncate(name, 0) },
		"grows":         func(name string) error { return os.WriteFile(name, []byte(header+"one\ntwo\nthree\n"), 0) },
	} {
		for _, flag := range []string{"", "--verbatim "} {
			t.Run(name+" "+flag, func(t *testing.T) {
				server := "S: 220 hi\nC: DATA\nmark asked\nwait changed\nS: 354 go\n"
				if name == "shrinks" && flag == "" {
					server += wireHeader
				}
				line := delivery{file: header + "one\ntwo\n", input: ":send " + flag + "FILE"}.typed(t)
				got := sessionWith(t, server, line+"\n", func(s *fakeserver.Server) {
					<-s.Event("asked")
					if err := change(strings.TrimPrefix(line, ":send "+flag)); err != nil {
						t.Error(err)
					}
					close(s.Event("changed"))
				})
				if got.status != repl.Usage {
					t.Errorf("status %d", got.status)
				}
				has(t, "stderr", got.err, "m.eml\" cannot be read: it changed after ", fmt.Sprintf(" bytes of %d bytes; ", map[string]int{"": 100, "--verbatim ": 91}[flag]), "the final dot was not sent: nothing is delivered")
			})
		}
	}
}
