//go:build linux || darwin

package e2e

import (
	"byhand/internal/fakeserver"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTypedLeave: the ways to end a session.
func TestTypedLeave(t *testing.T) {
	t.Parallel()
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
		x.sees("Ctrl-C again")
		x.asks("plain> ", "\x03")
		x.exits(0)
		finishServer(t, s)
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
		x.exits(0)
		finishServer(t, s)
	})
	t.Run("Ctrl-D", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", "\x04")
		x.exits(0)
		finishServer(t, s)
	})
	t.Run(":quit", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", ":quit\r")
		x.exits(0)
		finishServer(t, s)
	})
	for key, name := range map[string]string{"\x03": "Ctrl-C", "\x04": "Ctrl-D"} {
		t.Run("in a message "+name, func(t *testing.T) {
			x, s := start(t, "S: 220 hi\nC: DATA\nS: 354 go\nC: text")
			x.asks("plain> ", "DATA\r")
			x.asks("plain message> ", "text\r")
			x.sees("text") // so that the next asks waits for the next prompt
			x.asks("plain message> ", key)
			x.sees(name + " again")
			x.asks("plain message> ", key)
			x.exits(0)
			finishServer(t, s)
		})
	}
	t.Run("before the greeting", func(t *testing.T) {
		x, s := start(t, "silence")
		x.asks("plain held", "\x03")
		x.asks("plain> ", "\x03")
		x.sees("Ctrl-C again")
		x.types("\x03")
		x.exits(0)
		finishServer(t, s)
	})
	t.Run("the terminal is closed", func(t *testing.T) {
		x, s := start(t, "S: 220 hi")
		x.asks("plain> ", "half a line")
		x.sees("half a line")
		x.ctrl.Close()
		x.cmd.Wait()
		if got := x.cmd.ProcessState.ExitCode(); got != 129 {
			t.Errorf("status %d, want 129", got)
		}
		finishServer(t, s)
	})
}

// TestTypedHangup: when the server closes while a line is half typed, the line is never
// sent, and the prompt stays.
func TestTypedHangup(t *testing.T) {
	t.Parallel()
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
	x.sees("server closed")
	x.asks("closed> ", "M:<>\r")
	x.sees("not sent")
	x.sees("hint: :again")
	x.asks("closed> ", "\r")
	x.asks("closed> ", ":again\r")
	x.sees("220 again\r\n")
	x.asks("plain> ", "NOOP\r")
	x.sees("250 ok\r\n")
	x.asks("plain> ", "QUIT\r")
	x.asks("closed> ", "\r")
	x.exits(0)
	finishServer(t, s)
}

// TestTypedLost: a connection that is lost at the prompt sets the exit status.
func TestTypedLost(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: NOOP\nreset")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\r")
	x.sees("reset")
	x.asks("closed> ", ":quit\r")
	x.exits(6)
	finishServer(t, s)
	x = typed(t, "127.0.0.1", "1")
	x.sees("connection refused")
	x.exits(3)
}

// held is in the note about a line that is held until the greeting is complete.
const held = "press Enter"

// TestTypedBeforeGreeting: byhand holds lines typed before the greeting is complete.
func TestTypedBeforeGreeting(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220-wait\nwait greet\nquiet\nS: 220 hi\nC: EHLO me\nquiet\nS: 250 me\nC: NOOP\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain held", "EHLO me\r")
	x.sees(held)
	x.asks("plain held", "NOOP\r")
	close(s.Event("greet"))
	x.sees("250 me")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	if strings.Count(x.all(), held) != 1 {
		t.Errorf("reported more than once:\n%s", visible(x.all()))
	}
}

// TestTypedSendNow: an empty line sends held lines at once, whether they were typed at
// the prompt or before it appeared.
func TestTypedSendNow(t *testing.T) {
	t.Parallel()
	const script = "C: EHLO me\nS: 220 hi\nS: 250 me\nC: NOOP\nquiet\nS: 250 ok"
	for _, prompt := range []string{"plain held", "connected to "} {
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
			x.exits(0)
			finishServer(t, s)
			if strings.Contains(x.all(), unsolicited) {
				t.Errorf("a reply is called unsolicited:\n%s", visible(x.all()))
			}
		})
	}
}

// TestTypedPaste: a pasted dialogue is sent line by line.
func TestTypedPaste(t *testing.T) {
	t.Parallel()
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
	x.exits(0)
	finishServer(t, s)
}

// TestTypedDataRefused: a message pasted after a refused DATA is not sent.
func TestTypedDataRefused(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: DATA\nmark asked\nquiet\nwait no\nS: 554 no\nC: NOOP\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "DATA\rSubject: x\r\rtext\r.\r")
	<-s.Event("asked")
	x.sees("1s; Ctrl-C")
	close(s.Event("no"))
	x.sees("554 no")
	x.sees("4 lines of the message")
	x.asks("plain> ", "NOOP\r")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// TestTypedFailureHolds: lines pasted after a command that failed or was declined are not
// sent.
func TestTypedFailureHolds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ command, question, answer string }{
		"TLS fails":       {command: ":tls"},
		"unknown":         {command: ":strattls"},
		"declined":        {":open --tls h", "Run it? ", "no\r"},
		"interrupted":     {":open --tls h", "Run it? ", "\x03"},
		"answer in paste": {":open --tls h\ryes", "Run it? ", "no\r"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serves(t, "S: 220 hi")
			x := typed(t, "127.0.0.1", s.Port())
			x.asks("plain> ", "\x1b[200~"+c.command+"\rAUTH PLAIN AGJvYgBodW50ZXIy\r\x1b[201~")
			if c.question != "" {
				x.asks(c.question, c.answer)
			}
			x.sees(":go")
			x.asks("plain> ", "\x03")
			x.sees("dropped")
			x.asks("plain> ", ":quit\r")
			x.exits(0)
			finishServer(t, s)
		})
	}
}

// TestTypedHeld: the prompt shows "held" before each line that byhand holds: until the greeting,
// after a refusal, and after a refused DATA.
func TestTypedHeld(t *testing.T) {
	t.Parallel()
	const paste, end = "\x1b[200~", "\x1b[201~"
	s := serves(t, `
		wait greet
		S: 220 hi
		C: EHLO me
		S: 250 me
		C: RCPT TO:<x>
		S: 550 no
		C: DATA
		S: 554 no`)
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain held> ", "EHLO me\r")
	x.sees(held)
	close(s.Event("greet"))
	x.sees("250 me")
	x.asks("plain> ", paste+"RCPT TO:<x>\rRCPT TO:<y>\r:info\r"+end)
	x.sees("2 lines")
	x.asks("plain> ", "\x03")
	x.sees("2 lines")
	x.asks("plain> ", paste+"DATA\rSubject: x\r.\rQUIT\r"+end)
	x.sees("4 lines")
	x.asks("plain> ", "\x03")
	x.sees("dropped")
	x.asks("plain> ", ":quit\r")
	x.exits(0)
	finishServer(t, s)
	for row := range strings.Lines(x.rows()) {
		host, line, typed := strings.Cut(strings.TrimRight(row, "\n"), "> ")
		if !typed || !strings.HasPrefix(host, "127.0.0.1:") {
			continue
		}
		switch line {
		case "EHLO me", "RCPT TO:<y>", ":info", "Subject: x", ".", "QUIT":
			if !strings.HasSuffix(host, " held") {
				t.Errorf("looks sent: %s", row)
			}
		case "RCPT TO:<x>", "DATA":
			if strings.HasSuffix(host, " held") {
				t.Errorf("looks held: %s", row)
			}
		}
	}
}

// TestHalfTerminal: only stdin or only stdout is a terminal.
func TestHalfTerminal(t *testing.T) {
	t.Parallel()
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
	x.exits(0)
	finishServer(t, s)
	if got, err := os.ReadFile(out.Name()); string(got) != "220 \x1b\r\n250 ok\r\n" {
		t.Errorf("the file has %q, %v", got, err)
	}

	s = serves(t, "S= \"220 \\x1b\\r\\n\"\nC: NOOP\nS: 250 ok")
	cmd = exec.Command("byhand", "--no-color", "127.0.0.1", s.Port())
	cmd.Stdin = strings.NewReader("NOOP\n")
	x = show(t, cmd)
	x.sees(`220 \x1b` + "\r\n")
	x.sees("->        NOOP\r\n")
	x.sees("250 ok\r\n")
	x.exits(0)
	finishServer(t, s)
	if strings.Contains(x.all(), "> \r\n") || strings.Contains(x.all(), "plain>") {
		t.Errorf("a prompt without a keyboard:\n%s", visible(x.all()))
	}
}
