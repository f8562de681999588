//go:build unix

package prompt

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopper stops the process as a terminal does at Ctrl-Z. It also catches SIGTSTP
// from other processes, so that the terminal is restored before the process stops.
type stopper struct {
	asked, resumed chan os.Signal
	ignored        bool // the parent process disabled stops
}

func newStopper() *stopper {
	s := &stopper{asked: make(chan os.Signal, 1), resumed: make(chan os.Signal, 1), ignored: signal.Ignored(syscall.SIGTSTP)}
	signal.Notify(s.resumed, syscall.SIGCONT)
	s.listen()
	return s
}

func (s *stopper) listen() {
	if !s.ignored {
		signal.Notify(s.asked, syscall.SIGTSTP)
	}
}

func (s *stopper) close() {
	signal.Stop(s.asked)
	signal.Stop(s.resumed)
}

// neverStopped is how long to wait before a stop counts as not done: the system
// does not stop a process whose shell is gone.
const neverStopped = 100 * time.Millisecond

// stop stops the process, or its whole group if all, and returns when it
// continues. Go keeps its handler for a signal that was once caught, so SIGTSTP no
// longer stops the process; SIGTTIN does, under the same conditions.
func (s *stopper) stop(all bool) {
	if s.ignored {
		return
	}
	select {
	case <-s.resumed:
	default:
	}
	signal.Stop(s.asked)
	defer s.listen()
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

// stopGroup stops the processes that share the terminal. This process gets the
// signal too, and must take it before it stops: later it would stop it again.
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

// watchStops restores the echo while the process is stopped, until done is called.
func (l *LineMode) watchStops() (done func()) {
	stops, over := newStopper(), make(chan struct{})
	go func() {
		defer l.Guard()
		defer stops.close()
		for {
			select {
			case <-over:
				return
			case <-stops.asked: // Ctrl-Z reached all processes of the group
				l.stopped(func() { stops.stop(false) })
			case <-stops.resumed: // it was stopped by SIGSTOP
				l.stopped(func() {})
			}
		}
	}()
	return func() { close(over) }
}
