// Package recorder records what crosses the wire. It masks secrets, and replaces names if
// asked, before it keeps or passes on anything.
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

// Limit is how many bytes of memory a Recorder's entries may use. More entries go to
// disk, up to SpillLimit; those after that are only counted. A follower gets all of them.
const Limit = 12 << 20

// Recorder records the events of a connection's tap. Its methods may be called from any
// goroutine. Record and Note call the followers, one call at a time and without holding
// mu. Set its fields before the first call.
type Recorder struct {
	WithSecrets   bool // do not mask secrets
	HideAddresses bool // replace mail addresses, host names and IP addresses

	callMu sync.Mutex // serializes Record and Note, so that followers get the entries in order; locked before mu

	mu        sync.Mutex           // guards the fields below; not held while a follower runs
	pages     [][]transcript.Entry // in order; there may be many, so none is ever copied
	size      int                  // of the entries so far, in bytes
	spill     spill                // the entries after the memory was full
	dropped   int                  // entries that could not be kept
	gap       gap                  // those of them after the last entry that was kept
	parts     map[conn.Kind]*part  // lines that have not ended yet
	secrets   redact.Secrets
	echo      redact.Echo // of the received lines
	names     redact.Names
	began     time.Time   // when the first entry came
	followers []*follower // never changed in place
	pending   []delivery  // for the followers
}

// Facts are what the protocol state knows about an event.
type Facts struct {
	Target     string             // Opened: the target of the connection
	Phase      string             // Sent, Received: smtp.Phase as a string
	Reply      *smtp.MatchedReply // Received: the reply that this line completes; nil: none
	Word       string             // the result in a reply without a code: "OK", "-ERR"; "": none
	Took       time.Duration      // how long that reply took
	IsUserName bool               // Sent: the part marked as secret is a user name, and is shown
}

// follower is called with each entry.
type follower struct{ take func(transcript.Entry, bool) }

// delivery has the arguments of a call to a follower.
type delivery struct {
	entry transcript.Entry
	more  bool
}

// Follow calls hear with each entry from now on, in order, until stop is called. more
// reports that the next entry follows at once. hear must not call Record or Note.
func (r *Recorder) Follow(hear func(e transcript.Entry, more bool)) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &follower{hear}
	r.followers = append(slices.Clone(r.followers), f)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.followers = slices.DeleteFunc(slices.Clone(r.followers), func(g *follower) bool { return g == f })
	}
}

// Learn adds a secret before a line carries it, so that it is masked everywhere.
func (r *Recorder) Learn(secret []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets.Add(secret)
}

// Note records a Command or a Notice.
func (r *Recorder) Note(kind transcript.Kind, text string) {
	r.lock()
	defer r.deliver()
	text, masked := r.masks().MaskNote(text)
	r.keep(transcript.Entry{Kind: kind, Text: text, Masked: masked}, time.Now(), false)
}

// lock takes both locks for Record or Note. The caller must call deliver at its end.
func (r *Recorder) lock() {
	r.callMu.Lock()
	r.mu.Lock()
}

// deliver unlocks mu, calls the followers, and then lets the next Record or Note begin. A
// follower may write to a terminal that accepts no output.
func (r *Recorder) deliver() {
	defer r.callMu.Unlock()
	pending, followers := r.pending, r.followers
	r.pending = r.pending[:0]
	r.mu.Unlock()
	for _, d := range pending {
		for _, f := range followers {
			f.take(d.entry, d.more)
		}
	}
	clear(pending)
}

// Record records an event and the facts about it.
func (r *Recorder) Record(e conn.Event, f Facts) {
	r.lock()
	defer r.deliver()
	switch e.Kind {
	case conn.Sent, conn.Received:
		if e.Bulk {
			r.recordBulk(e, f)
		} else {
			r.recordLine(e, f)
		}
	case conn.Opened:
		r.keep(transcript.Entry{Kind: transcript.Opened, Secure: e.Secure, Opening: transcriptOpening(e.Opening, f.Target)}, e.Time, false)
	case conn.Secured:
		r.keep(transcript.Entry{Kind: transcript.Secured, Secure: true, TLS: transcriptTLS(e.TLS)}, e.Time, false)
	case conn.Ended:
		r.keepUnfinished(conn.Sent, e)
		r.keepUnfinished(conn.Received, e)
		r.keep(transcript.Entry{Kind: transcript.Ended, Secure: e.Secure, End: transcriptEnd(e.End)}, e.Time, false)
	}
}

// masks returns the secrets to mask: none if WithSecrets is set.
func (r *Recorder) masks() *redact.Secrets {
	if r.WithSecrets {
		return nil
	}
	return &r.secrets
}

// keep sets the time of an entry, passes it to the followers, and keeps it in memory or
// on disk while there is room.
func (r *Recorder) keep(e transcript.Entry, at time.Time, more bool) {
	if r.began.IsZero() {
		r.began = at
	}
	e.Elapsed, e.Time = at.Sub(r.began), utc(at)
	if r.HideAddresses {
		r.names.Replace(&e)
	}
	if len(r.followers) > 0 {
		r.pending = append(r.pending, delivery{e, more})
	}
	if r.size += weight(&e); r.size > Limit {
		r.keepOnDisk(e)
		return
	}
	n := len(r.pages)
	if n == 0 || len(r.pages[n-1]) == cap(r.pages[n-1]) {
		r.pages = append(r.pages, make([]transcript.Entry, 0, 16<<min(n, 5)))
		n++
	}
	r.pages[n-1] = append(r.pages[n-1], e)
}

// utc returns the wall clock time of t, without its monotonic clock reading.
func utc(t time.Time) time.Time { return t.UTC().Round(0) }

// The memory that an entry needs besides its text, and the memory for each line of an
// entry with many lines: half as much, because reading makes an entry of each line.
const (
	entryWeight = 192
	lineWeight  = 96
)

// weight returns about how many bytes of memory an entry uses.
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
