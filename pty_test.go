//go:build linux || darwin

package main

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"byhand/internal/fakeserver"
	"byhand/internal/terminal"
)

// typist is byhand on a real terminal, and what it shows there.
type typist struct {
	t      *testing.T
	cmd    *exec.Cmd
	ctrl   *os.File // our end: the keyboard and the screen
	screen said
	done   chan struct{} // all that was shown has been read
	seen   int           // how much of the screen was looked at
}

// term is the terminal's kind.
var term = "xterm-256color"

// TestLineMode: on a dumb terminal all is as it is elsewhere, but for the editing.
func TestLineMode(t *testing.T) {
	defer func(was string) { term = was }(term)
	term = "dumb"
	t.Run("walkthrough", TestTypedWalkthrough)
	t.Run("secret", TestTypedSecret)
	t.Run("signal", TestTypedSecretSignal)
	t.Run("certificate", TestTypedCertificate)
	t.Run("leave", TestTypedLeave)
	t.Run("hangup", TestTypedHangup)
	t.Run("before the greeting", TestTypedBeforeGreeting)
	t.Run("ahead", TestTypedAhead)
}

// typed starts byhand on a terminal. Words "NAME=value" before its arguments
// are its environment.
func typed(t *testing.T, words ...string) *typist {
	t.Helper()
	i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(w, "=") })
	cmd := exec.Command("byhand", words[i:]...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NO_COLOR=") || strings.HasPrefix(v, "TERM=")
	}), "TERM="+term, "TMPDIR="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	cmd.Env = append(cmd.Env, words[:i]...)
	return show(t, cmd)
}

// show starts a program on a terminal of its own. What of stdin, stdout and
// stderr is set already is left as it is.
func show(t *testing.T, cmd *exec.Cmd) *typist {
	t.Helper()
	ctrl, tty, err := pty.Open()
	if err == nil {
		err = pty.Setsize(tty, &pty.Winsize{Rows: 50, Cols: 200})
	}
	if err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	if err := unix.SetNonblock(int(ctrl.Fd()), true); err != nil { // so that Close ends a Read
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if cmd.Stdin == nil {
		cmd.Stdin = tty
	} else {
		cmd.SysProcAttr.Ctty = 2
	}
	if cmd.Stdout == nil {
		cmd.Stdout = tty
	}
	cmd.Stderr = tty
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	x := &typist{t: t, cmd: cmd, ctrl: ctrl, done: make(chan struct{})}
	go func() {
		defer close(x.done)
		buf := make([]byte, 4096)
		for {
			n, err := ctrl.Read(buf)
			x.screen.Write(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		ctrl.Close()
	})
	return x
}

// types presses keys: \r is Enter, \x03 Ctrl-C, \x04 Ctrl-D.
func (x *typist) types(keys string) {
	x.t.Helper()
	if _, err := x.ctrl.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
}

// sees waits until the text appears, behind what was seen before.
func (x *typist) sees(text string) {
	x.t.Helper()
	for late := time.After(hanging); ; {
		all, more := x.screen.so()
		if i := strings.Index(all[x.seen:], text); i >= 0 {
			x.seen += i + len(text)
			return
		}
		select {
		case <-more:
		case <-x.done:
			if now, _ := x.screen.so(); now == all {
				x.t.Fatalf("%q never came; the screen had:\n%s", text, visible(all))
			}
		case <-late:
			x.t.Fatalf("%q does not come; the screen has:\n%s", text, visible(all))
		}
	}
}

// asks waits for a prompt and answers it.
func (x *typist) asks(prompt, answer string) {
	x.t.Helper()
	x.sees(prompt)
	x.types(answer)
}

// all is everything that was ever written to the terminal.
func (x *typist) all() string {
	text, _ := x.screen.so()
	return text
}

// rows is what all that comes to on a screen.
func (x *typist) rows() string {
	s := terminal.NewScreen(200)
	s.Write([]byte(x.all()))
	return strings.Join(s.Joined(), "\n") + "\n"
}

// left waits for the end, checks the exit status and that the terminal is as it
// was found.
func (x *typist) left(status int) {
	x.t.Helper()
	timer := time.AfterFunc(hanging, func() { x.cmd.Process.Kill() })
	defer timer.Stop()
	x.cmd.Wait()
	<-x.done
	if got := x.cmd.ProcessState.ExitCode(); got != status {
		x.t.Errorf("status %d, want %d (%v); the screen has:\n%s", got, status, x.cmd.ProcessState, visible(x.all()))
	}
	if !x.echoes() {
		x.t.Error("the terminal is left without echo")
	}
}

// echoes reports whether the terminal shows what is typed.
func (x *typist) echoes() bool {
	x.t.Helper()
	get := map[string]uint{"linux": 0x5401, "darwin": 0x40487413}[runtime.GOOS] // TCGETS, TIOCGETA
	raw, err := x.ctrl.SyscallConn()
	if err != nil {
		x.t.Fatal(err)
	}
	var state *unix.Termios
	raw.Control(func(fd uintptr) { state, err = unix.IoctlGetTermios(int(fd), get) })
	if err != nil {
		x.t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

func visible(screen string) string { return strings.ReplaceAll(screen, "\x1b", "^[") }

// serves starts a fake server, which is to be content when the test ends.
func serves(t *testing.T, script string) *fakeserver.Server {
	t.Helper()
	s, err := fakeserver.Start(script)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func content(t *testing.T, s *fakeserver.Server) {
	t.Helper()
	if err := s.Finish(); err != nil {
		t.Error(err)
	}
}

// TestTypedWalkthrough is the one of the issue, to the letter.
func TestTypedWalkthrough(t *testing.T) {
	x := typed(t, "practice", "--no-color")
	x.sees("practice server: plain and STARTTLS on ")
	x.sees("ca.pem")
	words := regexp.MustCompile(`plain and STARTTLS on (\S+), TLS on (\S+)\s+byhand: .*: (\S+)\s`).FindStringSubmatch(x.all() + "\n")
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
		{plain + " plain message> ", ".\r", "byhand: practice: message taken from <fromaddress@domain.com> to <toaddress@domain.com>, 105 bytes\r\n"},
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
	x.sees("byhand: the server closed the connection\r\n")
	x.asks("closed> ", "\r")
	x.left(0)
	if _, err := os.Stat(ca); !os.IsNotExist(err) {
		t.Errorf("the CA's file is still there: %v", err)
	}
	if strings.Contains(x.all(), "-> ") {
		t.Errorf("what was typed is shown twice:\n%s", x.all())
	}
}

// TestTypedSecret answers AUTH LOGIN with :b64 --send: the user name is seen, the
// password nowhere.
func TestTypedSecret(t *testing.T) {
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

	// Without --send it is asked for too, and printed only as a mask.
	x.types(":b64\r")
	x.asks("text (hidden): ", password+"\r")
	x.sees("******** (16 characters); --show prints it, --send sends it")
	x.sees("plain> ")

	// Ctrl-C gives it up.
	x.types(":b64\r")
	x.sees("text (hidden): ")
	x.types("half of it\x03")
	x.asks("plain> ", "\x04")
	x.left(0)
	content(t, s)
	for _, secret := range []string{password, base64.StdEncoding.EncodeToString([]byte(password)), "half of it"} {
		if strings.Contains(x.all(), secret) {
			t.Errorf("%q is on the screen:\n%s", secret, visible(x.all()))
		}
	}
}

// TestTypedSecretSignal: whatever ends byhand, the echo is back.
func TestTypedSecretSignal(t *testing.T) {
	for _, end := range []struct {
		signal syscall.Signal
		status int
	}{{syscall.SIGTERM, 143}, {syscall.SIGHUP, 129}} {
		s := serves(t, "S: 220 hi")
		x := typed(t, "127.0.0.1", s.Port())
		x.asks("plain> ", ":b64\r")
		x.sees("text (hidden): ")
		if x.echoes() {
			t.Error("the secret is seen as it is typed")
		}
		x.cmd.Process.Signal(end.signal)
		x.left(end.status)
		content(t, s)
	}
}

// TestTypedCertificate: one that does not verify is shown with its reason inside
// the handshake; "yes" takes it, and nothing else does.
func TestTypedCertificate(t *testing.T) {
	const question = `take it for this connection? "yes" takes it: `
	t.Run("yes", func(t *testing.T) {
		s := serves(t, "tls\nS: 220 hi\nC: QUIT\nS: 221 bye\nclose")
		x := typed(t, "--tls", "127.0.0.1", s.Port())
		x.sees("example.com")
		x.sees("the certificate does not verify: it is self-signed\r\n")
		x.asks(question, "yes\r")
		x.sees("220 hi")
		x.asks("tls unverified> ", "QUIT\r")
		x.sees("the server closed the connection")
		x.asks("closed> ", "\x04")
		x.left(0)
		content(t, s)
	})
	t.Run("upgrade", func(t *testing.T) {
		s := serves(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 me")
		x := typed(t, "127.0.0.1", s.Port())
		x.asks("plain> ", "STARTTLS\r")
		x.sees("hint: :tls starts TLS now")
		x.asks("plain> ", ":tls\r")
		x.asks(question, "yes\r")
		x.sees("say EHLO again")
		x.asks("tls unverified> ", "EHLO me\r")
		x.sees("250 me")
		x.asks("tls unverified> ", "\x04")
		x.left(0)
		content(t, s)
	})
	for answer, status := range map[string]int{"no\r": 4, "y\r": 4, "YES\r": 4, "\r": 4, "\x04": 4, "\x03": 4} {
		t.Run(answer, func(t *testing.T) {
			s := serves(t, "tls")
			x := typed(t, "--tls", "127.0.0.1", s.Port())
			x.asks(question, answer)
			x.left(status)
			content(t, s)
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
		x.left(0)
		content(t, s)
		if strings.Contains(x.all(), "yes") {
			t.Errorf("it asked about a certificate that verifies:\n%s", visible(x.all()))
		}
	})
}

// TestTypedLeave: how to leave, and what does not yet.
func TestTypedLeave(t *testing.T) {
	start := func(t *testing.T, script string) (*typist, *fakeserver.Server) {
		s := serves(t, script)
		return typed(t, "127.0.0.1", s.Port()), s
	}
	t.Run("Ctrl-C twice", func(t *testing.T) {
		x, s := start(t, "S: 220 hi\nC: NOOP\nS: 250 ok")
		x.asks("plain> ", "half a line\x03")
		x.asks("plain> ", "NOOP\r")
		x.sees("250 ok")
		x.asks("plain> ", "\x03")
		x.sees("Ctrl-C once more within 2 s leaves, and so does :quit")
		x.asks("plain> ", "\x03")
		x.left(0)
		content(t, s)
	})
	t.Run("Ctrl-C in a wait", func(t *testing.T) {
		x, s := start(t, "S: 220 hi\nC: NOOP\nmark asked\nwait answer\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose")
		x.asks("plain> ", "NOOP\r")
		<-s.Event("asked")
		x.types("\x03")
		x.sees("plain> ")
		close(s.Event("answer"))
		x.sees("250 ok")
		x.types("QUIT\r")
		x.asks("closed> ", "\r")
		x.left(0)
		content(t, s)
	})
	t.Run("Ctrl-D", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", "\x04")
		x.left(0)
		content(t, s)
	})
	t.Run(":quit", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", ":quit\r")
		x.left(0)
		content(t, s)
	})
	for _, key := range []string{"\x03", "\x04"} {
		t.Run("in a message "+key, func(t *testing.T) {
			x, s := start(t, "S: 220 hi\nC: DATA\nS: 354 go\nC: text")
			x.asks("plain> ", "DATA\r")
			x.asks("plain message> ", "text\r")
			x.asks("plain message> ", key)
			x.sees(`not sent yet; "." alone sends it; once more leaves`)
			x.asks("plain message> ", key)
			x.left(0)
			content(t, s)
		})
	}
	t.Run("before the greeting", func(t *testing.T) {
		x, s := start(t, "silence")
		x.asks("plain> ", "\x03")
		x.asks("plain> ", "\x03")
		x.sees("Ctrl-C once more within 2 s leaves")
		x.types("\x03")
		x.left(0)
		content(t, s)
	})
	t.Run("the terminal goes", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", "half a line")
		x.sees("half a line")
		x.ctrl.Close()
		x.cmd.Wait()
		if got := x.cmd.ProcessState.ExitCode(); got != 129 {
			t.Errorf("status %d, want 129", got)
		}
		content(t, s)
	})
}

// TestTypedHangup: the server hangs up while half a line is typed. It is not sent,
// neither then nor later, and the prompt stays.
func TestTypedHangup(t *testing.T) {
	s := serves(t, `
		S: 220 hi
		wait hangup
		S: 421 tired
		close
		accept
		S: 220 again
		C: NOOP
		S: 250 ok
		C: QUIT
		S: 221 bye
		close`)
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", "MAIL FRO")
	x.sees("MAIL FRO")
	close(s.Event("hangup"))
	x.sees("421 tired\r\n")
	x.sees("the server closed the connection\r\n")
	x.asks("closed> ", "M:<>\r")
	x.sees("not sent: the connection is closed\r\n")
	x.sees("hint: :again connects anew\r\n")
	x.asks("closed> ", "\r")
	x.asks("closed> ", ":again\r")
	x.sees("220 again\r\n")
	x.asks("plain> ", "NOOP\r")
	x.sees("250 ok\r\n")
	x.asks("plain> ", "QUIT\r")
	x.asks("closed> ", "\r")
	x.left(0)
	content(t, s)
}

// TestTypedLost: a connection that is lost at the prompt is worth its status.
func TestTypedLost(t *testing.T) {
	s := serves(t, "S: 220 hi\nC: NOOP\nreset")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\r")
	x.sees("the connection was reset")
	x.asks("closed> ", ":quit\r")
	x.left(6)
	content(t, s)
	x = typed(t, "127.0.0.1", "1")
	x.sees("connection refused")
	x.left(3)
}

var (
	colors = regexp.MustCompile("\x1b\\[[0-9;]*m")
	moves  = regexp.MustCompile("\x1b\\[(\\?2004[hl]|[0-9]*[ACJK])") // what the prompt is drawn with
)

// TestTypedColor: colours only where the terminal and the person want them, and
// on a dumb one no escapes at all.
func TestTypedColor(t *testing.T) {
	for _, c := range []struct {
		words []string
		color bool
	}{
		{nil, true},
		{[]string{"NO_COLOR="}, true}, // no-color.org: when not empty
		{[]string{"NO_COLOR=1"}, false},
		{[]string{"TERM=dumb"}, false},
		{[]string{"--no-color"}, false},
	} {
		t.Run(strings.Join(c.words, " "), func(t *testing.T) {
			s := serves(t, "S: 220 hi\nC: NOOP\nS: 550 no\nC: QUIT\nS: 221 bye\nclose")
			x := typed(t, append(c.words, "127.0.0.1", s.Port())...)
			x.asks("plain> ", "NOOP\r")
			x.sees("550 no")
			x.asks("plain> ", "QUIT\r")
			x.asks("closed> ", "\r")
			x.left(0)
			content(t, s)
			if got := colors.MatchString(x.all()); got != c.color {
				t.Errorf("colours: %v, want %v:\n%s", got, c.color, visible(x.all()))
			}
			if slices.Contains(c.words, "TERM=dumb") && strings.Contains(x.all(), "\x1b") {
				t.Errorf("escapes on a dumb terminal:\n%s", visible(x.all()))
			}
			for _, colored := range []string{"\x1b[32m220 hi", "\x1b[31m550 no"} {
				if c.color && !strings.Contains(x.all(), colored) {
					t.Errorf("no %q in\n%s", visible(colored), visible(x.all()))
				}
			}
		})
	}
}

// TestTypedForeignBytes: a server's bytes are shown, not obeyed.
func TestTypedForeignBytes(t *testing.T) {
	s := serves(t, `S= "220 \x1b[2J\x9b1m\a\x00\b\x7f\u202e\xff\r again\r\n550-byhand: \x1b]0;title\x07\nbyhand: not me\r\nwithout end"`+"\nclose")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.sees(`220 \x1b[2J\x9b1m\x07\x00\x08\x7f<U+202E>\xff\x0d again` + "\r\n")
	x.sees(`550-byhand: \x1b]0;title\x07` + "\r\n")
	x.sees("<- ")
	x.sees("byhand: not me\r\n")
	x.sees("without end\r\n")
	x.sees("byhand: the server closed the connection\r\n")
	x.asks("closed> ", ":quit\r")
	x.left(0)
	content(t, s)
	if regexp.MustCompile("[^\t\r\n -~]").MatchString(moves.ReplaceAllString(x.all(), "")) {
		t.Errorf("a control character reached the terminal: %q", x.all())
	}
	if strings.Contains(x.all(), "\nbyhand: not me") {
		t.Errorf("the server spoke with byhand's voice:\n%s", x.all())
	}
}

// TestTypedHalfReply: what is said of a line comes behind it.
func TestTypedHalfReply(t *testing.T) {
	s := serves(t, "S: 220 hi\nC: NOOP\nS= \"250-half\"\nclose")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\r")
	x.sees("250-half\r\n")
	x.sees("byhand: the server breaks the protocol: unfinished\r\n")
	x.sees("byhand: the server closed the connection\r\n")
	x.asks("closed> ", ":quit\r")
	x.left(0)
	content(t, s)
}

const held = "held until the greeting is complete; an empty line sends it at once"

// TestTypedBeforeGreeting: what is typed too early is held until the greeting is
// complete.
func TestTypedBeforeGreeting(t *testing.T) {
	s := serves(t, "S: 220-wait\nwait greet\nquiet\nS: 220 hi\nC: EHLO me\nquiet\nS: 250 me\nC: NOOP\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "EHLO me\r")
	x.sees(held)
	x.types("NOOP\r")
	close(s.Event("greet"))
	x.sees("250 me")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.left(0)
	content(t, s)
	if strings.Count(x.all(), held) != 1 {
		t.Errorf("told more than once:\n%s", visible(x.all()))
	}
}

// TestTypedEarlyTalk: an empty line sends at once what is held, whether it was
// typed at the prompt or before that came.
func TestTypedEarlyTalk(t *testing.T) {
	const script = "C: EHLO me\nS: 220 hi\nS: 250 me\nC: NOOP\nquiet\nS: 250 ok"
	for _, prompt := range []string{"plain> ", "connected to "} {
		t.Run(prompt, func(t *testing.T) {
			s := serves(t, script)
			x := typed(t, "127.0.0.1", s.Port())
			x.asks(prompt, "EHLO me\r")
			x.sees(held)
			x.types("\r")
			x.sees("220 hi")
			x.sees("250 me")
			x.asks("plain> ", "NOOP\r")
			x.sees("250 ok")
			x.asks("plain> ", "\x04")
			x.left(0)
			content(t, s)
			if strings.Contains(x.all(), "unasked") {
				t.Errorf("it does not know what was asked:\n%s", visible(x.all()))
			}
		})
	}
}

// TestTypedAhead: a pasted dialogue goes line by line, whatever was pasted with it.
func TestTypedAhead(t *testing.T) {
	s := serves(t, `
		S: 220 hi
		C: EHLO me
		quiet
		S: 250 me
		C: DATA
		quiet
		S: 354 go
		C: a	tab
		C: :tls
		C: .
		quiet
		S: 250 ok
		C: QUIT
		S: 221 bye
		close`)
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "EHLO me\rDATA\ra\ttab\r:tls\r.\rQUIT\r")
	x.sees("221 bye")
	x.asks("closed> ", "\r")
	x.left(0)
	content(t, s)
}

// TestTypedDataRefused: a message pasted behind a DATA that is refused is kept back.
func TestTypedDataRefused(t *testing.T) {
	s := serves(t, "S: 220 hi\nC: DATA\nmark asked\nquiet\nwait no\nS: 554 no\nC: NOOP\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "DATA\rSubject: x\r\rtext\r.\r")
	<-s.Event("asked")
	x.sees("waiting for the reply, 1s; Ctrl-C gives the prompt back")
	close(s.Event("no"))
	x.sees("554 no")
	x.sees("4 lines of the message not sent")
	x.asks("plain> ", "NOOP\r")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.left(0)
	content(t, s)
}

// TestHalfTerminal: stdin, or stdout, is a terminal and the other is not.
func TestHalfTerminal(t *testing.T) {
	s := serves(t, "S= \"220 \\x1b\\r\\n\"\nC: NOOP\nS: 250 ok")
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("byhand", "127.0.0.1", s.Port())
	cmd.Stdout = out
	x := show(t, cmd)
	x.asks("plain> ", "NOOP\r")
	x.asks("plain> ", "\x04")
	x.left(0)
	content(t, s)
	if got, err := os.ReadFile(out.Name()); string(got) != "220 \x1b\r\n250 ok\r\n" {
		t.Errorf("the file has %q, %v", got, err)
	}

	s = serves(t, "S= \"220 \\x1b\\r\\n\"\nC: NOOP\nS: 250 ok")
	cmd = exec.Command("byhand", "--no-color", "127.0.0.1", s.Port())
	cmd.Stdin = strings.NewReader("NOOP\n")
	x = show(t, cmd)
	x.sees(`220 \x1b` + "\r\n")
	x.sees("->          NOOP\r\n")
	x.sees("250 ok\r\n")
	x.left(0)
	content(t, s)
	if strings.Contains(x.all(), "> \r\n") || strings.Contains(x.all(), "plain>") {
		t.Errorf("a prompt that nobody can answer:\n%s", visible(x.all()))
	}
}
