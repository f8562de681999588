// Package transcript is the memory: it records what crosses the wire, with
// secrets masked before anything is kept.
package transcript

import (
	"bytes"
	"sync"
	"time"

	"byhand/conn"
)

// Limit is how many bytes of text a Recorder keeps; what comes after that is
// counted, not kept.
const Limit = 16 << 20

// Entry is one line, or one event, as it may be shown to anybody.
type Entry struct {
	Kind   conn.Kind
	Time   time.Time
	Text   string // the line without its ending, secrets masked
	Ending string
	Secure bool
	Masked bool // something in Text was masked

	Opening *conn.Opening
	TLS     *conn.TLS
	End     *conn.End
}

// Recorder listens to a connection's Tap. Its methods may be called from any
// goroutine.
type Recorder struct {
	mu      sync.Mutex
	entries []Entry
	size    int
	dropped int
	part    map[conn.Kind]*part // lines not ended yet
	secrets secrets
}

// part is a line of which only the beginning crossed the wire so far.
type part struct {
	text   []byte
	secret int
}

// Record takes one event; secrets never reach the entries.
func (r *Recorder) Record(e conn.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e.Kind {
	case conn.Sent, conn.Received:
		if e.Bulk {
			r.bulk(e)
		} else {
			r.line(e)
		}
	case conn.Ended:
		r.endParts(e)
		fallthrough
	default:
		r.keep(Entry{Kind: e.Kind, Time: e.Time, Secure: e.Secure, Opening: e.Opening, TLS: e.TLS, End: e.End})
	}
}

// bulk takes many lines in one piece.
func (r *Recorder) bulk(e conn.Event) {
	open := len(e.Line) - e.Secret
	for text := range bytes.Lines(e.Line) {
		before := open
		open -= len(text)
		if r.size > Limit {
			r.dropped += bytes.Count(text, []byte("\n"))
			continue
		}
		line := e
		line.Line, line.Ending = text, ""
		for _, ending := range []string{"\r\n", "\n"} {
			if bare, ok := bytes.CutSuffix(text, []byte(ending)); ok {
				line.Line, line.Ending = bare, ending
				break
			}
		}
		line.Secret = max(0, len(line.Line)-max(0, before))
		r.line(line)
	}
}

// line joins the pieces of a line and keeps it once it is whole.
func (r *Recorder) line(e conn.Event) {
	p := r.part[e.Kind]
	if p == nil {
		p = &part{}
	}
	p.text = append(p.text, e.Line...)
	p.secret += e.Secret
	if e.Ending == "" && len(p.text) < Limit/4 {
		if r.part == nil {
			r.part = map[conn.Kind]*part{}
		}
		r.part[e.Kind] = p
		return
	}
	delete(r.part, e.Kind)
	r.keepLine(e, p)
}

func (r *Recorder) keepLine(e conn.Event, p *part) {
	open := p.text[:len(p.text)-p.secret]
	text, masked := string(open), p.secret > 0
	if masked {
		r.secrets.learn(p.text[len(open):])
		text += Mask
	}
	if e.Kind == conn.Received {
		text, masked = r.secrets.redact(text)
	}
	r.keep(Entry{Kind: e.Kind, Time: e.Time, Text: text, Ending: e.Ending, Secure: e.Secure, Masked: masked})
}

// endParts keeps what was left unfinished when the connection ended.
func (r *Recorder) endParts(e conn.Event) {
	for _, kind := range []conn.Kind{conn.Sent, conn.Received} {
		if p := r.part[kind]; p != nil && len(p.text) > 0 {
			delete(r.part, kind)
			r.keepLine(conn.Event{Kind: kind, Time: e.Time, Secure: e.Secure}, p)
		}
	}
}

func (r *Recorder) keep(e Entry) {
	if r.size += len(e.Text); r.size > Limit {
		r.dropped++
		return
	}
	r.entries = append(r.entries, e)
}

// Entries returns what was recorded so far, and how many more entries there
// were than could be kept.
func (r *Recorder) Entries() (kept []Entry, dropped int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Entry(nil), r.entries...), r.dropped
}
