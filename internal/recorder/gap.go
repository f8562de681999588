package recorder

import (
	"time"

	"byhand/internal/transcript"
)

// gap is where n entries are missing, the last of them as old as at: there were
// too many for memory and disk.
type gap struct {
	n  int
	at time.Time
}

// drop counts entries that are not kept.
func (r *Recorder) drop(n int, at time.Time) {
	r.dropped += n
	r.gap = gap{r.gap.n + n, wall(at)}
}

// toDisk keeps an entry on disk, behind the gap that may be before it.
func (r *Recorder) toDisk(e transcript.Entry) {
	if r.gap.n > 0 && r.spill.keep(transcript.NewGap(r.gap.n, r.gap.at)) {
		r.gap = gap{}
	}
	if !r.spill.keep(e) {
		r.drop(1, e.Time)
	}
}
