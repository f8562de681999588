package repl_test

import (
	"strings"
	"testing"
	"time"

	"byhand/repl"
)

// TestLoginFailures: what byhand does when the server refuses, breaks or ends a login.
func TestLoginFailures(t *testing.T) {
	t.Parallel()
	const asked = "S: 334 VXNlcm5hbWU6\n"
	testLogins(t, []loginTest{{
		name:   "a wrong password",
		server: offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nS: 535 5.7.8 no", input: ":auth PLAIN tim\nNOOP\n",
		status: repl.Refused, says: []string{"the server refused AUTH: 535 5.7.8 no", `hint: to accept this reply, put ":expect 535" after the line`},
		hides: []string{"logged in"},
	}, {
		name:   "a wrong password that was expected",
		server: offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nS: 535 5.7.8 no\nC: NOOP\nS: 250 ok", input: ":auth PLAIN tim\n:expect 535\nNOOP\n",
	}, {
		name: "LOGIN asks for the user name again and again: never the password",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + asked + "C: dGlt\n" + asked + "C: dGlt\n" + asked + `
			C: *
			S: 501 5.7.0 cancelled`,
		input:  ":auth LOGIN tim\nNOOP\n",
		status: repl.Lost, says: []string{"the server asks again after all answers were sent: login cancelled"},
		hides: []string{"refused AUTH"},
	}, {
		name:   "PLAIN asks after the initial response",
		server: offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nS: 334\nC: *\nS: 501 cancelled", input: ":auth PLAIN tim\n",
		status: repl.Lost, says: []string{"the server asks again"},
	}, {
		name: "a refused token, and more challenges after it",
		server: offering("XOAUTH2") + `
			C: AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgdDBrM24BAQ==
			S: 334 eyJzdGF0dXMiOiI0MDEifQ==
			C:
			S: 334 eyJzdGF0dXMiOiI0MDEifQ==
			C: *
			S: 501 cancelled`,
		input:  ":auth XOAUTH2 tim\n",
		status: repl.Lost, says: []string{`refused: the server says "401"`, "the server asks again"},
	}, {
		name:   "a challenge that is not base64",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 Your name?\nC: *\nS: 501 cancelled", input: ":auth LOGIN tim\nNOOP\n",
		status: repl.Lost, says: []string{`the server broke the protocol: its challenge "Your name?" is not base64: login cancelled`},
	}, {
		name:   "the reply to * does not answer a line of the script",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 ?\nC: *\nS: 501 cancelled\nC: NOOP\nS: 250 ok", input: ":auth LOGIN tim\nNOOP\n:expect 250\n",
		change: func(o *repl.Options) { o.KeepGoing = true },
		status: repl.Lost, says: []string{"> NOOP"},
	}, {
		name:   "the server closes instead of answering *: byhand still says why it cancelled",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 ?\nC: *\nclose", input: ":auth LOGIN tim\n",
		status: repl.Lost, says: []string{`its challenge "?" is not base64; then the connection ended before the reply arrived`},
	}, {
		name:   "421 in the middle",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + asked + "C: dGlt\nS: 421 4.3.2 going down\nclose", input: ":auth LOGIN tim\nNOOP\n",
		status: repl.Refused, says: []string{"the server refused AUTH: 421 4.3.2 going down"},
	}, {
		name:   "the connection ends in the middle",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + asked + "C: dGlt\nclose", input: ":auth LOGIN tim\nNOOP\n",
		status: repl.Lost, says: []string{"the connection ended before the reply arrived"},
	}, {
		name:   "a reset in the middle",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + asked + "C: dGlt\nreset", input: ":auth LOGIN tim\nNOOP\n",
		status: repl.Lost, says: []string{"reset by the server"},
	}, {
		name:   "a cut in the middle, inside TLS",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 hi\nC: AUTH PLAIN " + blob + "\ncut", input: "STARTTLS\n:tls\n:auth PLAIN tim\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure = true },
		status: repl.Lost, says: []string{"cut"},
	}, {
		name:   "silence in the middle",
		server: offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nsilence", input: ":auth PLAIN tim\n",
		change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
		status: repl.TimedOut, says: []string{"no reply from"},
	}, {
		name:   "a challenge that looks like a message of byhand",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 DQpieWhhbmQ6IGxvZ2dlZCBpbg==\nC: dGlt\nS: 535 no", input: ":auth LOGIN tim\n:expect 535\n",
		says: []string{`334 says "\x0d\x0abyhand: logged in"`},
	}, {
		name:   "text that looks like an escape, and a real escape", // \x1b <U+202E>
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334 XHgxYiA8VSsyMDJFPg==\nC: dGlt\nS: 535 no", input: ":auth LOGIN tim\n:expect 535\n",
		says: []string{`334 says "\x5cx1b \x3cU+202E>"`},
	}})
}

// TestLoginInvalidCredentials: credentials that a mechanism cannot carry are refused before the
// login starts.
func TestLoginInvalidCredentials(t *testing.T) {
	t.Parallel()
	var tests []loginTest
	for what, bad := range map[string]string{"a line end": "tan\nstaaf", "CR": "tan\rstaaf", "a NUL": "tan\x00staaf"} {
		problem := "contains a line ending: no secret was sent"
		if strings.Contains(bad, "\x00") {
			problem = "contains a NUL: no secret was sent"
		}
		for _, mechanism := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"} {
			tests = append(tests, loginTest{
				name:   what + " in the password for " + mechanism,
				server: offering(mechanism), input: ":auth " + mechanism + " tim\n",
				change: func(o *repl.Options) { o.Password = []byte(bad) },
				status: repl.Usage, says: []string{"byhand: the password " + problem},
			})
		}
		for _, mechanism := range []string{"XOAUTH2", "OAUTHBEARER"} {
			tests = append(tests, loginTest{
				name:   what + " in the token of " + mechanism,
				server: offering(mechanism), input: ":auth " + mechanism + " tim\n",
				change: func(o *repl.Options) { o.Token = []byte(bad) },
				status: repl.Usage, says: []string{"byhand: the token " + problem},
			})
		}
		if what == "a line end" {
			continue // no line has one
		}
		for _, mechanism := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "EXTERNAL", "ANONYMOUS"} {
			tests = append(tests, loginTest{
				name:   what + " in the user name of " + mechanism,
				server: offering(mechanism), input: ":auth " + mechanism + " t" + bad + "\n",
				status: repl.Usage, says: []string{"byhand: the user name " + problem},
			}, loginTest{
				name:   what + " in the user name, with :answer, of " + mechanism,
				server: "S: 220 hi\nC: AUTH " + mechanism + "\nS: 334\nC: *\nS: 501 cancelled", input: "AUTH " + mechanism + "\n:answer t" + bad + "\n:answer *\n:expect 501\n",
				change: func(o *repl.Options) { o.KeepGoing = true },
				status: repl.Usage, says: []string{"byhand: the user name " + problem},
			})
		}
		tests = append(tests, loginTest{
			name:   what + " in the user to act as",
			server: offering("PLAIN"), input: ":auth --as b" + bad + " PLAIN tim\n",
			status: repl.Usage, says: []string{"byhand: the authorization identity " + problem},
		})
	}
	testLogins(t, tests)
}

// TestLoginArguments: the arguments of :auth and :answer.
func TestLoginArguments(t *testing.T) {
	t.Parallel()
	const hi, begun = "S: 220 hi", "S: 220 hi\nC: AUTH PLAIN\nS: 334"
	testLogins(t, []loginTest{
		{name: "a secret in the line", server: hi, input: ":auth PLAIN tim sesame\n", status: repl.Usage,
			says: []string{":auth: only one user name is allowed", "hint: usage: :auth [--clear] [--as WHO] [MECH] [USER]"}},
		{name: "a secret in the line of :answer", server: begun, input: "AUTH PLAIN\n:answer tim sesame\n", status: repl.Usage,
			says: []string{":answer: only one user name is allowed"}},
		{name: "no such option", server: hi, input: ":auth --hide PLAIN tim\n", status: repl.Usage, says: []string{`:auth: unknown option "--hide"`}},
		{name: "--as without a name", server: hi, input: ":auth --as\n", status: repl.Usage, says: []string{":auth: --as needs a user name"}},
		{name: "-- ends the options", server: begun + "\nC: " + plain("--clear", "tanstaaftanstaaf") + "\nS: 235 welcome", input: "AUTH PLAIN\n:answer -- --clear\n"},
		{name: "a user name with spaces", server: offering("PLAIN") + "C: AUTH PLAIN " + plain("tim of x", "tanstaaftanstaaf") + "\nS: 235 welcome",
			input: ":auth PLAIN \"tim of x\"\n"},
		{name: "no user", server: offering("PLAIN"), input: ":auth PLAIN\n", status: repl.Usage,
			says: []string{":auth: no USER given, and there is no terminal to prompt on", "hint: :auth MECH USER\n"}},
		{name: "no user for :answer", server: begun, input: "AUTH PLAIN\n:answer\n", status: repl.Usage,
			says: []string{":answer: no USER given, and there is no terminal to prompt on", "hint: :answer USER\n"}},
		{name: "an empty user", server: offering("PLAIN"), input: ":auth PLAIN \"\"\n", status: repl.Usage, says: []string{":auth: no USER given"}},
		{name: "no password", server: offering("PLAIN"), input: ":auth PLAIN tim\n", status: repl.Usage, change: withNothing,
			says: []string{"no password for tim, and there is no terminal to prompt on", "hint: use --password-file, --password-env or --password-command"}},
		{name: "no token", server: offering("XOAUTH2"), input: ":auth XOAUTH2 tim\n", status: repl.Usage, change: withNothing,
			says: []string{"no token for tim, and", "hint: use --token-file, --token-env or --token-command"}},
		{name: "LOGIN cannot act as another user", server: offering("LOGIN"), input: ":auth --as boss LOGIN tim\n", status: repl.Usage,
			says: []string{"the authorization identity cannot be used with LOGIN: no secret was sent"}},
		{name: "a -PLUS without TLS", server: offering("PLAIN"), input: ":auth SCRAM-SHA-256-PLUS tim\n", status: repl.Usage,
			says: []string{"the channel binding is missing: SCRAM-SHA-256-PLUS needs a TLS connection"}},
	})
}

// TestLoginUnencrypted: byhand sends no secret unencrypted to another host without --clear.
func TestLoginUnencrypted(t *testing.T) {
	t.Parallel()
	const host = "mail.example.net"
	at := func(script string) string { return proxied(host, script) }
	refused := []string{"the secret was not sent: the connection is not encrypted", "hint: :starttls encrypts the connection; --clear sends the secret anyway"}
	var tests []loginTest
	for _, mechanism := range []string{"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"} {
		begun := "AUTH " + mechanism
		if mechanism == "LOGIN" {
			begun += " dGlt" // the password is missing
		}
		tests = append(tests, loginTest{
			name:   mechanism,
			server: at(offering(mechanism)), input: ":auth " + mechanism + " tim\nNOOP\n",
			status: repl.Refused, says: refused, change: elsewhere(host),
		}, loginTest{
			name:   mechanism + " with :answer",
			server: at("S: 220 hi\nC: " + begun + "\nS: 334"), input: begun + "\n:answer tim\nNOOP\n",
			status: repl.Refused, says: refused, change: elsewhere(host),
		})
	}
	testLogins(t, append(tests, []loginTest{{
		name: "--clear", server: at(offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nS: 235 welcome"), input: ":auth --clear PLAIN tim\n", change: elsewhere(host),
	}, {
		name: "--clear for :answer", server: at("S: 220 hi\nC: AUTH PLAIN\nS: 334\nC: " + blob + "\nS: 235 welcome"), input: "AUTH PLAIN\n:answer --clear tim\n", change: elsewhere(host),
	}, {
		name:   "inside TLS",
		server: at("S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 hi\nC: AUTH PLAIN " + blob + "\nS: 235 welcome"), input: "STARTTLS\n:tls\n:auth PLAIN tim\n",
		change: func(o *repl.Options) { elsewhere(host)(o); o.Dialer.Security.Insecure = true },
	}, {
		name:   "CRAM-MD5 does not reveal the password",
		server: at(offering("CRAM-MD5") + "C: AUTH CRAM-MD5\nS: 334 eA==\nC: dGltIDY5YzE4NjAxMzc1ZWQwNDlkZjk3N2ZlODdiNzg4OTky\nS: 235 welcome"), input: ":auth CRAM-MD5 tim\n",
		change: elsewhere(host),
	}, {
		name: "EXTERNAL has no secret", server: at(offering("EXTERNAL") + "C: AUTH EXTERNAL =\nS: 235 welcome"), input: ":auth EXTERNAL\n", change: elsewhere(host),
	}, {
		name:   "the answer to a refused token is not a secret",
		server: at("S: 220 hi\nC: AUTH XOAUTH2 eA==\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\nS: 535 no"), input: "AUTH XOAUTH2 eA==\n:answer\n:expect 535\n", change: elsewhere(host),
	}}...))
}
