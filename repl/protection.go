package repl

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"byhand/conn"
)

// protection says how a connection is protected, and what the run asks of the next one.
type protection struct {
	required bool          // a connection of this run used TLS, or --starttls asked for it
	startTLS bool          // this connection begins with STARTTLS, and so does :again
	plain    bool          // :open --no-tls: the user wants this connection in plain text
	security conn.Security // how TLS is done on this connection
	starting *atomic.Bool  // :starttls is under way: it reports how the connection ends
}

// protectionFor returns the protection that a connection to t gets when its :open has no
// options: what the command line asked for.
func protectionFor(s *Session, t conn.Target) protection {
	return protection{required: s.secure.required, startTLS: s.opt.StartTLS && !t.TLS, security: s.opt.Dialer.Security, starting: s.secure.starting}
}

// reopen closes what is open, connects, waits for the greeting, and begins TLS if p
// says so.
func (s *Session) reopen(ctx context.Context, t conn.Target, p protection) error {
	s.client.Close()
	s.secure = p
	if err := s.open(ctx, t); err != nil {
		return err
	}
	notePlain(s)
	opened := s.client
	if err := s.greet(ctx); err != nil {
		return err
	}
	if p.startTLS && s.stillOn(opened) {
		return cmdStartTLS(ctx, s, "")
	}
	return nil
}

// notePlain reports a connection in plain text in a run that used TLS before.
func notePlain(s *Session) {
	p := s.secure
	switch {
	case s.client.Live() == nil || s.client.Secure() || !p.required || p.startTLS:
	case p.plain:
		s.out.Note("not encrypted: --no-tls")
	default:
		s.policy.tell("not encrypted, unlike the connection before")
	}
}

// howToEncrypt names what encrypts the connection.
func howToEncrypt(s *Session) string {
	if s.client.Now().TLSCommand != "" {
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
