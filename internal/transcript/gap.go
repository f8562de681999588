package transcript

import (
	"fmt"
	"strings"
	"time"
)

// gap is where n entries are missing, the last of them as old as at: there were
// too many for memory and disk.
type gap struct {
	n  int
	at time.Time
}

const notKept = " more entries could not be kept"

// entry is what a transcript says there.
func (g gap) entry() Entry {
	return Entry{Kind: Notice, Time: g.at, Text: fmt.Sprint(g.n) + notKept}
}

// Gap reports whether entries are missing where this one stands.
func (e Entry) Gap() bool { return e.Kind == Notice && strings.HasSuffix(e.Text, notKept) }

// drop counts entries that are not kept.
func (r *Recorder) drop(n int, at time.Time) {
	r.dropped += n
	r.gap = gap{r.gap.n + n, wall(at)}
}

// toDisk keeps an entry on disk, behind the gap that may be before it.
func (r *Recorder) toDisk(e Entry) {
	if r.gap.n > 0 && r.spill.keep(r.gap.entry()) {
		r.gap = gap{}
	}
	if !r.spill.keep(e) {
		r.drop(1, e.Time)
	}
}
