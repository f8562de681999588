package practice

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// fill makes a line of that many octets, including its CRLF.
func fill(line string, octets int) string {
	return line + strings.Repeat("A", octets-len(line)-len("\r\n")) + "\r\n"
}

// The rest of a line that is too long is not read as a command.
func TestLineLength(t *testing.T) {
	const tooLong = "S: 500 Line too long; it was ignored\n"
	const asked, unknown = "S: 334 VXNlcm5hbWU6\n", "S: 504 Unknown mechanism; use PLAIN, LOGIN or CRAM-MD5\n"
	c := dial(t, serve(t, Config{}).Plain())
	c.talk(banner + ehlo)
	for _, test := range []struct{ sent, want string }{
		{fill("NOOP ", 4096), "S: 250 Still here"},
		{fill("NOOP ", 4097), tooLong},
		{fill("NOOP ", 12289), tooLong},
		{fill("NOOP ", 1<<20), tooLong},
		{fill("AUTH X ", 12288), unknown},
		{fill("AUTH X ", 12289), tooLong},
		{"AUTH LOGIN\r\n" + fill("", 12286) + "*\r\n", // 12284 is the last multiple of 4
			asked + "S: 334 UGFzc3dvcmQ6\nS: 501 Authentication cancelled; send AUTH to try again"},
		{"AUTH LOGIN\r\n" + fill("", 12290), asked + tooLong},
	} {
		c.send(test.sent)
		c.talk(test.want)
	}
	c.talk(quit)
}

func TestMessageSize(t *testing.T) {
	srv, got := serveInto(t, func(l *limits) { l.message = 1000 })
	c := dial(t, srv.Plain())
	c.talk(banner + strings.Replace(ehlo, "20480000", "1000", 1) + login)
	for _, test := range []struct {
		octets int
		want   string
	}{
		{1000, "S: 250 Delivery in progress"},
		{1001, "S: 552 Message too big; the maximum is 1000 octets"},
		{1000000, "S: 552 Message too big; the maximum is 1000 octets"},
		{1000, "S: 250 Delivery in progress"},
	} {
		c.talk(mail + rcpt + "C: DATA\nS: 354 Continue")
		c.send(stuff("." + strings.Repeat("x", test.octets-3) + "\r\n")) // the stuffed dot does not count
		c.talk(test.want)
	}
	c.talk(quit)
	if first, second := <-got, <-got; len(first.Data) != 1000 || len(second.Data) != 1000 || len(got) > 0 {
		t.Errorf("taken %d, %d octets and %d more messages", len(first.Data), len(second.Data), len(got))
	}
}

// endless repeats a text without end and without allocating memory.
type endless struct{ text string }

func (e endless) Read(p []byte) (int, error) {
	n := copy(p, e.text)
	for n < len(p) {
		n += copy(p[n:], p[:n])
	}
	return n, nil
}

// Neither a line nor a message uses more memory than its limit (T15).
func TestMemory(t *testing.T) {
	const sent, limit = 8 << 20, 1 << 17
	line := func(in *bufio.Reader) { _, _ = readLine(in, limit) }
	message := func(in *bufio.Reader) { _, _, _ = readMessage(in, limit, func() {}) }
	for _, test := range []struct {
		name, text string
		read       func(*bufio.Reader)
	}{
		{"line", "x", line},
		{"message", "x\r\n", message},
		{"message of dots", "..\r\n", message},
		{"message of one line", "x", message},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		test.read(bufio.NewReader(io.LimitReader(endless{test.text}, sent)))
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 10*limit { // append grows in steps
			t.Errorf("%s: %d octets allocated for a limit of %d", test.name, grown, limit)
		}
	}
}

func TestRecipients(t *testing.T) {
	srv, got := serveInto(t)
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + login + mail + strings.Repeat(rcpt, 100) +
		"C: RCPT TO:<x@y>\nS: 452 Too many recipients; send DATA to deliver to those accepted so far\n" +
		"C: DATA\nS: 354 Continue\nC: .\nS: 250 Delivery in progress" + quit)
	if m := <-got; len(m.To) != 100 {
		t.Errorf("%d recipients", len(m.To))
	}
}

// A learner may make a hundred errors of any kind.
func TestErrors(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner + strings.Repeat("C: oops\nS: 500 Unknown command; send HELP for a list of commands\n", 98) +
		"C: DATA\nS: 503 Send EHLO first\nC: NOOP\nS: 250 Still here\nC: QUIT now\nS: 501 Type it like this: QUIT\n" +
		"C: NOOP\nS: 421 Too many errors; connect again\nEND")
}

func TestSessions(t *testing.T) {
	srv := serve(t, Config{}, func(l *limits) { l.sessions = 2 })
	first, second := dial(t, srv.Plain()), dialTLS(t, srv)
	first.talk(banner)
	second.talk(banner)
	dial(t, srv.Plain()).talk("S: 421 Too many sessions; try again later\nEND")
	dial(t, srv.TLS()).end()
	first.talk(quit)
	first.conn.Close()
	for { // until the server has noticed
		c := dial(t, srv.Plain())
		line, err := c.in.ReadString('\n')
		if strings.HasPrefix(line, "220 ") {
			return
		}
		if c.conn.Close(); !strings.HasPrefix(line, "421 ") {
			t.Fatal(line, err)
		}
	}
}

// An idle session ends with a 421, in each of its states (T16).
func TestIdle(t *testing.T) {
	const idle = "\nS: 421 Idle for too long; connect again\nEND"
	srv, got := serveInto(t, func(l *limits) { l.idle = time.Second })
	plain := func(t *testing.T) *client { return dial(t, srv.Plain()) }
	overTLS := func(t *testing.T) *client { return dialTLS(t, srv) }
	t.Run("in", func(t *testing.T) {
		for _, test := range []struct {
			name string
			dial func(*testing.T) *client
			talk string
		}{
			{"command", plain, banner + idle},
			{"challenge", plain, banner + ehlo + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6" + idle},
			{"message", plain, banner + ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: half" + idle},
			{"STARTTLS", plain, banner + ehlo + startTLS + "END"},
			{"handshake", func(t *testing.T) *client { return dial(t, srv.TLS()) }, "END"},
			{"TLS", overTLS, banner + idle},
		} {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				test.dial(t).talk(test.talk)
			})
		}
	})
	if len(got) > 0 {
		t.Errorf("half a message was taken: %+v", <-got)
	}
}

// A session ends at its limit even if the client is active.
func TestTotalTime(t *testing.T) {
	srv := serve(t, Config{}, func(l *limits) { l.total = 100 * time.Millisecond })
	c := dial(t, srv.Plain())
	c.talk(banner)
	for {
		if _, err := c.conn.Write([]byte("NOOP\r\n")); err != nil {
			t.Fatal(err)
		}
		line, err := c.in.ReadString('\n')
		if strings.HasPrefix(line, "250 ") {
			continue
		}
		if line != "421 This session has lasted too long; connect again\r\n" {
			t.Fatal(line, err)
		}
		return
	}
}

// Sending a command byte by byte does not extend its time limit.
func TestSlowCommand(t *testing.T) {
	srv := serve(t, Config{}, func(l *limits) { l.idle = 100 * time.Millisecond })
	c := dial(t, srv.Plain())
	go func() {
		for {
			if _, err := c.conn.Write([]byte("x")); err != nil {
				return
			}
		}
	}()
	c.talk(banner + "S: 421 Idle for too long; connect again")
}

// run gives a session all the input of a client at once.
func run(sent string) *scriptConn {
	conn := &scriptConn{sent: strings.NewReader(sent)}
	newSession(&Server{limits: defaultLimits}, conn).run(false)
	return conn
}

// Each command and each line of a message has its own time limit, so that a slow
// typist is not disconnected.
func TestEachLineHasItsTime(t *testing.T) {
	in := "EHLO\r\nAUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ=\r\nMAIL FROM:<>\r\nRCPT TO:<a>\r\nDATA\r\n"
	for _, line := range []string{"NOOP\r\n", in + "line\r\n"} {
		before, after := run(line), run(line+strings.Repeat("line\r\n", 10))
		if after.times-before.times != 10 {
			t.Errorf("10 lines after %q reset the limit %d times", line, after.times-before.times)
		}
	}
}

// What a client sends after the end is read and dropped. If it stayed unread, the
// connection would be reset and the last reply could be lost.
func TestReadsAfterTheEnd(t *testing.T) {
	for _, last := range []string{"QUIT\r\n", "GET / HTTP/1.1\r\n"} {
		if conn := run(last + strings.Repeat("x", 500000)); conn.sent.Len() > 0 {
			t.Errorf("%d octets left unread after %q", conn.sent.Len(), last)
		}
		if conn := run(last + strings.Repeat("x", 5<<20)); conn.sent.Len() == 0 {
			t.Errorf("everything was read after %q", last)
		}
	}
}

// A client that writes and never reads cannot keep a session open.
func TestClientNeverReads(t *testing.T) {
	srv := serve(t, Config{}, func(l *limits) { l.idle, l.grace = 50*time.Millisecond, 50*time.Millisecond })
	c := dial(t, srv.Plain())
	if err := c.conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	help := []byte(strings.Repeat("HELP\r\n", 1000)) // long replies fill the buffers soon
	for {
		if _, err := c.conn.Write(help); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal("the server does not give up")
		} else if err != nil {
			return
		}
	}
}

// A web page must not reach the server through a browser (T24).
func TestHTTP(t *testing.T) {
	srv := serve(t, Config{})
	for _, first := range []string{"GET / HTTP/1.1", "POST /x HTTP/1.1", "PUT / HTTP/1.0", "HEAD / HTTP/1.1", "OPTIONS * HTTP/1.1",
		"CONNECT a:25 HTTP/1.1", "DELETE / HTTP/1.1", "PATCH / HTTP/1.1", "TRACE / HTTP/1.1", "get /", "GET", "Host: localhost", "host:localhost",
		"POST /" + strings.Repeat("x", 5000) + " HTTP/1.1"} {
		t.Run(first[:min(9, len(first))], func(t *testing.T) {
			c := dial(t, srv.Plain())
			c.send(first + "\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nEHLO x\r\nNOOP\r\n")
			c.talk(banner + "S: 421 This is SMTP, not HTTP\nEND")
		})
	}
	c := dial(t, srv.Plain())
	c.send("POST / HTTP/1.1\r\n\r\n" + strings.Repeat("x", 500000)) // must not make the reply get lost
	c.talk(banner + "S: 421 This is SMTP, not HTTP\nEND")
	c = dialTLS(t, srv)
	c.talk(banner + ehloTLS + "C: POST / HTTP/1.1\nS: 421 This is SMTP, not HTTP\nEND")
}
