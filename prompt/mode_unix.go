//go:build unix

package prompt

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/chzyer/readline"
	"golang.org/x/sys/unix"
)

// lineFeed ends a row: a raw terminal still puts a CR before it.
const lineFeed = "\n"

// makeRaw makes the terminal hand over each byte, also of Ctrl-C, as it is
// typed, and returns what undoes that.
func makeRaw(in, _ *os.File) (restore func() error, err error) {
	var was *readline.State
	err = withFd(in, func(fd uintptr) error {
		was, err = readline.MakeRaw(int(fd))
		return err
	})
	return func() error {
		return withFd(in, func(fd uintptr) error { return readline.Restore(int(fd), was) })
	}, err
}

// sizeOf returns the terminal's size; rows are 0 if nobody knows them.
func sizeOf(out *os.File) (cols, rows int) {
	withFd(out, func(fd uintptr) error {
		size, err := unix.IoctlGetWinsize(int(fd), unix.TIOCGWINSZ)
		if err == nil {
			cols, rows = int(size.Col), int(size.Row)
		}
		return err
	})
	if cols == 0 {
		cols = 80
	}
	return cols, rows
}

// readEnd tells what an error of a read from the terminal is: its end is no
// Ctrl-D here.
func readEnd(err error) (key rune, gone error) { return 0, err }

// neverStopped is how long it takes to be sure that a stop did not happen:
// nothing stops a process whose shell is gone.
const neverStopped = 100 * time.Millisecond

// watch draws anew when the terminal's size changed, and after the process was
// stopped, which may have changed the terminal's mode. It returns what it does
// to stop the process, as the terminal does at ^Z.
func (e *Editor) watch() (stop func()) {
	changes := make(chan os.Signal, 4)
	resumed := make(chan struct{}, 1)
	signal.Notify(changes, syscall.SIGWINCH, syscall.SIGCONT)
	go func() {
		defer e.Guard()
		defer signal.Stop(changes)
		for {
			select {
			case <-e.done:
				return
			case s := <-changes:
				if s == syscall.SIGCONT {
					select {
					case resumed <- struct{}{}:
					default:
					}
				}
				e.changed(s == syscall.SIGCONT)
			}
		}
	}()
	return func() {
		select {
		case <-resumed:
		default:
		}
		if syscall.Kill(0, syscall.SIGTSTP) == nil {
			select {
			case <-resumed:
			case <-time.After(neverStopped):
			}
		}
	}
}
