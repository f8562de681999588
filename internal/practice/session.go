package practice

import (
	"bufio"
	"net"
	"time"
)

// A phase is how far a session has come.
type phase int

const (
	fresh   phase = iota // connected, or TLS has just begun
	helo                 // after HELO, which offers no AUTH
	greeted              // after EHLO
	ready                // logged in
	hasMail              // after MAIL
	hasRcpt              // after at least one RCPT
	phases
)

// A session is the dialogue on one connection, in one goroutine.
type session struct {
	wire
	phase    phase
	msg      Message // the client, and the message so far
	dotReply reply   // the reply to the final dot; noReply: the message is accepted
}

func newSession(srv *Server, conn net.Conn) *session {
	return &session{wire: wire{
		srv: srv, raw: conn, conn: conn, in: bufio.NewReader(conn),
		end: time.Now().Add(srv.limits.total),
	}}
}

// run serves the connection to its end.
func (s *session) run(overTLS bool) {
	defer s.hangUp()
	s.extendDeadline()
	if overTLS {
		s.startTLS()
	}
	if !s.isOver {
		s.send(greeting)
	}
	for !s.isOver {
		s.serveCommand()
	}
}

// serveCommand reads a command and replies to it.
func (s *session) serveCommand() {
	line, err := s.readLine()
	switch {
	case err != nil && err != error(lineTooLong):
		s.send(s.replyToError(err))
	case s.errors >= s.srv.limits.errors:
		s.send(byeErrors)
	case err != nil:
		s.send(lineTooLong)
	default:
		s.send(s.execute(line))
	}
}

// startTLS does the handshake and forgets everything before it (RFC 3207 4.2).
func (s *session) startTLS() {
	if s.handshake(s.certificate()) {
		s.phase, s.msg = fresh, Message{TLS: true}
	}
}

// dropMessage drops the message so far.
func (s *session) dropMessage() {
	s.msg.From, s.msg.To, s.dotReply = "", nil, noReply
	s.phase = min(s.phase, ready)
}
