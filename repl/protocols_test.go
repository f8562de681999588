package repl_test

import (
	"strings"
	"testing"

	"byhand/internal/recorder"
	"byhand/repl"
)

// The protocols of the tests below, each with a greeting and what is particular to
// it. blob is PLAIN for tim.
var protocols = []struct {
	name, greeting string
	no, refused    string // a command, and a reply that refuses it
	word           string // as :expect names that reply
	starttls, go_  string // the command that asks for TLS, and the reply that allows it
	auth, in       string // a login, and the reply that accepts it
	quit, bye      string
}{
	{"smtp", "220 hi", "NOOP", "451 no", "451", "STARTTLS", "220 go", "", "", "QUIT", "221 bye"},
	{"lmtp", "220 hi", "NOOP", "451 no", "451", "STARTTLS", "220 go", "", "", "QUIT", "221 bye"},
	{"pop3", "+OK hi", "NOOP", "-ERR no", "-ERR", "STLS", "+OK go",
		"AUTH PLAIN " + blob, "+OK in", "QUIT", "+OK bye"},
	{"imap", "* OK [CAPABILITY SASL-IR AUTH=PLAIN] hi", "a NOOP", "a NO no", "NO", "s STARTTLS", "s OK go",
		"byhand AUTHENTICATE PLAIN " + blob, "byhand OK in", "b LOGOUT", "b OK bye"},
	{"sieve", `OK "hi"`, "NOOP", `NO "no"`, "NO", "STARTTLS", "OK go",
		`AUTHENTICATE "PLAIN" "` + blob + `"`, "OK", "LOGOUT", "OK"},
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
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			server := "S: " + p.greeting + "\nC: " + p.starttls + "\n"
			got := session(t, server+`S= "`+strings.ReplaceAll(p.starttls[:0]+p.go_, `"`, `\"`)+`\r\n* injected\r\n"`,
				p.starttls+"\n:tls\n", speaks(p.name))
			if got.status != repl.TLSFailed {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, repl.TLSFailed, got.err)
			}
			reply := strings.TrimPrefix(strings.TrimSuffix(p.go_, " go"), "s ")
			has(t, "stderr", got.err, "after the "+reply+" reply", "before the TLS handshake")
			greets := ""
			if p.name == "sieve" {
				greets = "S: OK\n" // RFC 5804 2.2
			}
			got = session(t, server+"S: "+p.go_+"\ntls\n"+greets+"C: "+p.no+"\nS: "+p.refused,
				p.starttls+"\n:tls\n"+p.no+"\n:expect "+p.word+"\n", speaks(p.name),
				func(o *repl.Options) { o.Dialer.Security.Insecure = true })
			if got.status != repl.OK {
				t.Errorf("without it: status %d, want 0; stderr:\n%s", got.status, got.err)
			}
		})
	}
}

// TestHelpersInEachProtocol: :starttls and :auth work in each protocol.
func TestHelpersInEachProtocol(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		if p.auth == "" {
			continue // SMTP and LMTP have tests of their own
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			record := &recorder.Recorder{}
			greets := ""
			if p.name == "sieve" {
				greets = "S: OK\n"
			}
			got := session(t, "S: "+p.greeting+"\nC: "+p.starttls+"\nS: "+p.go_+"\ntls\n"+greets+capabilities[p.name]+
				"C: "+p.auth+"\nS: "+p.in+"\nC: "+p.quit+"\nS: "+p.bye+"\nclose",
				":starttls\n"+ask[p.name]+":auth PLAIN tim\n"+p.quit+"\n", speaks(p.name), asTim,
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

// TestAuthAsksWhatIsOffered: :auth asks for the server's capabilities only if it must
// choose a mechanism. Otherwise it does not claim that a mechanism is not offered.
func TestAuthAsksWhatIsOffered(t *testing.T) {
	t.Parallel()
	offers := map[string]string{
		"pop3":  "C: CAPA\nS: +OK\nS: SASL %s\nS: .\n",
		"imap":  "C: byhand CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=%s\nS: byhand OK\n",
		"sieve": "C: CAPABILITY\nS: \"SASL\" \"%s\"\nS: OK\n",
	}
	greetings := map[string]string{"pop3": "+OK hi", "imap": "* OK hi", "sieve": "OK"}
	refusals := map[string]string{"pop3": "C: CAPA\nS: -ERR no\n", "imap": "C: byhand CAPABILITY\nS: byhand BAD no\n", "sieve": "C: CAPABILITY\nS: NO\n"}
	begin := map[string]string{"pop3": "C: AUTH PLAIN " + blob, "imap": "C: byhand AUTHENTICATE PLAIN\nS: + \nC: " + blob, "sieve": `C: AUTHENTICATE "PLAIN" "` + blob + `"`}
	for _, p := range protocols {
		if p.auth == "" {
			continue
		}
		greeting, goodbye := "S: "+greetings[p.name]+"\n", "\nC: "+p.quit+"\nS: "+p.bye+"\nclose"
		for _, c := range []struct {
			name, server, input string
			status              repl.Status
			says, hides         string
		}{
			{"chosen", greeting + strings.ReplaceAll(offers[p.name], "%s", "PLAIN") + "C: " + strings.Replace(p.auth, blob, plain("tim@", "tanstaaftanstaaf"), 1) + "\nS: " + p.in + goodbye,
				":auth tim@\n" + p.quit + "\n", repl.OK, "logged in", "does not offer"},
			{"named", greeting + begin[p.name] + "\nS: " + p.in + goodbye,
				":auth PLAIN tim\n" + p.quit + "\n", repl.OK, "logged in", "does not offer"},
			{"refuses to say", greeting + refusals[p.name],
				":auth tim@\n" + p.quit + "\n", repl.Refused, "the server refused CAPA", "offers no"},
			{"offers another", greeting + strings.ReplaceAll(offers[p.name], "%s", "GSSAPI"),
				":auth tim@\n" + p.quit + "\n", repl.Refused, "offers GSSAPI", "offers no"},
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

// ask shows the client that the IMAP server accepts an initial response.
var ask = map[string]string{"imap": "c CAPABILITY\n"}
var capabilities = map[string]string{"imap": "C: c CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: c OK\n"}
