package conn

import (
	"io"
	"net/url"
	"strings"
	"testing"
)

// socks is the server's side of SOCKS5 (RFC 1928, RFC 1929). Each line is what the proxy
// receives or sends.
func (p *peer) socks(dialogue ...string) {
	for _, s := range dialogue {
		if text, ok := strings.CutPrefix(s, "C "); ok {
			p.hears(text)
		} else {
			io.WriteString(p, strings.TrimPrefix(s, "S "))
		}
	}
}

const (
	hello   = "C \x05\x01\x00"
	welcome = "S \x05\x00"
	where   = "C \x05\x01\x00\x03\x0cmail.invalid\x02\x4b"
	there   = "\x05\x00\x00\x01\x7f\x00\x00\x01\x02\x4b"
)

func TestSOCKS(t *testing.T) {
	for _, test := range []struct {
		name, url string
		to        Target
		dialogue  []string
		want      string
	}{
		{"the greeting in the same segment", "socks5://", mail,
			[]string{hello, welcome, where, "S " + there + "220 mx\r\n"}, "220 mx\r\n"},
		{"socks5h", "socks5h://", mail, []string{hello, welcome, where, "S " + there + every}, every},
		{"bound to a name", "socks5://", mail, []string{hello, welcome, where, "S \x05\x00\x00\x03\x01x\x02\x4b220"}, "220"},
		{"an address", "socks5://", Target{Host: "192.0.2.1", Port: 25},
			[]string{hello, welcome, "C \x05\x01\x00\x01\xc0\x00\x02\x01\x00\x19", "S " + there + "220"}, "220"},
		{"an IPv6 address", "socks5://", Target{Host: "2001:db8::1", Port: 25},
			[]string{hello, welcome, "C \x05\x01\x00\x04\x20\x01\x0d\xb8" + strings.Repeat("\x00", 11) + "\x01\x00\x19", "S " + there + "220"}, "220"},
		{"user and password", "socks5://joe:s%3Acret@", mail,
			[]string{"C \x05\x02\x00\x02", "S \x05\x02", "C \x01\x03joe\x06s:cret", "S \x01\x00", where, "S " + there + "220"}, "220"},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxy := serve(t, func(p *peer) { p.socks(test.dialogue...) })
			_, tape := connect(t, test.to, Dialer{Proxy: proxyURL(t, test.url+proxy.Address())})
			tape.ends(t, Closed)
			if got := tape.bytes(Received); got != test.want {
				t.Errorf("received %q, want %q", got, test.want)
			}
		})
	}
}

func TestSOCKSRefuses(t *testing.T) {
	for _, test := range []struct {
		name     string
		dialogue []string
		say      string
	}{
		{"the target refused", []string{hello, welcome, where, "S \x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"}, "connection refused"},
		{"no rule for it", []string{hello, welcome, where, "S \x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"}, "connection not allowed by ruleset"},
		{"wants a password", []string{hello, "S \x05\xff"}, "no acceptable authentication methods"},
		{"hangs up", []string{hello, welcome}, "EOF"},
		{"a web server", []string{hello, "S HTTP/1.1 400 Bad Request\r\n\r\n"}, "unexpected protocol version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxy := serve(t, func(p *peer) {
				p.socks(test.dialogue...)
				if test.name == "hangs up" {
					p.hears(where[2:])
					return
				}
				p.rest()
			})
			failed := refusal(t, t.Context(), Dialer{Proxy: proxyURL(t, "socks5://"+proxy.Address())}, mail)
			// The proxy answered, so its own words are shown.
			if failed.Cause != Unknown || !strings.HasPrefix(failed.Error(), "mail.invalid:587: ") || !strings.Contains(failed.Error(), test.say) {
				t.Errorf("%d: %v; want %s", failed.Cause, failed, test.say)
			}
		})
	}
}

// TestProxyTunnel checks that TLS and CloseWrite work through a proxy.
func TestProxyTunnel(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	for scheme, open := range map[string]func(p *peer){
		"http":   func(p *peer) { p.head(); p.says("HTTP/1.1 200 OK\r\n\r\n") },
		"socks5": func(p *peer) { p.socks(hello, welcome, where, "S "+there) },
	} {
		t.Run(scheme, func(t *testing.T) {
			proxy := serve(t, func(p *peer) {
				open(p)
				p.says(startTLSReply)
				if err := p.secures(config); err != nil {
					t.Error(err)
				}
				p.hears("NOOP\r\n")
				p.says("250 ok\r\n")
			})
			d := Dialer{Proxy: proxyURL(t, scheme+"://"+proxy.Address()), Security: ca.trusting()}
			c, tape := connect(t, mail, d)
			if err := c.Upgrade(t.Context(), tape.awaitText(t, startTLSReply)); err != nil {
				t.Fatal(err)
			}
			send(t, c, line("NOOP"))
			tape.ends(t, Closed)
			if got := tape.bytes(Received); got != startTLSReply+"250 ok\r\n" {
				t.Errorf("received %q", got)
			}

			proxy = serve(t, func(p *peer) {
				open(p)
				if got := p.rest(); got != "QUIT\r\n" {
					t.Errorf("server: received %q", got)
				}
				p.says("221 bye\r\n")
			})
			d.Proxy = proxyURL(t, scheme+"://"+proxy.Address())
			c, tape = connect(t, mail, d)
			send(t, c, line("QUIT"))
			if err := c.CloseWrite(); err != nil {
				t.Error(err)
			}
			tape.awaitText(t, "221 bye\r\n")
			tape.ends(t, Closed)
		})
	}
}

// TestParseProxy checks that errors do not contain the password.
func TestParseProxy(t *testing.T) {
	const bad = "bad proxy: use socks5://HOST:PORT or http://HOST:PORT"
	for url, want := range map[string]string{
		"socks5://127.0.0.1:1080":      "",
		"socks5h://proxy.example.net":  "",
		"SOCKS5://[::1]:1080":          "",
		"http://joe:secret@proxy:3128": "",
		"http://proxy":                 "",

		"proxy":                         bad,
		"proxy:1080":                    bad,
		"joe:secret@proxy:1080":         bad,
		"secret":                        bad,
		"http://":                       bad,
		"http://joe:secret@":            bad,
		"http://:8080":                  bad,
		"http://joe:secret@:8080":       bad,
		"http://joe:sec%ret@proxy":      bad,
		"http://joe:secret@proxy:port":  bad,
		"http://joe:secret@pro xy":      bad,
		"http://joe:secret@[::1":        bad,
		"http://joe:secret\x7f@proxy":   bad,
		"//joe:secret@proxy":            `bad proxy scheme "": use socks5 or http`,
		"https://joe:secret@proxy":      `bad proxy scheme "https": use socks5 or http`,
		"socks4://joe:secret@proxy:1":   `bad proxy scheme "socks4": use socks5 or http`,
		"ftp://joe:secret@proxy:secret": bad,
	} {
		got := ""
		if _, err := ParseProxy(url); err != nil {
			got = err.Error()
		}
		if got != want || strings.Contains(got, "secret") {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}

func proxyURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := ParseProxy(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
