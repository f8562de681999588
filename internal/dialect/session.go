package dialect

import (
	"bytes"
	"slices"

	"byhand/internal/smtp"
)

// session is the common part of IMAP, ManageSieve and POP3: a greeting, commands that
// each have a reply, and one login at a time.
type session struct {
	*rules
	exchange      // the login
	in, out       pieces
	line          []byte    // the first piece of the response that is being received
	greeted       bool      // the greeting was received
	ended         bool      // the connection ended
	finished      bool      // the command that ends the session was accepted
	continueAsked bool      // the server asked for the rest of the newest command
	pending       []request // commands without a final reply, oldest first
	sending       request   // the newest command; kept after its reply, because out may still be inside it
	repliedEarly  bool      // the reply to sending arrived before all of it was sent
	last          lastReply // the last final reply; zero after another command was sent
	listed        bool      // the server listed its mechanisms
	mechanisms    []string  // the mechanisms that it listed
}

// Done reports whether the command that ends the session was accepted.
func (s *session) Done() bool { return s.finished }

// fork returns a copy that shares nothing with s.
func (s *session) fork() session {
	f := *s
	f.in, f.out = s.in.fork(), s.out.fork()
	f.pending, f.line = slices.Clone(s.pending), bytes.Clone(s.line)
	return f
}

// secured returns the session as it is after the TLS handshake. It keeps only whether the
// greeting was received and whether the session or connection ended.
func (s *session) secured() session {
	return session{rules: s.rules, greeted: s.greeted, ended: s.ended, finished: s.finished}
}

// Phase returns Message while the literal of a message or script is sent. It returns
// Challenge while the server waits for another literal or for an answer.
func (s *session) Phase() smtp.Phase {
	switch {
	case s.ended:
		return smtp.Closed
	case !s.greeted:
		return smtp.Greeting
	case !s.mayContinue():
		return smtp.Command
	case s.out.inside && s.sending.message:
		return smtp.Message
	}
	return smtp.Challenge
}

// mayContinue reports whether the next line sent continues the newest command.
func (s *session) mayContinue() bool { return s.continueAsked || s.out.inside && !s.literalWaits() }

// literalWaits reports whether the client has to wait for a "+" before it sends a literal.
func (s *session) literalWaits() bool { return s.out.waits && s.literals == onRequest }

// newest returns the last pending command; zero if every command has its reply.
func (s *session) newest() request {
	if len(s.pending) == 0 {
		return request{}
	}
	return s.pending[len(s.pending)-1]
}

// isLoggingIn reports whether a login is in progress.
func (s *session) isLoggingIn() bool {
	return len(s.pending) > 0 && s.isVerbOf(s.newest().verb, s.auth)
}

// Owed counts the greeting and the commands without a reply; 0 while the server
// waits for the rest of a command.
func (s *session) Owed() int {
	switch {
	case !s.greeted:
		return 1 + len(s.pending)
	case s.mayContinue():
		return 0
	}
	return len(s.pending)
}

// DependsOnReply reports whether the next reply decides if the next line is a command: during
// a login, and while a literal waits.
func (s *session) DependsOnReply() bool {
	return len(s.pending) > 0 && !s.mayContinue() && (s.newest().secret || s.out.inside)
}

// Continuation returns the literal that waits for a "+".
func (s *session) Continuation() *Continuation {
	if s.out.inside && !s.mayContinue() {
		return literal(s.out)
	}
	return nil
}

// OctetsLeft returns how many octets of the current literal are still to be sent; 0 if the client
// may not send it yet.
func (s *session) OctetsLeft() int64 {
	if s.mayContinue() {
		return s.out.literalLeft
	}
	return 0
}

// Secret hides the arguments of a command that logs in, and everything sent until
// that command has its reply.
func (s *session) Secret(line []byte) int {
	whole := slices.Concat(s.out.line.Text(), line)
	switch {
	case s.newest().secret, s.out.inside && s.sending.secret:
		return smtp.AnswerSecret(line)
	case s.out.inside:
		return 0
	case s.mayAnswer(whole):
		return smtp.AnswerSecret(line)
	}
	secret := loginSecret(whole)
	if size, _ := announced(secret); s.literals != noLiterals && size >= 0 && secret[0] == '{' {
		return 0 // "a LOGIN bob {7}": the secret comes later
	}
	return min(len(secret), len(line))
}

// CanSecure returns nil if the last command asked for TLS, was accepted, and no other reply
// is owed.
func (s *session) CanSecure() error {
	if s.startTLS == "" {
		return &NotSecurable{s.name + " has no command that asks for TLS", ""}
	}
	return canSecure(s.last, s.Owed(), s.verb(s.startTLS), s.ok)
}

// Hangup ends the session.
func (s *session) Hangup() []Reply {
	s.ended = true
	return nil
}

// Offered returns the mechanisms that the server listed.
func (s *session) Offered() []string { return s.mechanisms }

// ListCommand returns the command that lists the mechanisms, or "" if the server has listed
// them.
func (s *session) ListCommand() string {
	if s.listed {
		return ""
	}
	return s.list
}

// AuthLine returns "AUTH MECHANISM [initial response]", or the protocol's equivalent.
func (s *session) AuthLine(mechanism string, initial *[]byte) []byte {
	return beginLogin(s.auth, mechanism, initial)
}
