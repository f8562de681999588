//go:build linux || darwin

package cli

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/chzyer/readline"
	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"byhand/internal/fakeserver"
	"byhand/internal/testhome"
	"byhand/repl"
)

func TestMain(m *testing.M) {
	testscript.Main(testhome.Tests(m), map[string]func(){"byhand-panicking": panicking})
}

// TestT19Panic checks that a panic in any goroutine restores the terminal and is
// reported.
func TestT19Panic(t *testing.T) {
	for _, where := range []string{"tap", "elsewhere", "session"} {
		t.Run(where, func(t *testing.T) {
			s, err := fakeserver.Start("S: 220 now")
			if err != nil {
				t.Fatal(err)
			}
			defer s.Finish()
			ctrl, tty, err := pty.Open()
			if err != nil {
				if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			defer ctrl.Close()
			was, err := readline.GetState(int(tty.Fd()))
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("byhand-panicking", "--ehlo", where, "127.0.0.1", s.Port())
			cmd.Env = append(os.Environ(), "TERM=xterm")
			cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			shown := make(chan string)
			go func() {
				var all strings.Builder
				buf := make([]byte, 4096)
				for {
					n, err := ctrl.Read(buf)
					if all.Write(buf[:n]); err != nil {
						shown <- all.String()
						return
					}
				}
			}()
			cmd.Wait()
			now, err := readline.GetState(int(tty.Fd()))
			tty.Close()
			all := <-shown
			if got := cmd.ProcessState.ExitCode(); got != 2 || !strings.Contains(all, "panic: a fault") {
				t.Errorf("status %d:\n%s", got, all)
			}
			if err != nil || *now != *was {
				t.Errorf("the terminal was %+v and is %+v (%v)", was, now, err)
			}
			if strings.LastIndex(all, "\x1b[?2004h") > strings.LastIndex(all, "\x1b[?2004l") {
				t.Error("the terminal still marks pastes")
			}
		})
	}
}

// panicking runs byhand with a bug: when the greeting arrives, it panics in the goroutine that
// --ehlo names.
func panicking() {
	f := newSessionFlags()
	c := &cobra.Command{RunE: func(c *cobra.Command, args []string) error {
		target, err := f.target(args)
		if err != nil {
			return err
		}
		return f.runAs(c.Context(), target, mode{openInput: f.openPrompt, runSession: f.runFaulty})
	}}
	f.addInput(c)
	c.SetArgs(os.Args[1:])
	c.ExecuteContext(context.Background())
}

func (f *sessionFlags) runFaulty(ctx context.Context, opt repl.Options) repl.Status {
	fault := make(faulty)
	switch opt.EHLO {
	case "elsewhere":
		go func() {
			defer f.console.Guard()
			panic(<-fault)
		}()
		opt.Out = hand{fault}
	case "session":
		opt.Input = deaf{opt.Input}
	default:
		opt.Out = fault
	}
	return repl.Run(ctx, opt)
}

// faulty is a Writer that panics at the word "now", and a channel for a panic elsewhere.
type faulty chan string

func (faulty) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "now") {
		panic("a fault")
	}
	return len(p), nil
}

// hand is a Writer that lets another goroutine panic.
type hand struct{ to faulty }

func (h hand) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "now") {
		h.to <- "a fault"
	}
	return len(p), nil
}

// deaf is an Input that panics when byhand asks for a line.
type deaf struct{ repl.Input }

func (deaf) Ready(string) { panic("a fault") }
