package repl

import (
	"context"
	"slices"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// log is a transcript that is written during the session.
type log struct {
	name   string // of its file
	outlet *view.Outlet
	close  func() error
}

// addLog writes every entry from now on to l. to keeps the first error of writing it.
func (o *output) addLog(name string, to *view.Outlet, l *recorder.Log) {
	stop := o.recorder.Follow(func(e transcript.Entry, more bool) { to.Note(l.Entry(e, more)) })
	o.logs = append(o.logs, &log{name: name, outlet: to, close: func() error { stop(); return l.Close() }})
}

// doInOrder calls do on the output queue's goroutine after everything queued, and waits for it.
func (o *output) doInOrder(ctx context.Context, do func()) error {
	done := make(chan struct{})
	o.queue.Do(func() {
		defer close(done)
		do()
	})
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// closeLogs closes all logs. It must run on the output queue's goroutine. It returns the last log
// that could not be completed; nil: there is none.
func (o *output) closeLogs() (lost *view.Outlet) {
	for _, l := range o.logs {
		failed := l.outlet.Failed()
		if err := l.close(); err != nil && !failed {
			l.outlet.Note(err)
			lost = l.outlet
		}
	}
	o.logs = nil
	return lost
}

// firstUnwritable returns stdout or a log if it could not be written; nil: all could.
func (o *output) firstUnwritable() *view.Outlet {
	if o.stdout.Failed() {
		return o.stdout
	}
	for _, l := range o.logs {
		if l.outlet.Failed() {
			return l.outlet
		}
	}
	return nil
}

// dropLog closes a log that cannot be written.
func (o *output) dropLog(lost *view.Outlet) {
	o.logs = slices.DeleteFunc(o.logs, func(l *log) bool {
		if l.outlet == lost {
			o.queue.Do(func() { l.close() })
		}
		return l.outlet == lost
	})
}
