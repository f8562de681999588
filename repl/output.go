package repl

import (
	"context"
	"time"

	"byhand/internal/client"
	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// endTime is how long writing the last output may take after a signal.
const endTime = time.Second

// output writes everything that a session shows or records, in order: the events of a
// connection and byhand's own notes. A queue does the writing on its own goroutine. Code on
// that goroutine, the listeners, uses recorded and unrecorded. All other code uses the Voice.
type output struct {
	view.Voice
	recorded   view.View // records byhand's notes
	unrecorded view.View // does not: the event itself is recorded
	queue      *client.Queue
	stdout     *view.Outlet
	recorder   *recorder.Recorder
	logs       []*log
	guard      func() // deferred in each goroutine
}

// newOutput starts the queue. Each event goes to the recorder and then to the listeners.
func newOutput(opt Options, listeners ...func(*client.Event)) *output {
	o := &output{stdout: &view.Outlet{To: opt.Out}, recorder: opt.Recorder, guard: opt.guard()}
	hear := func(e *client.Event) {
		o.record(e)
		for _, hear := range listeners {
			hear(e)
		}
	}
	o.queue = client.NewQueue(hear, o.guard)
	set := opt.viewSettings()
	set.After = o.after
	o.unrecorded = view.Masked(view.New(set, o.stdout), opt.Recorder)
	o.recorded = view.Recorded(o.unrecorded, opt.Recorder)
	o.Voice = view.Posted(o.recorded, o.queue.Do)
	return o
}

// after calls do on the output queue's goroutine after a delay.
func (o *output) after(d time.Duration, do func()) *time.Timer {
	return time.AfterFunc(d, func() {
		defer o.guard()
		o.queue.Do(do)
	})
}

// record records an event.
func (o *output) record(e *client.Event) {
	facts := recorder.Facts{Phase: e.Phase.String(), Took: e.Took, IsUserName: e.UserName}
	if e.Opening != nil {
		facts.Target = e.Target.String()
	}
	if n := len(e.Replies); n > 0 && e.End == nil {
		facts.Reply, facts.Word = &e.Replies[n-1].MatchedReply, e.Replies[n-1].Word
	}
	o.recorder.Record(e.Event, facts)
}

// recordNote records a colon-command or a note of byhand.
func (o *output) recordNote(kind transcript.Kind, text string) {
	o.queue.Do(func() { o.recorder.Note(kind, text) })
}

// close writes the queued output. Once ctx has ended, it waits at most endTime.
func (o *output) close(ctx context.Context) {
	o.queue.Close()
	select {
	case <-o.queue.Done():
		return
	case <-ctx.Done():
	}
	select {
	case <-o.queue.Done():
	case <-time.After(endTime):
	}
}
