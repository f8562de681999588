package repl

import (
	"context"
	"sync/atomic"

	"byhand/conn"
)

// protection says how the connection uses TLS, and whether a script requires it.
type protection struct {
	required bool          // a connection of this run used TLS, or --starttls was given
	startTLS bool          // :starttls runs after the greeting; :again repeats it
	plain    bool          // :open --no-tls: the user wants this connection unencrypted
	security conn.Security // the TLS options of this connection
	starting *atomic.Bool  // :starttls is running, and will report how the connection ended
}

// protectionFor returns the protection of a new connection to t, according to the flags on the
// command line.
func protectionFor(s *Session, t conn.Target) protection {
	return protection{required: s.secure.required, startTLS: s.opt.StartTLS && !t.TLS, security: s.opt.Dialer.Security, starting: s.secure.starting}
}

// reopen closes the connection, connects to t, waits for the greeting, and runs :starttls if
// p says so.
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
	if p.startTLS && s.isCurrent(opened) {
		return cmdStartTLS(ctx, s, "")
	}
	return nil
}

// notePlain notes that the connection is not encrypted, unlike an earlier one.
func notePlain(s *Session) {
	p := s.secure
	switch {
	case s.client.Live() == nil || s.client.Secure() || !p.required || p.startTLS:
	case p.plain:
		s.out.Note("this connection is not encrypted, because of --no-tls")
	default:
		s.policy.noteAtPrompt("this connection is not encrypted, unlike an earlier one")
	}
}

// howToEncrypt names the command that encrypts the connection.
func howToEncrypt(s *Session) string {
	if s.client.Snapshot().TLSCommand != "" {
		return ":starttls"
	}
	return "the protocol's own command and then :tls"
}
