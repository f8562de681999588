//go:build unix

package prompt

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopper stops the process as a terminal does after Ctrl-Z. It also catches SIGTSTP from other
// processes, so that byhand can restore the terminal before it stops.
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

// stopTimeout is how long to wait for a stop to take effect. The system does not stop a process
// whose shell has exited.
const stopTimeout = 100 * time.Millisecond

// stop stops the process, and if all is set its process group, and returns when the process
// continues. Go keeps its handler for a signal that was once caught, so SIGTSTP can no longer
// stop the process. SIGTTIN can, under the same conditions.
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
		case <-time.After(stopTimeout):
		}
	}
}

// stopGroup sends SIGTSTP to the process group. This process receives the signal too. It waits
// for it, because the signal would otherwise stop it again after it continues.
func (s *stopper) stopGroup() {
	ours := make(chan os.Signal, 1)
	signal.Notify(ours, syscall.SIGTSTP)
	defer signal.Stop(ours)
	if syscall.Kill(0, syscall.SIGTSTP) == nil {
		select {
		case <-ours:
		case <-time.After(stopTimeout):
		}
	}
}

// watch starts a goroutine that stops the process after Ctrl-Z or SIGTSTP, and that draws the
// line again when the process continues or the terminal's size changes.
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
				e.restoreScreen(s == syscall.SIGCONT)
			case <-stops.asked:
				e.suspend(func() { stops.stop(false) })
			case <-e.suspends:
				e.suspend(func() { stops.stop(true) })
			}
		}
	}()
}

// watchStops starts a goroutine that switches the echo on while the process is stopped. It ends
// when done is called.
func (l *LineMode) watchStops() (done func()) {
	stops, over := newStopper(), make(chan struct{})
	go func() {
		defer l.Guard()
		defer stops.close()
		for {
			select {
			case <-over:
				return
			case <-stops.asked: // Ctrl-Z sent the signal to the whole group
				l.whileStopped(func() { stops.stop(false) })
			case <-stops.resumed: // SIGSTOP had stopped the process
				l.whileStopped(func() {})
			}
		}
	}()
	return func() { close(over) }
}
