package real

import (
	"bufio"
	"crypto/tls"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A proxy is between a client and a real server, and records the lines of both. It ends TLS
// on both sides, with the server's certificate.
type proxy struct {
	port    string
	server  string // host:port
	isTLS   bool   // from the first byte
	config  *tls.Config
	mu      sync.Mutex
	sent    []string // by the client
	replies []string // of the server
	done    sync.WaitGroup
}

func newProxy(t *testing.T, server string, isTLS bool) *proxy {
	t.Helper()
	chain := filepath.Join(env(t, "DIR"), "tls", "server.chain")
	pair, err := tls.LoadX509KeyPair(chain, chain)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{server: server, isTLS: isTLS, config: &tls.Config{Certificates: []tls.Certificate{pair}, InsecureSkipVerify: true}}
	_, p.port, _ = net.SplitHostPort(l.Addr().String())
	p.done.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			p.done.Go(func() { p.serve(client) })
		}
	})
	t.Cleanup(func() { l.Close(); p.done.Wait() })
	return p
}

// take returns what was recorded since the last call.
func (p *proxy) take() (sent, replies []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent, replies, p.sent, p.replies = p.sent, p.replies, nil, nil
	return sent, replies
}

func (p *proxy) record(to *[]string, line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if line != "" {
		*to = append(*to, strings.TrimSuffix(line, "\r\n"))
	}
}

func (p *proxy) serve(client net.Conn) {
	defer func() { client.Close() }()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer func() { server.Close() }()
	if p.isTLS {
		client, server = tls.Server(client, p.config), tls.Client(server, p.config)
	}
	for p.copyUntilTLS(client, server) {
		client, server = tls.Server(client, p.config), tls.Client(server, p.config)
	}
}

// copyUntilTLS copies the lines of both sides. It returns true when TLS begins, and false at
// the end.
func (p *proxy) copyUntilTLS(client, server net.Conn) bool {
	isReady := make(chan bool, 1)
	var isStarting atomic.Bool
	p.done.Go(func() {
		lines := bufio.NewReader(server)
		for line, err := lines.ReadString('\n'); ; line, err = lines.ReadString('\n') {
			p.record(&p.replies, line)
			client.Write([]byte(line))
			switch {
			case err != nil:
				client.Close()
				isReady <- false
				return
			case isStarting.Load():
				isReady <- strings.HasPrefix(line, "220")
				return
			}
		}
	})
	lines := bufio.NewReader(client)
	for line, err := lines.ReadString('\n'); ; line, err = lines.ReadString('\n') {
		isStarting.Store(strings.EqualFold(strings.TrimSpace(line), "STARTTLS"))
		p.record(&p.sent, line)
		server.Write([]byte(line))
		switch {
		case err != nil:
			server.Close()
			<-isReady
			return false
		case isStarting.Load():
			return <-isReady
		}
	}
}
