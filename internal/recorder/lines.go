package recorder

import (
	"bytes"

	"byhand/conn"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// maxLine is how many bytes of a line one entry has. The rest goes into more entries.
const maxLine = 256 << 10

// part is the beginning of a line whose end has not been sent or received yet.
type part struct {
	text   []byte
	secret int    // how many bytes in it are marked as secret
	phase  string // at the beginning of the line
}

// recordBulk records many lines that crossed the wire in one piece. It keeps them as one entry
// if it can, which takes half the memory.
func (r *Recorder) recordBulk(e conn.Event, f Facts) {
	if r.canKeepWhole(e) {
		entry := transcript.Entry{Kind: kindOf(e.Kind), Phase: f.Phase, Secure: e.Secure, Many: true}
		if entry.Text, entry.Masked = r.masks().Mask(string(e.Line)); !entry.Masked {
			r.keepUnfinished(conn.Received, e)
			r.keep(entry, e.Time, e.More)
			return
		}
	}
	r.recordEachLine(e, f)
}

// canKeepWhole reports whether a piece can be one entry: it has only whole lines without
// a secret, no follower needs the lines one by one, and there is room for it.
func (r *Recorder) canKeepWhole(e conn.Event) bool {
	if e.Secret > 0 || r.parts[conn.Sent] != nil || len(r.followers) > 0 || r.HideAddresses || r.size > Limit {
		return false
	}
	lines := bytes.Count(e.Line, []byte("\n"))
	return bytes.HasSuffix(e.Line, []byte("\n")) && r.size+entryWeight+len(e.Line)+lineWeight*lines <= Limit
}

// recordEachLine records each line of a piece. It only counts lines that have no room and no
// follower.
func (r *Recorder) recordEachLine(e conn.Event, f Facts) {
	public, seen := len(e.Line)-e.Secret, 0
	for text := range bytes.Lines(e.Line) {
		if r.size > Limit && len(r.followers) == 0 {
			r.drop(bytes.Count(e.Line[seen:], []byte("\n")), e.Time)
			return
		}
		before := public
		public, seen = public-len(text), seen+len(text)
		line := e
		line.More = true
		line.Line, line.Ending = transcript.CutEnding(text)
		line.Secret = max(0, len(line.Line)-max(0, before))
		r.recordLine(line, f)
	}
}

// recordLine joins the pieces of a line, and keeps the line when it is complete. The unfinished
// line of the server comes before a line that was sent after it.
func (r *Recorder) recordLine(e conn.Event, f Facts) {
	if e.Kind == conn.Sent {
		r.keepUnfinished(conn.Received, e)
	}
	if p := r.parts[conn.Sent]; p != nil && p.phase == smtp.Message.String() && f.Phase != p.phase {
		r.keepUnfinished(conn.Sent, e) // a chunk of BDAT ended in the middle of a line
	}
	p := r.parts[e.Kind]
	if p == nil && e.Ending != "" { // nearly every line
		r.keepLine(e, f, e.Line, e.Secret)
		return
	}
	if p == nil {
		p = &part{phase: f.Phase}
	}
	p.text = append(p.text, e.Line...)
	p.secret += e.Secret
	if e.Ending == "" && len(p.text) < maxLine {
		if r.parts == nil {
			r.parts = map[conn.Kind]*part{}
		}
		r.parts[e.Kind] = p
		return
	}
	delete(r.parts, e.Kind)
	r.keepLine(e, f, p.text, p.secretLength())
}

// secretLength returns how many bytes at the end of a joined line are secret. The whole
// word in which the secret begins is secret: when its first piece was sent, that could
// have been the name of a mechanism.
func (p *part) secretLength() int {
	if p.secret == 0 {
		return 0
	}
	public := p.text[:len(p.text)-p.secret]
	return len(p.text) - (bytes.LastIndexAny(public, " \t\r\n=:") + 1)
}

// keepUnfinished keeps an unfinished line.
func (r *Recorder) keepUnfinished(kind conn.Kind, e conn.Event) {
	p := r.parts[kind]
	if p == nil {
		return
	}
	delete(r.parts, kind)
	e.Kind, e.Ending = kind, ""
	r.keepLine(e, Facts{Phase: p.phase}, p.text, p.secretLength())
}

// keepLine masks a line and keeps it. secret is how many bytes at its end are secret.
func (r *Recorder) keepLine(e conn.Event, f Facts, line []byte, secret int) {
	if secret == 0 && r.isFull() {
		r.drop(1, e.Time)
		return
	}
	entry := transcript.Entry{Kind: kindOf(e.Kind), Phase: f.Phase, Ending: e.Ending, Secure: e.Secure}
	if f.IsUserName || r.WithSecrets {
		secret = 0
	}
	public, hidden := line[:len(line)-secret], line[len(line)-secret:]
	if secret > 0 {
		entry.User = r.secrets.Learn(public, hidden)
		if _, secret := r.masks().Mask(entry.User); secret {
			entry.User = "" // the password was typed in place of the user name
		}
	}
	if e.Kind == conn.Received {
		entry.Text, entry.Masked = r.masks().MaskReply(&r.echo, string(public))
	} else {
		entry.Text, entry.Masked = r.masks().Mask(string(public))
	}
	if secret > 0 {
		entry.Text, entry.Masked = entry.Text+transcript.Mask, true
	}
	if f.Reply != nil {
		entry.Reply = r.replyOf(f)
	}
	r.keep(entry, e.Time, e.More)
}

// isFull reports whether a line would only be counted: there is no room, no follower, and
// no host name to learn from it.
func (r *Recorder) isFull() bool {
	return r.size > Limit && r.spill.full && len(r.followers) == 0 && !r.HideAddresses
}

// kindOf returns the kind of entry for a direction.
func kindOf(k conn.Kind) transcript.Kind {
	if k == conn.Sent {
		return transcript.Sent
	}
	return transcript.Received
}
