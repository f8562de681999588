package repl_test

import (
	"strings"
	"testing"
	"time"

	"byhand/repl"
)

// TestUnusualGreeting: what byhand reports if a server does not start like SMTP.
func TestUnusualGreeting(t *testing.T) {
	t.Parallel()
	soon := func(o *repl.Options) { o.GreetingDelay, o.Timeout = 300*time.Millisecond, time.Second }
	for name, c := range map[string]struct {
		server string
		status repl.Status
		says   []string
		hides  string
		change func(*repl.Options)
	}{
		"silent":                           {"silence", repl.TimedOut, []string{"no greeting after 300ms; still waiting", "hint: the port may expect TLS from the first byte: byhand --tls 127.0.0.1 "}, "", soon},
		"greeting without its last line":   {"S: 220-hi\nsilence", repl.TimedOut, []string{"the greeting is unfinished after 300ms: ", "the greeting from 127.0.0.1:", ` is unfinished after 1s: the server sent "220-hi", but no line that begins with "220 "`}, "wants TLS", soon},
		"greeting without a line ending":   {"S= \"220 hi\"\nsilence", repl.TimedOut, []string{"is unfinished after 1s: the server sent \"220 hi\" without a line ending"}, "wants TLS", soon},
		"EHLO reply without its last line": {"S: 220 hi\nC: EHLO me\nS: 250-me\nsilence", repl.TimedOut, []string{"the reply from ", `sent "250-me"`, "(in:1)"}, "", soon},
		"the second reply does not come":   {"S: 220 hi\nC: EHLO me\nS: 250 me\nC: NOOP\nsilence", repl.TimedOut, []string{"no reply from "}, "unfinished", soon},
		"silent, protocol tcp":             {"silence", repl.OK, nil, "greeting", func(o *repl.Options) { soon(o); o.Target.Protocol = "tcp" }},
		"closes at once":                   {"close", repl.OK, []string{"the server closed the connection", "hint: the server sent nothing; the port may expect TLS"}, "", func(*repl.Options) {}},
		"speaks TLS":                       {"S= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x46\"\nclose", repl.OK, []string{"hint: the server sent TLS, not text: byhand --tls 127.0.0.1 "}, "nothing at all", func(*repl.Options) {}},
		"greets":                           {"S: 220 hi\nclose", repl.OK, nil, "hint", func(*repl.Options) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			input := ""
			if strings.Contains(c.server, "C: ") {
				input = "EHLO me\nNOOP\n"
			}
			got := session(t, c.server, input, c.change)
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			has(t, "stderr", got.err, c.says...)
			if c.hides != "" {
				hasNot(t, "stderr", got.err, c.hides)
			}
		})
	}
}
