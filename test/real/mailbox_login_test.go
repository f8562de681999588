package real

import (
	"strings"
	"testing"
)

// TestMailboxAuth logs in with :auth and :starttls, with each mechanism that uses a password,
// also with :answer and with a wrong password.
func TestMailboxAuth(t *testing.T) {
	t.Parallel()
	for _, server := range []struct{ name, ask, begin, quit, yes, no string }{
		{"IMAP", "byhand CAPABILITY", "a AUTHENTICATE", "z LOGOUT", " OK [CAPABILITY ", " NO [AUTHENTICATIONFAILED]"},
		{"POP3", "CAPA", "AUTH", "QUIT", "+OK Logged in", "-ERR [AUTH]"},
	} {
		for _, mech := range []string{"", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"} {
			for _, who := range accounts {
				t.Run(strings.Join([]string{server.name, mech, who.user}, " "), func(t *testing.T) {
					t.Parallel()
					user, pass := env(t, who.user), env(t, who.pass)
					good := []string{"--password-env", "BYHAND_TEST_" + who.pass}
					auth := strings.Join(strings.Fields(":auth "+mech+" "+user), " ")
					check := func(got result, status int, reply string, says ...string) {
						t.Helper()
						if got.status != status {
							t.Errorf("status %d, want %d; stderr\n%s", got.status, status, got.err)
						}
						has(t, "stdout", got.out, reply)
						has(t, "stderr", got.err, append([]string{"TLS 1.3"}, says...)...)
						hasNot(t, "stderr", got.err, "not offer", "offers no")
						wantNoSecret(t, got, user, pass)
					}
					used, asked := mech, ""
					if mech == "" {
						used, asked = "SCRAM-SHA-256", "> "+server.ask+"\n"
					}
					got := call{server: server.name, flags: good, late: true}.run(t, []string{":starttls", auth, server.quit})
					check(got, 0, server.yes, asked, "logged in with "+used)
					bad := append([]string{"--starttls"}, "--password-command", "echo wrong")
					got = call{server: server.name, flags: bad}.run(t, []string{auth, server.quit})
					check(got, 1, server.no, "the server refused AUTH")
					hasNot(t, "stderr", got.err, "> "+server.quit)
					if mech == "" {
						return
					}
					lines := []string{server.begin + " " + mech}
					for range map[string]int{"PLAIN": 1, "LOGIN": 2, "CRAM-MD5": 1, "SCRAM-SHA-256": 3}[mech] {
						lines = append(lines, ":answer "+user)
					}
					got = call{server: server.name, flags: append(good, "--starttls")}.run(t, append(lines, server.quit))
					check(got, 0, server.yes, "logged in with "+mech)
				})
			}
		}
	}
}
