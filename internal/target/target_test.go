package target

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"byhand/conn"
)

// to returns a Target with these fields.
func to(protocol, host string, port int, path string, tls bool) conn.Target {
	return conn.Target{Protocol: protocol, Host: host, Port: port, Path: path, TLS: tls}
}

// words splits a command line at spaces.
func words(line string) []string { return strings.Split(line, " ") }

var goodTargets = []struct {
	line string
	want conn.Target
}{
	// The default, and different forms of the same target.
	{"mx.example.net", to("smtp", "mx.example.net", 587, "", false)},
	{"host:465", to("smtp", "host", 465, "", true)},
	{"host 465", to("smtp", "host", 465, "", true)},
	{"host smtps", to("smtp", "host", 465, "", true)},
	{"host:SubMissions", to("smtp", "host", 465, "", true)},
	{"smtps://host", to("smtp", "host", 465, "", true)},
	{"SMTPS://Host./", to("smtp", "host", 465, "", true)},
	{"submissions://host", to("smtp", "host", 465, "", true)},
	{"[::1]:465", to("smtp", "::1", 465, "", true)},
	{"[::1] 465", to("smtp", "::1", 465, "", true)},
	{"::1 465", to("smtp", "::1", 465, "", true)},
	{"smtps://[::1]", to("smtp", "::1", 465, "", true)},
	{"smtp://[::1]:465", to("smtp", "::1", 465, "", true)},

	// Ports.
	{"host 24", to("lmtp", "host", 24, "", false)},
	{"host 25", to("smtp", "host", 25, "", false)},
	{"host 00025", to("smtp", "host", 25, "", false)},
	{"host smtp", to("smtp", "host", 25, "", false)},
	{"host submission", to("smtp", "host", 587, "", false)},
	{"host 2465", to("smtp", "host", 2465, "", true)},
	{"host 2525", to("smtp", "host", 2525, "", false)},
	{"host 2587", to("smtp", "host", 2587, "", false)},
	{"host 110", to("pop3", "host", 110, "", false)},
	{"host pop3s", to("pop3", "host", 995, "", true)},
	{"host 143", to("imap", "host", 143, "", false)},
	{"host IMAPS", to("imap", "host", 993, "", true)},
	{"host 4190", to("sieve", "host", 4190, "", false)},
	{"host nntps", to("nntp", "host", 563, "", true)},
	{"host 990", to("ftp", "host", 990, "", true)},
	{"host 6697", to("tcp", "host", 6697, "", true)},
	{"host 1", to("", "host", 1, "", false)},
	{"host:65535", to("", "host", 65535, "", false)},

	// URLs.
	{"smtp://host", to("smtp", "host", 25, "", false)},
	{"smtp://host:587", to("smtp", "host", 587, "", false)},
	{"smtp://host 587", to("smtp", "host", 587, "", false)},
	{"submission://host", to("smtp", "host", 587, "", false)},
	{"lmtp://host", to("lmtp", "host", 24, "", false)},
	{"lmtp://host:25", to("lmtp", "host", 25, "", false)},
	{"imap://host", to("imap", "host", 143, "", false)},
	{"imap://host:993", to("imap", "host", 993, "", true)},
	{"imaps://host:143", to("imap", "host", 143, "", true)},
	{"pop3://host:pop3s", to("pop3", "host", 995, "", true)},
	{"sieve://host", to("sieve", "host", 4190, "", false)},
	{"nntp://host:25", to("nntp", "host", 25, "", false)},
	{"tcp://host:25", to("tcp", "host", 25, "", false)},
	{"tcp://host:465", to("tcp", "host", 465, "", false)},
	{"tls://host:25", to("tcp", "host", 25, "", true)},
	{"tls://host 7", to("tcp", "host", 7, "", true)},

	// UNIX sockets.
	{"unix:/run/lmtp", conn.Target{Path: "/run/lmtp"}},
	{"unix:///run/lmtp", conn.Target{Path: "/run/lmtp"}},
	{"Unix:////run/lmtp", conn.Target{Path: "/run/lmtp"}},
	{"unix:/a@b%20:/?#", conn.Target{Path: "/a@b%20:/?#"}},
	{"unix:25", to("smtp", "unix", 25, "", false)},

	// Addresses.
	{"smtp://127.0.0.1", to("smtp", "127.0.0.1", 25, "", false)},
	{"127.0.0.1", to("smtp", "127.0.0.1", 587, "", false)},
	{"[192.0.2.1]:25", to("smtp", "192.0.2.1", 25, "", false)},
	{"192.0.2.1.:25", to("smtp", "192.0.2.1", 25, "", false)},
	{"::1", to("smtp", "::1", 587, "", false)},
	{"2001:DB8:0:0::1", to("smtp", "2001:db8::1", 587, "", false)},
	{"fe80::1%eth0", to("smtp", "fe80::1%eth0", 587, "", false)},
	{"[fe80::1%Eth0]:25", to("smtp", "fe80::1%Eth0", 25, "", false)},
	{"[fe80::1%25]:25", to("smtp", "fe80::1%25", 25, "", false)},
	{"smtp://[fe80::1%25eth0]:25", to("smtp", "fe80::1%eth0", 25, "", false)},
	{"smtp://[fe80::1%eth0]:25", to("smtp", "fe80::1%eth0", 25, "", false)},
	{"smtp://[fe80::1%25]:25", to("smtp", "fe80::1%25", 25, "", false)},

	// Names.
	{"MX.Example.NET.:25", to("smtp", "mx.example.net", 25, "", false)},
	{"_25._tcp.x", to("smtp", "_25._tcp.x", 587, "", false)},
	{"a_b-.-c*d", to("smtp", "a_b-.-c*d", 587, "", false)},
	{"bücher.de:25", to("smtp", "xn--bcher-kva.de", 25, "", false)},
	{"_x.BÜCHER.de", to("smtp", "_x.xn--bcher-kva.de", 587, "", false)},
	{"smtp://straße.de", to("smtp", "xn--strae-oqa.de", 25, "", false)},
	{"例え。テスト", to("smtp", "xn--r8jz45g.xn--zckzah", 587, "", false)},
	{"１２７.0.0.1", to("smtp", "127.0.0.1", 587, "", false)},
	{strings.Repeat("a.", 127), to("smtp", strings.Repeat("a.", 126)+"a", 587, "", false)},
	{strings.Repeat("a", 63), to("smtp", strings.Repeat("a", 63), 587, "", false)},
}

func TestParse(t *testing.T) {
	for _, c := range goodTargets {
		if got, err := Parse(words(c.line)...); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", c.line, got, err, c.want)
		}
	}
}

var badTargets = []struct{ line, want, hint string }{
	// Ports.
	{"host 25x", `bad port "25x": must be 1 to 65535 or a service name`, ""},
	{"host:", `bad port "": must be 1 to 65535 or a service name`, "host"},
	{"smtp://host:", `bad port "": must be 1 to 65535 or a service name`, "smtp://host"},
	{"host 0", `bad port "0": must be 1 to 65535 or a service name`, ""},
	{"host 65536", `bad port "65536": must be 1 to 65535 or a service name`, ""},
	{"host 99999999999999999999", `bad port "99999999999999999999": must be 1 to 65535 or a service name`, ""},
	{"host -1", `bad port "-1": must be 1 to 65535 or a service name`, ""},
	{"host +25", `bad port "+25": must be 1 to 65535 or a service name`, ""},
	{"host tcp", `bad port "tcp": must be 1 to 65535 or a service name`, ""},
	{"host x\x1b", `bad port "x\x1b": must be 1 to 65535 or a service name`, ""},
	{"host ", `bad port "": must be 1 to 65535 or a service name`, ""},
	{"host :25", `bad port ":25": must be 1 to 65535 or a service name`, "host 25"},
	{"host:25 26", `bad port "26": "host:25" contains a port already`, ""},
	{"smtp://host:25 25", `bad port "25": "smtp://host:25" contains a port already`, ""},
	{"[::1]:25 25", `bad port "25": "[::1]:25" contains a port already`, ""},
	{"host: 25", `bad port "25": "host:" contains a port already`, "host 25"},
	{"host 25 tls", `bad address "tls": unexpected after HOST and PORT`, ""},
	{"25 host", `bad host "25": ends in a number, but is not an IP address`, "host 25"},
	{"smtp host", `bad port "host": must be 1 to 65535 or a service name`, "host smtp"},

	// URLs.
	{"foo://host", `bad URL "foo://host": unknown scheme "foo"`, ""},
	{"://host", `bad URL "://host": unknown scheme ""`, ""},
	{"ssl://host:465", `bad URL "ssl://host:465": unknown scheme "ssl"`, "tls://host:465"},
	{"tcp://host", `bad URL "tcp://host": needs a port`, ""},
	{"tls://host", `bad URL "tls://host": needs a port`, ""},
	{"smtp://", `bad host "": empty`, ""},
	{"smtp://host/in/box", `bad URL "smtp://host/in/box": unexpected path, query or fragment "/in/box"`, "smtp://host"},
	{"smtp://host?a", `bad URL "smtp://host?a": unexpected path, query or fragment "?a"`, ""},
	{"smtp://host#a", `bad URL "smtp://host#a": unexpected path, query or fragment "#a"`, ""},
	{"smtp://ho%73t", `bad host "ho%73t": percent-encoding is not supported`, ""},
	{"smtp://::1", `bad URL "smtp://::1": an IPv6 address must be in brackets`, "smtp://[::1]"},
	{"smtp://fe80::1%25a", `bad URL "smtp://fe80::1%25a": an IPv6 address must be in brackets`, "smtp://[fe80::1%25a]"},
	{"smtp://fe80::1%25", `bad URL "smtp://fe80::1%25": an IPv6 address must be in brackets`, "smtp://[fe80::1%25]"},
	{"smtp://host%25", `bad host "host%25": percent-encoding is not supported`, ""},
	{"smtp:host", `bad port "host": must be 1 to 65535 or a service name`, "smtp://host"},
	{"smtps:/host", `bad port "/host": must be 1 to 65535 or a service name`, "smtps://host"},
	{"smtp:host:26", `bad address "smtp:host:26": too many colons for HOST:PORT, but not an IPv6 address`, "smtp://host:26"},

	// UNIX sockets.
	{"unix://host/run/x", "a UNIX socket has no host: use unix:/PATH or unix:///PATH", ""},
	{"unix://", "a UNIX socket has no host: use unix:/PATH or unix:///PATH", ""},
	{"unix:/run/x 25", `bad path "/run/x": a UNIX socket has no port`, ""},
	{"unix:/run/\x00", `bad path "/run/\x00": contains a control character`, ""},
	{"unix:/" + strings.Repeat("x", 107), `bad path "/` + strings.Repeat("x", 107) + `": 108 bytes is too long for a UNIX socket (at most 107)`, ""},
	{"/run/x", `bad host "/run/x": '/' is not allowed`, "unix:/run/x"},

	// Brackets and colons.
	{"[::1", `bad address "[::1": missing ] after [`, ""},
	{"[::1]25", `bad address "[::1]25": only :PORT may follow ]`, ""},
	{"[host]:25", `bad address "[host]:25": only an IP address may be in brackets`, "host:25"},
	{"[fe80::1%]", `bad address "[fe80::1%]": only an IP address may be in brackets`, ""},
	{"::1]:25", `bad address "::1]:25": too many colons for HOST:PORT, but not an IPv6 address`, ""},
	{"1:2:3:4:5:6:7:8:25", `bad address "1:2:3:4:5:6:7:8:25": too many colons for HOST:PORT, but not an IPv6 address`, "[1:2:3:4:5:6:7:8]:25"},
	{"fe80::1%eth0:25", `bad address "fe80::1%eth0:25": too many colons for HOST:PORT, but not an IPv6 address`, "[fe80::1%eth0]:25"},
	{"[fe80::1%a/b]", `bad host "fe80::1%a/b": '/' is not allowed`, ""},

	// Names.
	{"", "no host: use HOST, HOST:PORT, HOST PORT or a URL", ""},
	{":25", `bad host "": empty`, ""},
	{".", `bad host ".": empty`, ""},
	{"a..b", `bad host "a..b": nothing between two dots`, ""},
	{"a\tb", `bad host "a\tb": '\t' is not allowed`, ""},
	{"a\x00b", `bad host "a\x00b": '\x00' is not allowed`, ""},
	{"a\x7f:25", `bad host "a\x7f": '\x7f' is not allowed`, ""},
	{"host/25", `bad host "host/25": '/' is not allowed`, "host:25"},
	{"host:25/", `bad port "25/": must be 1 to 65535 or a service name`, "host:25"},
	{`a\b`, `bad host "a\\b": '\\' is not allowed`, ""},
	{"127.1", `bad host "127.1": ends in a number, but is not an IP address`, ""},
	{"256.0.0.1", `bad host "256.0.0.1": ends in a number, but is not an IP address`, ""},
	{"587", `bad host "587": ends in a number, but is not an IP address`, ""},
	{strings.Repeat("a", 64), `bad host "` + strings.Repeat("a", 64) + `": "` + strings.Repeat("a", 64) + `" is longer than 63 bytes`, ""},
	{strings.Repeat("a.", 126) + "aa", `bad host "` + strings.Repeat("a.", 126) + "aa" + `": longer than 253 bytes`, ""},
	{"℀.de", `bad host "℀.de": not a valid name (idna: disallowed rune U+2100)`, ""},
	{"a\u00a0b", `bad host "a\u00a0b": not a valid name (idna: disallowed rune U+00A0)`, ""},
	{"\xff.de", `bad host "\xff.de": not valid UTF-8`, ""},
	{"a\u200d.de", `bad host "a\u200d.de": not a valid name (idna: invalid label "a\u200d")`, ""},
	{"\ufffd.de", "bad host \"\ufffd.de\": not a valid name (idna: disallowed rune U+FFFD)", ""},
}

func TestParseErrors(t *testing.T) {
	for _, c := range badTargets {
		got, err := Parse(words(c.line)...)
		var bad *Error
		if !errors.As(err, &bad) || got != (conn.Target{}) {
			t.Errorf("%q: got %+v, %v", c.line, got, err)
			continue
		}
		if bad.Error() != c.want || bad.Hint != c.hint {
			t.Errorf("%q:\n got %s\n     hint %q\nwant %s\n     hint %q", c.line, bad, bad.Hint, c.want, c.hint)
		}
	}
}

// TestParseOddArguments checks no argument, and one that contains a space.
func TestParseOddArguments(t *testing.T) {
	var bad *Error
	if _, err := Parse(); !errors.As(err, &bad) || !strings.HasPrefix(bad.Error(), "no host: ") {
		t.Errorf("no words: %v", err)
	}
	if _, err := Parse("host 25"); !errors.As(err, &bad) || bad.Hint != "host 25" ||
		bad.Error() != `bad host "host 25": ' ' is not allowed` {
		t.Errorf("quoted words: %v, hint %q", err, bad.Hint)
	}
	for _, path := range []string{"/tmp/a;b", "/tmp/a b"} {
		if _, err := Parse(path); !errors.As(err, &bad) || bad.Hint != "" {
			t.Errorf("a hint that needs quoting in a shell: %q", bad.Hint)
		}
	}
}

func TestParseNeverQuotesAPassword(t *testing.T) {
	for _, line := range []string{
		"smtp://user:s3cret@host", "user:s3cret@host", "user:s3cret@host:25", "foo://user:s3cret@host",
		"smtp://user:s3cret@x@host", "smtp://user:x@s3cret@host", "smtp://user:s3cret/x@host",
		"smtp://user:12/s3cret@host", "smtp://user:#s3cret@host:x", "smtp://user:s3cret@", "smtp:s3cret@host",
		"smtp user:s3cret@host", "host 25 user:s3cret@", "smtp://u:26/s3cret@host", "unix://user:s3cret@host/x",
	} {
		_, err := Parse(words(line)...)
		var bad *Error
		if !errors.As(err, &bad) {
			t.Errorf("%s: got %v", line, err)
		} else if bad.Hint != "" || strings.Contains(bad.Error()+bad.Arg, "s3cret") {
			t.Errorf("%s: got %v, hint %q", line, bad, bad.Hint)
		}
	}
}

func TestTargetStrings(t *testing.T) {
	for _, c := range []struct {
		target                   conn.Target
		network, address, string string
	}{
		{conn.Target{Host: "host", Port: 25}, "tcp", "host:25", "host:25"},
		{conn.Target{Host: "::1", Port: 25}, "tcp", "[::1]:25", "[::1]:25"},
		{conn.Target{Host: "fe80::1%eth0", Port: 25}, "tcp", "[fe80::1%eth0]:25", "[fe80::1%eth0]:25"},
		{conn.Target{Path: "/run/x"}, "unix", "/run/x", "unix:/run/x"},
	} {
		if got := c.target.Network(); got != c.network {
			t.Errorf("%+v.Network() = %q, want %q", c.target, got, c.network)
		}
		if got := c.target.Address(); got != c.address {
			t.Errorf("%+v.Address() = %q, want %q", c.target, got, c.address)
		}
		if got := c.target.String(); got != c.string {
			t.Errorf("%+v.String() = %q, want %q", c.target, got, c.string)
		}
	}
}

// TestServices checks that a service's name, port and URL mean the same.
func TestServices(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range services {
		if s.name == "" || s.port == 0 {
			continue
		}
		if s.name != strings.ToLower(s.name) || seen[s.name] {
			t.Errorf("%s: not in lower case, or twice", s.name)
		}
		seen[s.name] = true
		want := to(s.protocol, "host", s.port, "", s.tls)
		for _, line := range []string{"host " + s.name, "host:" + strings.ToUpper(s.name),
			"host " + strconv.Itoa(s.port), s.name + "://host"} {
			if got, err := Parse(words(line)...); err != nil || got != want {
				t.Errorf("%s: got %+v, %v, want %+v", line, got, err, want)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range goodTargets {
		first, second, _ := strings.Cut(c.line, " ")
		f.Add(first, second)
	}
	for _, c := range badTargets {
		first, second, _ := strings.Cut(c.line, " ")
		f.Add(first, second)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		args := []string{first}
		if second != "" {
			args = append(args, second)
		}
		got, err := Parse(args...)
		if err != nil {
			checkError(t, err)
		} else if got.Path != "" {
			checkUnix(t, got)
		} else {
			checkTCP(t, args, got)
		}
	})
}

// checkError checks that the error is printable and that its hint is valid.
func checkError(t *testing.T, err error) {
	bad := err.(*Error)
	if strings.ContainsFunc(bad.Error(), func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Fatalf("not printable: %q", bad)
	}
	if bad.Hint != "" {
		if _, err := Parse(words(bad.Hint)...); err != nil {
			t.Fatalf("%v: the hint %q is not valid: %v", bad, bad.Hint, err)
		}
	}
}

func checkUnix(t *testing.T, got conn.Target) {
	again, err := Parse(got.String())
	if err != nil || again != got || got != (conn.Target{Path: got.Path}) {
		t.Fatalf("%+v: %q is %+v, %v", got, got, again, err)
	}
}

// checkTCP checks that the result can be dialed, parses to itself, and agrees with net/url.
func checkTCP(t *testing.T, args []string, got conn.Target) {
	host, port, err := net.SplitHostPort(got.Address())
	if err != nil || host != got.Host || port != strconv.Itoa(got.Port) || host == "" || got.Port < 1 || got.Port > 65535 {
		t.Fatalf("%q is %+v, to be dialed at %q", args, got, got.Address())
	}
	if strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
		t.Fatalf("%q is %+v, with a strange host", args, got)
	}
	isURL := strings.Contains(args[0], "://")
	for _, line := range []string{got.String(), got.Host + " " + port} {
		again, err := Parse(words(line)...)
		if isURL { // a scheme implies more than host and port
			again.Protocol, again.TLS = got.Protocol, got.TLS
		}
		if err != nil || again != got {
			t.Fatalf("%q is %+v, but %q is %+v, %v", args, got, line, again, err)
		}
	}
	if u, err := url.Parse(args[0]); isURL && err == nil {
		name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
		addr, _ := netip.ParseAddr(u.Hostname())
		plain := !strings.ContainsFunc(name, func(r rune) bool { return r >= 0x7F }) // else an A-label
		if plain && name != host && addr.String() != host || u.Port() != "" && trimZeros(u.Port()) != port {
			t.Fatalf("%q is %+v, net/url says %q and %q", args, got, u.Hostname(), u.Port())
		}
	}
}

func trimZeros(s string) string { return strings.TrimLeft(s, "0") }
