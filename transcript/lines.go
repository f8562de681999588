package transcript

import (
	"bytes"

	"byhand/conn"
)

// How the pieces that cross the wire become lines, and lines entries.

// longLine is from where on a line without an end is kept in several entries.
const longLine = 256 << 10

// part is a line of which only the beginning crossed the wire so far.
type part struct {
	text   []byte
	secret int
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
