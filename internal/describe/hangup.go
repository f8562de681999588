package describe

import (
	"fmt"
	"time"

	"byhand/conn"
)

// Silence is an exchange that a server did not complete: it closed the connection, or has
// not replied yet.
type Silence struct {
	End       *conn.End     // how the connection ended; nil: it is open
	For       time.Duration // how long the reply has been missing
	Line      string        // the last line sent, sanitized; "": none
	Missing   bool          // no reply to it came, or no greeting
	Greeting  bool          // the greeting is not complete
	Handshake bool          // the server expected the TLS handshake instead of Line
	AgreedTLS bool          // the server agreed to TLS, which had not started
	Hint      string        // what to type next; "": no command helps
}

// Silent explains why a server says nothing, in at most six lines.
func Silent(s Silence) []string {
	all := []string{s.what(), s.why()}
	if s.Hint != "" {
		all = append(all, "hint: "+s.Hint)
	}
	return all
}

// what returns which side ended the connection, after which line and before which reply.
func (s Silence) what() string {
	switch {
	case s.End == nil && s.Greeting:
		return fmt.Sprintf("no greeting after %v", s.For.Truncate(time.Second))
	case s.End == nil:
		return fmt.Sprintf("no reply to %s after %v", s.Line, s.For.Truncate(time.Second))
	case s.Greeting:
		return s.End.String() + ", before its greeting"
	case s.Line == "":
		return s.End.String() + ", after its greeting"
	case s.Missing:
		return fmt.Sprintf("%s, after %s and before the reply", s.End, s.Line)
	}
	return fmt.Sprintf("%s, after its reply to %s", s.End, s.Line)
}

// why returns the usual reason.
func (s Silence) why() string {
	switch {
	case s.Handshake:
		return "the server had agreed to TLS with 220 and expected the handshake, which :tls starts; it got a command in plaintext"
	case s.AgreedTLS:
		return "the server agreed to TLS and then gave up: often its certificate or its key is missing"
	case s.End == nil && s.Greeting:
		return "some servers make unknown clients wait for 30 s; a firewall may accept connections and pass nothing on; or the port expects TLS from the first byte"
	case s.End == nil:
		return "servers may take minutes (RFC 5321 4.5.3.2), above all after RCPT and the final dot; the connection is open"
	}
	return endWords(s)
}

func endWords(s Silence) string {
	switch how := s.End.How; {
	case how == conn.Broken:
		return "the server refused the TLS session after the handshake: often because it got no client certificate that it accepts"
	case how == conn.Failed:
		return "the network between here and the server failed"
	case how == conn.Cut:
		return "many servers omit close_notify; without it, nobody can tell whether something on the path cut the connection"
	case s.Greeting:
		return "the server, or a firewall, turns this client away without a word: too many connections, a block, or a port that expects TLS"
	case how == conn.Reset:
		return "a firewall or a load balancer on the path often ends idle or unwanted connections like this"
	case s.Missing:
		return "a server should reply 421 before it closes (RFC 5321 3.8); this one failed, or it drops clients that it distrusts"
	}
	return "usually an idle limit, or too many errors; a server should announce it with 421 (RFC 5321 3.8)"
}
