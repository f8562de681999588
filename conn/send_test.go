package conn

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestSendReportsFirst checks that a command is reported before its reply, even if the
// reply arrives before Write returns.
func TestSendReportsFirst(t *testing.T) {
	m, c, tape := talk(t)
	m.wrote = func() error {
		m.say <- "250 ok\r\n"
		m.say <- "" // taken when the reply has been reported
		return nil
	}
	send(t, c, line("NOOP"))
	tape.dialogue(t, `
		C "NOOP" CRLF
		S "250 ok" CRLF 8`)
}

// TestT23ReadTogether checks that all lines of one read are reported together. A line that
// is sent meanwhile comes after them, so that none of them is taken for its reply.
func TestT23ReadTogether(t *testing.T) {
	m, c, tape := talk(t)
	sent := make(chan error, 1)
	begin := sync.OnceFunc(func() { go func() { sent <- c.Send(t.Context(), line("NOOP")) }() })
	tape.during = func(Event) { // long enough for Send to take its turn between two events, if it could
		begin()
		runtime.Gosched()
	}
	m.say <- strings.Repeat("\n", talkBuffer-1)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	if all := tape.events(); len(all) != talkBuffer || all[talkBuffer-1].Kind != Sent {
		t.Errorf("of %d lines read together %d were reported before the one that was sent", talkBuffer-1, len(all)-1)
	}
}

func TestSendWritesOnce(t *testing.T) {
	for _, test := range []struct {
		lines    []Line
		wire     string
		reported string
	}{
		{[]Line{line("MAIL FROM:<a@b>"), line("RCPT TO:<c@d>"), line("DATA")},
			"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n", `
			C "MAIL FROM:<a@b>" CRLF +
			C "RCPT TO:<c@d>" CRLF +
			C "DATA" CRLF`},
		{[]Line{line("")}, "\r\n", `C "" CRLF`},
		{[]Line{{Text: []byte("a"), Ending: "\n"}, {Text: []byte("b"), Ending: "\r"}, {Text: []byte("c\x00\xff")}}, "a\nb\rc\x00\xff", `
			C "a" LF +
			C "b" CR +
			C "c\x00\xff"`},
		{[]Line{line("not\r\none"), line("::x")}, "not\r\none\r\n::x\r\n", `
			C "not\r\none" CRLF +
			C "::x" CRLF`},
	} {
		m, c, tape := talk(t)
		send(t, c, test.lines...)
		if len(m.out) != 1 || m.out[0] != test.wire {
			t.Errorf("written: %q, want one write of %q", m.out, test.wire)
		}
		tape.dialogue(t, test.reported)
		if sent, _ := c.Count(); sent != int64(len(test.wire)) {
			t.Errorf("%d bytes counted of %d", sent, len(test.wire))
		}
	}
}

func TestSendPassesSecretsOn(t *testing.T) {
	_, c, tape := talk(t)
	send(t, c, Line{Text: []byte("AUTH PLAIN AGEAYg=="), Ending: "\r\n", Secret: 8}, line("NOOP"))
	if all := tape.events(); all[0].Secret != 8 || all[1].Secret != 0 {
		t.Errorf("Secret is %d and %d, want 8 and 0", all[0].Secret, all[1].Secret)
	}
}

// TestSendAfterTheEnd checks that lines are not reported as sent after the end.
func TestSendAfterTheEnd(t *testing.T) {
	to := serve(t, func(p *peer) { p.says("421 no\r\n") })
	c, tape := connect(t, to, Dialer{})
	tape.ends(t, Closed)
	<-c.Ended()
	if err := c.Send(t.Context(), line("QUIT")); err != ErrClosed {
		t.Errorf("Send: %v, want ErrClosed", err)
	}
	if err := c.Upgrade(t.Context(), 8); err != ErrClosed {
		t.Errorf("Upgrade: %v, want ErrClosed", err)
	}
	tape.dialogue(t, `
		opened
		S "421 no" CRLF 8
		ended: the server closed the connection`)
}

// TestSendWhileItEnds checks that a Send that waits while the end is reported fails.
func TestSendWhileItEnds(t *testing.T) {
	m, tape := newMock(), newTape(t)
	ending, resume := make(chan struct{}), make(chan struct{})
	tape.during = func(e Event) {
		if e.Kind == Ended {
			close(ending)
			<-resume
		}
	}
	c := over(t, m, Security{}, tape)
	c.startReader()
	m.Close()
	<-ending
	result := make(chan error)
	go func() { result <- c.Send(t.Context(), line("QUIT")) }()
	for len(goroutines(func(g string) bool {
		return strings.Contains(g, "(*Mutex).Lock") && strings.Contains(g, "conn.(*Conn).Send(")
	})) == 0 {
		time.Sleep(time.Millisecond)
	}
	close(resume)
	if err := <-result; err != ErrClosed {
		t.Errorf("Send: %v, want ErrClosed", err)
	}
	<-c.Ended()
	tape.dialogue(t, `ended: the server closed the connection`)
}

// TestSendCounts checks that the end counts exactly the bytes that were written, even if it
// comes before Write returns.
func TestSendCounts(t *testing.T) {
	m, c, tape := talk(t)
	m.last = errBroken
	m.wrote = func() error {
		m.Close()
		<-c.Ended()
		return nil
	}
	send(t, c, line("QUIT"))
	if end := tape.ends(t, Failed); end.Sent != 6 {
		t.Errorf("the end counts %d bytes sent, want 6", end.Sent)
	}
	m, c, _ = talk(t)
	m.late = true // nothing goes out
	if err := c.Send(t.Context(), line("QUIT")); err == nil {
		t.Error("Send: no error")
	}
	if sent, _ := c.Count(); sent != 0 {
		t.Errorf("%d bytes counted, and none were sent", sent)
	}
}

var errBroken = errors.New("broken pipe")

func TestSendReturnsWriteError(t *testing.T) {
	m, c, _ := talk(t)
	m.wrote = func() error { return errBroken }
	if err := c.Send(t.Context(), line("NOOP")); err != errBroken {
		t.Errorf("Send: %v", err)
	}
}

// TestSendBulk checks that bulk is reported in one piece, and marked.
func TestSendBulk(t *testing.T) {
	m, c, tape := talk(t)
	text := strings.Repeat("a\r\n.b\n\x00", 100)
	send(t, c, line("BDAT 700"), Line{Text: []byte(text), Bulk: true}, Line{Bulk: true}, line("."))
	if len(m.out) != 1 || m.out[0] != "BDAT 700\r\n"+text+".\r\n" {
		t.Errorf("written: %q", m.out)
	}
	all := tape.events()
	for i, want := range []bool{false, true, true, false} {
		if all[i].Bulk != want || all[i].Kind != Sent {
			t.Errorf("event %d (%s): Bulk is %v", i, show(all[i]), all[i].Bulk)
		}
	}
	if string(all[1].Line) != text || all[1].Ending != "" || !all[1].More || all[3].More {
		t.Errorf("reported: %s", tape)
	}
}
