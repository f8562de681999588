// Package transcript is the memory: it records what crosses the wire, with
// secrets masked before anything is kept, and writes and reads it as text,
// Markdown and JSON Lines, and as a page of HTML.
package transcript

import (
	"bytes"
	"iter"
	"slices"
	"sync"
	"time"

	"byhand/conn"
	"byhand/smtp"
)

// Limit is how many bytes of memory a Recorder's entries may take; what comes
// after that goes to disk, and what does not go there is counted. Who follows
// gets all of it.
const Limit = 12 << 20

// longLine is from where on a line without an end is kept in several entries.
const longLine = 256 << 10

// Recorder listens to a connection's Tap. Its methods may be called from any
// goroutine; its fields are set before the first of them.
type Recorder struct {
	WithSecrets   bool // keep secrets as they are
	HideAddresses bool // mask mail addresses, hosts and IP addresses

	mu        sync.Mutex
	pages     [][]Entry // in order; none is ever moved, for there may be many
	size      int
	spill     spill // what came when memory was full
	dropped   int
	part      map[Kind]*part // lines not ended yet
	secrets   secrets
	addresses addresses
	began     time.Time
	followers []*follower
}

// Facts are what the conversation knows of an event and the wire does not.
type Facts struct {
	Target string        // Opened: where to
	Phase  string        // Sent, Received: as smtp.Phase says it
	Answer *smtp.Answer  // Received: the reply that this completes; nil: none
	Took   time.Duration // how long that reply took
	Name   bool          // Sent: what is called secret is a user name, which is none
}

// part is a line of which only the beginning crossed the wire so far.
type part struct {
	text   []byte
	secret int
}

// follower hears of entries as they come.
type follower struct{ hear func(Entry, bool) }

// Follow has hear called with each entry from now on, in order, until stop is.
// more tells that the next one follows at once. hear must not call the Recorder.
func (r *Recorder) Follow(hear func(e Entry, more bool)) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &follower{hear}
	r.followers = append(r.followers, f)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for i := range r.followers {
			if r.followers[i] == f {
				r.followers = append(r.followers[:i:i], r.followers[i+1:]...)
				return
			}
		}
	}
}

// Learn names a secret before anything carries it, so that it is masked wherever
// it turns up.
func (r *Recorder) Learn(secret []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets.addPlain(secret)
}

// Note records what is not on the wire: a Command or a Notice.
func (r *Recorder) Note(kind Kind, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, masked := r.redact(text)
	r.keep(Entry{Kind: kind, Text: text, Masked: masked}, time.Now(), false)
}

// Record takes one event and what is known of it; secrets never reach the
// entries.
func (r *Recorder) Record(e conn.Event, f Facts) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e.Kind {
	case conn.Sent, conn.Received:
		if e.Bulk {
			r.bulk(e, f)
		} else {
			r.line(e, f)
		}
	case conn.Opened:
		r.keep(Entry{Kind: Opened, Secure: e.Secure, Opening: openingOf(e.Opening, f.Target)}, e.Time, false)
	case conn.Secured:
		r.keep(Entry{Kind: Secured, Secure: true, TLS: tlsOf(e.TLS)}, e.Time, false)
	case conn.Ended:
		r.flush(Sent, e)
		r.flush(Received, e)
		r.keep(Entry{Kind: Ended, Secure: e.Secure, End: endOf(e.End)}, e.Time, false)
	}
}

// kindOf names a direction.
func kindOf(k conn.Kind) Kind {
	if k == conn.Sent {
		return Sent
	}
	return Received
}

// bulk takes many lines in one piece. What nobody wants is counted, not cut.
func (r *Recorder) bulk(e conn.Event, f Facts) {
	open, seen := len(e.Line)-e.Secret, 0
	for text := range bytes.Lines(e.Line) {
		if r.size > Limit && len(r.followers) == 0 {
			r.dropped += bytes.Count(e.Line[seen:], []byte("\n"))
			return
		}
		before := open
		open, seen = open-len(text), seen+len(text)
		line := e
		line.Line, line.Ending, line.More = text, "", true
		for _, ending := range []string{"\r\n", "\n"} {
			if bare, ok := bytes.CutSuffix(text, []byte(ending)); ok {
				line.Line, line.Ending = bare, ending
				break
			}
		}
		line.Secret = max(0, len(line.Line)-max(0, before))
		r.line(line, f)
	}
}

// line joins the pieces of a line and keeps it once it is whole. What the server
// began and has not ended stands before what was sent meanwhile.
func (r *Recorder) line(e conn.Event, f Facts) {
	kind := kindOf(e.Kind)
	if kind == Sent {
		r.flush(Received, e)
	}
	p := r.part[kind]
	if p == nil && e.Ending != "" { // as nearly all are
		r.keepLine(e, f, e.Line, e.Secret)
		return
	}
	if p == nil {
		p = &part{}
	}
	p.text = append(p.text, e.Line...)
	p.secret += e.Secret
	if e.Ending == "" && len(p.text) < longLine {
		if r.part == nil {
			r.part = map[Kind]*part{}
		}
		r.part[kind] = p
		return
	}
	delete(r.part, kind)
	r.keepLine(e, f, p.text, p.secret)
}

// flush keeps what was left unfinished.
func (r *Recorder) flush(kind Kind, e conn.Event) {
	p := r.part[kind]
	if p == nil {
		return
	}
	delete(r.part, kind)
	e.Kind, e.Ending = conn.Received, ""
	if kind == Sent {
		e.Kind = conn.Sent
	}
	r.keepLine(e, Facts{}, p.text, p.secret)
}

// keepLine masks a whole line and keeps it.
func (r *Recorder) keepLine(e conn.Event, f Facts, line []byte, secret int) {
	if secret == 0 && r.full() {
		r.dropped++
		return
	}
	entry := Entry{Kind: kindOf(e.Kind), Phase: f.Phase, Ending: e.Ending, Secure: e.Secure}
	if f.Name || r.WithSecrets {
		secret = 0
	}
	open, hidden := line[:len(line)-secret], line[len(line)-secret:]
	if secret > 0 {
		entry.User = r.secrets.learn(open, hidden)
	}
	entry.Text, entry.Masked = r.redact(string(open))
	if secret > 0 {
		entry.Text, entry.Masked = entry.Text+Mask, true
	}
	if f.Answer != nil {
		entry.Reply = r.replyOf(f)
	}
	r.keep(entry, e.Time, e.More)
}

// full reports whether no line is kept any more, nor heard by anybody, nor has a
// name to be learned.
func (r *Recorder) full() bool {
	return r.size > Limit && r.spill.full && len(r.followers) == 0 && !r.HideAddresses
}

// redact masks what of a text nobody may see.
func (r *Recorder) redact(text string) (string, bool) {
	if r.WithSecrets {
		return text, false
	}
	return r.secrets.redact(text)
}

// keep stamps an entry, tells the followers, and keeps it while there is room.
func (r *Recorder) keep(e Entry, at time.Time, more bool) {
	if r.began.IsZero() {
		r.began = at
	}
	e.Elapsed, e.Time = at.Sub(r.began), at.UTC().Round(0)
	if r.HideAddresses {
		r.addresses.hide(&e)
	}
	for _, f := range r.followers {
		f.hear(e, more)
	}
	if r.size += weight(&e); r.size > Limit {
		if !r.spill.keep(e) {
			r.dropped++
		}
		return
	}
	n := len(r.pages)
	if n == 0 || len(r.pages[n-1]) == cap(r.pages[n-1]) {
		r.pages = append(r.pages, make([]Entry, 0, 16<<min(n, 5)))
		n++
	}
	r.pages[n-1] = append(r.pages[n-1], e)
}

// weight is about how much memory an entry takes.
func weight(e *Entry) int {
	n := 192 + len(e.Text) + len(e.User)
	if e.Reply != nil {
		n += 128
		for _, line := range e.Reply.Lines {
			n += 32 + len(line)
		}
	}
	return n
}

// Entries returns what is in memory of what was recorded so far, lines that
// have not ended too, and how many more entries there were. Each has those that
// went to disk, too.
func (r *Recorder) Entries() (kept []Entry, more int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append(slices.Concat(r.pages...), r.parts()...), r.spill.count + r.dropped
}

// Each has take called with each entry so far, those on disk too, and returns
// how many more there were than could be kept. The first error of take, or of
// the disk, ends it.
func (r *Recorder) Each(take func(Entry) error) (dropped int, err error) {
	r.mu.Lock()
	memory, parts, disk, dropped := slices.Clone(r.pages), r.parts(), r.spill.reader(), r.dropped
	r.mu.Unlock()
	for _, all := range []iter.Seq2[Entry, error]{sound(memory...), disk, sound(parts)} {
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
func sound(pages ...[]Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, page := range pages {
			for _, e := range page {
				if !yield(e, nil) {
					return
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
func (r *Recorder) parts() (all []Entry) {
	for _, kind := range []Kind{Sent, Received} {
		if p := r.part[kind]; p != nil {
			all = append(all, r.unfinished(kind, p))
		}
	}
	return all
}

// unfinished is what a line came to so far. Where a part of it is secret, no
// more is told.
func (r *Recorder) unfinished(kind Kind, p *part) Entry {
	e := Entry{Kind: kind, Text: string(p.text)}
	if p.secret > 0 && !r.WithSecrets {
		e.Text = string(p.text[:len(p.text)-p.secret])
	}
	e.Text, e.Masked = r.redact(e.Text)
	if p.secret > 0 && !r.WithSecrets {
		e.Text, e.Masked = e.Text+Mask, true
	}
	if n := len(r.pages); n > 0 {
		last := r.pages[n-1][len(r.pages[n-1])-1]
		e.Time, e.Elapsed, e.Secure = last.Time, last.Elapsed, last.Secure
	}
	if r.HideAddresses {
		r.addresses.hide(&e)
	}
	return e
}
