package practice

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// User and Password are the login of every practice server. They are fixed so
// that docs and lessons can quote the lines to type.
const (
	User     = "apikey"
	Password = "not-a-secret"
)

// Config says where a Server listens and what it does with messages.
type Config struct {
	// Listen is the host:port of the plaintext port; "" means 127.0.0.1:0.
	Listen string
	// ListenTLS is the host:port of the port with TLS from the first byte; ""
	// means a free port on the host of Listen.
	ListenTLS string
	// OffLoopback lets other machines reach the server. Without it, Start returns
	// an error for an address that is not loopback.
	OffLoopback bool
	// Accepted is called with each accepted message, just before the reply to the
	// final dot; calls do not overlap. It must not call Close. It may be nil.
	Accepted func(Message)
	// Guard is deferred in each goroutine, to clean up after a panic. It may be
	// nil.
	Guard func()
}

// Message is a message that the server accepted.
type Message struct {
	From string   // without angle brackets, "" for <>
	To   []string // in the order of the RCPT commands
	Data []byte   // as received, without dot-stuffing and the final dot
	TLS  bool     // received over TLS
	User string   // the user who is logged in
	EHLO string   // the name after EHLO or HELO
}

// limits are the server's limits. Tests lower them.
type limits struct {
	command, answer    int // octets of a line with its line ending; answer is for AUTH
	message            int // octets of a message without dot-stuffing
	recipients, errors int // per message, per session
	sessions           int // at the same time
	idle, total        time.Duration
	grace              time.Duration // for a last reply
	slow               time.Duration // delay of the slow recipient
}

var defaultLimits = limits{
	command: 4096, answer: 12288, // RFC 4954 4
	message:    20480000,
	recipients: 100, errors: 100, // RFC 5321 4.5.3.1.8
	sessions: 32,
	idle:     5 * time.Minute, // RFC 5321 4.5.3.2.7
	total:    2 * time.Hour,
	grace:    time.Second,
	slow:     3 * time.Second,
}

// A Server is a running practice server.
type Server struct {
	accepted func(Message)
	guard    func()
	limits   limits
	tls      *tls.Config
	plain    *net.TCPListener
	secure   *net.TCPListener
	dir      string // contains only the CA file
	caFile   string

	acceptedMu sync.Mutex // held during a call of accepted
	wg         sync.WaitGroup
	done       chan struct{}
	closeOnce  func() error

	mu         sync.Mutex // guards the fields below
	closing    bool
	sessions   map[net.Conn]bool
	greylisted bool // the greylisted recipient was refused once
}

// Start listens on both ports and serves until Close.
func Start(cfg Config) (*Server, error) { return start(cfg, defaultLimits) }

func start(cfg Config, lim limits) (*Server, error) {
	srv := &Server{
		accepted: cfg.Accepted, guard: cfg.Guard, limits: lim,
		done: make(chan struct{}), sessions: map[net.Conn]bool{},
	}
	srv.closeOnce = sync.OnceValue(srv.close)
	if err := srv.open(cfg); err != nil {
		srv.Close()
		return nil, err
	}
	srv.start(func() { srv.accept(srv.plain, false) })
	srv.start(func() { srv.accept(srv.secure, true) })
	return srv, nil
}

// start runs f in a goroutine. Close waits for it.
func (srv *Server) start(f func()) {
	srv.wg.Go(func() {
		if srv.guard != nil {
			defer srv.guard()
		}
		f()
	})
}

// open makes the listeners and the certificates.
func (srv *Server) open(cfg Config) (err error) {
	plain := cmp.Or(cfg.Listen, "127.0.0.1:0")
	if srv.plain, err = listenTCP(plain, cfg.OffLoopback); err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(plain) // valid: listenTCP has just used it
	secure := cmp.Or(cfg.ListenTLS, net.JoinHostPort(host, "0"))
	if srv.secure, err = listenTCP(secure, cfg.OffLoopback); err != nil {
		return err
	}
	hostTLS, _, _ := net.SplitHostPort(secure)
	leaf, ca, err := makeCA(host, hostTLS)
	if err != nil {
		return fmt.Errorf("practice certificates: %w", err)
	}
	srv.tls = &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12}
	srv.dir, srv.caFile, err = writeCA(ca)
	return err
}

// listenTCP resolves the address once, so that it listens on the address that it
// has checked.
func listenTCP(listen string, offLoopback bool) (*net.TCPListener, error) {
	addr, err := net.ResolveTCPAddr("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("bad listen address (use HOST:PORT): %w", err)
	}
	if !offLoopback && !addr.IP.IsLoopback() {
		return nil, fmt.Errorf("listen address %q is not loopback: other machines could reach the practice server; --listen-for-everybody allows that", listen)
	}
	return net.ListenTCP("tcp", addr)
}

// Plain returns the address of the plaintext port.
func (srv *Server) Plain() *net.TCPAddr { return srv.plain.Addr().(*net.TCPAddr) }

// TLS returns the address of the port with TLS from the first byte.
func (srv *Server) TLS() *net.TCPAddr { return srv.secure.Addr().(*net.TCPAddr) }

// CAFile returns the path of a PEM file with the CA certificate that verifies the
// server. Close removes the file.
func (srv *Server) CAFile() string { return srv.caFile }

// Close stops listening, sends a 421 to each session, waits for the sessions to
// end and removes the CA file.
func (srv *Server) Close() error { return srv.closeOnce() }

func (srv *Server) close() error {
	close(srv.done)
	var errs []error
	for _, l := range []*net.TCPListener{srv.plain, srv.secure} {
		if l != nil {
			errs = append(errs, l.Close())
		}
	}
	srv.interruptAll()
	srv.wg.Wait()
	if srv.dir != "" {
		errs = append(errs, os.RemoveAll(srv.dir))
	}
	return errors.Join(errs...)
}
