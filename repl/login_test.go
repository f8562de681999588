package repl_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"byhand/internal/recorder"
	"byhand/repl"
)

// loginTest runs a user's script against a server's script. The user has a password and a
// token.
type loginTest struct {
	name, server, input string
	status              repl.Status
	says, hides         []string // on stderr
	change              func(*repl.Options)
}

// secrets must not appear in byhand's output, neither in plain text nor in base64.
var secrets = []string{"tanstaaftanstaaf", "dGFuc3RhYWZ0YW5zdGFhZg", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm",
	"t0k3n", "dDBrM24", "dXNlcj10aW0BYXV0aD1CZWFyZXIgdDBrM24BAQ"}

// asTim sets the credentials and the name for EHLO.
func asTim(o *repl.Options) {
	o.EHLO, o.Password, o.Token = "me", []byte("tanstaaftanstaaf"), []byte("t0k3n")
}

// offering returns the start of a server's script that offers these mechanisms.
func offering(mechanisms string) string {
	return "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 AUTH " + mechanisms + "\n"
}

// elsewhere makes the target a host that is not on this machine. The server's script must
// start with proxied(host).
func elsewhere(host string) func(*repl.Options) {
	return func(o *repl.Options) {
		o.Dialer.Proxy = &url.URL{Scheme: "http", Host: o.Target.Address()}
		o.Target.Host, o.Target.Port = host, 587
	}
}

func proxied(host, script string) string {
	return fmt.Sprintf("C: CONNECT %s:587 HTTP/1.1\nC: Host: %s:587\nC:\nS: HTTP/1.1 200 go\nS:\n%s", host, host, script)
}

func testLogins(t *testing.T, tests []loginTest) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			record := &recorder.Recorder{}
			change := []func(*repl.Options){asTim, func(o *repl.Options) { o.Recorder = record }}
			if test.change != nil {
				change = append(change, test.change)
			}
			got := session(t, test.server, test.input, change...)
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says...)
			hasNot(t, "stderr", got.err, append(test.hides, secrets...)...)
			entries, _ := record.Entries()
			for _, e := range entries {
				hasNot(t, "the record", e.Text, secrets...)
			}
		})
	}
}

// TestLoginPasswordMechanisms: what each mechanism with a password sends.
func TestLoginPasswordMechanisms(t *testing.T) {
	t.Parallel()
	testLogins(t, []loginTest{{
		name: "PLAIN, RFC 4616",
		server: offering("PLAIN") + `
			C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
			S: 235 welcome
			C: QUIT
			S: 221 bye
			close`,
		input: ":auth PLAIN tim\n:expect 235\nQUIT\n",
		says:  []string{"> EHLO me\n> AUTH PLAIN ******** (28 characters)\nbyhand: logged in"},
	}, {
		name:   "PLAIN for another user",
		server: offering("PLAIN") + "C: AUTH PLAIN Ym9zcwB0aW0AdGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 welcome",
		input:  ":auth --as boss plain tim\n",
	}, {
		name: "LOGIN, with prompts that byhand does not recognize",
		server: offering("LOGIN") + `
			C: AUTH LOGIN
			S: 334 UGFzc3dvcnQ6
			C: dGlt
			S: 334 V2hhdCBpcyB5b3VyIG5hbWU/
			C: dGFuc3RhYWZ0YW5zdGFhZg==
			S: 235 welcome`,
		input: ":auth LOGIN tim\n",
		says:  []string{`"Passwort:"`, "> ******** (4 characters)", `"What is your name?"`, "> ******** (24 characters)"},
	}, {
		name: "LOGIN, with empty prompts",
		server: offering("LOGIN") + `
			C: AUTH LOGIN
			S: 334
			C: dGlt
			S: 334
			C: dGFuc3RhYWZ0YW5zdGFhZg==
			S: 235 welcome`,
		input: ":auth LOGIN tim\n",
	}, {
		name:   "LOGIN, accepted after the user name",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 235 welcome",
		input:  ":auth LOGIN tim\n",
		status: repl.Lost, says: []string{"LOGIN"}, hides: []string{"logged in"},
	}, {
		name: "CRAM-MD5, RFC 2195",
		server: offering("CRAM-MD5") + `
			C: AUTH CRAM-MD5
			S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
			C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
			S: 235 welcome`,
		input: ":auth cram-md5 tim\n",
		says:  []string{`"<1896.697170952@postoffice.reston.mci.net>"`, "logged in"},
	}, {
		name:   "a challenge without its padding",
		server: offering("CRAM-MD5") + "C: AUTH CRAM-MD5\nS: 334 eA\nC: dGltIDY5YzE4NjAxMzc1ZWQwNDlkZjk3N2ZlODdiNzg4OTky\nS: 235 welcome",
		input:  ":auth CRAM-MD5 tim\n",
	}})
}

// TestLoginTokenMechanisms: what each mechanism with a token sends.
func TestLoginTokenMechanisms(t *testing.T) {
	t.Parallel()
	testLogins(t, []loginTest{{
		name:   "XOAUTH2",
		server: offering("XOAUTH2") + "C: AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgdDBrM24BAQ==\nS: 235 welcome",
		input:  ":auth XOAUTH2 tim\n",
		says:   []string{"> AUTH XOAUTH2 ******** (40 characters)"},
	}, {
		name: "XOAUTH2 refused: an empty line must follow",
		server: offering("XOAUTH2") + `
			C: AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgdDBrM24BAQ==
			S: 334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==
			C:
			S: 535 5.7.8 no`,
		input:  ":auth XOAUTH2 tim\n",
		status: repl.Refused,
		says: []string{`"400"`,
			"https://mail.google.com/", "Bearer", "AUTH: 535 5.7.8 no"},
	}, {
		name: "OAUTHBEARER, with host and port",
		server: proxied("mail.example.net", offering("OAUTHBEARER")+`
			C: AUTH OAUTHBEARER bixhPXRpbSwBaG9zdD1tYWlsLmV4YW1wbGUubmV0AXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHQwazNuAQE=
			S: 235 welcome`),
		input:  ":auth --clear OAUTHBEARER tim\n",
		change: elsewhere("mail.example.net"),
	}, {
		name: "OAUTHBEARER refused: 0x01 must follow",
		server: proxied("mail.example.net", offering("OAUTHBEARER")+`
			C: AUTH OAUTHBEARER bixhPXRpbSwBaG9zdD1tYWlsLmV4YW1wbGUubmV0AXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHQwazNuAQE=
			S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL3guZXhhbXBsZS9pZCJ9
			C: AQ==
			S: 535 5.7.8 no`),
		input:  ":auth --clear OAUTHBEARER tim\n:expect 535\n",
		change: elsewhere("mail.example.net"),
		says:   []string{`"invalid_token"`, "https://x.example/id"},
	}})
}

// TestLoginMechanismsWithoutSecret: what each mechanism without a secret sends.
func TestLoginMechanismsWithoutSecret(t *testing.T) {
	t.Parallel()
	testLogins(t, []loginTest{{
		name:   "EXTERNAL: an empty initial response",
		server: offering("EXTERNAL") + "C: AUTH EXTERNAL =\nS: 235 welcome",
		input:  ":auth EXTERNAL\n",
		says:   []string{"> AUTH EXTERNAL =\n"},
	}, {
		name:   "EXTERNAL for another user",
		server: offering("EXTERNAL") + "C: AUTH EXTERNAL Ym9zcw==\nS: 235 welcome",
		input:  ":auth EXTERNAL boss\n",
	}, {
		name:   "ANONYMOUS, with and without a trace",
		server: offering("ANONYMOUS") + "C: AUTH ANONYMOUS Z3Vlc3RAeC5leGFtcGxl\nS: 535 no\nC: AUTH ANONYMOUS =\nS: 235 welcome",
		input:  ":auth ANONYMOUS guest@x.example\n:expect 535\n:auth ANONYMOUS\n",
	}})
}

// TestLongInitialResponse: a line of 512 octets is sent with its initial response. A longer
// response waits for the challenge.
func TestLongInitialResponse(t *testing.T) {
	t.Parallel()
	// "AUTH PLAIN " and CRLF are 13; 4 of base64 are 3 of NUL tim NUL password.
	for _, c := range []struct {
		password int
		server   string
	}{
		{(512-13)/4*3 - 5, "C: AUTH PLAIN %s\nS: 235 welcome"},
		{(512-13)/4*3 - 5 + 1, "C: AUTH PLAIN\nS: 334\nC: %s\nS: 235 welcome"},
		{2000, "C: AUTH PLAIN\nS: 334\nC: %s\nS: 235 welcome"},
	} {
		password := strings.Repeat("x", c.password)
		testLogins(t, []loginTest{{
			name:   fmt.Sprint(c.password),
			server: offering("PLAIN") + fmt.Sprintf(c.server, plain("tim", password)),
			input:  ":auth PLAIN tim\n",
			says:   []string{"logged in"},
			change: func(o *repl.Options) { o.Password = []byte(password) },
		}})
	}
}
