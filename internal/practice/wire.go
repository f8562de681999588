package practice

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// lingerOctets bounds what is read from a client that goes on sending after
// the session has ended.
const lingerOctets = 1 << 20

// A wire is one client's connection: it reads lines, sends replies and applies
// the time limits.
type wire struct {
	srv         *Server
	raw         net.Conn // the TCP connection
	conn        net.Conn // raw, or TLS over it
	in          *bufio.Reader
	end         time.Time // when the session ends at the latest
	errors      int       // replies sent that begin with 4 or 5
	isOver      bool      // read no more commands
	writeFailed bool      // a write failed
}

// readLine reads a line. The time limit applies to the whole line, so sending
// it byte by byte does not extend the limit.
func (w *wire) readLine() (string, error) {
	w.extendDeadline()
	return readLine(w.in, w.srv.limits.answer)
}

func (w *wire) extendDeadline() {
	w.srv.extendDeadline(w.raw, min(w.srv.limits.idle, time.Until(w.end)))
}

// send sends replies in one write. 221 and 421 end the session.
func (w *wire) send(replies ...reply) {
	var text string
	for _, r := range replies {
		if r.code >= 400 {
			w.errors++
		}
		w.isOver = w.isOver || r.code == 221 || r.code == 421
		text += r.String()
	}
	if text == "" {
		return
	}
	if _, err := io.WriteString(w.conn, text); err != nil {
		w.isOver, w.writeFailed = true, true
	}
}

// replyToError returns the reply to a read that failed. Unless the line was only too
// long, the session ends; if the client has gone, it ends without a reply.
func (w *wire) replyToError(err error) reply {
	if r, ok := err.(reply); ok {
		return r
	}
	w.isOver = true
	switch {
	case !errors.Is(err, os.ErrDeadlineExceeded):
		return noReply
	case w.srv.isClosing():
		return byeClosing
	case !time.Now().Before(w.end):
		return byeTotal
	}
	return byeIdle
}

// ask sends a 334 reply and returns the decoded answer. The error is a reply if
// the answer was not valid.
func (w *wire) ask(question reply) (string, error) {
	w.send(question)
	line, err := w.readLine()
	switch line = strings.Trim(line, " \t"); {
	case err != nil:
		return "", err
	case line == "*":
		return "", authCancelled
	}
	return decode(line)
}

// askUnless returns the decoded initial response of an AUTH command, and asks
// if there is none. "=" is an empty response (RFC 4954 4).
func (w *wire) askUnless(initial []string, question reply) (string, error) {
	switch {
	case len(initial) == 0:
		return w.ask(question)
	case initial[0] == "=":
		return "", nil
	}
	return decode(initial[0])
}

func decode(text string) (string, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.Contains(text, "\r") { // Go ignores a CR
		return "", badBase64
	}
	return string(b), nil
}

// handshake changes to TLS and reports whether it succeeded. It drops the old
// reader and any bytes in it.
func (w *wire) handshake(config *tls.Config) bool {
	w.extendDeadline()
	conn := tls.Server(w.raw, config)
	if conn.Handshake() != nil {
		w.isOver = true
		return false
	}
	w.conn, w.in = conn, bufio.NewReader(conn)
	return true
}

// hangUp closes the sending side first and keeps reading for a moment. Closing
// with unread bytes would reset the connection, and the client could lose the
// last reply.
func (w *wire) hangUp() {
	defer w.raw.Close()
	tcp, _ := w.raw.(*net.TCPConn)
	if w.writeFailed && tcp != nil {
		_ = tcp.SetLinger(0) // the client does not read: drop the queued replies
		return
	}
	if c, ok := w.conn.(*tls.Conn); ok {
		_ = c.CloseWrite()
	}
	if tcp != nil {
		_ = tcp.CloseWrite()
	}
	w.srv.extendDeadline(w.raw, w.srv.limits.grace)
	_, _ = io.CopyN(io.Discard, w.raw, lingerOctets)
}
