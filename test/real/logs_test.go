package real

import (
	"os"
	"path/filepath"
	"testing"
)

// clientLog is the log of another client, which masks the login and omits the message.
const clientLog = `It fails since Monday:

<- 220 localhost ESMTP Postfix
-> EHLO laptop
<- 250-localhost
<- 250 STARTTLS
-> STARTTLS
<- 220 2.0.0 Ready to start TLS
TLS started
-> EHLO laptop
<- 250-localhost
<- 250 AUTH PLAIN LOGIN
-> AUTH PLAIN [hidden]
<- 235 2.7.0 Authentication successful
-> MAIL FROM:<alice@byhand.test>
<- 250 2.1.0 Ok
-> RCPT TO:<bob@byhand.test>
<- 250 2.1.5 Ok
-> DATA
<- 354 End data with <CR><LF>.<CR><LF>
<- 250 2.0.0 Ok: queued as 4F2A91C03B
-> QUIT
<- 221 2.0.0 Bye
`

// TestReplayLog: the log of another client does the same again, with the password and a test
// message from byhand. A wrong password is refused, and replay shows that.
func TestReplayLog(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "client.log")
	if err := os.WriteFile(log, []byte(clientLog), 0o600); err != nil {
		t.Fatal(err)
	}
	server := []string{env(t, "NAME"), env(t, "SUBMISSION_PORT")}
	got := replays(t, log, []string{"--user", env(t, "USER"), "--password-env", "BYHAND_TEST_PASS", "--test-message"}, server...)
	if got.status != 0 {
		t.Errorf("status %d; stderr\n%s", got.status, got.err)
	}
	wantNoSecret(t, got, env(t, "USER"), env(t, "PASS"))
	has(t, "stderr", got.err, "replaying the session, from line 3", "> RCPT TO:<bob@byhand.test>", "the test message: ", "10 replies")
	got = replays(t, log, []string{"--user", env(t, "USER"), "--password-env", "BYHAND_TEST_PASS"}, server...)
	if got.status != 2 {
		t.Errorf("without a message: status %d; stderr\n%s", got.status, got.err)
	}
	has(t, "stderr", got.err, "> RCPT TO:<bob@byhand.test>", "stopped before DATA")
	hasNot(t, "stderr", got.err, "> DATA")
	got = replays(t, log, []string{"--user", env(t, "USER"), "--password-env", "BYHAND_TEST_NAME", "--test-message"}, server...)
	if got.status != 1 {
		t.Errorf("a wrong password: status %d; stderr\n%s", got.status, got.err)
	}
	has(t, "stderr", got.err, "235, now 535")
	hasNot(t, "stderr", got.err, "> Subject: ")
}

// TestReplayToSeveral compares two servers that offer different things.
func TestReplayToSeveral(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := filepath.Join(dir, "client.txt")
	if err := os.WriteFile(log, []byte("C: EHLO laptop\nC: MAIL FROM:<a@domain.com>\nC: RCPT TO:<bob@byhand.test>\nC: QUIT\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open, closed := env(t, "NAME")+":"+env(t, "SMTP_PORT"), env(t, "NAME")+":"+env(t, "SUBMISSION_PORT")
	got := replays(t, log, []string{"--report", filepath.Join(dir, "r.json")}, open, closed)
	if got.status != 1 {
		t.Errorf("status %d; stderr\n%s", got.status, got.err)
	}
	has(t, "stderr", got.err, "* 530 5.7.0", "MAIL FROM:<a@domain.com>: 250, now 530")
	report, err := os.ReadFile(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	has(t, "the report", string(report), `"alike":false`, `"code":530,"enhanced":"5.7.0"`)
	if got := replays(t, log, nil, open, open); got.status != 0 {
		t.Errorf("twice the same: status %d; stderr\n%s", got.status, got.err)
	}
}
