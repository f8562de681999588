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

// User and Password log in to every practice server. They are fixed, so that
// docs and lessons can print the lines to type.
const (
	User     = "apikey"
	Password = "not-a-secret"
)

// Config says where a Server listens and who hears of the messages.
type Config struct {
	// Listen is the host:port of the plain port; "" is 127.0.0.1:0.
	Listen string
	// ListenTLS is the host:port of the port with TLS from the first byte;
	// "" is the host of Listen and a free port.
	ListenTLS string
	// OffLoopback lets others reach the server. Without it, Start refuses an
	// address that is not loopback.
	OffLoopback bool
	// Taken is told of each message just before its final dot is answered,
	// of one message at a time. It must not call Close. It may be nil.
	Taken func(Message)
	// Guard is deferred in each goroutine: it may tidy up before a panic goes
	// on. It may be nil.
	Guard func()
}

// Message is a message that the server took, and how it came.
type Message struct {
	From string   // without angle brackets, "" for <>
	To   []string // in the order of the RCPT commands
	Data []byte   // without the stuffed dots and the last one, otherwise as received
	TLS  bool     // it came over TLS
	User string   // who had logged in
	EHLO string   // the name said with EHLO or HELO
}

// limits are the server's caps. Tests lower them.
type limits struct {
	command, answer    int // octets of a line, its end counted; AUTH may use the second
	message            int // octets of a message, the stuffed dots not counted
	recipients, errors int // of a message, of a session
	sessions           int // at once
	idle, total        time.Duration
	grace              time.Duration // for last words
	slow               time.Duration // that the slow recipient takes
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
	taken  func(Message)
	guard  func()
	limits limits
	tls    *tls.Config
	plain  *net.TCPListener
	secure *net.TCPListener
	dir    string // holds the CA file and nothing else
	caFile string

	taking    sync.Mutex // held during a call of taken
	wg        sync.WaitGroup
	done      chan struct{}
	closeOnce func() error

	mu         sync.Mutex // guards what follows
	closing    bool
	sessions   map[net.Conn]bool
	greylisted bool // the greylisted recipient was refused once
}

// Start listens on both ports and serves until Close.
func Start(cfg Config) (*Server, error) { return start(cfg, defaultLimits) }

func start(cfg Config, lim limits) (*Server, error) {
	srv := &Server{
		taken: cfg.Taken, guard: cfg.Guard, limits: lim,
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

// start runs f in a goroutine that Close waits for.
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
	host, _, _ := net.SplitHostPort(plain) // it has just been listened on
	secure := cmp.Or(cfg.ListenTLS, net.JoinHostPort(host, "0"))
	if srv.secure, err = listenTCP(secure, cfg.OffLoopback); err != nil {
		return err
	}
	hostTLS, _, _ := net.SplitHostPort(secure)
	leaf, ca, err := throwAwayCA(host, hostTLS)
	if err != nil {
		return fmt.Errorf("practice certificates: %w", err)
	}
	srv.tls = &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12}
	srv.dir, srv.caFile, err = writeCA(ca)
	return err
}

// listenTCP looks the address up before it listens, so that what it checks is
// what it listens on.
func listenTCP(listen string, offLoopback bool) (*net.TCPListener, error) {
	addr, err := net.ResolveTCPAddr("tcp", listen)
	if err != nil {
		return nil, err
	}
	if !offLoopback && !addr.IP.IsLoopback() {
		return nil, fmt.Errorf("listen address %q is not loopback: others could reach the practice server", listen)
	}
	return net.ListenTCP("tcp", addr)
}

// Plain is the address of the plain port.
func (srv *Server) Plain() *net.TCPAddr { return srv.plain.Addr().(*net.TCPAddr) }

// TLS is the address of the port with TLS from the first byte.
func (srv *Server) TLS() *net.TCPAddr { return srv.secure.Addr().(*net.TCPAddr) }

// CAFile is the path of a PEM file with the CA certificate that vouches for
// the server. Close removes it.
func (srv *Server) CAFile() string { return srv.caFile }

// Close stops listening, tells the sessions with a 421, waits for their end
// and removes the CA file.
func (srv *Server) Close() error { return srv.closeOnce() }

func (srv *Server) close() error {
	close(srv.done)
	var errs []error
	for _, l := range []*net.TCPListener{srv.plain, srv.secure} {
		if l != nil {
			errs = append(errs, l.Close())
		}
	}
	srv.wakeAll()
	srv.wg.Wait()
	if srv.dir != "" {
		errs = append(errs, os.RemoveAll(srv.dir))
	}
	return errors.Join(errs...)
}
