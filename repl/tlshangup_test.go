package repl_test

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"byhand/repl"
)

const hangsUp = "the server closed the connection during the TLS handshake\n"

// TestHangUpBeforeTLS: if a server answers STARTTLS with 220 and hangs up, byhand exits
// with status 4 and the same message, at whatever moment it notices.
func TestHangUpBeforeTLS(t *testing.T) {
	t.Parallel()
	const agrees = "S: 220 hi\nany\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n"
	for _, test := range []struct{ name, server, input string }{
		{"closes", agrees + "close\nsilence", ":starttls\nNOOP"},
		{"closes, STARTTLS by hand", agrees + "close\nsilence", "EHLO me\nSTARTTLS\n:tls\nNOOP"},
		{"closes on the ClientHello", agrees + "hello\nclose\nsilence", ":starttls\nNOOP"},
		{"resets", agrees + "reset", ":starttls\nNOOP"},
		{"IMAP", "S: * OK hi\nC: s STARTTLS\nS: s OK go\nclose\nsilence", ":starttls\na NOOP"},
		{"POP3", "S: +OK hi\nC: STLS\nS: +OK go\nclose\nsilence", ":starttls\nNOOP"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for range 20 {
				got := session(t, test.server, test.input)
				got.err = places.ReplaceAllString(got.err, "")
				said := got.err[strings.LastIndex(got.err, "> "):]
				if _, after, _ := strings.Cut(said, "\n"); got.status != repl.TLSFailed || after != "byhand: "+hangsUp {
					t.Fatalf("status %d, want 4:\n%s", got.status, got.err)
				}
			}
		})
	}
	t.Run("the input goes on", func(t *testing.T) {
		in, more := io.Pipe()
		defer more.Close()
		got := session(t, agrees+"close\nsilence", "", func(o *repl.Options) {
			o.Input = repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: io.MultiReader(strings.NewReader("EHLO me\nSTARTTLS\n"), in)}})
		})
		got.err = places.ReplaceAllString(got.err, "")
		if !strings.HasSuffix(got.err, "> STARTTLS\nbyhand: "+hangsUp) || got.status != repl.TLSFailed {
			t.Errorf("status %d, want 4:\n%s", got.status, got.err)
		}
	})
	t.Run("at a prompt", func(t *testing.T) {
		got := typed(t, agrees+"close\nsilence", newKeyboard("EHLO me", "STARTTLS", "closed> ", ":tls"))
		has(t, "stderr", got.err, "byhand: the server closed the connection\n", "byhand: "+hangsUp)
		if got.status != repl.TLSFailed {
			t.Errorf("status %d, want 4", got.status)
		}
	})
}

// places matches the reference to a script's line.
var places = regexp.MustCompile(` \(in:\d+\)`)
