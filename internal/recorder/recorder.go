// Package recorder records what crosses the wire. Secrets are masked, and names
// replaced if that is asked for, before anything is kept or passed on.
package recorder

import (
	"slices"
	"strings"
	"sync"
	"time"

	"byhand/conn"
	"byhand/internal/redact"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Limit is how many bytes of memory a Recorder's entries may take; what comes
// after that goes to disk, and what does not go there is counted. Who follows
// gets all of it.
const Limit = 12 << 20

// Recorder listens to a connection's Tap. Its methods may be called from any
// goroutine; its fields are set before the first of them.
type Recorder struct {
	WithSecrets   bool // keep secrets as they are
	HideAddresses bool // mask mail addresses, hosts and IP addresses

	mu        sync.Mutex
	pages     [][]transcript.Entry // in order; none is ever moved, for there may be many
	size      int
	spill     spill               // what came when memory was full
	dropped   int                 // entries that could not be kept
	gap       gap                 // those of them since the last one that was
	part      map[conn.Kind]*part // lines not ended yet
	secrets   redact.Secrets
	echo      redact.Echo // of the lines received
	names     redact.Names
	began     time.Time
	followers []*follower
}

// Facts are what the conversation knows of an event and the wire does not.
type Facts struct {
	Target string        // Opened: where to
	Phase  string        // Sent, Received: as smtp.Phase says it
	Answer *smtp.Answer  // Received: the reply that this completes; nil: none
	Word   string        // how that reply went where there are no codes: "OK", "-ERR"; ""
	Took   time.Duration // how long that reply took
	Name   bool          // Sent: what is called secret is a user name, which is none
}

// follower hears of entries as they come.
type follower struct{ hear func(transcript.Entry, bool) }

// Follow has hear called with each entry from now on, in order, until stop is.
// more tells that the next one follows at once. hear must not call the Recorder.
func (r *Recorder) Follow(hear func(e transcript.Entry, more bool)) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &follower{hear}
	r.followers = append(r.followers, f)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.followers = slices.DeleteFunc(r.followers, func(g *follower) bool { return g == f })
	}
}

// Learn names a secret before anything carries it, so that it is masked wherever
// it turns up.
func (r *Recorder) Learn(secret []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets.Add(secret)
}

// Note records what is not on the wire: a Command or a Notice.
func (r *Recorder) Note(kind transcript.Kind, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, masked := r.masks().MaskNote(text)
	r.keep(transcript.Entry{Kind: kind, Text: text, Masked: masked}, time.Now(), false)
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
		r.keep(transcript.Entry{Kind: transcript.Opened, Secure: e.Secure, Opening: openingOf(e.Opening, f.Target)}, e.Time, false)
	case conn.Secured:
		r.keep(transcript.Entry{Kind: transcript.Secured, Secure: true, TLS: tlsOf(e.TLS)}, e.Time, false)
	case conn.Ended:
		r.flush(conn.Sent, e)
		r.flush(conn.Received, e)
		r.keep(transcript.Entry{Kind: transcript.Ended, Secure: e.Secure, End: endOf(e.End)}, e.Time, false)
	}
}

// kindOf names a direction.
func kindOf(k conn.Kind) transcript.Kind {
	if k == conn.Sent {
		return transcript.Sent
	}
	return transcript.Received
}

// masks returns the secrets to mask: none if WithSecrets is set.
func (r *Recorder) masks() *redact.Secrets {
	if r.WithSecrets {
		return nil
	}
	return &r.secrets
}

// keep stamps an entry, tells the followers, and keeps it while there is room.
func (r *Recorder) keep(e transcript.Entry, at time.Time, more bool) {
	if r.began.IsZero() {
		r.began = at
	}
	e.Elapsed, e.Time = at.Sub(r.began), wall(at)
	if r.HideAddresses {
		r.names.Replace(&e)
	}
	for _, f := range r.followers {
		f.hear(e, more)
	}
	if r.size += weight(&e); r.size > Limit {
		r.toDisk(e)
		return
	}
	n := len(r.pages)
	if n == 0 || len(r.pages[n-1]) == cap(r.pages[n-1]) {
		r.pages = append(r.pages, make([]transcript.Entry, 0, 16<<min(n, 5)))
		n++
	}
	r.pages[n-1] = append(r.pages[n-1], e)
}

// wall is a time for people to read, by the clock on the wall.
func wall(t time.Time) time.Time { return t.UTC().Round(0) }

// What an entry weighs beside its text, and each line of one that holds many: half
// of an entry, for so many there are while somebody reads them.
const (
	entryWeight = 192
	lineWeight  = 96
)

// weight is about how much memory an entry takes.
func weight(e *transcript.Entry) int {
	n := entryWeight + len(e.Text) + len(e.User)
	if e.Many {
		n += lineWeight * strings.Count(e.Text, "\n")
	}
	if e.Reply != nil {
		n += 128
		for _, line := range e.Reply.Lines {
			n += 32 + len(line)
		}
	}
	return n
}
