package smtp

import "slices"

// Session is the state of one SMTP or LMTP session. Its caller reports what was sent
// and received, in the order of the wire. Session then knows the phase, how many
// replies are owed and what is secret. The zero value is a session before its
// greeting. It is not safe for concurrent use.
//
// Replies come in the order of the commands (RFC 5321 4.1.1, RFC 2920 3.1). A line
// without a code is not a reply: the reply is still owed.
//
// Between AUTH or DATA and its reply, a line may be an answer, text or a command. The
// reply decides. Session holds those bytes and interprets them after the reply.
type Session struct {
	LMTP bool // RFC 2033; an accepted LHLO sets it too

	greeted, closed, quit bool
	authenticated         bool

	parser   Parser
	features []Feature
	transaction
	login

	out     outgoing
	pending queue     // a command whose reply decides what follows it can only be the last one
	held    []byte    // sent after such a command
	ahead   lookahead // what held may mean
	suspect afterAuth
}

// MatchedReply is a reply and the command that it belongs to.
type MatchedReply struct {
	Reply Reply
	// Verb is the upper-case verb: "EHLO", "MAIL"; "GREETING"; "AUTH" also for the
	// replies to SASL answers; "." for the end of a message, in LMTP once for each
	// recipient; "CRLF" for an empty line; "" if it is unsolicited: a line without a
	// code, a 421, or a server out of step (SECURITY.md, T23).
	Verb string
}

// Phase returns how the server interprets the next line.
func (s *Session) Phase() Phase {
	switch {
	case s.closed:
		return Closed
	case !s.greeted:
		return Greeting
	case s.out.text || s.out.octets > 0:
		return Message
	case s.asked:
		return Challenge
	}
	return Command
}

// Owed returns how many replies the server still owes, the greeting included.
// While DATA or AUTH has no reply, it counts the lines after it as if that were
// accepted. After Hangup it is the number of replies that never came.
func (s *Session) Owed() int {
	n := s.ahead.owed
	if !s.greeted {
		n++
	}
	if !s.LMTP {
		return n + s.pending.owed
	}
	for _, c := range s.pending.commands {
		n += s.expected(c)
		c.repliesLeft = 0
		n += c.repeats * s.expected(c)
	}
	return n
}

// Authenticated reports whether an AUTH succeeded (RFC 4954 6: 235).
func (s *Session) Authenticated() bool { return s.authenticated }

// QuitAnswered reports whether the server accepted QUIT. It then closes the
// connection (RFC 5321 4.1.1.10).
func (s *Session) QuitAnswered() bool { return s.quit }

// DependsOnReply reports whether the next reply decides what the next line is: text or
// a command after DATA, a SASL answer or a command after AUTH.
func (s *Session) DependsOnReply() bool { return s.pending.lastDeciding() != nil }

// IfAccepted returns what the next line is if the pending DATA or AUTH is accepted: the
// text of a message, or that many octets of a chunk.
func (s *Session) IfAccepted() (text bool, octets int64) {
	last := s.pending.lastDeciding()
	if last == nil {
		return false, 0
	}
	return len(s.held) == 0 && last.verb == "DATA" || s.ahead.text, s.ahead.octets
}

// OctetsLeft returns how many octets of a chunk are still to be sent (RFC 3030 2).
func (s *Session) OctetsLeft() int64 { return s.out.octets }

// Fork returns a copy, to find out what lines mean before they are sent. Received must
// not be called on it.
func (s *Session) Fork() *Session {
	f := *s
	f.pending.commands, f.held = slices.Clone(s.pending.commands), slices.Clone(s.held)
	f.out.part, f.ahead.part = s.out.part.Fork(), s.ahead.part.Fork()
	return &f
}

// Secured must be called after the TLS handshake that follows STARTTLS. It forgets
// everything learned before (RFC 3207 4.2), unfinished lines and owed replies too. No
// second greeting is expected, so it must not be called for implicit TLS (RFC 8314 3.3).
func (s *Session) Secured() {
	*s = Session{LMTP: s.LMTP, greeted: true, closed: s.closed}
}

// Hangup must be called when the server closed the connection. It returns an
// unfinished reply, flagged Unfinished, with the verb of its command. That reply
// changes nothing and is still owed.
func (s *Session) Hangup() []MatchedReply {
	s.closed = true
	r, ok := s.parser.Flush()
	if !ok {
		return nil
	}
	a := MatchedReply{Reply: r}
	switch {
	case r.Code == 0:
	case !s.greeted:
		a.Verb = "GREETING"
	case len(s.pending.commands) > 0:
		a.Verb = s.pending.commands[0].verb
	}
	return []MatchedReply{a}
}
