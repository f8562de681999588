package repl_test

import (
	"testing"

	"byhand/repl"
)

// TestProxyHeader: if a script's first line is a PROXY header, it is sent before the
// greeting and gets no reply. Other lines wait.
func TestProxyHeader(t *testing.T) {
	t.Parallel()
	const header = "PROXY TCP4 192.0.2.1 192.0.2.2 12345 25"
	const server = "C: " + header + "\nquiet\nS: 220 hi\nC: EHLO me\nquiet\nS: 250 me\nC: QUIT\nS: 221 bye\nclose"
	noWait := func(o *repl.Options) { o.NoWait = true }
	for _, c := range []struct {
		name, server, input string
		change              func(*repl.Options)
	}{
		{"a line", server, header + "\nEHLO me\nQUIT\n", nil},
		{"after a comment, before :expect", server, ":# why\n" + header + "\n:expect 220\nEHLO me\n:expect 250\nQUIT\n", nil},
		{":raw", server, `:raw "` + header + `\r\n"` + "\nEHLO me\nQUIT\n", nil},
		{"nothing else", "C: " + header + "\nS: 220 hi", header, nil},
		{"--no-wait", "C: " + header + "\nC: EHLO me\nC: QUIT\nhalf\nS: 220 hi\nS: 250 me\nS: 221 bye\nclose", header + "\nEHLO me\nQUIT\n", noWait},
		{"POP3", "C: " + header + "\nS: +OK hi\nC: QUIT\nS: +OK bye\nclose", header + "\nQUIT\n", func(o *repl.Options) { o.Target.Protocol = "pop3" }},
		{"IMAP", "C: " + header + "\nS: * OK hi\nC: a NOOP\nS: a OK done", header + "\na NOOP\n", func(o *repl.Options) { o.Target.Protocol = "imap" }},
		{"after :again", "S: 220 hi\naccept\n" + server, ":again\n" + header + "\nEHLO me\nQUIT\n", nil},
		{"not the first line", "S: 220 hi\nC: NOOP\nS: 250 ok\nC: " + header + "\nS: 250 what", "NOOP\n" + header + "\n", nil},
		{"any other line", "quiet\nS: 220 hi\nC: PROXYTCP4\nS: 250 ok", "PROXYTCP4\n", nil},
		{"any other :raw", "quiet\nS: 220 hi\nC: NOOP\nS: 250 ok", `:raw "NOOP\r\n"`, nil},
		{"inside TLS", "tls\nquiet\nS: 220 hi\nC: " + header + "\nS: 250 ok", header, func(o *repl.Options) { o.Target.TLS, o.Dialer.Security.Insecure = true, true }},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := c.change
			if change == nil {
				change = func(*repl.Options) {}
			}
			if got := session(t, c.server, c.input, change); got.status != repl.OK {
				t.Errorf("status %d:\n%s", got.status, got.err)
			}
		})
	}
	got := typed(t, "C: "+header+"\nS: 220 hi\nC: NOOP\nS: 250 ok", newKeyboard(header, "NOOP"))
	has(t, "at a prompt", got.err, "sending the PROXY header before the greeting")
}
