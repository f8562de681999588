//go:build linux || darwin

package e2e

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestLineMode: on a dumb terminal everything works except line editing. The test does not
// run in parallel, because it sets term.
func TestLineMode(t *testing.T) {
	defer func(was string) { term = was }(term)
	term = "dumb"
	t.Run("dumb", func(t *testing.T) { // which ends after all of these
		t.Run("walkthrough", TestTypedWalkthrough)
		t.Run("secret", TestTypedSecret)
		t.Run("signal", TestTypedSecretSignal)
		t.Run("certificate", TestTypedCertificate)
		t.Run("leave", TestTypedLeave)
		t.Run("hangup", TestTypedHangup)
		t.Run("before the greeting", TestTypedBeforeGreeting)
		t.Run("ahead", TestTypedPaste)
		t.Run("record", TestTypedRecord)
		t.Run("replay", TestTypedReplay)
	})
}

// TestTypedWalkthrough types a complete session with the practice server, including a login
// and a message.
func TestTypedWalkthrough(t *testing.T) {
	t.Parallel()
	x := typed(t, "practice", "--no-color")
	x.sees("STARTTLS on ")
	x.sees("ca.pem")
	words := regexp.MustCompile(`STARTTLS on (\S+), TLS on (\S+)\s+byhand: .*: (\S+)\s`).FindStringSubmatch(x.all() + "\n")
	if words == nil {
		t.Fatalf("no ports or no CA in:\n%s", x.all())
	}
	plain, tls, ca := words[1], words[2], words[3]
	for _, step := range []struct{ prompt, keys, reply string }{
		{"<- ", "", "220 practice.byhand.test ESMTP byhand practice server\r\n"},
		{plain + " plain> ", "EHLO\r", "250 STARTTLS\r\n"},
		{plain + " plain> ", "auth login\r", "334 VXNlcm5hbWU6\r\nbyhand: 334 says \"Username:\"\r\n"},
		{plain + " plain> ", "YXBpa2V5\r", "334 UGFzc3dvcmQ6\r\nbyhand: 334 says \"Password:\"\r\n"},
		{plain + " plain> ", "bm90LWEtc2VjcmV0\r", "235 Authentication successful\r\n"},
		{plain + " plain> ", "mail from: fromaddress@domain.com\r", "250 Sender address accepted\r\n"},
		{plain + " plain> ", "rcpt to: toaddress@domain.com\r", "250 Recipient address accepted\r\n"},
		{plain + " plain> ", "data\r", "354 Continue\r\n"},
		{plain + " plain message> ", "To:To Name\r", ""},
		{plain + " plain message> ", "From: From Name\r", ""},
		{plain + " plain message> ", "Subject:Testing\r", ""},
		{plain + " plain message> ", "\r", ""},
		{plain + " plain message> ", "This is the body of the message you would like to send.\r", ""},
		{plain + " plain message> ", ".\r", "<fromaddress@domain.com> to <toaddress@domain.com>, 105 bytes\r\n"},
		{"250 ", "", "Delivery in progress\r\n"},
	} {
		x.asks(step.prompt, step.keys)
		x.sees(step.reply)
	}

	// A second window, with the CA that this one named.
	second := exec.Command("byhand", "--ca", ca, "--tls", tls, "-c", "QUIT")
	if out, err := second.CombinedOutput(); err != nil {
		t.Errorf("second window: %v\n%s", err, out)
	}

	x.asks(plain+" plain> ", "quit\r")
	x.sees("221 See you later\r\n")
	x.sees("server closed")
	x.asks("closed> ", "\r")
	x.exits(0)
	if _, err := os.Stat(ca); !os.IsNotExist(err) {
		t.Errorf("the CA's file is still there: %v", err)
	}
	if strings.Contains(x.all(), "-> ") {
		t.Errorf("what was typed is shown twice:\n%s", x.all())
	}
}

// TestTypedSecret answers AUTH LOGIN with :b64 --send: the terminal shows the user name,
// but not the password.
func TestTypedSecret(t *testing.T) {
	t.Parallel()
	const password = "Tr0ub4dor&3"
	s := serves(t, `
		S: 220 hi
		C: AUTH LOGIN
		S: 334 VXNlcm5hbWU6
		C: YXBpa2V5
		S: 334 UGFzc3dvcmQ6
		C: `+base64.StdEncoding.EncodeToString([]byte(password))+`
		S: 235 welcome`)
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "AUTH LOGIN\r")
	x.sees("Username:")
	x.asks("plain> ", ":b64 --send\r")
	x.sees("user name: ")
	x.types("apikey\r")
	x.sees("apikey")
	x.sees("Password:")
	x.asks("plain> ", ":b64 --send\r")
	x.sees("password (hidden): ")
	x.types(password + "\r")
	x.sees("******** (16 characters)")
	x.sees("235 welcome")
	x.sees("plain> ")

	// Without --send byhand asks too, and prints only a mask.
	x.types(":b64\r")
	x.asks("text (hidden): ", password+"\r")
	x.sees("******** (16 characters)")
	x.sees("--show")
	x.sees("plain> ")

	// Ctrl-C cancels it.
	x.types(":b64\r")
	x.sees("text (hidden): ")
	x.types("half of it\x03")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	for _, secret := range []string{password, base64.StdEncoding.EncodeToString([]byte(password)), "half of it"} {
		if strings.Contains(x.all(), secret) {
			t.Errorf("%q is on the screen:\n%s", secret, visible(x.all()))
		}
	}
}

// TestTypedSecretSignal: when a signal ends byhand, the terminal echoes again.
func TestTypedSecretSignal(t *testing.T) {
	t.Parallel()
	for _, end := range []struct {
		signal syscall.Signal
		status int
	}{{syscall.SIGTERM, 143}, {syscall.SIGHUP, 129}} {
		s := serves(t, "S: 220 hi")
		x := typed(t, "127.0.0.1", s.Port())
		x.asks("plain> ", ":b64\r")
		x.sees("text (hidden): ")
		if x.mode().Lflag&unix.ECHO != 0 {
			t.Error("the terminal echoes the secret")
		}
		x.cmd.Process.Signal(end.signal)
		x.exits(end.status)
		finishServer(t, s)
	}
}

// TestTypedCertificate: byhand shows why a certificate does not verify, during the
// handshake; only "yes" accepts it.
func TestTypedCertificate(t *testing.T) {
	t.Parallel()
	const question = "yes to continue: "
	t.Run("yes", func(t *testing.T) {
		s := serves(t, "tls\nS: 220 hi\nC: QUIT\nS: 221 bye\nclose")
		x := typed(t, "--tls", "127.0.0.1", s.Port())
		x.sees("example.com")
		x.sees("self-signed\r\n")
		x.asks(question, "yes\r")
		x.sees("220 hi")
		x.asks("tls unverified> ", "QUIT\r")
		x.sees("server closed")
		x.asks("closed> ", "\x04")
		x.exits(0)
		finishServer(t, s)
	})
	t.Run("upgrade", func(t *testing.T) {
		s := serves(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 me")
		x := typed(t, "127.0.0.1", s.Port())
		x.asks("plain> ", "STARTTLS\r")
		x.sees("hint: :tls")
		x.asks("plain> ", ":tls\r")
		x.asks(question, "yes\r")
		x.sees("EHLO again")
		x.asks("tls unverified> ", "EHLO me\r")
		x.sees("250 me")
		x.asks("tls unverified> ", "\x04")
		x.exits(0)
		finishServer(t, s)
	})
	for answer, status := range map[string]int{"no\r": 4, "y\r": 4, "YES\r": 4, "\r": 4, "\x04": 4, "\x03": 4} {
		t.Run(answer, func(t *testing.T) {
			s := serves(t, "tls")
			x := typed(t, "--tls", "127.0.0.1", s.Port())
			x.asks(question, answer)
			x.exits(status)
			finishServer(t, s)
			if n := strings.Count(x.rows(), strings.TrimSpace(question)); n != 1 {
				t.Errorf("asked %d times:\n%s", n, x.rows())
			}
		})
	}
	t.Run("trusted", func(t *testing.T) {
		s := serves(t, "tls\nS: 220 hi")
		ca := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(ca, s.CA, 0o666); err != nil {
			t.Fatal(err)
		}
		x := typed(t, "--tls", "--ca", ca, "127.0.0.1", s.Port())
		x.asks(" tls> ", "\x04")
		x.exits(0)
		finishServer(t, s)
		if strings.Contains(x.all(), question) {
			t.Errorf("it asked about a certificate that verifies:\n%s", visible(x.all()))
		}
	})
}
