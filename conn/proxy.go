package conn

import (
	"bufio"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/proxy"
)

// ParseProxy parses the URL of a proxy. Its error never quotes the URL, which may contain a
// password.
func ParseProxy(proxy string) (*url.URL, error) {
	u, err := url.Parse(proxy)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("bad proxy: use socks5://HOST:PORT or http://HOST:PORT")
	}
	if u.Scheme != "socks5" && u.Scheme != "socks5h" && u.Scheme != "http" {
		return nil, fmt.Errorf("bad proxy scheme %q: use socks5 or http", u.Scheme)
	}
	return u, nil
}

// throughProxy connects to t through d.Proxy: SOCKS5 (RFC 1928) or HTTP CONNECT
// (RFC 9110 9.3.6). The proxy looks up the name of t.
func (d *Dialer) throughProxy(ctx context.Context, t Target) (net.Conn, Opening, error) {
	u, began := d.Proxy, time.Now()
	var c net.Conn
	var err error
	if u.Scheme == "http" {
		c, err = httpConnect(ctx, u, t)
	} else {
		c, err = socks(ctx, u, t)
	}
	if err != nil {
		err = cmp.Or(ctx.Err(), err) // a cancelled ctx expires the deadline: report its error, not the timeout
	}
	return c, Opening{Proxy: u.Host, Attempts: []Attempt{{t.Address() + " through " + u.Host, time.Since(began), err}}}, err
}

func socks(ctx context.Context, u *url.URL, t Target) (net.Conn, error) {
	base := &capturingDialer{}
	dialer, err := proxy.FromURL(u, base)
	if err != nil {
		return nil, err
	}
	if _, err := dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", t.Address()); err != nil {
		return nil, err
	}
	return base.conn, nil
}

// capturingDialer keeps the connection to the proxy, because the connection that
// x/net/proxy returns has no CloseWrite.
type capturingDialer struct {
	net.Dialer
	conn net.Conn
}

func (d *capturingDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := d.Dialer.DialContext(ctx, network, address)
	d.conn = c
	return c, err
}

// httpConnect opens a tunnel through an HTTP proxy.
func httpConnect(ctx context.Context, u *url.URL, t Target) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "8080")))
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(pastDeadline) })
	err = requestTunnel(c, u, t)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// requestTunnel performs this exchange with the proxy:
//
//	CONNECT mail.example.net:587 HTTP/1.1
//	Host: mail.example.net:587
//
//	HTTP/1.1 200 Connection established
func requestTunnel(c net.Conn, u *url.URL, t Target) error {
	request := "CONNECT " + t.Address() + " HTTP/1.1\r\nHost: " + t.Address() + "\r\n"
	if u.User != nil {
		password, _ := u.User.Password()
		login := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
		request += "Proxy-Authorization: Basic " + login + "\r\n"
	}
	if _, err := c.Write([]byte(request + "\r\n")); err != nil {
		return fmt.Errorf("proxy: %w", err)
	}
	return readConnectResponse(c)
}

// maxProxyHeader is the maximum size of the header of a proxy's response, in bytes.
const maxProxyHeader = 64 << 10

// readConnectResponse reads the response's header byte by byte, because the data after it
// comes from the server and must not be consumed.
func readConnectResponse(c io.Reader) error {
	limited := &io.LimitedReader{R: c, N: maxProxyHeader}
	in := bufio.NewReaderSize(oneByte{limited}, 16)
	var status string
	for line := "+"; strings.TrimRight(line, "\r\n") != ""; {
		var err error
		switch line, err = in.ReadString('\n'); {
		case err != nil && limited.N == 0:
			return errors.New("proxy: the response header is too long")
		case err != nil:
			return fmt.Errorf("proxy: %w", err)
		case status == "":
			status = line
		}
	}
	if f := strings.Fields(status); len(f) < 2 || !strings.HasPrefix(f[0], "HTTP/1.") || len(f[1]) != 3 || f[1][0] != '2' {
		return fmt.Errorf("proxy refused: %q", strings.TrimRight(status, "\r\n"))
	}
	return nil
}

// oneByte limits each read to one byte, so that a bufio.Reader never reads ahead.
type oneByte struct{ io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.Reader.Read(p[:1]) }
