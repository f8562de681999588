package smtp

import "slices"

// Session follows one SMTP or LMTP connection: told what was sent and what was
// received, in the order of the wire, it knows the phase, what is owed and what
// is secret. The zero value stands before the greeting. It is not safe for
// concurrent use.
//
// Replies answer commands in order (RFC 5321 4.1.1, RFC 2920 3.1). A line with
// no code is no reply: it answers nothing, and the reply is still owed.
//
// What stands behind an unanswered AUTH or DATA is a SASL answer, text or a
// command only once the reply is there, so such bytes are held and read then.
type Session struct {
	LMTP bool // RFC 2033; an accepted LHLO sets it too

	parser Parser
	out    outgoing
	queue  []command // sent and not answered; one with gate can only be the last
	owed   int       // how many commands those are
	held   []byte    // sent behind the gate
	ahead  guess     // what held may mean

	greeted, closed, quit bool

	features []Feature
	rcpts    int // accepted in this transaction
	envelope Envelope

	authenticated bool
	asked         bool // a 334 to AUTH awaits its answer
	bait          bool // the last reply was a 334 to something else
	hush          int  // this many of the bytes to be read next were held behind AUTH
	hushed        bool // the line being read began among those
	mech          string
	step          int
	answered      int  // lines of this AUTH that carried an answer, the initial response included
	cancelled     bool // the last of them was "*"
	wary          bool // the last AUTH ended before all its answers were sent, and no command came since
	challenge     []byte
}

// Answer is a reply and what it answers.
type Answer struct {
	Reply Reply
	// To is the upper-case verb: "EHLO", "MAIL"; "GREETING"; "AUTH" for the
	// replies to SASL answers too; "." for the end of a message, in LMTP once
	// for each recipient; "CRLF" for an empty line; "" when nothing asked for
	// it: a line without a code, 421, or a server out of step (threats.md T23).
	To string
}

// Phase says what the replies so far make of the next line sent.
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

// Owed is how many replies the server still owes; the greeting is one of them.
// While DATA or AUTH is unanswered, lines sent behind it are counted as if it
// were accepted. After Hangup it is what the server never answered.
func (s *Session) Owed() int {
	n := s.ahead.owed
	if !s.greeted {
		n++
	}
	if !s.LMTP {
		return n + s.owed
	}
	for _, c := range s.queue {
		n += s.expected(c)
		c.left = 0
		n += c.more * s.expected(c)
	}
	return n
}

// Pending reports whether part of a reply is held. After a STARTTLS it must be
// false before the handshake (RFC 3207 6, CVE-2011-0411).
func (s *Session) Pending() bool { return s.parser.Pending() }

// Greeted reports whether the greeting came, also one that refuses (RFC 5321
// 3.1: 554).
func (s *Session) Greeted() bool { return s.greeted }

// Authenticated reports whether an AUTH succeeded (RFC 4954 6: 235).
func (s *Session) Authenticated() bool { return s.authenticated }

// QuitAnswered reports whether the server took a QUIT and so is about to close
// (RFC 5321 4.1.1.10).
func (s *Session) QuitAnswered() bool { return s.quit }

// Deciding reports whether the reply to come decides what the next line is:
// behind DATA text or a command, behind AUTH a SASL answer or a command.
func (s *Session) Deciding() bool { return s.gated() }

// Ahead says what comes next while DATA or AUTH is unanswered, if it is accepted: text
// of a message, or so many octets of a chunk.
func (s *Session) Ahead() (text bool, octets int64) {
	if !s.gated() {
		return false, 0
	}
	text = len(s.held) == 0 && s.queue[len(s.queue)-1].verb == "DATA"
	return text || s.ahead.text, s.ahead.octets
}

// Due is how many octets of a chunk are still to be sent (RFC 3030 2).
func (s *Session) Due() int64 { return s.out.octets }

// Wary reports whether the last AUTH ended before all its answers were sent. Until a
// known command comes, a line of one word may be one of those answers, and so is secret.
func (s *Session) Wary() bool { return s.wary }

// Answers is how many answers a SASL mechanism needs at least, an initial response
// included.
func Answers(mechanism string) int {
	switch mechanism {
	case "PLAIN", "EXTERNAL", "ANONYMOUS", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER":
		return 1
	}
	return 2
}

// Auth tells, in the phase Challenge, which mechanism AUTH named, in upper
// case, and which challenge of it this is, from 1. An AUTH LOGIN with initial
// response starts at 2: the user name went out with it (RFC 4954 4). In other
// phases it is "", 0.
func (s *Session) Auth() (mechanism string, step int) {
	if !s.asked {
		return "", 0
	}
	return s.mech, s.step
}

// Answered is how many answers to challenges this AUTH has had in the phase
// Challenge, an initial response included.
func (s *Session) Answered() int {
	if !s.asked {
		return 0
	}
	return s.answered
}

// Challenge is the text of the last 334 of this AUTH, still in base64 (RFC
// 4954 4). It stays after the answer, so that the end can be explained by it.
func (s *Session) Challenge() []byte { return slices.Clone(s.challenge) }

// Fork returns a session that stands where this one does and goes its own way:
// it may be told Sent, and asked, to see what lines would mean that are not sent
// yet. It must not be told Received.
func (s *Session) Fork() *Session {
	f := *s
	f.queue, f.held = slices.Clone(s.queue), slices.Clone(s.held)
	f.out.part.text = slices.Clone(s.out.part.text)
	f.ahead.part.text = slices.Clone(s.ahead.part.text)
	return &f
}

// Secured is to be called when the TLS handshake behind a STARTTLS is done. As
// RFC 3207 4.2 demands, all that was learned before is forgotten, part lines
// and replies owed too. No second greeting is awaited; so with TLS from the
// first byte (RFC 8314 3.3) it must not be called.
func (s *Session) Secured() {
	*s = Session{LMTP: s.LMTP, greeted: true, closed: s.closed}
}

// Hangup is to be called when the server's stream ended. A part reply comes
// back flagged Unfinished, with the verb it was the beginning of an answer to;
// it changes nothing and stays owed.
func (s *Session) Hangup() []Answer {
	s.closed = true
	r, ok := s.parser.Flush()
	if !ok {
		return nil
	}
	a := Answer{Reply: r}
	switch {
	case r.Code == 0:
	case !s.greeted:
		a.To = "GREETING"
	case len(s.queue) > 0:
		a.To = s.queue[0].verb
	}
	return []Answer{a}
}
