package conn

import (
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
)

// injection is data that arrives between the reply that allows TLS and the handshake.
type injection struct {
	name     string
	segments []string // that the server sends
	await    string   // the last text that the tap gets before Upgrade is called
	count    int64    // injected bytes
	reported string   // all that the tap gets
}

// TestInjected checks that data after the reply that allows TLS is reported and counted,
// and ends the connection without a handshake (CVE-2011-0411).
func TestInjected(t *testing.T) {
	for _, test := range []injection{
		{"in the same segment", []string{startTLSReply + "250 evil\r\n"}, startTLSReply, 10, `
			S "220 go ahead" CRLF 14 +
			S "250 evil" CRLF 24`},
		{"a part line in the same segment", []string{startTLSReply + "25"}, startTLSReply, 2, `
			S "220 go ahead" CRLF 14 +
			S "25" 16`},
		{"one byte", []string{startTLSReply + "\x16"}, startTLSReply, 1, `
			S "220 go ahead" CRLF 14 +
			S "\x16" 15`},
		{"a CR that is held back", []string{startTLSReply + "\r"}, startTLSReply, 1, `
			S "220 go ahead" CRLF 14
			S "\r" 15`},
		{"an LF", []string{startTLSReply + "\n"}, startTLSReply, 1, `
			S "220 go ahead" CRLF 14 +
			S "" LF 15`},
		{"a later segment that was reported", []string{startTLSReply, "250 evil\r\n"}, "evil\r\n", 10, `
			S "220 go ahead" CRLF 14
			S "250 evil" CRLF 24`},
		{"a later unread segment", []string{startTLSReply, "250 evil\r\n"}, startTLSReply, 10, `
			S "220 go ahead" CRLF 14
			S "250 evil" CRLF 24`},
		{"a later unread CR", []string{startTLSReply, "\r"}, startTLSReply, 1, `
			S "220 go ahead" CRLF 14
			S "\r" 15`},
		{"two unread segments", []string{startTLSReply, "250-e", "vil\r\n"}, startTLSReply, 10, `
			S "220 go ahead" CRLF 14
			S "250-e" 19
			S "vil" CRLF 24`},
		{"a whole handshake", []string{startTLSReply, record(22, "\x02\x00")}, startTLSReply, 7, `
			S "220 go ahead" CRLF 14
			S "\x16\x03\x03\x00\x02\x02\x00" 21`},
	} {
		t.Run(test.name, func(t *testing.T) { synctest.Test(t, test.run) })
	}
}

// run upgrades a connection while the Tap blocks the reader.
func (test injection) run(t *testing.T) {
	near, far := net.Pipe()
	tape := newTape(t)
	c := over(t, near, Security{}, tape)
	reported, resume := make(chan struct{}), make(chan struct{})
	tape.during = func(e Event) {
		if e.Kind == Received && strings.HasSuffix(string(e.Line)+e.Ending, test.await) {
			close(reported)
			<-resume
		}
	}
	c.startReader()
	heard := make(chan string, 1)
	go func() {
		for _, s := range test.segments {
			io.WriteString(far, s)
		}
		all, _ := io.ReadAll(far)
		heard <- string(all)
	}()
	<-reported
	result := make(chan error)
	go func() { result <- c.Upgrade(t.Context(), int64(len(startTLSReply))) }()
	synctest.Wait() // the unread segments are on their way, and Upgrade waits for the reader
	close(resume)

	err := <-result
	var injected *InjectedError
	if !errors.As(err, &injected) || injected.Count != test.count {
		t.Errorf("%v, want %d bytes injected", err, test.count)
	}
	if sent := <-heard; sent != "" {
		t.Errorf("the server received %q", sent)
	}
	tape.ends(t, Aborted)
	tape.dialogue(t, test.reported+"\nended: closed the connection")
}

func TestInjectedErrorText(t *testing.T) {
	for count, want := range map[int64]string{
		1:  "1 byte was injected before the TLS handshake",
		10: "10 bytes were injected before the TLS handshake",
	} {
		if got := (&InjectedError{count}).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestInjectedOverTCP is TestInjected with a real socket.
func TestInjectedOverTCP(t *testing.T) {
	to := serve(t, func(p *peer) {
		p.says(startTLSReply + "250-evil\r\n250 AUTH PLAIN\r\n")
		if got := p.rest(); got != "" {
			t.Errorf("server: received %q", got)
		}
	})
	_, tape, err := upgrade(t, to, Dialer{})
	var injected *InjectedError
	if !errors.As(err, &injected) || injected.Count != 26 {
		t.Errorf("%v, want 26 bytes injected", err)
	}
	tape.ends(t, Aborted)
}

// TestInjectedUnread injects a segment that is unread when Upgrade starts, with a real
// socket.
func TestInjectedUnread(t *testing.T) {
	reported, sent := make(chan struct{}), make(chan struct{})
	to := serve(t, func(p *peer) {
		p.says(startTLSReply)
		<-reported
		p.says("250 evil\r\n")
		close(sent)
		if got := p.rest(); got != "" {
			t.Errorf("server: received %q", got)
		}
	})
	tape := newTape(t)
	resume := make(chan struct{})
	tape.during = func(e Event) {
		if e.Kind == Received && strings.HasPrefix(string(e.Line), "220") {
			close(reported)
			<-resume
		}
	}
	d := Dialer{Tap: tape.hear}
	c, err := d.Dial(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	<-sent
	result := make(chan error)
	go func() { result <- c.Upgrade(t.Context(), int64(len(startTLSReply))) }()
	for !c.reader.stopping.Load() {
		runtime.Gosched()
	}
	close(resume)
	var injected *InjectedError
	if err := <-result; !errors.As(err, &injected) || injected.Count != 10 {
		t.Errorf("%v, want 10 bytes injected", err)
	}
	tape.ends(t, Aborted)
}

// TestNothingInjected checks that lines before the reply that allows TLS are not taken for
// an injection.
func TestNothingInjected(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := serve(t, func(p *peer) {
		p.says("220-mx\r\n220 mx\r\n\r\n\n" + startTLSReply)
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
	})
	c, tape := connect(t, to, Dialer{Security: ca.trusting()})
	if err := c.Upgrade(t.Context(), tape.awaitText(t, startTLSReply)); err != nil {
		t.Error(err)
	}
	tape.ends(t, Closed)
}
