package real

import (
	"encoding/base64"
	"strings"
	"testing"
)

// account is an account and the sources of its secrets.
type account struct{ user, pass string }

// accounts: bob's password contains spaces, quotes and letters that are not ASCII.
var accounts = []account{{user: "USER", pass: "PASS"}, {user: "USER2", pass: "PASS2"}}

// wantNoSecret fails if byhand wrote a secret of an account, in any form.
func wantNoSecret(t *testing.T, got result, user, secret string) {
	t.Helper()
	encoded := base64.StdEncoding.EncodeToString
	hasNot(t, "all output", got.out+got.err, secret, encoded([]byte(secret)),
		encoded([]byte("\x00"+user+"\x00"+secret)), encoded([]byte(user+"\x00"+user+"\x00"+secret)))
}

// TestAuth logs in with each mechanism that uses a password, with :auth and with :answer,
// and with a wrong password.
func TestAuth(t *testing.T) {
	t.Parallel()
	for _, mech := range []string{"", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"} {
		for _, who := range accounts {
			t.Run(mech+" "+who.user, func(t *testing.T) {
				t.Parallel()
				user, pass := env(t, who.user), env(t, who.pass)
				flags := []string{"--starttls", "--password-env", "BYHAND_TEST_" + who.pass}
				got := call{server: "SUBMISSION", flags: flags}.run(t, []string{strings.TrimSpace(":auth " + mech + " " + user), ":expect 235", "QUIT"})
				loggedIn(t, got, mech, 0)
				wantNoSecret(t, got, user, pass)
				if mech == "" {
					return
				}
				byHand := []string{"AUTH " + mech}
				for range map[string]int{"PLAIN": 1, "LOGIN": 2, "CRAM-MD5": 1, "SCRAM-SHA-1": 3, "SCRAM-SHA-256": 3}[mech] {
					byHand = append(byHand, ":answer "+user)
				}
				got = call{server: "SUBMISSION", flags: flags}.run(t, append(byHand, ":expect 235", "QUIT"))
				loggedIn(t, got, mech, 0)
				wantNoSecret(t, got, user, pass)
				got = call{server: "SUBMISSION", flags: []string{"--starttls", "--password-command", "echo wrong"}, status: 1}.run(t, []string{":auth " + mech + " " + user})
				loggedIn(t, got, mech, 1)
			})
		}
	}
}

// loggedIn checks the result of a login in the server's replies and byhand's messages.
func loggedIn(t *testing.T, got result, mech string, status int) {
	t.Helper()
	if got.status != status {
		t.Errorf("status %d, want %d; stderr\n%s", got.status, status, got.err)
	}
	if status != 0 {
		has(t, "stdout", got.out, "535 5.7.8")
		has(t, "stderr", got.err, "the server refused AUTH: 535 5.7.8")
		return
	}
	has(t, "stdout", got.out, "235 2.7.0")
	if mech == "" {
		mech = "SCRAM-SHA-256"
	}
	has(t, "stderr", got.err, "logged in with "+mech)
	if strings.HasPrefix(mech, "SCRAM") {
		has(t, "stderr", got.err, "the server proved that it knows the password")
	}
}

// TestToken: alice can log in with her token, and bob cannot. byhand decodes the reason and
// sends the required answer.
func TestToken(t *testing.T) {
	t.Parallel()
	for mech, refusal := range map[string]string{
		"XOAUTH2":     `XOAUTH2 refused: the server says "401" (the token is expired, revoked, or for another server or user)`,
		"OAUTHBEARER": `OAUTHBEARER refused: the server says "invalid_token"`,
	} {
		t.Run(mech, func(t *testing.T) {
			t.Parallel()
			token := env(t, "TOKEN")
			flags := []string{"--starttls", "--token-env", "BYHAND_TEST_TOKEN"}
			got := call{server: "SUBMISSION", flags: flags}.run(t, []string{":auth " + mech + " " + env(t, "USER"), "QUIT"})
			loggedIn(t, got, mech, 0)
			wantNoSecret(t, got, env(t, "USER"), token)
			got = call{server: "SUBMISSION", flags: flags}.run(t, []string{"AUTH " + mech, ":answer " + env(t, "USER"), "QUIT"})
			loggedIn(t, got, mech, 0)
			for _, lines := range [][]string{{":auth " + mech + " " + env(t, "USER2")}, {"AUTH " + mech, ":answer " + env(t, "USER2"), ":answer"}} {
				got = call{server: "SUBMISSION", flags: flags, status: 1}.run(t, lines)
				loggedIn(t, got, mech, 1)
				has(t, "stderr", got.err, refusal)
				wantNoSecret(t, got, env(t, "USER2"), token)
			}
		})
	}
}
