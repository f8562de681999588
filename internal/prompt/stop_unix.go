//go:build unix

package prompt

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopper stops the process as the terminal does at ^Z. SIGTSTP from outside is
// asked of it too, so that the terminal is the shell's before the process stops.
type stopper struct {
	asked, resumed chan os.Signal
	ignored        bool // whoever started us wants no stops
}

func newStopper() *stopper {
	s := &stopper{asked: make(chan os.Signal, 1), resumed: make(chan os.Signal, 1), ignored: signal.Ignored(syscall.SIGTSTP)}
	signal.Notify(s.resumed, syscall.SIGCONT)
	s.hear()
	return s
}

func (s *stopper) hear() {
	if !s.ignored {
		signal.Notify(s.asked, syscall.SIGTSTP)
	}
}

func (s *stopper) close() {
	signal.Stop(s.asked)
	signal.Stop(s.resumed)
}

// neverStopped is how long it takes to be sure that a stop did not happen:
// nothing stops a process whose shell is gone.
const neverStopped = 100 * time.Millisecond

// stop stops the process, and with all its whole group, and returns when it goes
// on. Go keeps its own handler for a signal that it once was asked for, so SIGTSTP
// no longer stops us; SIGTTIN does, under the same conditions.
func (s *stopper) stop(all bool) {
	if s.ignored {
		return
	}
	select {
	case <-s.resumed:
	default:
	}
	signal.Stop(s.asked)
	defer s.hear()
	if all {
		s.stopGroup()
	}
	if syscall.Kill(os.Getpid(), syscall.SIGTTIN) == nil {
		select {
		case <-s.resumed:
		case <-time.After(neverStopped):
		}
	}
}

// stopGroup stops whoever shares the terminal with us. That we are among them must
// be over before we stop: behind the stop it would be one more.
func (s *stopper) stopGroup() {
	ours := make(chan os.Signal, 1)
	signal.Notify(ours, syscall.SIGTSTP)
	defer signal.Stop(ours)
	if syscall.Kill(0, syscall.SIGTSTP) == nil {
		select {
		case <-ours:
		case <-time.After(neverStopped):
		}
	}
}

// watch starts a goroutine that stops the process when Ctrl-Z or SIGTSTP asks
// for it, and that draws the line again when the process continues or the
// terminal's size changes.
func (e *Editor) watch() {
	changes := make(chan os.Signal, 4)
	signal.Notify(changes, syscall.SIGWINCH, syscall.SIGCONT)
	stops := newStopper()
	go func() {
		defer e.Guard()
		defer signal.Stop(changes)
		defer stops.close()
		for {
			select {
			case <-e.done:
				return
			case s := <-changes:
				e.resized(s == syscall.SIGCONT)
			case <-stops.asked:
				e.suspend(func() { stops.stop(false) })
			case <-e.suspends:
				e.suspend(func() { stops.stop(true) })
			}
		}
	}()
}

// watchStops brings the echo back while the process is stopped, until done is
// called.
func (l *LineMode) watchStops() (done func()) {
	stops, over := newStopper(), make(chan struct{})
	go func() {
		defer l.Guard()
		defer stops.close()
		for {
			select {
			case <-over:
				return
			case <-stops.asked: // by ^Z of all who share the terminal
				l.stopped(func() { stops.stop(false) })
			case <-stops.resumed: // who stopped it did not ask
				l.stopped(func() {})
			}
		}
	}()
	return func() { close(over) }
}
