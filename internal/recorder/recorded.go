package recorder

import (
	"byhand/conn"
	"byhand/internal/transcript"
	"iter"
	"slices"
)

// What was recorded so far, from memory and disk.

// Entries returns what is in memory of what was recorded so far, lines that
// have not ended too, and how many more entries there were. Each has those that
// went to disk, too.
func (r *Recorder) Entries() (kept []transcript.Entry, more int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	pages, n := append(slices.Clone(r.pages), r.parts()), 0
	for range sound(pages...) {
		n++
	}
	kept = make([]transcript.Entry, 0, n) // it may be large: not twice
	for e := range sound(pages...) {
		kept = append(kept, e)
	}
	return kept, r.spill.count + r.dropped
}

// Each has take called with each entry so far, those on disk too, and returns
// how many more there were than could be kept. Where those were stands an entry
// that is a Gap. The first error of take, or of the disk, ends it.
func (r *Recorder) Each(take func(transcript.Entry) error) (dropped int, err error) {
	r.mu.Lock()
	memory, disk, rest, dropped := slices.Clone(r.pages), r.spill.reader(), r.parts(), r.dropped
	if r.gap.n > 0 {
		rest = append([]transcript.Entry{transcript.NewGap(r.gap.n, r.gap.at)}, rest...)
	}
	r.mu.Unlock()
	for _, all := range []iter.Seq2[transcript.Entry, error]{sound(memory...), disk, sound(rest)} {
		for e, err := range all {
			if err == nil {
				err = take(e)
			}
			if err != nil {
				return dropped, err
			}
		}
	}
	return dropped, nil
}

// sound yields entries that nothing can be wrong with.
func sound(pages ...[]transcript.Entry) iter.Seq2[transcript.Entry, error] {
	return func(yield func(transcript.Entry, error) bool) {
		for _, page := range pages {
			for _, e := range page {
				for e := range e.Each {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}
}

// Close removes what was kept on disk.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spill.remove()
}

// parts are the lines that have not ended.
func (r *Recorder) parts() (all []transcript.Entry) {
	for _, kind := range []conn.Kind{conn.Sent, conn.Received} {
		if p := r.part[kind]; p != nil {
			all = append(all, r.unfinished(kind, p))
		}
	}
	return all
}

// unfinished is what a line came to so far. Where a part of it is secret, no
// more is told.
func (r *Recorder) unfinished(kind conn.Kind, p *part) transcript.Entry {
	e := transcript.Entry{Kind: kindOf(kind), Text: string(p.text)}
	if p.secret > 0 && !r.WithSecrets {
		e.Text = string(p.text[:len(p.text)-p.wholeSecret()])
	}
	if echo := r.echo; kind == conn.Received {
		e.Text, e.Masked = r.masks().MaskReply(&echo, e.Text)
	} else {
		e.Text, e.Masked = r.masks().Mask(e.Text)
	}
	if p.secret > 0 && !r.WithSecrets {
		e.Text, e.Masked = e.Text+transcript.Mask, true
	}
	if n := len(r.pages); n > 0 {
		last := r.pages[n-1][len(r.pages[n-1])-1]
		e.Time, e.Elapsed, e.Secure = last.Time, last.Elapsed, last.Secure
	}
	if r.HideAddresses {
		r.names.ReplacePartial(&e)
	}
	return e
}
