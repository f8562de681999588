//go:build linux || darwin || freebsd

package prompt

import (
	"go.uber.org/goleak"

	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"byhand/internal/testhome"
)

// Tests that end or stop a process start this program again. It plays one of these
// roles on the stage's terminal.
var roles = map[string]func(){
	"typist":             typist,
	"shell":              func() { shell("typist") },
	"line typist":        lineTypist,
	"shell of lines":     func() { shell("line typist") },
	"panic in after":     func() { breaks("after") },
	"panic in before":    func() { breaks("before") },
	"panic in drive":     func() { breaks("drive") },
	"panic in read":      func() { breaks("read") },
	"panic in watch":     func() { breaks("watch") },
	"panic in showHeld":  func() { breaks("showHeld") },
	"panic in its owner": func() { breaks("owner") },
}

const roleName = "BYHAND_PROMPT_ROLE"

func TestMain(m *testing.M) {
	if play := roles[os.Getenv(roleName)]; play != nil {
		play()
		os.Exit(0)
	}
	goleak.VerifyTestMain(testhome.Tests(m))
}

// plays starts a role in its own session, on the fixture's terminal.
func (s *fixture) plays(role string) (p *exec.Cmd, said *bytes.Buffer) {
	s.t.Helper()
	said = new(bytes.Buffer)
	p = inRole(role)
	p.Stdin, p.Stdout, p.Stderr = s.tty, s.tty, said
	p.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { p.Process.Kill() })
	return p, said
}

func inRole(role string) *exec.Cmd {
	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), roleName+"="+role, "GORACE="+os.Getenv("GORACE")+" atexit_sleep_ms=0")
	return p
}

// ends waits for the end of a process, and checks that it restored the terminal.
func (s *fixture) ends(p *exec.Cmd, said *bytes.Buffer, status int) {
	s.t.Helper()
	late := time.AfterFunc(patience, func() { p.Process.Kill() })
	defer late.Stop()
	p.Wait()
	if got := p.ProcessState.ExitCode(); got != status {
		s.t.Errorf("%v, not status %d; it said:\n%s", p.ProcessState, status, said)
	}
	if !s.cooked() {
		s.t.Error("the terminal is not as it was")
	}
	s.until("without paste mode", func(v *vt) bool { return !v.Paste })
}

// typist reads lines and prints them.
func typist() {
	e, err := NewEditor(Settings{In: os.Stdin, Out: os.Stdout})
	if err != nil {
		panic(err)
	}
	defer e.Guard()
	defer e.Close()
	for e.Ready("> "); ; e.Ready("> ") {
		switch l := <-e.Lines(); {
		case l.Err != nil:
			return
		case string(l.Text) == "hide":
			e.Hide()
			e.Ready("key: ")
			l = <-e.Lines()
			e.Show()
			fallthrough
		default:
			fmt.Fprintf(e, "typed %q\n", l.Text)
		}
	}
}

// lineTypist asks for a secret in line mode.
func lineTypist() {
	l := NewLineMode(os.Stdin, os.Stdout)
	defer l.Close()
	l.Hide()
	l.Ready("key: ")
	line := <-l.Lines()
	l.Show()
	fmt.Printf("typed %q\n", line.Text)
}

// shell runs a role in the foreground, as shells do. When that process is stopped,
// the shell has the terminal until a line is typed.
func shell(role string) {
	p := inRole(role)
	p.Stdin, p.Stdout, p.Stderr = os.Stdin, os.Stdout, os.Stderr
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: 0}
	if err := p.Start(); err != nil {
		panic(err)
	}
	signal.Ignore(syscall.SIGTTOU) // or it could not take the terminal back
	lines := bufio.NewReader(os.Stdin)
	for {
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(p.Process.Pid, &status, syscall.WUNTRACED, nil); errors.Is(err, syscall.EINTR) {
			continue
		}
		foreground(syscall.Getpgrp())
		if !status.Stopped() {
			fmt.Println("ended with", status.ExitStatus())
			return
		}
		fmt.Println("stopped")
		lines.ReadString('\n')
		foreground(p.Process.Pid)
		syscall.Kill(-p.Process.Pid, syscall.SIGCONT)
	}
}

// foreground gives the terminal to a group of processes.
func foreground(group int) {
	if err := unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, group); err != nil {
		panic(err)
	}
}

// breaks makes one of the editor's goroutines panic when it next has work.
func breaks(where string) {
	e, err := NewEditor(breaking(where))
	if err != nil {
		panic(err)
	}
	defer e.Guard()
	if where == "read" {
		e.Hide() // then read draws the line
	}
	e.Ready("> ")
	for e.out.isBusy() {
		time.Sleep(time.Millisecond)
	}
	if where != "after" && where != "before" {
		e.mu.Lock()
		e.screen.size = func() (int, int) { panic("broken: " + where) }
		e.mu.Unlock()
	}
	os.Stdout.WriteString("now")
	switch where {
	case "showHeld":
		e.Write([]byte("held"))
	case "owner":
		e.Write([]byte("a line\n"))
	}
	select {}
}

// breaking returns the settings for breaks.
func breaking(where string) Settings {
	set := Settings{In: os.Stdin, Out: os.Stdout, Color: true}
	switch where {
	case "after":
		set.Candidates = func(string, int) ([]string, int) { panic("broken: after") }
	case "before":
		set.Ghost = func(line string) string {
			if line != "" {
				panic("broken: before")
			}
			return ""
		}
	}
	return set
}
