package hint

import (
	"crypto/tls"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/internal/target"
)

var (
	submission = conn.Target{Protocol: "smtp", Host: "mx.example.net", Port: 587}
	implicit   = conn.Target{Protocol: "smtp", Host: "mx.example.net", Port: 465, TLS: true}
	imap       = conn.Target{Protocol: "imap", Host: "2001:db8::1", Port: 1143}
	socket     = conn.Target{Protocol: "lmtp", Path: "/run/lmtp"}
)

// TestReach: the command repeats what the last attempt did.
func TestReach(t *testing.T) {
	insecure := Reach{Security: conn.Security{Insecure: true, ServerName: "mx"}}
	replay := Reach{ReplayFile: "a.txt"}
	for want, got := range map[string]string{
		"byhand mx.example.net 587":                             Reach{}.Command(submission),
		":open --starttls mx.example.net 587":                   Reach{Prompt: true, StartTLS: true}.Reconnect(submission),
		":open mx.example.net 465":                              Reach{Prompt: true, StartTLS: true}.Reconnect(implicit),
		"byhand --insecure --server-name mx mx.example.net 465": insecure.Command(implicit),
		"byhand --server-name x --insecure mx.example.net 465":  insecure.Command(implicit, "--server-name x"),
		"byhand --tls mx.example.net 587":                       Reach{}.TLS(submission),
		"byhand --starttls --no-tls mx.example.net 465":         Reach{}.Plain(implicit),
		"byhand imap://[2001:db8::1]:1143":                      Reach{}.Command(imap),
		"byhand unix:/run/lmtp":                                 Reach{}.Command(socket),
		"byhand replay a.txt mx.example.net 587":                replay.Command(submission),
		"byhand replay --no-tls a.txt mx.example.net 465":       replay.Plain(implicit),
		"": Reach{}.ReplayPlain(implicit),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestTargetArgs: the arguments lead to the same target.
func TestTargetArgs(t *testing.T) {
	for _, to := range []conn.Target{submission, implicit, imap} {
		if got, err := target.Parse(strings.Fields(TargetArgs(to))...); got != to || err != nil {
			t.Errorf("%q leads to %+v, %v", TargetArgs(to), got, err)
		}
	}
}

// TestHandshake: a hint has the command that may work.
func TestHandshake(t *testing.T) {
	asked := &conn.TLS{CertificateRequested: true}
	for _, c := range []struct {
		name string
		err  *conn.TLSError
		want string // in the hint; "": there is no hint
	}{
		{"plain text", &conn.TLSError{Why: conn.Plaintext}, "byhand --starttls --no-tls mx.example.net 465"},
		{"silence", &conn.TLSError{Why: conn.Stalled}, "byhand --starttls --no-tls mx.example.net 465"},
		{"a client certificate", &conn.TLSError{Why: conn.HungUp, Facts: asked}, "byhand --cert FILE --key FILE mx.example.net 465"},
		{"an alert", &conn.TLSError{Why: conn.Alerted, Facts: &conn.TLS{Version: tls.VersionTLS13}}, ""},
		{"no certificate", &conn.TLSError{Why: conn.Untrusted, Facts: &conn.TLS{}}, ""},
	} {
		got := Reach{}.Handshake(c.err, implicit)
		if (got == "") != (c.want == "") || !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDial: what to try when there is no connection.
func TestDial(t *testing.T) {
	for cause, want := range map[conn.Cause]string{
		conn.NotFound: "--mx", conn.NoResolver: "IP address", conn.Refused: "port 587", conn.NoAnswer: "port 587", conn.Unreachable: "-4",
	} {
		if got := Dial(&conn.DialError{Cause: cause}, submission); !strings.Contains(got, want) {
			t.Errorf("cause %v: %q, want in it %q", cause, got, want)
		}
	}
	proxy := conn.DialError{Cause: conn.Refused, Opening: conn.Opening{Proxy: "127.0.0.1:1"}}
	if got := Dial(&proxy, submission); !strings.Contains(got, "--proxy") || strings.Contains(got, "587") {
		t.Errorf("the proxy refused: %q, want the proxy, not the server's port", got)
	}
}
