package repl_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"byhand/internal/dialect"
	"byhand/internal/recorder"
	"byhand/repl"
)

// protocolTest contains what the tests below need to know about a protocol. blob is the initial
// response of PLAIN for tim.
type protocolTest struct {
	name, greeting string
	no, refused    string // a command, and a reply that refuses it
	word           string // as :expect names that reply
	starttls, go_  string // the command that asks for TLS, and the reply that allows it; "": it has none
	again          string // what the server sends after the handshake; "": nothing
	auth, in       string // a login with an initial response, and the reply that accepts it; "": tested elsewhere, or it has none
	begin          string // the same login before the server has listed anything; "": as auth
	ask            string // what a user types before it, so that the server lists its capabilities; "": nothing
	capabilities   string // the dialogue of that
	offer, noOffer string // the dialogues of a server that lists the mechanism %s, and of one that refuses to
	quit, bye      string
}

// protocols has a row for each protocol whose replies byhand understands.
var protocols = []protocolTest{
	{name: "smtp", greeting: "220 hi", no: "NOOP", refused: "451 no", word: "451", starttls: "STARTTLS", go_: "220 go", quit: "QUIT", bye: "221 bye"},
	{name: "lmtp", greeting: "220 hi", no: "NOOP", refused: "451 no", word: "451", starttls: "STARTTLS", go_: "220 go", quit: "QUIT", bye: "221 bye"},
	{name: "pop3", greeting: "+OK hi", no: "NOOP", refused: "-ERR no", word: "-ERR", starttls: "STLS", go_: "+OK go",
		auth: "AUTH PLAIN " + blob, in: "+OK in",
		offer: "C: CAPA\nS: +OK\nS: SASL %s\nS: .\n", noOffer: "C: CAPA\nS: -ERR no\n",
		quit: "QUIT", bye: "+OK bye"},
	{name: "imap", greeting: "* OK hi", no: "a NOOP", refused: "a NO no", word: "NO", starttls: "s STARTTLS", go_: "s OK go",
		auth: "byhand AUTHENTICATE PLAIN " + blob, in: "byhand OK in",
		begin: "byhand AUTHENTICATE PLAIN\nS: + \nC: " + blob,
		ask:   "c CAPABILITY\n", capabilities: "C: c CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: c OK\n",
		offer:   "C: byhand CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=%s\nS: byhand OK\n",
		noOffer: "C: byhand CAPABILITY\nS: byhand BAD no\n",
		quit:    "b LOGOUT", bye: "b OK bye"},
	{name: "sieve", greeting: "OK", no: "NOOP", refused: `NO "no"`, word: "NO", starttls: "STARTTLS", go_: "OK go",
		again: "S: OK\n", // RFC 5804 2.2
		auth:  `AUTHENTICATE "PLAIN" "` + blob + `"`, in: "OK",
		offer: "C: CAPABILITY\nS: \"SASL\" \"%s\"\nS: OK\n", noOffer: "C: CAPABILITY\nS: NO\n",
		quit: "LOGOUT", bye: "OK"},
}

// TestProtocolsAreTested: each protocol whose replies byhand understands has a row above,
// with a command for TLS and a login if it has them. The tests of SMTP cover its login.
func TestProtocolsAreTested(t *testing.T) {
	t.Parallel()
	for name := range dialect.Services() {
		d := dialect.Named(name)
		if d.QuietPeriod() > 0 {
			continue
		}
		i := slices.IndexFunc(protocols, func(p protocolTest) bool { return p.name == name })
		if i < 0 {
			t.Errorf("%s has no row", name)
			continue
		}
		p := protocols[i]
		if (p.starttls != "") != (d.StartTLS() != "") || (p.auth != "") != (d.Login() != nil && d.Mail() == nil) {
			t.Errorf("%s: the row has TLS %q and login %q", name, p.starttls, p.auth)
		}
	}
}

func speaks(protocol string) func(*repl.Options) {
	return func(o *repl.Options) { o.Target.Protocol = protocol }
}

// A refusal ends a script in each protocol, unless an :expect accepts it.
func TestRefusalsCount(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		server := "S: " + p.greeting + "\nC: " + p.no + "\nS: " + p.refused + "\n"
		for _, c := range []struct {
			name, server, input string
			status              repl.Status
			says                string
		}{
			{"stops", server, p.no + "\n" + p.quit + "\n", repl.Refused, `":expect ` + p.word + `"`},
			{"is the last reply", server, p.no + "\n", repl.Refused, "the server refused"},
			{"is expected", server + "C: " + p.quit + "\nS: " + p.bye + "\nclose",
				p.no + "\n:expect " + p.word + "\n" + p.quit + "\n", repl.OK, ""},
			{"another is expected", server, p.no + "\n:expect 250 OK +OK\n" + p.quit + "\n", repl.Refused, "got "},
			{"is listed by an :expect", server + "C: " + p.quit + "\nS: " + p.bye + "\nclose",
				p.no + "\n:expect " + p.word + "\n:why\n" + p.quit + "\n", repl.OK, "NOOP"},
		} {
			t.Run(p.name+" "+c.name, func(t *testing.T) {
				t.Parallel()
				got := session(t, c.server, c.input, speaks(p.name))
				if got.status != c.status {
					t.Errorf("status %d, want %d; stderr:\n%s", got.status, c.status, got.err)
				}
				has(t, "stderr", got.err, c.says)
			})
		}
	}
}

// TestInjectedInEachProtocol: in each protocol, data that arrives after the reply that
// allows TLS ends the session. Without such data, TLS starts.
func TestInjectedInEachProtocol(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		if p.starttls == "" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			server := "S: " + p.greeting + "\nC: " + p.starttls + "\n"
			got := session(t, server+`S= "`+strings.ReplaceAll(p.go_, `"`, `\"`)+`\r\n* injected\r\n"`,
				p.starttls+"\n:tls\n", speaks(p.name))
			if got.status != repl.TLSFailed {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, repl.TLSFailed, got.err)
			}
			reply := strings.TrimPrefix(strings.TrimSuffix(p.go_, " go"), "s ")
			has(t, "stderr", got.err, "after the "+reply+" reply", "before the TLS handshake")
			got = session(t, server+"S: "+p.go_+"\ntls\n"+p.again+"C: "+p.no+"\nS: "+p.refused,
				p.starttls+"\n:tls\n"+p.no+"\n:expect "+p.word+"\n", speaks(p.name),
				func(o *repl.Options) { o.Dialer.Security.Insecure = true })
			if got.status != repl.OK {
				t.Errorf("without it: status %d, want 0; stderr:\n%s", got.status, got.err)
			}
		})
	}
}

// TestStartTLSAndAuthInEachProtocol: :starttls and :auth work in each protocol.
func TestStartTLSAndAuthInEachProtocol(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		if p.auth == "" {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			record := &recorder.Recorder{}
			starttls, upgrade := "\n", ""
			if p.starttls != "" {
				starttls, upgrade = "\nC: "+p.starttls+"\nS: "+p.go_+"\ntls\n"+p.again, ":starttls\n"
			}
			got := session(t, "S: "+p.greeting+starttls+p.capabilities+
				"C: "+p.auth+"\nS: "+p.in+"\nC: "+p.quit+"\nS: "+p.bye+"\nclose",
				upgrade+p.ask+":auth PLAIN tim\n"+p.quit+"\n", speaks(p.name), asTim,
				func(o *repl.Options) { o.Dialer.Security.Insecure, o.Recorder = true, record })
			if got.status != repl.OK {
				t.Errorf("status %d, want 0; stderr:\n%s", got.status, got.err)
			}
			has(t, "stderr", got.err, "logged in")
			hasNot(t, "stderr", got.err, secrets...)
			entries, _ := record.Entries()
			for _, e := range entries {
				hasNot(t, "the record", e.Text, secrets...)
			}
		})
	}
}

// TestAuthAsksForCapabilities: :auth asks for the server's capabilities only if it must
// choose a mechanism. Otherwise it does not claim that a mechanism is not offered.
func TestAuthAsksForCapabilities(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		if p.auth == "" {
			continue
		}
		greeting, goodbye := "S: "+p.greeting+"\n", "\nC: "+p.quit+"\nS: "+p.bye+"\nclose"
		for _, c := range []struct {
			name, server, input string
			status              repl.Status
			says, hides         string
		}{
			{"chosen", greeting + strings.ReplaceAll(p.offer, "%s", "PLAIN") + "C: " + strings.Replace(p.auth, blob, plain("tim@", "tanstaaftanstaaf"), 1) + "\nS: " + p.in + goodbye,
				":auth tim@\n" + p.quit + "\n", repl.OK, "logged in", "does not offer"},
			{"named", greeting + "C: " + cmp.Or(p.begin, p.auth) + "\nS: " + p.in + goodbye,
				":auth PLAIN tim\n" + p.quit + "\n", repl.OK, "logged in", "does not offer"},
			{"refuses to say", greeting + p.noOffer,
				":auth tim@\n" + p.quit + "\n", repl.Refused, "the server refused CAPA", "offers no"},
			{"offers another", greeting + strings.ReplaceAll(p.offer, "%s", "GSSAPI"),
				":auth tim@\n" + p.quit + "\n", repl.Refused, "offers only GSSAPI", "offers no"},
		} {
			t.Run(p.name+" "+c.name, func(t *testing.T) {
				t.Parallel()
				got := session(t, c.server, c.input, speaks(p.name), asTim)
				if got.status != c.status {
					t.Errorf("status %d, want %d; stderr:\n%s", got.status, c.status, got.err)
				}
				has(t, "stderr", got.err, c.says)
				hasNot(t, "stderr", got.err, c.hides)
			})
		}
	}
}
