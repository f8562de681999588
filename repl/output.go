package repl

import (
	"context"
	"time"

	"byhand/internal/client"
	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// endTime is how long byhand may take to write its last output after a signal.
const endTime = time.Second

// output is all that a session writes, in order: what crosses the wire, and byhand's
// own notes. A queue writes it on a goroutine of its own. The Voice is for everybody
// but the listeners of the queue, who use shown.
type output struct {
	view.Voice
	shown    view.View // records byhand's notes, too
	facts    view.View // does not: the record has what it says as an event
	queue    *client.Queue
	stdout   *view.Outlet
	recorder *recorder.Recorder
	logs     []*log
	guard    func() // deferred in each goroutine
}

// newOutput begins to write; listeners hear each event in order.
func newOutput(opt Options, listeners ...func(client.Event)) *output {
	o := &output{stdout: &view.Outlet{To: opt.Out}, recorder: opt.Recorder, guard: opt.guard()}
	hear := func(e client.Event) {
		o.record(e)
		for _, hear := range listeners {
			hear(e)
		}
	}
	o.queue = client.NewQueue(hear, o.guard)
	set := opt.shown()
	set.After = o.after
	o.facts = view.Masked(view.New(set, o.stdout), opt.Recorder)
	o.shown = view.Recorded(o.facts, opt.Recorder)
	o.Voice = view.Posted(o.shown, o.queue.Do)
	return o
}

// after has something done in the queue after a time.
func (o *output) after(d time.Duration, do func()) *time.Timer {
	return time.AfterFunc(d, func() {
		defer o.guard()
		o.queue.Do(do)
	})
}

// record records an event.
func (o *output) record(e client.Event) {
	facts := recorder.Facts{Target: e.Target.String(), Phase: e.Phase.String(), Took: e.Took, Name: e.UserName}
	if n := len(e.Replies); n > 0 && e.End == nil {
		facts.Answer, facts.Word = &e.Replies[n-1].Answer, e.Replies[n-1].Word
	}
	o.recorder.Record(e.Event, facts)
}

// note records what is not on the wire.
func (o *output) note(kind transcript.Kind, text string) {
	o.queue.Do(func() { o.recorder.Note(kind, text) })
}

// close writes what is left. Once ctx has ended it gives up after endTime.
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
