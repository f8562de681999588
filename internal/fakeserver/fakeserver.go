// Package fakeserver plays the server's part of a dialogue exactly as scripted. Tests see
// what a client sends, when it sends it, and how it handles the replies.
//
// A script has one step per line. Leading spaces and lines with # are ignored:
//
//	S: 220 hi            send this line and CRLF, in one write
//	S= "220-hi\r\n"      send these bytes, written as in Go, in one write
//	C: EHLO me           expect exactly this line and CRLF
//	C= "EHLO me\n"       expect exactly these bytes
//	any                  expect any line
//	quiet                expect nothing for a moment
//	silence              read and send nothing until Finish is called
//	half                 expect the client to close its half of the connection
//	hello                expect the start of TLS: one handshake record
//	tls                  do the TLS handshake, with a certificate of the server's own
//	tls 1.1              the same, with TLS 1.1 as the newest version
//	tls rsa              the same, in TLS 1.2 or older, only with RSA key exchange
//	tls negative         the same, with a negative serial number, which Go cannot parse
//	tls asks             the same, and require a client certificate
//	tls asks 1.2         the same, in TLS 1.2
//	choke                do the handshake, then request key updates and read nothing until
//	                     the client stops reading too (Forger.Choke)
//	cert= "name\n"       from here on, the certificate is self-signed and for this name
//	                     (a name that is not ASCII is only the common name)
//	close                close the connection normally, inside TLS too
//	cut                  close it inside TLS without a close_notify
//	reset                reset it with a TCP RST
//	mark NAME            close Event(NAME)
//	wait NAME            wait until the test closes Event(NAME)
//	accept               expect the client to close, and accept its next connection
//
// The first connection comes before the first step. After the last step, the client may
// only close.
package fakeserver

import (
	"bufio"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	patience = 30 * time.Second       // limits a step that would otherwise block forever
	moment   = 100 * time.Millisecond // how long quiet waits; if it is too short, it misses a fault
)

// Server is a running script. CA is a PEM file with the CA of its certificate.
type Server struct {
	CA       []byte
	config   *tls.Config
	listener *net.TCPListener
	raw      *net.TCPConn
	conn     net.Conn // raw, or TLS on it
	in       *bufio.Reader
	events   sync.Map      // name -> chan struct{}
	done     chan struct{} // closed when err is set
	err      error
}

// Start listens on loopback and plays the script once.
func Start(script string) (*Server, error) {
	s := &Server{done: make(chan struct{})}
	steps, err := s.parse(script)
	if err != nil {
		return nil, err
	}
	lender := httptest.NewUnstartedServer(nil) // of a certificate for 127.0.0.1
	lender.StartTLS()
	lender.Close()
	s.config = &tls.Config{Certificates: lender.TLS.Certificates}
	s.CA = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lender.Certificate().Raw})
	if s.listener, err = net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	if strings.Contains(script, "choke") {
		SmallSegments(s.listener)
	}
	go func() {
		defer close(s.done)
		defer s.listener.Close()
		for i := 0; i < len(steps) && s.err == nil; i++ {
			s.err = steps[i]()
		}
		if s.raw != nil {
			s.raw.Close()
		}
	}()
	return s, nil
}

// Port returns the port on 127.0.0.1.
func (s *Server) Port() string { return strconv.Itoa(s.listener.Addr().(*net.TCPAddr).Port) }

// Event returns the channel that the steps mark and wait, and the test, use to synchronize.
func (s *Server) Event(name string) chan struct{} {
	event, _ := s.events.LoadOrStore(name, make(chan struct{}))
	return event.(chan struct{})
}

// Finish is called after the client has closed. The error says what the client did wrong.
func (s *Server) Finish() error {
	close(s.Event("finish"))
	<-s.done
	return s.err
}

func (s *Server) parse(script string) (steps []func() error, err error) {
	steps = append(steps, s.accept)
	for i, text := range strings.Split(script, "\n") {
		verb, arg, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
		if verb == "" || verb[0] == '#' {
			continue
		}
		switch verb[len(verb)-1] {
		case ':':
			arg += "\r\n"
		case '=':
			arg, err = strconv.Unquote(arg)
		}
		do := verbs[verb]
		if do == nil || err != nil {
			return nil, fmt.Errorf("server script, line %d: no step: %s", i+1, text)
		}
		steps = append(steps, func() error {
			if err := do(s, arg); err != nil {
				return fmt.Errorf("server script, line %d: %w", i+1, err)
			}
			return nil
		})
	}
	return append(steps, s.gone), nil
}

// verbs are the steps. Each gets the text after its name.
var verbs = map[string]func(s *Server, arg string) error{
	"S:": (*Server).send, "S=": (*Server).send, "C:": (*Server).want, "C=": (*Server).want,
	"any":     func(s *Server, _ string) error { _, err := s.in.ReadString('\n'); return err },
	"quiet":   func(s *Server, _ string) error { return s.ends(moment, os.ErrDeadlineExceeded) },
	"half":    func(s *Server, _ string) error { return s.ends(patience, io.EOF) },
	"silence": func(s *Server, _ string) error { io.Copy(io.Discard, s.in); <-s.Event("finish"); return nil },
	"hello":   func(s *Server, _ string) error { return s.record() },
	"tls":     (*Server).shakeHands, "cert=": (*Server).certify, "choke": (*Server).choke,
	"close":  func(s *Server, _ string) error { return s.conn.(interface{ CloseWrite() error }).CloseWrite() },
	"cut":    func(s *Server, _ string) error { return s.raw.CloseWrite() },
	"reset":  func(s *Server, _ string) error { return errors.Join(s.raw.SetLinger(0), s.raw.Close()) },
	"mark":   func(s *Server, name string) error { close(s.Event(name)); return nil },
	"wait":   func(s *Server, name string) error { <-s.Event(name); return nil },
	"accept": func(s *Server, _ string) error { return s.accept() },
}

func (s *Server) accept() (err error) {
	if s.raw != nil {
		if err := s.gone(); err != nil {
			return err
		}
	}
	s.listener.SetDeadline(time.Now().Add(patience))
	if s.raw, err = s.listener.AcceptTCP(); err != nil {
		return err
	}
	s.conn, s.in = s.raw, bufio.NewReader(s.raw)
	return s.raw.SetDeadline(time.Now().Add(patience))
}

func (s *Server) send(data string) error {
	_, err := io.WriteString(s.conn, data)
	return err
}

// want reads only up to the first wrong byte, because the client may be waiting.
func (s *Server) want(data string) error {
	for i := range len(data) {
		if b, err := s.in.ReadByte(); err != nil || b != data[i] {
			more, _ := s.in.Peek(s.in.Buffered())
			return fmt.Errorf("want %q, got %q, then %q, %v", data, data[:i], append([]byte{b}, more...), err)
		}
	}
	return nil
}

// ends expects the next read to return this error without data.
func (s *Server) ends(within time.Duration, how error) error {
	s.raw.SetReadDeadline(time.Now().Add(within))
	defer s.raw.SetReadDeadline(time.Now().Add(patience))
	if _, err := s.in.Peek(1); !errors.Is(err, how) {
		early, _ := s.in.Peek(s.in.Buffered())
		return fmt.Errorf("want nothing but %v, got %q, %v", how, early, err)
	}
	return nil
}

// gone waits until the client closes, in any way. The client must not send anything.
func (s *Server) gone() error {
	defer s.raw.Close()
	if _, err := s.in.Peek(1); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		more, _ := s.in.Peek(s.in.Buffered())
		return fmt.Errorf("want the client to go, got %q, %v", more, err)
	}
	return nil
}
