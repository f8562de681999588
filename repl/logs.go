package repl

import (
	"context"
	"slices"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// log is one transcript that is written as the session goes.
type log struct {
	name  string // of its file
	to    *view.Outlet
	close func() error
}

// follow has a log hear of every entry from now on. Its first error stays in to.
func (o *output) follow(name string, to *view.Outlet, l *recorder.Log) {
	stop := o.recorder.Follow(func(e transcript.Entry, more bool) { to.Note(l.Entry(e, more)) })
	o.logs = append(o.logs, &log{name: name, to: to, close: func() error { stop(); return l.Close() }})
}

// inOrder has something done after all that is still to be written, and waits for it.
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

// closeLogs ends all logs, on the queue's goroutine. It returns one that could not be written to its end; nil:
// there is none.
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

// lost returns what could not be written: the output, or a log; nil: nothing.
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

// dropLog ends a log that cannot be written.
func (o *output) dropLog(lost *view.Outlet) {
	o.logs = slices.DeleteFunc(o.logs, func(l *log) bool {
		if l.to == lost {
			o.queue.Do(func() { l.close() })
		}
		return l.to == lost
	})
}
