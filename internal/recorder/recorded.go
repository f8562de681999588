package recorder

import (
	"iter"
	"slices"

	"byhand/conn"
	"byhand/internal/transcript"
)

// Entries returns the entries in memory, unfinished lines included, and how many more
// there were. Each also returns those on disk.
func (r *Recorder) Entries() (kept []transcript.Entry, more int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	pages, n := append(slices.Clone(r.pages), r.unfinishedEntries()), 0
	for range yieldEntries(pages...) {
		n++
	}
	kept = make([]transcript.Entry, 0, n) // it may be large, so it must not grow twice
	for e := range yieldEntries(pages...) {
		kept = append(kept, e)
	}
	return kept, r.spill.count + r.dropped
}

// Each calls take with each entry so far, those on disk included, and returns how many
// more could not be kept. An entry that is a Gap takes their place. Each stops at the
// first error of take or of the disk, and returns it.
func (r *Recorder) Each(take func(transcript.Entry) error) (dropped int, err error) {
	r.mu.Lock()
	memory, disk, rest, dropped := slices.Clone(r.pages), r.spill.reader(), r.unfinishedEntries(), r.dropped
	if r.gap.count > 0 {
		rest = append([]transcript.Entry{transcript.NewGap(r.gap.count, r.gap.last)}, rest...)
	}
	r.mu.Unlock()
	for _, all := range []iter.Seq2[transcript.Entry, error]{yieldEntries(memory...), disk, yieldEntries(rest)} {
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

// yieldEntries yields the entries in memory, with a nil error.
func yieldEntries(pages ...[]transcript.Entry) iter.Seq2[transcript.Entry, error] {
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

// Close removes the entries on disk.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spill.remove()
}

// unfinishedEntries returns an entry for each unfinished line.
func (r *Recorder) unfinishedEntries() (all []transcript.Entry) {
	for _, kind := range []conn.Kind{conn.Sent, conn.Received} {
		if p := r.parts[kind]; p != nil {
			all = append(all, r.unfinished(kind, p))
		}
	}
	return all
}

// unfinished returns an entry for an unfinished line. If the line contains a secret, the
// entry has only the text before it.
func (r *Recorder) unfinished(kind conn.Kind, p *part) transcript.Entry {
	e := transcript.Entry{Kind: kindOf(kind), Text: string(p.text)}
	if p.secret > 0 && !r.WithSecrets {
		e.Text = string(p.text[:len(p.text)-p.secretLength()])
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
