package practice

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// A phase is how far a dialogue has come.
type phase int

const (
	fresh   phase = iota // connected, or TLS has just begun
	helo                 // HELO said, which offers no AUTH
	greeted              // EHLO said
	ready                // logged in
	hasMail              // MAIL taken
	hasRcpt              // at least one RCPT taken
	phases
)

// lingerOctets bounds what is read from a client that goes on after the end.
const lingerOctets = 1 << 20

// A session is the dialogue on one connection. It is served by one goroutine.
type session struct {
	srv    *Server
	raw    net.Conn // the transport
	conn   net.Conn // raw, or TLS on it
	in     *bufio.Reader
	end    time.Time // whatever happens
	phase  phase
	msg    Message // who is there, and the message being gathered
	fate   *reply  // what the message will be answered; nil: it is taken
	errors int
	over   bool // no more commands
	broken bool // and no more replies
}

func newSession(srv *Server, conn net.Conn) *session {
	return &session{
		srv: srv, raw: conn, conn: conn, in: bufio.NewReader(conn),
		end: time.Now().Add(srv.limits.total),
	}
}

// run serves the connection to its end.
func (s *session) run(overTLS bool) {
	defer s.hangUp()
	s.arm()
	if overTLS && !s.startTLS() {
		return
	}
	s.say(greeting)
	for !s.over {
		s.step()
	}
}

// step reads a command and answers it.
func (s *session) step() {
	line, err := s.readLine()
	switch {
	case err != nil && err != errTooLong:
		s.lost(err)
	case s.errors >= s.srv.limits.errors:
		s.bye(byeErrors)
	case err == errTooLong:
		s.say(lineTooLong)
	default:
		s.obey(line)
	}
}

// readLine gives the line its time once: a drip of bytes does not renew it.
func (s *session) readLine() (string, error) {
	s.arm()
	return readLine(s.in, s.srv.limits.answer)
}

func (s *session) arm() { s.srv.arm(s.raw, min(s.srv.limits.idle, time.Until(s.end))) }

// say sends a reply. Those that begin with 4 or 5 are counted.
func (s *session) say(id replyID, args ...any) {
	r := replies[id]
	if len(args) > 0 {
		r.text = fmt.Sprintf(r.text, args...)
	}
	s.utter(r)
}

// utter sends replies, in one write, that need not be in the table.
func (s *session) utter(all ...reply) {
	var text string
	for _, r := range all {
		if r.code >= 400 {
			s.errors++
		}
		text += r.String()
	}
	if _, err := io.WriteString(s.conn, text); err != nil {
		s.over, s.broken = true, true
	}
}

// bye says the last reply of the session.
func (s *session) bye(id replyID) {
	s.say(id)
	s.over = true
}

// lost ends the session after a read that failed: with a reason when it was
// ours, silently when the client is gone.
func (s *session) lost(err error) {
	s.over = true
	switch {
	case !errors.Is(err, os.ErrDeadlineExceeded):
	case s.srv.isClosing():
		s.say(byeClosing)
	case !time.Now().Before(s.end):
		s.say(byeTotal)
	default:
		s.say(byeIdle)
	}
}

// startTLS shakes hands and forgets all that was said before (RFC 3207 4.2).
// The old reader goes too, and with it any byte it may hold.
func (s *session) startTLS() bool {
	s.arm()
	conn := tls.Server(s.raw, s.certificate())
	if conn.Handshake() != nil {
		s.over = true
		return false
	}
	s.conn, s.in = conn, bufio.NewReader(conn)
	s.phase, s.msg = fresh, Message{TLS: true}
	return true
}

// hangUp ends our half first and reads on for a moment: closing with unread
// bytes would reset the connection, and the client could lose the last reply.
func (s *session) hangUp() {
	defer s.raw.Close()
	tcp, _ := s.raw.(*net.TCPConn)
	if s.broken && tcp != nil {
		_ = tcp.SetLinger(0) // nobody reads: do not leave megabytes of replies to the system
		return
	}
	if c, ok := s.conn.(*tls.Conn); ok {
		_ = c.CloseWrite()
	}
	if tcp != nil {
		_ = tcp.CloseWrite()
	}
	s.srv.arm(s.raw, s.srv.limits.grace)
	_, _ = io.CopyN(io.Discard, s.raw, lingerOctets)
}
