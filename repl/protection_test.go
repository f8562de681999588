package repl_test

import (
	"strings"
	"testing"
	"time"

	"byhand/internal/fakeserver"
	"byhand/internal/lesson"
	"byhand/repl"
)

// Steps of a server that accepts STARTTLS, and of one that refuses it.
const (
	startsTLS  = "S: 220 hi\nany\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\ntls\n"
	upgraded   = startsTLS + "any\nS: 250 inside\n"
	refusesTLS = "S: 220 hi\nany\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 no\n"
	greets     = "S: 220 hi\n"
	noop       = "C: NOOP\nS: 250 ok\n"
	next       = "accept\n"
)

// insecure accepts the server's certificate.
func insecure(o *repl.Options) { o.Dialer.Security.Insecure = true }

// startTLS sets --starttls.
func startTLS(o *repl.Options) { o.StartTLS = true }

// TestProtectionHolds: a run that used TLS sends nothing unencrypted on a later connection
// except the commands that lead to TLS.
func TestProtectionHolds(t *testing.T) {
	t.Parallel()
	implicit := func(o *repl.Options) { o.Target.TLS = true }
	keepGoing := func(o *repl.Options) { o.KeepGoing = true }
	noWait := func(o *repl.Options) { o.NoWait = true }
	smtp := func(o *repl.Options) { o.Target.Protocol = "smtp" }
	imap := func(o *repl.Options) { o.Target.Protocol = "imap" }
	const imapTLS = "S: * OK hi\nC: a STARTTLS\nS: a OK go\ntls\n"
	for _, test := range []struct {
		name, server, input string
		options             []func(*repl.Options)
		status              repl.Status
		says                string
	}{
		{"--starttls, :again", upgraded + next + upgraded + noop, ":again|NOOP", []func(*repl.Options){startTLS}, repl.OK, ""},
		{"--starttls, :open", upgraded + next + upgraded + noop, ":open 127.0.0.1 PORT|NOOP", []func(*repl.Options){startTLS}, repl.OK, ""},
		{"--starttls, :again, refused", upgraded + next + refusesTLS, ":again|NOOP", []func(*repl.Options){startTLS, keepGoing}, repl.TLSFailed, "the server refused STARTTLS"},
		{"--starttls, :open, refused", upgraded + next + refusesTLS, ":open 127.0.0.1 PORT|NOOP", []func(*repl.Options){startTLS}, repl.TLSFailed, "the server refused STARTTLS"},
		{"--starttls, :again, :starttls", upgraded + next + upgraded + noop, ":again|:starttls|NOOP", []func(*repl.Options){startTLS}, repl.OK, "TLS is already active"},
		{"--starttls, :open in IMAP", upgraded + next + "S: * OK hi\nC: s STARTTLS\nS: s OK go\ntls\nC: a NOOP\nS: a OK\n", ":open imap://127.0.0.1:PORT|a NOOP", []func(*repl.Options){startTLS}, repl.OK, ""},
		{"--starttls, :open in an unknown protocol", upgraded + next + greets, ":open tcp://127.0.0.1:PORT|NOOP", []func(*repl.Options){startTLS}, repl.TLSFailed, "does not know how to start TLS"},
		{"--starttls, :again twice", upgraded + next + upgraded + next + upgraded + noop, ":again|:again|NOOP", []func(*repl.Options){startTLS}, repl.OK, ""},
		{":starttls, :again", upgraded + next + greets, ":starttls|:again|MAIL FROM:<>", nil, repl.TLSFailed, "not sent"},
		{":starttls, :again, :starttls", upgraded + next + upgraded + noop, ":starttls|:again|:starttls|NOOP", nil, repl.OK, ""},
		{":starttls, :again, by hand", upgraded + next + upgraded + noop, ":starttls|:again|EHLO me|STARTTLS|:tls|EHLO me|NOOP", nil, repl.OK, ""},
		{":starttls, :again, --keep-going", upgraded + next + greets, ":starttls|:again|MAIL FROM:<>|RSET", []func(*repl.Options){keepGoing}, repl.TLSFailed, "not sent"},
		{":starttls, :again, --no-wait", upgraded + next + greets, ":starttls|:again|MAIL FROM:<>", []func(*repl.Options){smtp, noWait}, repl.TLSFailed, "not sent"},
		{":starttls, :again, a batch", upgraded + next + greets, ":starttls|:again|:batch|EHLO me|MAIL FROM:<>|:go", nil, repl.TLSFailed, "not sent"},
		{":starttls, :again, :raw", upgraded + next + greets, `:starttls|:again|:raw "EHLO me\r\nMAIL FROM:<>\r\n"`, nil, repl.TLSFailed, "not sent"},
		{":starttls, :again, :auth", upgraded + next + greets + "any\nS: 250 AUTH PLAIN\n", ":starttls|:again|:auth --clear PLAIN bob", []func(*repl.Options){func(o *repl.Options) { o.Password = []byte("x") }}, repl.TLSFailed, "not sent"},
		{"implicit TLS, :open a plain port", "tls\nS: 220 hi\n" + next + greets, ":open 127.0.0.1 PORT|MAIL FROM:<>", []func(*repl.Options){implicit}, repl.TLSFailed, ":starttls encrypts it; :open --no-tls 127.0.0.1 PORT"},
		{"implicit TLS, :open --starttls", "tls\nS: 220 hi\n" + next + upgraded + noop, ":open --starttls 127.0.0.1 PORT|NOOP", []func(*repl.Options){implicit}, repl.OK, ""},
		{"implicit TLS, :open --tls, :again", "tls\nS: 220 hi\n" + next + "tls\nS: 220 hi\n" + next + "tls\nS: 220 hi\n" + noop, ":open --tls 127.0.0.1 PORT|:again|NOOP", []func(*repl.Options){implicit}, repl.OK, ""},
		{"--no-tls is obeyed, and :again repeats it", upgraded + next + greets + noop + next + greets + "C: RSET\nS: 250 ok\n", ":open --no-tls 127.0.0.1 PORT|NOOP|:again|RSET", []func(*repl.Options){startTLS}, repl.OK, "this connection is not encrypted, because of --no-tls"},
		{"--no-tls holds for one :open", upgraded + next + greets + next + greets, ":starttls|:open --no-tls 127.0.0.1 PORT|:open 127.0.0.1 PORT|MAIL FROM:<>", nil, repl.TLSFailed, "not sent"},
		{"a replay", startsTLS + "any\nS: 250 inside\n" + noop + next + upgraded + noop, "NOOP|:again --replay", []func(*repl.Options){startTLS}, repl.OK, ""},
		{"a replay, STARTTLS refused", upgraded + noop + next + refusesTLS, "NOOP|:again --replay", []func(*repl.Options){startTLS}, repl.TLSFailed, "does not start TLS this time"},
		{"IMAP by hand", imapTLS + next + "S: * OK hi\nC: a CAPABILITY\nS: a OK\n", "a STARTTLS|:tls|:again|a CAPABILITY|b LOGIN u p", []func(*repl.Options){imap}, repl.TLSFailed, "not sent"},
		{"plain text from the start", greets + noop + next + greets + noop, "NOOP|:again|NOOP", nil, repl.OK, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, err := fakeserver.Start(test.server)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.NewReplacer("|", "\n", "PORT", s.Port()).Replace(test.input)
			got := converse(t, s, lines, append(test.options, insecure)...)
			if got.status != test.status {
				t.Errorf("status %d, want %d\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, strings.ReplaceAll(test.says, "PORT", s.Port()))
		})
	}
}

// TestTypedProtection: at a prompt and in a lesson, --starttls applies to :again too. An
// unencrypted connection after one with TLS is reported, but not refused.
func TestTypedProtection(t *testing.T) {
	t.Parallel()
	teaches := func(o *repl.Options) { o.Lesson = lesson.All()[0] }
	for name, options := range map[string][]func(*repl.Options){"a prompt": {startTLS, insecure}, "a lesson": {startTLS, insecure, teaches}} {
		t.Run(name, func(t *testing.T) {
			k := newKeyboard(":again", "NOOP")
			got := typed(t, upgraded+next+upgraded+noop, k, options...)
			if got.status != repl.OK || !strings.HasSuffix(k.prompts[len(k.prompts)-1], " tls unverified> ") {
				t.Errorf("status %d, prompts %q", got.status, k.prompts)
			}
		})
	}
	got := typed(t, upgraded+next+greets+noop, newKeyboard(":starttls", ":again", "NOOP"), insecure)
	has(t, "stderr", got.err, "this connection is not encrypted, unlike an earlier one")
	if got.status != repl.OK {
		t.Errorf("status %d", got.status)
	}
}

// TestNoGreetingMissedInHandshake: while byhand asks about a certificate, it does not
// report that the greeting is late.
func TestNoGreetingMissedInHandshake(t *testing.T) {
	t.Parallel()
	got := typed(t, "tls\nS: 220 hi", newKeyboard("yes"), func(o *repl.Options) { o.Target.TLS, o.GreetingDelay = true, time.Nanosecond })
	before, _, _ := strings.Cut(got.err, "accepted for this connection")
	hasNot(t, "stderr before the answer", before, "no greeting")
}
