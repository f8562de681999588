package raw

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// wires are the two ends of a connection.
func wires(t *testing.T) (client, server *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); s.Close() })
	return c.(*net.TCPConn), s.(*net.TCPConn)
}

// all are all bytes, and more than one write takes.
var all = func() []byte {
	var b []byte
	for range 4096 {
		for i := range 256 {
			b = append(b, byte(i))
		}
	}
	return b
}()

// What goes up comes down, byte for byte, also what a server says after the
// input has ended.
func TestCopy(t *testing.T) {
	client, server := wires(t)
	go func() {
		io.Copy(server, server)
		io.WriteString(server, "the end")
		server.Close()
	}()
	var out bytes.Buffer
	r := Copier{}.Copy(client, bytes.NewReader(all), &out)
	if !errors.Is(r.Wire, io.EOF) || r.In != nil || r.Out != nil {
		t.Errorf("%+v", r)
	}
	if want := string(all) + "the end"; out.String() != want {
		t.Errorf("%d bytes came back, want %d", out.Len(), len(want))
	}
}

func TestCopyCRLF(t *testing.T) {
	for in, want := range map[string]string{
		"":            "",
		"\n":          "\r\n",
		"a\nb\r\nc\r": "a\r\nb\r\nc\r",
		"\n\n\r\n\r":  "\r\n\r\n\r\n\r",
		"\r\r\n\n":    "\r\r\n\r\n",
		"no end":      "no end",
	} {
		for name, reader := range map[string]func(io.Reader) io.Reader{"at once": func(r io.Reader) io.Reader { return r }, "one by one": iotest.OneByteReader} {
			client, server := wires(t)
			got := make(chan string, 1)
			go func() {
				text, _ := io.ReadAll(server)
				got <- string(text)
				server.Close()
			}()
			Copier{CRLF: true}.Copy(client, reader(strings.NewReader(in)), io.Discard)
			if text := <-got; text != want {
				t.Errorf("%q, %s: %q, want %q", in, name, text, want)
			}
		}
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error)  { return 0, b.err }
func (b broken) Write([]byte) (int, error) { return 0, b.err }

// Each way says what is wrong with it.
func TestCopyFails(t *testing.T) {
	nobody := make(blocked)
	defer close(nobody)
	disk := errors.New("disk full")
	for _, test := range []struct {
		name   string
		server func(*net.TCPConn)
		limit  time.Duration
		in     io.Reader
		out    io.Writer
		want   Result
	}{
		{"an output that fails", func(c *net.TCPConn) { io.WriteString(c, "x") }, 0, nobody, broken{disk}, Result{Out: disk}},
		{"an input that fails", func(c *net.TCPConn) { io.Copy(io.Discard, c); c.Close() }, 0, broken{disk}, io.Discard, Result{In: disk, Wire: io.EOF}},
		{"a server that goes while nothing is typed", func(c *net.TCPConn) { c.Close() }, 0, nobody, io.Discard, Result{Wire: io.EOF}},
		{"a server that stays and is silent", func(*net.TCPConn) {}, time.Millisecond, strings.NewReader("x"), io.Discard, Result{Wire: ErrSilent}},
	} {
		client, server := wires(t)
		go test.server(server)
		if r := (Copier{Limit: test.limit}).Copy(client, test.in, test.out); r != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, r, test.want)
		}
	}
}

// blocked is an input that nobody types at.
type blocked chan struct{}

func (b blocked) Read([]byte) (int, error) { <-b; return 0, io.EOF }

// Any input, cut anyhow, has CRLF and no other LF when it is up.
func FuzzCRLF(f *testing.F) {
	f.Add([]byte("a\nb\r\nc\r"), 1)
	f.Add([]byte("\r\n\n\r\r\n"), 2)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		var c crlf
		var got []byte
		for rest := in; len(rest) > 0; {
			n := max(1, min(len(rest), cut))
			got = append(got, c.translate(rest[:n])...)
			rest = rest[n:]
		}
		want := bytes.ReplaceAll(bytes.ReplaceAll(in, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		if !bytes.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	})
}

// BenchmarkCRLF translates mail's lines.
func BenchmarkCRLF(b *testing.B) {
	text := []byte(strings.Repeat(strings.Repeat("x", 72)+"\n", 1700))
	b.SetBytes(int64(len(text)))
	var c crlf
	for b.Loop() {
		c.translate(text)
	}
}
