package practice

import (
	"errors"
	"net"
	"time"
)

// accept serves one port until it is closed.
func (srv *Server) accept(l *net.TCPListener, overTLS bool) {
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
			srv.admit(conn, overTLS)
		case errors.Is(err, net.ErrClosed):
			return
		default: // such as too many open files: it may pass
			select {
			case <-srv.done:
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
}

// admit starts a session, or says that there are too many. On the TLS port
// that would take a handshake, so there it only closes.
func (srv *Server) admit(conn net.Conn, overTLS bool) {
	if srv.enter(conn) {
		srv.start(func() {
			defer srv.leave(conn)
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

func (srv *Server) enter(conn net.Conn) bool {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if srv.closing || len(srv.sessions) >= srv.limits.sessions {
		return false
	}
	srv.sessions[conn] = true
	return true
}

func (srv *Server) leave(conn net.Conn) {
	conn.Close()
	srv.mu.Lock()
	defer srv.mu.Unlock()
	delete(srv.sessions, conn)
}

// arm gives the next step of a session its time. The write limit is later,
// which leaves room for a 421. Once the server is closing nothing changes.
func (srv *Server) arm(conn net.Conn, d time.Duration) {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if !srv.closing {
		setDeadlines(conn, d, srv.limits.grace)
	}
}

// wakeAll ends every wait, and the sessions find that the server is closing.
func (srv *Server) wakeAll() {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	srv.closing = true
	for conn := range srv.sessions {
		setDeadlines(conn, 0, srv.limits.grace)
	}
}

// setDeadlines can fail only on a connection that is closed, which the next
// read finds out.
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

// take hands a message over. The lock keeps the listener to one at a time.
func (srv *Server) take(m Message) {
	if srv.taken == nil {
		return
	}
	srv.taking.Lock()
	defer srv.taking.Unlock()
	srv.taken(m)
}
