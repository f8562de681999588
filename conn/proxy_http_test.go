package conn

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// mail is the target of the proxies in these tests. Only the proxy looks up its name.
var mail = Target{Host: "mail.invalid", Port: 587}

// head reads the head of an HTTP request.
func (p *peer) head() string {
	var b []byte
	for one := make([]byte, 1); !strings.HasSuffix(string(b), "\r\n\r\n"); b = append(b, one[0]) {
		if _, err := io.ReadFull(p, one); err != nil {
			p.t.Errorf("proxy: received %q, %v", b, err)
			break
		}
	}
	return string(b)
}

const asked = "CONNECT mail.invalid:587 HTTP/1.1\r\nHost: mail.invalid:587\r\n"

// TestHTTPProxy checks that data directly after the proxy's answer is received.
func TestHTTPProxy(t *testing.T) {
	for _, test := range []struct {
		name, user, asks string
		answer           []string // a segment each
		want             string
	}{
		{"the greeting in the same segment", "", asked + "\r\n", []string{"HTTP/1.1 200 Connection established\r\n\r\n220 mx\r\n"}, "220 mx\r\n"},
		{"a long greeting", "", asked + "\r\n", []string{"HTTP/1.1 200 OK\r\nVia: 1.1 p\r\nX: y\r\n\r\n" + every}, every},
		{"HTTP/1.0, LF alone", "", asked + "\r\n", []string{"HTTP/1.0 200 OK\nVia: p\n\n\n220 mx\r\n"}, "\n220 mx\r\n"},
		{"no reason", "", asked + "\r\n", []string{"HTTP/1.1 200\r\n\r\n220"}, "220"},
		{"any 2yz (RFC 9110 9.3.6)", "", asked + "\r\n", []string{"HTTP/1.1 204 No Content\r\n\r\n220"}, "220"},
		{"in pieces", "", asked + "\r\n", []string{"HTTP/1", ".1 200 OK\r", "\n", "\r", "\n2", "20 mx\r\n"}, "220 mx\r\n"},
		{"user and password", "joe:s%3Acret@", asked + "Proxy-Authorization: Basic am9lOnM6Y3JldA==\r\n\r\n", []string{"HTTP/1.1 200 OK\r\n\r\n"}, ""},
		{"a user alone", "joe@", asked + "Proxy-Authorization: Basic am9lOg==\r\n\r\n", []string{"HTTP/1.1 200 OK\r\n\r\n"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxy := serve(t, func(p *peer) {
				if got := p.head(); got != test.asks {
					t.Errorf("proxy: received %q, want %q", got, test.asks)
				}
				for _, s := range test.answer {
					p.says(s)
				}
			})
			c, tape := connect(t, mail, Dialer{Proxy: proxyURL(t, "http://"+test.user+proxy.Address())})
			tape.ends(t, Closed)
			if got := tape.bytes(Received); got != test.want {
				t.Errorf("received %q, want %q", got, test.want)
			}
			o := c.Opening()
			if o.Proxy != proxy.Address() || len(o.Attempts) != 1 || o.Attempts[0].Address != "mail.invalid:587 through "+proxy.Address() {
				t.Errorf("opened with %+v", o)
			}
		})
	}
}

func TestHTTPProxyRefuses(t *testing.T) {
	for _, test := range []struct{ name, answer, say string }{
		{"a password is wanted", "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
			`mail.invalid:587: proxy refused: "HTTP/1.1 407 Proxy Authentication Required"`},
		{"a mail server", "220 mx\r\n\r\n", `mail.invalid:587: proxy refused: "220 mx"`},
		{"no HTTP", "\x05\x00\n\n", `mail.invalid:587: proxy refused: "\x05\x00"`},
		{"an odd status", "HTTP/1.1 2000 OK\r\n\r\n", `mail.invalid:587: proxy refused: "HTTP/1.1 2000 OK"`},
		{"no status", "HTTP/1.1\r\n\r\n", `mail.invalid:587: proxy refused: "HTTP/1.1"`},
		{"hangs up", "HTTP/1.1 200 OK\r\nVia:", `mail.invalid:587: proxy: EOF`},
		{"an endless head", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 20000), `mail.invalid:587: proxy: the response header is too long`},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxy := serve(t, func(p *peer) {
				p.head()
				io.WriteString(p, test.answer) // a client that has read enough closes the connection
			})
			failed := refusal(t, t.Context(), Dialer{Proxy: proxyURL(t, "http://joe:secret@"+proxy.Address())}, mail)
			if failed.Cause != Unknown || failed.Error() != test.say {
				t.Errorf("%d: %v; want %s", failed.Cause, failed, test.say)
			}
		})
	}
}

// TestHTTPProxyIsBounded checks that an endless line or head is refused.
func TestHTTPProxyIsBounded(t *testing.T) {
	for _, head := range []string{"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: "} {
		const size = 1 << 20
		from := &endless{left: size}
		err := readConnectResponse(io.MultiReader(strings.NewReader(head), from))
		if read := size - from.left; err == nil || err.Error() != "proxy: the response header is too long" || read > 100<<10 {
			t.Errorf("after %q: %v after %d bytes", head, err, read)
		}
	}
}

// TestProxySilent dials through a proxy that accepts the connection and does not answer.
func TestProxySilent(t *testing.T) {
	for _, scheme := range []string{"http", "socks5"} {
		heard := make(chan struct{}, 2)
		proxy := serve(t, func(p *peer) {
			p.Read(make([]byte, 1))
			heard <- struct{}{}
			p.rest()
		})
		d := Dialer{Proxy: proxyURL(t, scheme+"://"+proxy.Address())}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-heard; cancel() }()
		if failed := refusal(t, ctx, d, mail); failed.Cause != Interrupted || !errors.Is(failed, context.Canceled) {
			t.Errorf("%s, interrupted: %d: %v", scheme, failed.Cause, failed)
		}
		d.Timeout = 20 * time.Millisecond
		failed := refusal(t, t.Context(), d, mail)
		if failed.Cause != NoAnswer || failed.Error() != "proxy "+proxy.Address()+": no answer (blocked?)" {
			t.Errorf("%s, too late: %d: %v", scheme, failed.Cause, failed)
		}
	}
}

// TestProxyUnreachable checks that the error is about the proxy.
func TestProxyUnreachable(t *testing.T) {
	resolve(t, nil)
	closed := Target{Host: "127.0.0.1", Port: closedPort(t)}.Address()
	for _, scheme := range []string{"http", "socks5"} {
		failed := refusal(t, t.Context(), Dialer{Proxy: proxyURL(t, scheme+"://joe:secret@"+closed)}, mail)
		if failed.Cause != Refused || failed.Error() != "proxy "+closed+": connection refused" {
			t.Errorf("%s: %d: %v", scheme, failed.Cause, failed)
		}
		failed = refusal(t, t.Context(), Dialer{Proxy: proxyURL(t, scheme+"://joe:secret@nosuch.invalid")}, mail)
		if failed.Cause != NotFound || failed.Error() != `name not found: "nosuch.invalid"` {
			t.Errorf("%s: %d: %v", scheme, failed.Cause, failed)
		}
	}
}
