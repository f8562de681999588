package practice

import (
	"errors"
	"net"
	"time"
)

// accept accepts connections on one port until the port is closed.
func (srv *Server) accept(l *net.TCPListener, overTLS bool) {
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
			srv.startSession(conn, overTLS)
		case errors.Is(err, net.ErrClosed):
			return
		default: // perhaps temporary, such as too many open files
			select {
			case <-srv.done:
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

// startSession starts a session, or sends a 421 if there are too many. On the TLS port
// the 421 would need a handshake first, so startSession only closes the connection.
func (srv *Server) startSession(conn net.Conn, overTLS bool) {
	if srv.addSession(conn) {
		srv.start(func() {
			defer srv.removeSession(conn)
			newSession(srv, conn).run(overTLS)
		})
		return
	}
	if !overTLS {
		_ = conn.SetWriteDeadline(time.Now().Add(srv.limits.grace))
		_, _ = conn.Write([]byte(byeBusy.String()))
	}
	conn.Close()
}

func (srv *Server) addSession(conn net.Conn) bool {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if srv.closing || len(srv.sessions) >= srv.limits.sessions {
		return false
	}
	srv.sessions[conn] = true
	return true
}

func (srv *Server) removeSession(conn net.Conn) {
	conn.Close()
	srv.mu.Lock()
	defer srv.mu.Unlock()
	delete(srv.sessions, conn)
}

// extendDeadline sets the time limit for the next step of a session. The write deadline is
// later than the read deadline, so that a 421 can still be sent. Once the server
// is closing, it does nothing.
func (srv *Server) extendDeadline(conn net.Conn, d time.Duration) {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if !srv.closing {
		setDeadlines(conn, d, srv.limits.grace)
	}
}

// interruptAll ends all waiting reads. The sessions then see that the server is closing.
func (srv *Server) interruptAll() {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	srv.closing = true
	for conn := range srv.sessions {
		setDeadlines(conn, 0, srv.limits.grace)
	}
}

// setDeadlines ignores errors: they mean that the connection is closed, and the
// next read reports that.
func setDeadlines(conn net.Conn, d, grace time.Duration) {
	end := time.Now().Add(d)
	_ = conn.SetReadDeadline(end)
	_ = conn.SetWriteDeadline(end.Add(grace))
}

func (srv *Server) isClosing() bool {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	return srv.closing
}

// deliver passes a message to Config.Accepted, one at a time.
func (srv *Server) deliver(m Message) {
	if srv.accepted == nil {
		return
	}
	srv.acceptedMu.Lock()
	defer srv.acceptedMu.Unlock()
	srv.accepted(m)
}
