// Package fakeserver plays a server's half of a conversation to the letter, so
// that tests see what a client sends, when, and what it makes of the answers.
//
// A script has one step a line; blanks before it and lines with # do not count:
//
//	S: 220 hi            send this line and CRLF, in one write
//	S= "220-hi\r\n"      send these bytes, written as in Go, in one write
//	C: EHLO me           want exactly this line and CRLF
//	C= "EHLO me\n"       want exactly these bytes
//	any                  want a line, whatever it says
//	quiet                want nothing for a moment
//	silence              read, say nothing, and stay until Finish is called
//	half                 want the client to end its half
//	hello                want TLS to be begun: one record of a handshake
//	tls                  shake hands, with a certificate of the server's own
//	tls 1.1              of no newer version
//	tls rsa              in TLS 1.2 or older, with RSA key exchange alone
//	tls negative         with a certificate whose serial number is negative: Go cannot parse it
//	tls asks             and ask for the client's certificate, which it must show
//	tls asks 1.2         likewise in TLS 1.2
//	choke                shake hands, then ask for key updates and read nothing until
//	                     the client reads nothing either (Forger.Choke)
//	cert= "name\n"       the certificate is for this name from here on, and by itself
//	                     (one that is not ASCII is its common name alone)
//	close                end the connection in order, inside TLS too
//	cut                  end it inside TLS without a close_notify
//	reset                end it with a TCP reset
//	mark NAME            close Event(NAME)
//	wait NAME            until the test closes Event(NAME)
//	accept               the client must be gone; take its next connection
//
// A connection comes first; after the last step the client may only go.
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
	patience = 30 * time.Second       // bounds what would otherwise hang
	moment   = 100 * time.Millisecond // that is quiet: too short, it overlooks a fault
)

// Server is a running script. CA is a PEM file that vouches for it.
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

// Port is where it listens on 127.0.0.1.
func (s *Server) Port() string { return strconv.Itoa(s.listener.Addr().(*net.TCPAddr).Port) }

// Event is how a test and the steps mark and wait speak to each other.
func (s *Server) Event(name string) chan struct{} {
	event, _ := s.events.LoadOrStore(name, make(chan struct{}))
	return event.(chan struct{})
}

// Finish is for when the client is gone. It returns what that did amiss.
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

// verbs are the steps; each gets what stands behind it.
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

// want reads no further than the first wrong byte: the client may be waiting.
func (s *Server) want(data string) error {
	for i := range len(data) {
		if b, err := s.in.ReadByte(); err != nil || b != data[i] {
			more, _ := s.in.Peek(s.in.Buffered())
			return fmt.Errorf("want %q, got %q, then %q, %v", data, data[:i], append([]byte{b}, more...), err)
		}
	}
	return nil
}

// ends wants reading to end in this way before anything comes.
func (s *Server) ends(within time.Duration, how error) error {
	s.raw.SetReadDeadline(time.Now().Add(within))
	defer s.raw.SetReadDeadline(time.Now().Add(patience))
	if _, err := s.in.Peek(1); !errors.Is(err, how) {
		early, _ := s.in.Peek(s.in.Buffered())
		return fmt.Errorf("want nothing but %v, got %q, %v", how, early, err)
	}
	return nil
}

// gone waits until the client is, in order or not. It must not say a word.
func (s *Server) gone() error {
	defer s.raw.Close()
	if _, err := s.in.Peek(1); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		more, _ := s.in.Peek(s.in.Buffered())
		return fmt.Errorf("want the client to go, got %q, %v", more, err)
	}
	return nil
}
