package conn

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/proxy"
)

// CheckProxy returns what is wrong with a proxy's URL; "" is no proxy.
func CheckProxy(proxy string) error {
	if proxy == "" {
		return nil
	}
	_, err := parseProxy(proxy)
	return err
}

func parseProxy(proxy string) (*url.URL, error) {
	u, err := url.Parse(proxy)
	if err != nil || u.Host == "" {
		return nil, errors.New("bad proxy: want socks5://HOST:PORT or http://HOST:PORT") // may hold a password: not quoted
	}
	if u.Scheme != "socks5" && u.Scheme != "socks5h" && u.Scheme != "http" {
		return nil, fmt.Errorf("proxy scheme %q: want socks5 or http", u.Scheme)
	}
	return u, nil
}

// throughProxy reaches t through d.Proxy: SOCKS5 (RFC 1928) or HTTP CONNECT
// (RFC 9110 9.3.6). The proxy finds t's name itself.
func (d *Dialer) throughProxy(ctx context.Context, t Target) (net.Conn, Opening, error) {
	u, err := parseProxy(d.Proxy)
	if err != nil {
		return nil, Opening{}, dialError(t, Opening{}, err)
	}
	began := time.Now()
	opening := Opening{Proxy: u.Host}
	var c net.Conn
	if u.Scheme == "http" {
		c, err = httpConnect(ctx, u, t)
	} else {
		c, err = socks(ctx, u, t)
	}
	opening.Attempts = []Attempt{{t.Address() + " by way of " + u.Host, time.Since(began), err}}
	return c, opening, dialError(t, opening, err)
}

func socks(ctx context.Context, u *url.URL, t Target) (net.Conn, error) {
	dialer, err := proxy.FromURL(u, &net.Dialer{})
	if err != nil {
		return nil, err
	}
	return dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", t.Address())
}

// httpConnect asks an HTTP proxy for a tunnel:
//
//	CONNECT mail.example.net:587 HTTP/1.1
//	Host: mail.example.net:587
//
//	HTTP/1.1 200 Connection established
func httpConnect(ctx context.Context, u *url.URL, t Target) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", hostPort(u.Host, "8080"))
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(past) })
	defer stop()
	request := "CONNECT " + t.Address() + " HTTP/1.1\r\nHost: " + t.Address() + "\r\n"
	if password, ok := u.User.Password(); ok {
		login := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
		request += "Proxy-Authorization: Basic " + login + "\r\n"
	}
	if _, err := c.Write([]byte(request + "\r\n")); err != nil {
		c.Close()
		return nil, fmt.Errorf("proxy: %w", err)
	}
	if err := readConnectAnswer(c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// readConnectAnswer reads the head of the answer byte by byte: what follows it
// already belongs to the server behind the proxy.
func readConnectAnswer(c net.Conn) error {
	in := bufio.NewReaderSize(oneByte{c}, 16)
	status, err := in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("proxy: %w", err)
	}
	for line, size := status, 0; strings.TrimRight(line, "\r\n") != ""; size += len(line) {
		if line, err = in.ReadString('\n'); err != nil {
			return fmt.Errorf("proxy: %w", err)
		}
		if size > 64<<10 {
			return fmt.Errorf("proxy: endless answer")
		}
	}
	if f := strings.Fields(status); len(f) < 2 || !strings.HasPrefix(f[0], "HTTP/1.") || f[1] != "200" {
		return fmt.Errorf("proxy refused: %q", strings.TrimRight(status, "\r\n"))
	}
	return nil
}

// oneByte makes every read one byte long, so that a bufio.Reader never reads
// ahead.
type oneByte struct{ net.Conn }

func (o oneByte) Read(p []byte) (int, error) { return o.Conn.Read(p[:1]) }

func hostPort(host, port string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}
