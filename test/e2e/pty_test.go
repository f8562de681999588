//go:build linux || darwin

package e2e

import (
	"os"
	"os/exec"
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

// typist runs byhand on a pseudo-terminal and records its output there.
type typist struct {
	t      *testing.T
	cmd    *exec.Cmd
	ctrl   *os.File // the test's end: the keyboard and the screen
	screen liveOutput
	done   chan struct{} // closed when all output has been read
	seen   int           // how many bytes of the output sees has searched
	was    *unix.Termios // the terminal's mode before byhand started
}

// term is the value of TERM.
var term = "xterm-256color"

// typed starts byhand on a terminal. Words "NAME=value" before its arguments are its
// environment. A word that begins with "byhand" is the program to run instead.
func typed(t *testing.T, words ...string) *typist {
	t.Helper()
	return typedIn(t, 200, words...)
}

// typedIn does the same as typed, on a terminal of cols columns.
func typedIn(t *testing.T, cols int, words ...string) *typist {
	t.Helper()
	i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(w, "=") })
	environment := words[:i]
	program := "byhand"
	if strings.HasPrefix(words[i], program) {
		program = words[i]
		i++
	}
	cmd := exec.Command(program, words[i:]...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NO_COLOR=") || strings.HasPrefix(v, "TERM=")
	}), "TERM="+term, "TMPDIR="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	cmd.Env = append(cmd.Env, environment...)
	return showIn(t, cols, cmd)
}

// show starts a program on a terminal of 200 columns.
func show(t *testing.T, cmd *exec.Cmd) *typist {
	t.Helper()
	return showIn(t, 200, cmd)
}

// showIn starts a program on its own terminal of cols columns. It does not change a stdin or
// stdout that cmd already has.
func showIn(t *testing.T, cols int, cmd *exec.Cmd) *typist {
	t.Helper()
	ctrl, tty, err := pty.Open()
	if err == nil {
		err = pty.Setsize(tty, &pty.Winsize{Rows: 50, Cols: uint16(cols)})
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
	x := &typist{t: t, cmd: cmd, ctrl: ctrl, done: make(chan struct{})}
	x.was = x.mode()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
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

// sees waits until the text appears after the text that it found before.
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

// all returns everything that was written to the terminal.
func (x *typist) all() string {
	text, _ := x.screen.so()
	return text
}

// rows returns what a screen of 200 columns shows after all output.
func (x *typist) rows() string {
	s := terminal.NewScreen(200)
	s.Write([]byte(x.all()))
	return strings.Join(s.Joined(), "\n") + "\n"
}

// exits waits until byhand ends, and checks the exit status and that the terminal has its
// former mode.
func (x *typist) exits(status int) {
	x.t.Helper()
	timer := time.AfterFunc(hanging, func() { x.cmd.Process.Kill() })
	defer timer.Stop()
	x.cmd.Wait()
	<-x.done
	if got := x.cmd.ProcessState.ExitCode(); got != status {
		x.t.Errorf("status %d, want %d (%v); the screen has:\n%s", got, status, x.cmd.ProcessState, visible(x.all()))
	}
	if now := x.mode(); *now != *x.was {
		x.t.Errorf("the terminal was\n%+v and is\n%+v", *x.was, *now)
	}
	if strings.LastIndex(x.all(), "\x1b[?2004h") > strings.LastIndex(x.all(), "\x1b[?2004l") {
		x.t.Error("the terminal still marks pastes")
	}
}

// mode returns the terminal's mode.
func (x *typist) mode() *unix.Termios {
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
	return state
}

func visible(screen string) string { return strings.ReplaceAll(screen, "\x1b", "^[") }

// serves starts a fake server. The test calls content when the client is gone.
func serves(t *testing.T, script string) *fakeserver.Server {
	t.Helper()
	s, err := fakeserver.Start(script)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func finishServer(t *testing.T, s *fakeserver.Server) {
	t.Helper()
	if err := s.Finish(); err != nil {
		t.Error(err)
	}
}
