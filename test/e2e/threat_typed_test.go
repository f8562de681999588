//go:build linux || darwin

package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// T1: the terminal gets no control sequence from a server: in a greeting, a keyword, a
// challenge or a refusal, or split in two halves. byhand sends only what the user typed, because
// the terminal sends no answerback.
func TestT01EscapesOnScreen(t *testing.T) {
	t.Parallel()
	s := serves(t, "S= "+quotedGo("220 "+escapes+"\r\n")+"\nC: EHLO me\nS= "+quotedGo("250-hi\r\n250-AUTH "+escapes+"\r\n250 X"+escapes+"\r\n")+
		"\nC: NOOP\nS= "+quotedGo("250 half \x1b")+"\nquiet\nS= "+quotedGo("]0;title\a"+escapes+"\r\n")+
		"\nC: VRFY\nS= "+quotedGo("550 "+escapes+"\r\n"))
	x := typed(t, "127.0.0.1", s.Port())
	x.sees("220 ")
	x.asks("plain> ", "EHLO me\r")
	x.sees("250 X")
	x.asks("plain> ", "NOOP\r")
	x.sees("title")
	x.asks("plain> ", "VRFY\r")
	x.sees("550 ")
	x.asks("plain> ", ":why\r")
	x.asks("plain> ", "A\t")
	x.types("\x03")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	own := regexp.MustCompile(`\x1b\[[0-9;?]*[A-HJKhlm]|\r|\x1b\[2004[hl]|\a`).ReplaceAllString(x.all(), "")
	if bad := drives.FindString(own); bad != "" {
		t.Errorf("the terminal got %q:\n%s", bad, visible(own))
	}
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x1bP", "\x9b", "\u202e"} {
		if strings.Contains(x.all(), bad) {
			t.Errorf("the terminal got %q", bad)
		}
	}
}

// T2: characters that overwrite a reply or reverse its direction are shown as escapes.
func TestT02LookAlikes(t *testing.T) {
	t.Parallel()
	s := serves(t, "S= "+quotedGo("550 no\r250 ok\b\b\b\u202eko\u200b\r\n"))
	x := typed(t, "127.0.0.1", s.Port())
	x.sees(`550 no\x0d250 ok\x08\x08\x08<U+202E>ko<U+200B>`)
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// T3: no row of the screen begins with server text, however long the line is, so a
// server cannot imitate byhand or its prompt.
func TestT03OneVoice(t *testing.T) {
	t.Parallel()
	fake := "byhand: logged in; 127.0.0.1 tls> "
	long := strings.Repeat("x", 200-gutterColumns-4)
	lines := []string{fake, long + fake, "\u4e00" + long[2:] + fake, "\t" + long[8:] + fake, strings.Repeat("y", 1000) + fake, "\t\t" + strings.Repeat("z\t", 60) + fake}
	script := "S: 220 hi\nC: HELP"
	for _, line := range lines {
		script += "\nS= " + quotedGo("214-"+line+"\r\n")
	}
	s := serves(t, script+"\nS: 214 end\nC: VRFY\nS: 550 "+long+fake+long+long+long)
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", "HELP\r")
	x.sees("214 end")
	x.asks("plain> ", "VRFY\r")
	x.sees("550 ")
	x.asks("plain> ", ":expect 250\r")
	x.asks("plain> ", ":why\r")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	seen, quoted := 0, 0
	for _, row := range strings.Split(strings.ReplaceAll(x.all(), "\r\n", "\n"), "\n") {
		margin := strings.HasPrefix(row, strings.Repeat(" ", len("byhand: ")))
		if strings.Contains(row, "logged in;") && !strings.Contains(row, "<- ") && !margin {
			t.Errorf("a row of the server's: %q", row)
		}
		if margin && strings.Contains(row, "xxxx") {
			if n := columns(row); n > 200 {
				t.Errorf("words of %d columns: %q", n, row)
			}
			quoted++
		}
		if at := strings.Index(row, "<- "); at >= 0 {
			seen++
			if n := columns(row[at:]); n > 200 {
				t.Errorf("a row of %d columns: %q", n, row)
			}
		}
	}
	if seen < 2*len(lines) || quoted == 0 {
		t.Errorf("%d rows, %d of them byhand's", seen, quoted)
	}
}

// T4: at a prompt, too, data after the 220 reply stops the upgrade, even if the user has
// seen it; the prompt then says closed.
func TestT04TypedInjection(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\nwait inject\nS: 250 injected")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "STARTTLS\r")
	x.sees("220 go")
	close(s.Event("inject"))
	x.sees("250 injected")
	x.sees("plain> ")
	x.types(":tls\r")
	x.sees("14 bytes")
	x.asks("closed> ", ":quit\r")
	x.exits(4)
	finishServer(t, s)
}

// gutterColumns is the number of columns before a server's line.
const gutterColumns = 10

// columns returns the width of text in Latin, tabs and Han.
func columns(text string) (n int) {
	for _, r := range text {
		switch {
		case r == '\t':
			n += 8 - n%8
		case r > 0x2E00:
			n += 2
		default:
			n++
		}
	}
	return n
}

// T16: Ctrl-C and signals end byhand even if the terminal accepts no output. The terminal then
// has its former mode.
func TestT16StuckTerminal(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*os.File, *os.Process){
		"Ctrl-C": func(ctrl *os.File, _ *os.Process) { ctrl.WriteString("\x03\x03") },
		"TERM":   func(_ *os.File, p *os.Process) { p.Signal(syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serves(t, "S: 220 hi\n"+strings.Repeat("S: 250-"+strings.Repeat("x", 1000)+"\n", 2000)+"mark flooded\nsilence")
			ctrl, tty, err := pty.Open()
			if err != nil {
				t.Skip(err)
			}
			defer ctrl.Close()
			cmd := exec.Command("byhand", "127.0.0.1", s.Port())
			cmd.Env = append(os.Environ(), "TERM="+term, "XDG_STATE_HOME="+t.TempDir())
			cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			x := &typist{t: t, ctrl: ctrl}
			was := x.mode()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill()
			buf := make([]byte, 1<<10)
			for got := 0; got < 64<<10; { // then the terminal stops reading
				n, err := ctrl.Read(buf)
				if err != nil {
					t.Fatal(err)
				}
				got += n
			}
			end(ctrl, cmd.Process)
			late := time.AfterFunc(hanging, func() { cmd.Process.Kill() })
			defer late.Stop()
			cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != 130 && got != 143 {
				t.Errorf("status %d", got)
			}
			if now := x.mode(); *now != *was {
				t.Errorf("the terminal was\n%+v and is\n%+v", *was, *now)
			}
			tty.Close()
			s.Finish()
		})
	}
}

// T16: when both sides send a lot at once, byhand reads and writes at the same time.
func TestT16BulkBothWays(t *testing.T) {
	t.Parallel()
	const n, long = 400, 32 << 10 // more than the system keeps for both
	s := serves(t, "S: 220 hi\n"+strings.Repeat("S: 250-"+strings.Repeat("x", long)+"\n", n)+"S: 250 end\n"+strings.Repeat("any\n", n)+"half\nclose")
	ctx, cancel := context.WithTimeout(t.Context(), hanging)
	defer cancel()
	cmd := exec.CommandContext(ctx, "byhand", "--no-wait", "127.0.0.1", s.Port())
	cmd.Stdin = strings.NewReader(strings.Repeat("NOOP "+strings.Repeat("y", long)+"\n", n))
	out, _ := cmd.Output()
	if !strings.Contains(string(out), "250 end") {
		t.Errorf("only %d bytes came", len(out))
	}
	s.Finish()
}

// T19: byhand ends when its terminal disappears, in any state, even if SIGHUP is ignored. Lines
// typed before are in the history, and an incomplete line is not sent.
func TestT19HangUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, script, keys, sees string }{
		{"half a line", "", "half", "half"},
		{"a wait", "C: NOOP\nS: 250-half", "NOOP\r", "250-half"},
		{"a secret", "", ":b64\rsecret", "text (hidden): "},
		{"a message", "C: DATA\nS: 354 go\nC: text", "DATA\rtext\rhalf", "message> half"},
		{"a search", "", "\x12x", "search"},
		{"a flood", strings.Repeat("S: 250-"+strings.Repeat("x", 1000)+"\n", 500), "half", "xxx"},
	} {
		for _, ignored := range []string{"", "trap '' HUP; "} {
			t.Run(c.name+" "+ignored, func(t *testing.T) {
				t.Parallel()
				s, state := serves(t, "S: 220 hi\nC: NOOP first\nS: 250 ok\n"+c.script), t.TempDir()
				cmd := exec.Command("sh", "-c", ignored+`exec byhand 127.0.0.1 "$0"`, s.Port())
				cmd.Env = append(os.Environ(), "TERM="+term, "XDG_STATE_HOME="+state)
				x := show(t, cmd)
				x.asks("plain> ", "NOOP first\r")
				x.sees("250 ok")
				x.types(c.keys)
				x.sees(c.sees)
				x.ctrl.Close()
				timer := time.AfterFunc(hanging, func() { cmd.Process.Kill() })
				defer timer.Stop()
				cmd.Wait()
				if got := cmd.ProcessState.ExitCode(); got != 129 {
					t.Errorf("%v, want 129", cmd.ProcessState)
				}
				if err := s.Finish(); err != nil && c.name != "a flood" {
					t.Error(err)
				}
				if kept, err := os.ReadFile(filepath.Join(state, "byhand", "history")); err != nil || !strings.HasPrefix(string(kept), "NOOP first\n") || strings.Contains(string(kept), "secret") {
					t.Errorf("%q, %v", kept, err)
				}
			})
		}
	}
}

// T19: however byhand ends, the terminal has its former mode: x.exits compares it.
func TestT19TerminalRestored(t *testing.T) {
	t.Parallel()
	for _, end := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGBUS,
		syscall.SIGFPE, syscall.SIGILL, syscall.SIGSEGV, syscall.SIGSYS, syscall.SIGTRAP} {
		for _, typing := range []string{"half a line", ":b64\r"} {
			t.Run(fmt.Sprint(end, " ", typing), func(t *testing.T) {
				s := serves(t, "S: 220 hi")
				x := typed(t, "127.0.0.1", s.Port())
				x.asks("plain> ", typing)
				if strings.HasSuffix(typing, "\r") {
					x.sees("text (hidden): ")
				}
				x.cmd.Process.Signal(end)
				x.exits(128 + int(end))
				finishServer(t, s)
			})
		}
	}
}
