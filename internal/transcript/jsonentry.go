package transcript

import (
	"time"
	"unicode/utf8"
)

// These are the objects of version 1. docs/transcripts.md describes them.

type jsonEntry struct {
	V       int          `json:"v"`
	Event   Kind         `json:"event"`
	Time    jsonTime     `json:"time,omitzero"`
	Elapsed jsonMS       `json:"elapsed_ms,omitzero"`
	Phase   string       `json:"phase,omitempty"`
	Text    *string      `json:"text,omitempty"`
	Base64  []byte       `json:"base64,omitempty"`
	Ending  *string      `json:"ending,omitempty"`
	Secure  bool         `json:"secure,omitempty"`
	Masked  bool         `json:"masked,omitempty"`
	User    jsonText     `json:"user,omitempty"`
	Reply   *jsonReply   `json:"reply,omitempty"`
	Opening *jsonOpening `json:"opening,omitempty"`
	TLS     *jsonTLS     `json:"tls,omitempty"`
	End     *jsonEnd     `json:"end,omitempty"`
}

type jsonReply struct {
	Code     int       `json:"code"`
	Word     string    `json:"status,omitempty"`
	Enhanced string    `json:"enhanced,omitempty"`
	To       jsonText  `json:"to,omitempty"`
	Lines    jsonTexts `json:"lines,omitempty"`
	Took     jsonMS    `json:"took_ms,omitzero"`
}

type jsonOpening struct {
	Target jsonText `json:"target"`
	Remote jsonText `json:"remote,omitempty"`
	Local  jsonText `json:"local,omitempty"`
	Proxy  jsonText `json:"proxy,omitempty"`
	Took   jsonMS   `json:"took_ms,omitzero"`
}

type jsonTLS struct {
	Version  string    `json:"version"`
	Cipher   string    `json:"cipher,omitempty"`
	Group    string    `json:"group,omitempty"`
	Name     jsonText  `json:"name,omitempty"`
	Names    jsonTexts `json:"names,omitempty"`
	Issuer   jsonText  `json:"issuer,omitempty"`
	NotAfter jsonTime  `json:"not_after,omitzero"`
	SHA256   string    `json:"sha256,omitempty"`
	Verified bool      `json:"verified"`
	Problems jsonTexts `json:"problems,omitempty"`
	Took     jsonMS    `json:"took_ms,omitzero"`
}

type jsonEnd struct {
	Text     jsonText `json:"text"`
	Sent     int64    `json:"sent"`
	Received int64    `json:"received"`
}

// newJSON returns the object of an entry.
func newJSON(e *Entry) *jsonEntry {
	j := &jsonEntry{V: 1, Event: e.Kind, Time: jsonTime(e.Time), Elapsed: jsonMS(e.Elapsed), Phase: e.Phase,
		Secure: e.Secure, Masked: e.Masked, User: jsonText(e.User)}
	crossed := e.Kind == Sent || e.Kind == Received
	if !utf8.ValidString(e.Text) {
		j.Base64 = []byte(e.Text)
	} else if crossed || e.Text != "" {
		j.Text = &e.Text
	}
	if crossed && e.Ending != "\r\n" || !crossed && e.Ending != "" {
		j.Ending = &e.Ending
	}
	if r := e.Reply; r != nil {
		j.Reply = &jsonReply{r.Code, r.Word, r.Enhanced, jsonText(r.Verb), jsonTextsOf(r.Lines), jsonMS(r.Took)}
	}
	if o := e.Opening; o != nil {
		j.Opening = &jsonOpening{jsonText(o.Target), jsonText(o.Remote), jsonText(o.Local), jsonText(o.Proxy), jsonMS(o.Took)}
	}
	if t := e.TLS; t != nil {
		j.TLS = &jsonTLS{t.Version, t.Cipher, t.Group, jsonText(t.Name), jsonTextsOf(t.Names), jsonText(t.Issuer),
			jsonTime(t.NotAfter), t.SHA256, t.Verified, jsonTextsOf(t.Problems), jsonMS(t.Took)}
	}
	if end := e.End; end != nil {
		j.End = &jsonEnd{jsonText(end.Text), end.Sent, end.Received}
	}
	return j
}

// toEntry returns the entry of an object.
func (j *jsonEntry) toEntry() Entry {
	e := Entry{Kind: j.Event, Time: time.Time(j.Time), Elapsed: time.Duration(j.Elapsed), Phase: j.Phase,
		Secure: j.Secure, Masked: j.Masked, User: string(j.User)}
	if j.Base64 != nil {
		e.Text = string(j.Base64)
	} else if j.Text != nil {
		e.Text = *j.Text
	}
	switch {
	case j.Ending != nil:
		e.Ending = *j.Ending
	case e.Kind == Sent || e.Kind == Received:
		e.Ending = "\r\n"
	}
	if r := j.Reply; r != nil {
		e.Reply = &Reply{r.Code, r.Word, r.Enhanced, string(r.To), r.Lines.strings(), time.Duration(r.Took)}
	}
	if o := j.Opening; o != nil {
		e.Opening = &Opening{string(o.Target), string(o.Remote), string(o.Local), string(o.Proxy), time.Duration(o.Took)}
	}
	if t := j.TLS; t != nil {
		e.TLS = &TLS{t.Version, t.Cipher, t.Group, string(t.Name), t.Names.strings(), string(t.Issuer),
			time.Time(t.NotAfter), t.SHA256, t.Verified, t.Problems.strings(), time.Duration(t.Took)}
	}
	if end := j.End; end != nil {
		e.End = &End{string(end.Text), end.Sent, end.Received}
	}
	return e
}
