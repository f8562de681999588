package recorder

import (
	"bytes"

	"byhand/conn"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// How the pieces that cross the wire become lines, and lines entries.

// longLine is from where on a line without an end is kept in several entries.
const longLine = 256 << 10

// part is a line of which only the beginning crossed the wire so far.
type part struct {
	text   []byte
	secret int
	phase  string // in which it began
}

// bulk takes many lines in one piece. They are kept so where nobody needs them one
// by one: it takes half of the memory.
func (r *Recorder) bulk(e conn.Event, f Facts) {
	if r.whole(e) {
		entry := transcript.Entry{Kind: kindOf(e.Kind), Phase: f.Phase, Secure: e.Secure, Many: true}
		if entry.Text, entry.Masked = r.masks().Mask(string(e.Line)); !entry.Masked {
			r.flush(conn.Received, e)
			r.keep(entry, e.Time, e.More)
			return
		}
	}
	r.oneByOne(e, f)
}

// whole reports whether a piece may be kept in one: while there is room for it.
func (r *Recorder) whole(e conn.Event) bool {
	if e.Secret > 0 || r.part[conn.Sent] != nil || len(r.followers) > 0 || r.HideAddresses || r.size > Limit {
		return false
	}
	lines := bytes.Count(e.Line, []byte("\n"))
	return bytes.HasSuffix(e.Line, []byte("\n")) && r.size+entryWeight+len(e.Line)+lineWeight*lines <= Limit
}

// oneByOne cuts what crossed in one piece. What nobody wants is counted, not cut.
func (r *Recorder) oneByOne(e conn.Event, f Facts) {
	open, seen := len(e.Line)-e.Secret, 0
	for text := range bytes.Lines(e.Line) {
		if r.size > Limit && len(r.followers) == 0 {
			r.drop(bytes.Count(e.Line[seen:], []byte("\n")), e.Time)
			return
		}
		before := open
		open, seen = open-len(text), seen+len(text)
		line := e
		line.More = true
		line.Line, line.Ending = transcript.CutEnding(text)
		line.Secret = max(0, len(line.Line)-max(0, before))
		r.line(line, f)
	}
}

// line joins the pieces of a line and keeps it once it is whole. What the server
// began and has not ended stands before what was sent meanwhile.
func (r *Recorder) line(e conn.Event, f Facts) {
	if e.Kind == conn.Sent {
		r.flush(conn.Received, e)
	}
	if p := r.part[conn.Sent]; p != nil && p.phase == smtp.Message.String() && f.Phase != p.phase {
		r.flush(conn.Sent, e) // a chunk of BDAT ended within a line
	}
	p := r.part[e.Kind]
	if p == nil && e.Ending != "" { // as nearly all are
		r.keepLine(e, f, e.Line, e.Secret)
		return
	}
	if p == nil {
		p = &part{phase: f.Phase}
	}
	p.text = append(p.text, e.Line...)
	p.secret += e.Secret
	if e.Ending == "" && len(p.text) < longLine {
		if r.part == nil {
			r.part = map[conn.Kind]*part{}
		}
		r.part[e.Kind] = p
		return
	}
	delete(r.part, e.Kind)
	r.keepLine(e, f, p.text, p.wholeSecret())
}

// wholeSecret returns how many bytes at the end of a joined line are secret. The word
// in which a secret begins is one as a whole: what was sent before could not be told
// from the name of a mechanism.
func (p *part) wholeSecret() int {
	if p.secret == 0 {
		return 0
	}
	open := p.text[:len(p.text)-p.secret]
	return len(p.text) - (bytes.LastIndexAny(open, " \t\r\n=:") + 1)
}

// flush keeps what was left unfinished.
func (r *Recorder) flush(kind conn.Kind, e conn.Event) {
	p := r.part[kind]
	if p == nil {
		return
	}
	delete(r.part, kind)
	e.Kind, e.Ending = kind, ""
	r.keepLine(e, Facts{Phase: p.phase}, p.text, p.wholeSecret())
}

// keepLine masks a whole line and keeps it.
func (r *Recorder) keepLine(e conn.Event, f Facts, line []byte, secret int) {
	if secret == 0 && r.full() {
		r.drop(1, e.Time)
		return
	}
	entry := transcript.Entry{Kind: kindOf(e.Kind), Phase: f.Phase, Ending: e.Ending, Secure: e.Secure}
	if f.Name || r.WithSecrets {
		secret = 0
	}
	open, hidden := line[:len(line)-secret], line[len(line)-secret:]
	if secret > 0 {
		entry.User = r.secrets.Learn(open, hidden)
		if _, secret := r.masks().Mask(entry.User); secret {
			entry.User = "" // the password stands where the user name belongs
		}
	}
	if e.Kind == conn.Received {
		entry.Text, entry.Masked = r.masks().MaskReply(&r.echo, string(open))
	} else {
		entry.Text, entry.Masked = r.masks().Mask(string(open))
	}
	if secret > 0 {
		entry.Text, entry.Masked = entry.Text+transcript.Mask, true
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
