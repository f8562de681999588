package conn

import (
	"errors"
	"strings"
	"testing"
)

// dialogue compares all events with want, which has one event a line as show writes it.
func (p *tape) dialogue(t testing.TB, want string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(want)) {
		lines = append(lines, strings.TrimSpace(line))
	}
	if got := p.String(); got != strings.Join(lines, "\n") {
		t.Errorf("events:\n%s\nwant:\n%s", got, strings.Join(lines, "\n"))
	}
}

// TestSession runs the session in the package's documentation.
func TestSession(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	to := serve(t, func(p *peer) {
		p.says("220 mail.example.net ESMTP\r\n")
		p.hears("STARTTLS\r\n")
		p.says("220 go ahead\r\n")
		if err := p.secures(config); err != nil {
			t.Error(err)
		}
		p.hears("QUIT\r\n")
		p.says("221 bye\r\n")
	})
	c, tape := connect(t, to, Dialer{Security: ca.trusting()})
	tape.awaitText(t, "ESMTP\r\n")
	send(t, c, line("STARTTLS"))
	if err := c.Upgrade(t.Context(), tape.awaitText(t, "220 go ahead\r\n")); err != nil {
		t.Fatal(err)
	}
	send(t, c, line("QUIT"))
	tape.ends(t, Closed)
	tape.dialogue(t, `
		opened
		S "220 mail.example.net ESMTP" CRLF 28
		C "STARTTLS" CRLF
		S "220 go ahead" CRLF 42
		secured
		C* "QUIT" CRLF
		S* "221 bye" CRLF 51
		ended: the server closed the connection`)

	for i, e := range tape.events() { // limits are measured from it (SECURITY.md, T25)
		if !strings.Contains(e.Time.String(), " m=") {
			t.Errorf("event %d (%s) is stamped without the monotonic clock: %v", i, show(e), e.Time)
		}
	}
	facts := tape.events()[4].TLS
	if facts != c.TLS() || !facts.Verified() || facts.Leaf().Subject.Organization[0] != "Example" {
		t.Errorf("secured with %+v, the connection says %+v", facts, c.TLS())
	}
	if opening := tape.events()[0].Opening; opening.Remote.String() != to.Address() || len(opening.Attempts) != 1 {
		t.Errorf("opened with %+v", opening)
	}
	if c.Target() != to || c.Opening().Local == nil {
		t.Errorf("the connection leads to %v from %v", c.Target(), c.Opening().Local)
	}
}

func TestEndString(t *testing.T) {
	words := map[string]bool{}
	for how := Closed; how <= Aborted; how++ {
		end := End{How: how, Err: errors.New("as the network says")}
		quotes := how == Broken || how == Failed
		if got := end.String(); strings.Contains(got, "as the network says") != quotes {
			t.Errorf("%d: %q; want the error quoted: %v", how, got, quotes)
		}
		words[end.String()] = true
	}
	if len(words) != 6 { // ClosedLocally and Aborted say the same
		t.Errorf("%d different words for the ways to end: %v", len(words), words)
	}
}
