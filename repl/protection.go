package repl

import (
	"context"
	"slices"
	"strings"

	"byhand/conn"
)

// protection says how a connection is protected, and what the run asks of the
// next one. It is guarded by Session.mu.
type protection struct {
	required bool          // a connection of this run used TLS, or --starttls asked for it
	startTLS bool          // this connection begins with STARTTLS, and so does :again
	plain    bool          // :open --no-tls: the user wants this connection in plain text
	starting bool          // :starttls is under way: it reports how the connection ends
	security conn.Security // how TLS is done on this connection
}

// protectionFor returns the protection that a connection to t gets when its :open has no
// options: what the command line asked for.
func (s *Session) protectionFor(t conn.Target) protection {
	return protection{required: s.protected().required, startTLS: s.opt.StartTLS && !t.TLS, security: s.opt.Dialer.Security}
}

// protected returns the protection of the connection as it was asked for.
func (s *Session) protected() protection {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secure
}

// reopen closes what is open, connects, waits for the greeting, and begins TLS if
// p says so.
func (s *Session) reopen(ctx context.Context, t conn.Target, p protection) error {
	s.hangUp()
	s.mu.Lock()
	s.secure = p
	s.mu.Unlock()
	if f := s.open(ctx, t); f != nil {
		return f
	}
	s.notePlain()
	opened := s.live()
	if err := s.greet(ctx); err != nil {
		return err
	}
	if p.startTLS && s.stillOn(opened) {
		return cmdStartTLS(ctx, s, "")
	}
	return nil
}

// notePlain reports a connection in plain text in a run that used TLS before.
func (s *Session) notePlain() {
	c := s.live()
	p := s.protected()
	switch {
	case c == nil || c.TLS() != nil || !p.required || p.startTLS:
	case p.plain:
		s.view.Note("not encrypted: --no-tls")
	case s.opt.Typed:
		s.view.Note("not encrypted, unlike the connection before")
	}
}

// unprotected returns why lines must not go out: a script that used TLS sends
// nothing in plain text but what leads to TLS, unless :open --no-tls asked for it.
// A person sees "plain" in the prompt and decides.
func (s *Session) unprotected(c *conn.Conn, lines []conn.Line) *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.secure
	if s.opt.Typed || c.TLS() != nil || !p.required || p.plain {
		return nil
	}
	protocol := s.dialect.Name()
	for _, l := range lines {
		if !leadsToTLS(protocol, string(l.Text)) {
			return failure(TLSFailed, "not sent: this connection is not encrypted, and the run uses TLS",
				s.howToEncrypt()+" encrypts it; :open --no-tls "+place(s.target)+" allows plain text")
		}
	}
	return nil
}

// howToEncrypt names what encrypts the connection. The lock is held.
func (s *Session) howToEncrypt() string {
	if s.dialect.StartTLS() != "" {
		return ":starttls"
	}
	return "the protocol's own command and then :tls"
}

// beforeTLS are the commands that a client may need before TLS, and QUIT.
var beforeTLS = []string{"EHLO", "HELO", "LHLO", "STARTTLS", "STLS", "CAPA", "CAPABILITY", "CAPABILITIES", "FEAT",
	"NOOP", "RSET", "HELP", "QUIT", "LOGOUT"}

// leadsToTLS reports whether a line is one of beforeTLS. In IMAP a tag comes first
// (RFC 9051 2.2.1); FTP begins TLS with AUTH TLS (RFC 4217 4).
func leadsToTLS(protocol, line string) bool {
	words := strings.Fields(strings.ToUpper(line))
	if protocol == "imap" && len(words) > 0 {
		words = words[1:]
	}
	switch {
	case len(words) == 0:
		return false
	case protocol == "ftp" && words[0] == "AUTH":
		return true
	}
	return slices.Contains(beforeTLS, words[0])
}
