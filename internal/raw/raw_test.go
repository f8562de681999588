package raw_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/internal/raw"
)

// way is a kind of connection.
type way struct {
	name   string
	secure bool
	small  bool // with small segments
}

var ways = []way{{name: "plain"}, {name: "TLS", secure: true}}

// each runs a test with each kind of connection.
func each(t *testing.T, test func(t *testing.T, w way)) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) { test(t, w) })
	}
}

// peer is the server's end of a connection.
type peer struct {
	net.Conn
	below *net.TCPConn
}

// closeWrite ends the server's sending direction, with close_notify in TLS.
func (p peer) closeWrite() { p.Conn.(interface{ CloseWrite() error }).CloseWrite() }

// wire connects to a server that runs play and then closes.
func (w way) wire(t *testing.T, play func(peer)) *conn.Stream {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if w.small {
		fakeserver.SmallSegments(l)
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		c, err := l.AcceptTCP()
		if err != nil {
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(time.Minute)) // so that a failing test ends
		if p := (peer{c, c}); !w.secure {
			play(p)
		} else {
			p.Conn = tls.Server(c, lent)
			defer p.Conn.Close()
			play(p)
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	to := conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: w.secure}
	s, err := (&conn.Dialer{Security: conn.Security{Insecure: true}}).Stream(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// lent has the certificate of httptest.
var lent = func() *tls.Config {
	lender := httptest.NewUnstartedServer(nil)
	lender.StartTLS()
	defer lender.Close()
	return &tls.Config{Certificates: lender.TLS.Certificates}
}()

// piped returns a pipe that contains the text and then ends.
func piped(t *testing.T, text string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { io.WriteString(w, text); w.Close() }()
	t.Cleanup(func() { r.Close() })
	return r
}

// idle returns a pipe that nothing is written to.
func idle(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r
}

// sink returns a pipe and a function that closes it and returns what was written to it.
func sink(t *testing.T) (*os.File, func() string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	go func() { text, _ := io.ReadAll(r); got <- string(text); r.Close() }()
	t.Cleanup(func() { w.Close() })
	return w, func() string { w.Close(); return <-got }
}

// bulk contains all byte values, and is larger than the buffers of pipes and sockets.
var bulk = func() string {
	var b strings.Builder
	for b.Len() < 12<<20 {
		for i := range 256 {
			b.WriteByte(byte(i))
		}
	}
	return b.String() + "\r"
}()

// TestCopy checks that an echo comes back unchanged, with what the server sends after the
// input has ended. Input and output are pipes, then files.
func TestCopy(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		echo := func(p peer) {
			io.Copy(p, p)
			io.WriteString(p, "the end")
			p.closeWrite()
		}
		for _, text := range []string{"", "\x00\xff\r\n\x04", bulk[:3<<20]} {
			wire := w.wire(t, echo)
			out, got := sink(t)
			r := raw.Copier{}.Copy(t.Context(), wire, piped(t, text), out)
			if r.Wire != io.EOF || r.In != nil || r.Out != nil {
				t.Errorf("%+v", r)
			}
			if got := got(); got != text+"the end" {
				t.Errorf("%d bytes came back, want %d", len(got), len(text)+7)
			}
			in, out := filed(t, text), filed(t, "")
			wire = w.wire(t, echo)
			r = raw.Copier{}.Copy(t.Context(), wire, in, out)
			if got, err := os.ReadFile(out.Name()); err != nil || r.Wire != io.EOF || string(got) != text+"the end" {
				t.Errorf("from a file to a file: %d bytes, %v, %+v", len(got), err, r)
			}
		}
	})
}

// filed returns a file that contains the text.
func filed(t *testing.T, text string) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestCopyLineByLine checks that each line has its reply before the next one is sent.
func TestCopyLineByLine(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		wire := w.wire(t, func(p peer) { io.Copy(p, p); p.closeWrite() })
		in, typed, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		shown, out, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer shown.Close()
		done := make(chan raw.Result, 1)
		go func() { done <- raw.Copier{}.Copy(t.Context(), wire, in, out); out.Close() }()
		line := make([]byte, 9)
		for range 100 {
			io.WriteString(typed, "250 hello")
			if _, err := io.ReadFull(shown, line); err != nil || string(line) != "250 hello" {
				t.Fatalf("%q, %v", line, err)
			}
		}
		typed.Close()
		if r := <-done; r != (raw.Result{Wire: io.EOF}) {
			t.Errorf("%+v", r)
		}
	})
}

func TestCopyCRLF(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		for in, want := range map[string]string{
			"":                            "",
			"\n":                          "\r\n",
			"a\nb\r\nc\r":                 "a\r\nb\r\nc\r",
			"\n\n\r\n\r":                  "\r\n\r\n\r\n\r",
			"\r\r\n\n":                    "\r\r\n\r\n",
			"no end":                      "no end",
			strings.Repeat("x\n", 1<<20):  strings.Repeat("x\r\n", 1<<20),
			strings.Repeat("\r\n", 1<<20): strings.Repeat("\r\n", 1<<20),
		} {
			received := make(chan string, 1)
			wire := w.wire(t, func(p peer) {
				text, _ := io.ReadAll(p)
				received <- string(text)
			})
			out, _ := sink(t)
			raw.Copier{CRLF: true}.Copy(t.Context(), wire, piped(t, in), out)
			if got := <-received; got != want {
				t.Errorf("%.20q: %d bytes %.20q, want %d", in, len(got), got, len(want))
			}
		}
	})
}

// TestCopyFails checks which error each failure sets.
func TestCopyFails(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		folder, err := os.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer folder.Close()
		nobody, gone, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		nobody.Close()
		defer gone.Close()
		out, _ := sink(t)
		over := make(chan bool)
		defer close(over)
		for _, test := range []struct {
			name    string
			server  func(peer)
			limit   time.Duration
			in, out *os.File
			is      func(raw.Result) bool
		}{
			{"an output that fails", func(p peer) { io.WriteString(p, "x"); io.Copy(io.Discard, p) }, 0, idle(t), gone,
				func(r raw.Result) bool { return r.Out != nil && r.In == nil && r.Wire == nil }},
			{"an input that fails", func(p peer) { io.Copy(io.Discard, p) }, 0, folder, out,
				func(r raw.Result) bool { return r.In != nil && r.Out == nil && r.Wire == io.EOF }},
			{"a server that closes while there is no input", func(p peer) { p.Read(nil); p.closeWrite() }, 0, idle(t), out,
				func(r raw.Result) bool { return r == raw.Result{Wire: io.EOF} }},
			{"a server that does not read", func(p peer) { p.Read(make([]byte, 1)); <-over }, 100 * time.Millisecond, piped(t, bulk), out,
				func(r raw.Result) bool { return r == raw.Result{Wire: raw.ErrUnread} }},
			{"a server that sends and does not read", func(p peer) {
				for {
					if _, err := io.WriteString(p, "250 la la la\r\n"); err != nil {
						return
					}
				}
			}, 100 * time.Millisecond, piped(t, bulk), out,
				func(r raw.Result) bool { return r == raw.Result{Wire: raw.ErrUnread} }},
			{"a server that sends nothing", func(p peer) { io.Copy(io.Discard, p); <-over }, time.Millisecond, piped(t, "x"), out,
				func(r raw.Result) bool { return r == raw.Result{Wire: raw.ErrSilent} }},
		} {
			wire := w.wire(t, test.server)
			if r := (raw.Copier{Limit: test.limit}).Copy(t.Context(), wire, test.in, test.out); !test.is(r) {
				t.Errorf("%s: %+v", test.name, r)
			}
		}
	})
}

// TestCopyContext checks that the context ends a copy that waits for the server, or for a
// reader of the output.
func TestCopyContext(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		flooded := make(chan bool)
		for name, server := range map[string]func(peer){
			"the server sends nothing": func(p peer) { p.Read(nil); close(flooded) },
			"nothing reads the output": func(p peer) { close(flooded); io.WriteString(p, bulk) },
		} {
			flooded = make(chan bool)
			ctx, cancel := context.WithCancel(t.Context())
			wire := w.wire(t, func(p peer) { server(p); io.Copy(io.Discard, p.below) })
			out := idle(t)
			r, full, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			go func() { <-flooded; cancel() }()
			if got := (raw.Copier{}).Copy(ctx, wire, out, full); got != (raw.Result{Wire: context.Canceled}) {
				t.Errorf("%s: %+v", name, got)
			}
			r.Close()
			full.Close()
		}
	})
}

// TestCopyKeyUpdates checks that Copy ends although the server asks for key updates and
// does not read the answers.
func TestCopyKeyUpdates(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan bool)
	wire := way{secure: true, small: true}.wire(t, func(p peer) {
		defer func() { cancel(); <-over }()
		f, err := fakeserver.Forge(p.below, lent)
		if err == nil {
			err = f.Choke()
		}
		if err != nil {
			t.Error(err)
		}
	})
	out, _ := sink(t)
	if r := (raw.Copier{}).Copy(ctx, wire, idle(t), out); r != (raw.Result{Wire: context.Canceled}) {
		t.Errorf("%+v", r)
	}
	close(over)
}

// TestCopyHowItEnded checks how the connection ended: properly, cut within TLS, or reset.
// What the server sent before is complete.
func TestCopyHowItEnded(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		for _, test := range []struct {
			name string
			end  func(peer)
			want conn.How
		}{
			{"properly", func(p peer) { p.closeWrite() }, conn.Closed},
			{"cut", func(p peer) { p.below.CloseWrite() }, conn.Cut},
			{"reset", func(p peer) { p.below.SetLinger(0); p.below.Close() }, conn.Reset},
		} {
			if test.want == conn.Cut && !w.secure {
				continue
			}
			wire := w.wire(t, func(p peer) {
				io.ReadFull(p, make([]byte, 4))
				io.WriteString(p, "552 too much\r\n")
				test.end(p)
			})
			in, typed, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(typed, "DATA")
			out, got := sink(t)
			r := raw.Copier{}.Copy(t.Context(), wire, in, out)
			if end := wire.End(r.Wire); end.How != test.want {
				t.Errorf("%s: %v (%+v)", test.name, end, r)
			}
			if text := got(); test.want != conn.Reset && text != "552 too much\r\n" {
				t.Errorf("%s: %q", test.name, text)
			}
			typed.Close()
			in.Close()
		}
	})
}

// TestCopyBothInBulk sends bulk in both directions at once. The test reads the output only
// when the server has received everything.
func TestCopyBothInBulk(t *testing.T) {
	each(t, func(t *testing.T, w way) {
		sent := make(chan bool)
		wire := w.wire(t, func(p peer) {
			written := make(chan bool)
			go func() { defer close(written); io.WriteString(p, bulk) }()
			n, _ := io.Copy(io.Discard, p)
			if n != int64(len(bulk)) {
				t.Errorf("received %d bytes, want %d", n, len(bulk))
			}
			close(sent)
			<-written
			p.closeWrite()
		})
		r, out, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		var down bytes.Buffer
		read := make(chan bool)
		go func() { defer close(read); <-sent; io.Copy(&down, r) }() // once all was sent
		res := raw.Copier{}.Copy(t.Context(), wire, piped(t, bulk), out)
		out.Close()
		<-read
		if res != (raw.Result{Wire: io.EOF}) || down.String() != bulk {
			t.Errorf("%+v; copied %d bytes, want %d", res, down.Len(), len(bulk))
		}
		r.Close()
	})
}

// TestCopyAnyReader uses an input and an output that are not files.
func TestCopyAnyReader(t *testing.T) {
	wire := ways[0].wire(t, func(p peer) { io.Copy(p, p); p.closeWrite() })
	var out bytes.Buffer
	r := raw.Copier{}.Copy(t.Context(), wire, strings.NewReader("hello"), &out)
	if !errors.Is(r.Wire, io.EOF) || out.String() != "hello" {
		t.Errorf("%q, %+v", out.String(), r)
	}
}
