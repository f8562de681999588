// Package export writes a shell script that repeats a session with another program: swaks,
// curl or openssl. It is pure.
package export

import "strings"

// Session is the session that a script repeats, without secrets.
type Session struct {
	Protocol     string // "smtp", "lmtp", "pop3", "imap" or "sieve"; "": not known
	Host, Port   string // "": not known
	Socket       string // the path of a UNIX socket; "": TCP
	Proxy        string // the proxy, which no script uses; "": none
	IsTLS        bool   // TLS from the first byte
	IsUnverified bool   // the certificate did not verify, and the session continued
	User         string // the user who logged in; "": not known
	Lines        []Line // what the client sent
	HasNoMessage bool   // the message was not recorded
	Others       int    // connections that the script does not repeat
	Dropped      int    // entries that were not recorded; a session with gaps is not repeated
}

// Kind says what a line of the client was.
type Kind int

// The kinds of lines.
const (
	Command Kind = iota
	Answer       // to a challenge
	Message      // a line between DATA and the final dot, which is one too
)

// Line is a line that the client sent. The text of a secret is masked or never used.
type Line struct {
	Text, Ending string
	Kind         Kind
	IsSecure     bool // inside TLS
	IsMasked     bool // a secret in Text was masked
	IsRefused    bool // by its first reply
	Replies      int  // that answered it
	IsLong       bool // its reply had several lines and ended with a dot
}

// verb returns the first word of a line in upper case; in IMAP the second, after the tag.
func (s *Session) verb(l Line) string {
	text := l.Text
	if s.Protocol == "imap" {
		_, text, _ = strings.Cut(text, " ")
	}
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return strings.ToUpper(word)
}

// argument returns what follows the first word of a line.
func argument(l Line) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(l.Text), " ")
	return strings.TrimSpace(rest)
}

// isMail reports whether the session is SMTP or LMTP.
func (s *Session) isMail() bool { return s.Protocol == "smtp" || s.Protocol == "lmtp" }

// startsTLS reports whether TLS began with a command.
func (s *Session) startsTLS() bool {
	for _, l := range s.Lines {
		if l.IsSecure {
			return !s.IsTLS
		}
	}
	return false
}

// count returns the number of lines, where a message is one line.
func (s *Session) count() (n int) {
	for i, l := range s.Lines {
		if l.Kind != Message || i == 0 || s.Lines[i-1].Kind != Message {
			n++
		}
	}
	return n
}
