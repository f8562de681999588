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
	name  string // of its file
	to    *view.Outlet
	close func() error
}

// follow writes every entry from now on to a log. to keeps its first error.
func (o *output) follow(name string, to *view.Outlet, l *recorder.Log) {
	stop := o.recorder.Follow(func(e transcript.Entry, more bool) { to.Note(l.Entry(e, more)) })
	o.logs = append(o.logs, &log{name: name, to: to, close: func() error { stop(); return l.Close() }})
}

// inOrder calls do on the queue's goroutine after everything queued, and waits for it.
func (o *output) inOrder(ctx context.Context, do func()) error {
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

// closeLogs closes all logs, on the queue's goroutine. It returns a log that could not be
// completed; nil: there is none.
func (o *output) closeLogs() (lost *view.Outlet) {
	for _, l := range o.logs {
		failed := l.to.Failed()
		if err := l.close(); err != nil && !failed {
			l.to.Note(err)
			lost = l.to
		}
	}
	o.logs = nil
	return lost
}

// lost returns the output or the log that could not be written; nil: there is none.
func (o *output) lost() *view.Outlet {
	if o.stdout.Failed() {
		return o.stdout
	}
	for _, l := range o.logs {
		if l.to.Failed() {
			return l.to
		}
	}
	return nil
}

// dropLog closes a log that cannot be written.
func (o *output) dropLog(lost *view.Outlet) {
	o.logs = slices.DeleteFunc(o.logs, func(l *log) bool {
		if l.to == lost {
			o.queue.Do(func() { l.close() })
		}
		return l.to == lost
	})
}
