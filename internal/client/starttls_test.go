package client_test

import (
	"errors"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/dialect"
)

// The beginnings of scripts.
const (
	smtpHello = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 STARTTLS\n"
	agreed    = "C: STARTTLS\nS: 220 go\n"
)

// TestStartTLS: what byhand sends to begin TLS in each protocol.
func TestStartTLS(t *testing.T) {
	for name, c := range map[string]struct {
		protocol, script string
		typed            string // the line that the user sent before
		heard            string
	}{
		"SMTP": {"smtp", smtpHello + agreed + "tls\nC: EHLO me\nS: 250 hi", "",
			"C: EHLO me\nS: 250-hi\nS: 250 STARTTLS = 250 to \"EHLO\"\nC: STARTTLS\nS: 220 go = 220 to \"STARTTLS\"\nsecured\nC: EHLO me\nS: 250 hi = 250 to \"EHLO\""},
		"SMTP after EHLO": {"smtp", smtpHello + agreed + "tls\nC: EHLO me\nS: 250 hi", "EHLO me",
			"C: STARTTLS\nS: 220 go = 220 to \"STARTTLS\"\nsecured\nC: EHLO me\nS: 250 hi = 250 to \"EHLO\""},
		"LMTP": {"lmtp", "S: 220 hi\nC: LHLO me\nS: 250 STARTTLS\n" + agreed + "tls\nC: LHLO me\nS: 250 hi", "",
			"C: LHLO me\nS: 250 STARTTLS = 250 to \"LHLO\"\nC: STARTTLS\nS: 220 go = 220 to \"STARTTLS\"\nsecured\nC: LHLO me\nS: 250 hi = 250 to \"LHLO\""},
		"POP3": {"pop3", "S: +OK hi\nC: STLS\nS: +OK go\ntls", "",
			"C: STLS\nS: +OK go = +OK to \"STLS\"\nsecured"},
		"ManageSieve greets again": {"sieve", "S: OK hi\nC: STARTTLS\nS: OK go\ntls\nS: \"SASL\" \"PLAIN\"\nS: OK hi", "",
			"C: STARTTLS\nS: OK go = OK to \"STARTTLS\"\nsecured\nS: \"SASL\" \"PLAIN\"\nS: OK hi = OK to \"GREETING\""},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.protocol, c.script)
			if c.typed != "" {
				s.ask(t, c.typed)
			}
			if err := s.StartTLS(t.Context(), s, "me", s.Upgrade); err != nil {
				t.Fatal(err)
			}
			if !s.Secure() || s.Conn().TLS() == nil {
				t.Error("not encrypted")
			}
			from, _, _ := strings.Cut(c.heard, "\n")
			if got := s.tape.heard(from); got != c.heard {
				t.Errorf("heard\n%s\nwant\n%s", got, c.heard)
			}
		})
	}
}

// TestStartTLSFails: each error for which TLS does not begin.
func TestStartTLSFails(t *testing.T) {
	for name, c := range map[string]struct {
		protocol, script string
		want             any // a pointer to the type of the error, or the error
		open             bool
	}{
		"no such protocol": {"ftp", "S: 220 hi", client.ErrNoStartTLS, true},
		"EHLO refused":     {"smtp", "S: 220 hi\nC: EHLO me\nS: 502 no", new(*client.RefusedError), true},
		"refused":          {"smtp", smtpHello + "C: STARTTLS\nS: 454 no", new(*client.RefusedError), true},
		"POP3 refuses":     {"pop3", "S: +OK hi\nC: STLS\nS: -ERR no", new(*client.RefusedError), true},
		"hung up":          {"smtp", smtpHello + "C: STARTTLS\nclose", client.ErrEnded, false},
		"another code":     {"smtp", smtpHello + "C: STARTTLS\nS: 250 ok", new(*dialect.NotSecurable), true},
		"injected":         {"smtp", smtpHello + "C: STARTTLS\nS= \"220 go\\r\\n250 evil\\r\\n\"", new(*conn.InjectedError), false},
		"injected, POP3":   {"pop3", "S: +OK hi\nC: STLS\nS= \"+OK go\\r\\n+OK evil\\r\\n\"", new(*conn.InjectedError), false},
		"injected, Sieve":  {"sieve", "S: OK hi\nC: STARTTLS\nS= \"OK go\\r\\nOK evil\\r\\n\"", new(*conn.InjectedError), false},
		"half a line more": {"smtp", smtpHello + "C: STARTTLS\nS= \"220 go\\r\\n2\"", new(*conn.InjectedError), false},
		"plain text":       {"smtp", smtpHello + agreed + "hello\nS: 500 what", new(*conn.TLSError), false},
		"EHLO inside":      {"smtp", smtpHello + agreed + "tls\nC: EHLO me\nS: 554 no", new(*client.RefusedError), true},
		"hung up inside":   {"smtp", smtpHello + agreed + "tls\nC: EHLO me\nclose", client.ErrEnded, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.protocol, c.script)
			err := s.StartTLS(t.Context(), s, "me", s.Upgrade)
			if want, ok := c.want.(error); ok && !errors.Is(err, want) || !ok && !errors.As(err, c.want) {
				t.Errorf("%T %v, want %T %v", err, err, c.want, c.want)
			}
			if open := s.Live() != nil; open != c.open {
				t.Errorf("open: %v", open)
			}
		})
	}
}

// TestUpgrade: TLS begins only when the server has agreed to it, and once.
func TestUpgrade(t *testing.T) {
	s := open(t, "smtp", smtpHello+agreed+"tls\nC: NOOP\nS: 250 ok")
	s.ask(t, "EHLO me")
	if err := s.Upgrade(t.Context()); !errors.As(err, new(*dialect.NotSecurable)) || s.CanSecure() == nil {
		t.Errorf("before STARTTLS: %v", err)
	}
	s.ask(t, "STARTTLS")
	if err := s.Upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Upgrade(t.Context()); !errors.Is(err, conn.ErrSecured) {
		t.Errorf("inside TLS: %v", err)
	}
	s.ask(t, "NOOP")
}

// TestUpgradeUnknownProtocol: where byhand does not know how a server agrees to TLS, the user
// decides.
func TestUpgradeUnknownProtocol(t *testing.T) {
	s := open(t, "ftp", "S: 220 hi\nC: AUTH TLS\nS: 234 go\ntls\nC: NOOP\nS: 200 ok")
	s.ask(t, "AUTH TLS")
	if err := s.Upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.ask(t, "NOOP")
}

// TestHello: the line that opens a session, with a name or our address.
func TestHello(t *testing.T) {
	s := open(t, "lmtp", "S: 220 hi")
	for name, want := range map[string]string{"me": "LHLO me", "": "LHLO [127.0.0.1]"} {
		if line, ok := s.Hello(name); line != want || !ok {
			t.Errorf("%q: %q, %v", name, line, ok)
		}
	}
	if line, ok := client.New(conn.Target{Protocol: "smtp"}, client.Limits{}, &tape{}).Hello(""); line != "EHLO localhost" || !ok {
		t.Errorf("not connected: %q, %v", line, ok)
	}
	if _, ok := open(t, "pop3", "S: +OK hi").Hello("me"); ok {
		t.Error("POP3 has no EHLO")
	}
}
