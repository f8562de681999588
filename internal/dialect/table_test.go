package dialect

import (
	"slices"
	"strings"
	"testing"

	"byhand/internal/smtp"
)

func TestGreetingIdentifiesProtocol(t *testing.T) {
	for greeting, want := range map[string]string{
		"220 hi\r\n":                   "smtp",
		"220-hi\r\n":                   "smtp",
		"554 no\r\n":                   "smtp",
		"220\r\n":                      "smtp",
		"+OK ready\r\n":                "pop3",
		"* OK ready\r\n":               "imap",
		"\"IMPLEMENTATION\" \"x\"\r\n": "sieve",
		"VERSION\t1\t2\r\n":            "tcp",
		"2200 is not a code\r\n":       "tcp",
		"\n":                           "tcp",
		"SSH-2.0-OpenSSH_9.2\r\n":      "tcp",
	} {
		for split := range len(greeting) {
			d := Named("")
			if d.Phase() != smtp.Greeting || d.Owed() != 1 {
				t.Fatalf("before the greeting: phase %v, %d owed", d.Phase(), d.Owed())
			}
			d.Received([]byte(greeting[:split]))
			d.Received([]byte(greeting[split:]))
			if d.Name() != want {
				t.Errorf("%q, split at %d: %q, want %q", greeting, split, d.Name(), want)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	for protocol, want := range map[string]smtp.Phase{
		"smtp": smtp.Greeting, "lmtp": smtp.Greeting, "imap": smtp.Greeting, "tcp": smtp.Command,
	} {
		if d := Named(protocol); d.Name() != protocol || d.Phase() != want {
			t.Errorf("%s: %q in phase %v, want %v", protocol, d.Name(), d.Phase(), want)
		}
	}
}

// Passwords of protocols that byhand does not know are secret too.
func TestLinesSecret(t *testing.T) {
	for line, want := range map[string]string{
		"PASS secret word":             "secret word",
		"pass secret":                  "secret",
		"USER bob":                     "",
		"a LOGIN bob secret":           "secret",
		"a LOGIN bob \"two words\"":    "\"two words\"",
		"a1 authenticate PLAIN AHVz":   "AHVz",
		"AUTH PLAIN AHVz":              "AHVz",
		"AUTH\t1\tPLAIN\tresp=AHVz":    "PLAIN\tresp=AHVz",
		"a SELECT INBOX":               "",
		"a FETCH 1 BODY[TEXT] pass it": "",
		"":                             "",
	} {
		n := newUnknown("x").Secret([]byte(line))
		if got := line[len(line)-n:]; got != want {
			t.Errorf("%q: %q is secret, want %q", line, got, want)
		}
	}
}

func TestLinesSecretAnswer(t *testing.T) {
	d := newSilent("x")
	d.Sent([]byte("a AUTHENTICATE PLAIN\r\n"))
	d.Received([]byte("+ \r\n"))
	if got := d.Secret([]byte("AHVzZXI=")); got != 8 {
		t.Errorf("%d bytes of the answer are secret, want 8", got)
	}
	d.Sent([]byte("AHVzZXI=\r\n"))
	d.Received([]byte("a OK\r\n"))
	if got := d.Secret([]byte("b SELECT INBOX")); got != 0 {
		t.Errorf("%d bytes of the next command are secret, want 0", got)
	}
}

func TestUnknownProtocolOwed(t *testing.T) {
	d := newUnknown("x")
	for _, step := range []struct {
		do   func()
		owed int
	}{
		{func() {}, 1},
		{func() { d.Received([]byte("* O")) }, 0},
		{func() { d.Sent([]byte("a NO")) }, 0},
		{func() { d.Sent([]byte("OP\r\n")) }, 1},
		{func() { d.Received([]byte("a")) }, 0},
		{func() { d.Sent([]byte("a NOOP\r\n")) }, 1},
		{func() { d.Hangup() }, 0},
	} {
		step.do()
		if d.Owed() != step.owed {
			t.Errorf("%d owed, want %d", d.Owed(), step.owed)
		}
	}
	if d.Phase() != smtp.Closed {
		t.Errorf("phase %v after the end", d.Phase())
	}
}

// Each row must be complete, so that byhand knows every fact about a protocol.
func TestRowsAreComplete(t *testing.T) {
	for _, p := range protocols {
		if d := p.dialect(); d.Name() != p.name || len(p.services) == 0 {
			t.Errorf("%s: the name is %q, with %d services", p.name, d.Name(), len(p.services))
		}
		if p.rules == nil {
			continue
		}
		if r := *p.rules; r.name != p.name || r.ok == "" || r.refusals == "" || p.matchGreeting == nil {
			t.Errorf("%s: incomplete: %+v", p.name, r)
		}
		if !slices.ContainsFunc(dialogues, func(d dialogue) bool { return d.protocol == p.name }) {
			t.Errorf("%s: talk_test.go has no dialogue", p.name)
		}
		if !IsVerb(p.rules.quit) {
			t.Errorf("%s: %q is not among its verbs", p.name, p.rules.quit)
		}
		for _, command := range []string{p.rules.startTLS, p.rules.list, p.rules.auth} {
			if command != "" && !IsVerb(p.rules.verb(command)) {
				t.Errorf("%s: %q is not among its verbs", p.name, command)
			}
		}
		if p.rules.startTLS != "" && !LeadsToTLS(p.name, []byte(p.rules.startTLS)) {
			t.Errorf("%s: %q is not among the verbs before TLS", p.name, p.rules.startTLS)
		}
	}
}

// A protocol may have no commands for TLS and for a login. Then an empty line is neither.
func TestSessionWithoutTLSAndLogin(t *testing.T) {
	d := session{rules: &rules{name: "toy", ok: "OK", refusals: "NO", quit: "BYE", verbs: "BYE"}, greeted: true}
	d.trackSent([]byte("\r\n"), func(*request, piece) {})
	if d.isLoggingIn() || d.newest().secret || d.Secret([]byte("hello")) != 0 {
		t.Error("an empty line begins a login")
	}
	d.complete(0, "OK", []byte("OK"))
	if d.CanSecure() == nil {
		t.Error("TLS may begin after an empty line")
	}
}

func TestLeadsToTLS(t *testing.T) {
	for row, want := range map[string]bool{
		"smtp EHLO me": true, "smtp starttls": true, "smtp MAIL FROM:<>": false, "smtp AUTH PLAIN": false, "smtp STLS": false, "smtp ": false,
		"lmtp LHLO me": true, "pop3 STLS": true, "pop3 USER tim": false, "pop3 AUTH PLAIN": false,
		"imap a STARTTLS": true, "imap STARTTLS": false, "imap a LOGIN tim x": false, "sieve STARTTLS": true, "sieve AUTHENTICATE": false,
		"ftp AUTH TLS": true, "ftp PASS x": false, "nntp STARTTLS": true, "nntp AUTHINFO PASS x": false,
		"tcp STLS": true, "tcp AUTH TLS": false, "tcp PASS x": false, "tcp GET /": false,
	} {
		name, line, _ := strings.Cut(row, " ")
		if got := LeadsToTLS(name, []byte(line)); got != want {
			t.Errorf("%s: %v, want %v", row, got, want)
		}
	}
}
