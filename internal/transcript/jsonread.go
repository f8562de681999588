package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// What follows is the shape of the objects, for reading.
type jsonEntry struct {
	V       int          `json:"v"`
	Event   Kind         `json:"event"`
	Time    jsonTime     `json:"time"`
	Elapsed jsonMS       `json:"elapsed_ms"`
	Phase   jsonText     `json:"phase"`
	Text    string       `json:"text"`
	Base64  []byte       `json:"base64"`
	Ending  *string      `json:"ending"`
	Secure  bool         `json:"secure"`
	Masked  bool         `json:"masked"`
	User    jsonText     `json:"user"`
	Reply   *jsonReply   `json:"reply"`
	Opening *jsonOpening `json:"opening"`
	TLS     *jsonTLS     `json:"tls"`
	End     *jsonEnd     `json:"end"`
}

type jsonReply struct {
	Code     int       `json:"code"`
	Word     jsonText  `json:"status"`
	Enhanced jsonText  `json:"enhanced"`
	To       jsonText  `json:"to"`
	Lines    jsonTexts `json:"lines"`
	Took     jsonMS    `json:"took_ms"`
}

type jsonOpening struct {
	Target jsonText `json:"target"`
	Remote jsonText `json:"remote"`
	Local  jsonText `json:"local"`
	Proxy  jsonText `json:"proxy"`
	Took   jsonMS   `json:"took_ms"`
}

type jsonTLS struct {
	Version  jsonText  `json:"version"`
	Cipher   jsonText  `json:"cipher"`
	Group    jsonText  `json:"group"`
	Name     jsonText  `json:"name"`
	Names    jsonTexts `json:"names"`
	Issuer   jsonText  `json:"issuer"`
	NotAfter jsonTime  `json:"not_after"`
	SHA256   jsonText  `json:"sha256"`
	Verified bool      `json:"verified"`
	Problems jsonTexts `json:"problems"`
	Took     jsonMS    `json:"took_ms"`
}

type jsonEnd struct {
	Text     jsonText `json:"text"`
	Sent     int64    `json:"sent"`
	Received int64    `json:"received"`
}

// jsonText is a string, or {"base64":"..."}.
type jsonText string

// UnmarshalJSON reads either.
func (t *jsonText) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var odd struct{ Base64 []byte }
		err := json.Unmarshal(b, &odd)
		*t = jsonText(odd.Base64)
		return err
	}
	return json.Unmarshal(b, (*string)(t))
}

// jsonTexts is a list of them. A reply has at most 10,000 lines, see package smtp.
type jsonTexts []jsonText

const manyTexts = 10_000

// UnmarshalJSON reads a list that is not longer.
func (all *jsonTexts) UnmarshalJSON(b []byte) error {
	in := json.NewDecoder(bytes.NewReader(b))
	switch begin, err := in.Token(); {
	case err != nil, begin == nil: // null
		return err
	case begin != json.Delim('['):
		return fmt.Errorf("%q is not a list", b[:min(len(b), 40)])
	}
	for in.More() {
		var t jsonText
		if err := in.Decode(&t); err != nil {
			return err
		}
		if *all = append(*all, t); len(*all) > manyTexts {
			return fmt.Errorf("a list has more than %d items", manyTexts)
		}
	}
	return nil
}

// jsonMS is milliseconds.
type jsonMS time.Duration

// UnmarshalJSON reads them to the nanosecond.
func (d *jsonMS) UnmarshalJSON(b []byte) error {
	var ms float64
	if err := json.Unmarshal(b, &ms); err != nil {
		return err
	}
	if math.Abs(ms) > 1e12 {
		return errors.New("so long no session took")
	}
	*d = jsonMS(math.Round(ms * 1e6))
	whole, part, ok := strings.Cut(string(b), ".")
	if !ok || len(part) > 6 || strings.ContainsAny(part, "eE") {
		return nil
	}
	exact, err := strconv.ParseInt(whole+part+"000000"[len(part):], 10, 64) // float64 has no nanoseconds after three months
	*d = jsonMS(exact)
	return err
}

// jsonTime is a time of RFC 3339, in UTC.
type jsonTime time.Time

// UnmarshalJSON reads one.
func (t *jsonTime) UnmarshalJSON(b []byte) error {
	var at time.Time
	if err := json.Unmarshal(b, &at); err != nil || at.IsZero() {
		return err
	}
	if at = at.UTC(); at.Year() < 1 || at.Year() > 9999 {
		return errors.New("a year has four digits")
	}
	*t = jsonTime(at)
	return nil
}

func strs(all jsonTexts) []string {
	var out []string
	for _, t := range all {
		out = append(out, string(t))
	}
	return out
}

// readJSON reads an object from each line.
func readJSON(data []byte, take func(Entry) bool) error {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if len(line) > maxObject {
			return tooLong(number, maxObject)
		}
		var j jsonEntry
		switch err := json.Unmarshal(line, &j); {
		case errors.Is(err, io.ErrUnexpectedEOF) || err != nil && err.Error() == "unexpected end of JSON input":
			return &ReadError{What: fmt.Sprintf("%q is cut off", line[:min(len(line), 40)]), Line: number}
		case err != nil:
			return &ReadError{What: err.Error(), Line: number}
		case j.V != 1:
			return &ReadError{What: fmt.Sprintf(`"v" is %d, and this byhand knows 1`, j.V), Line: number}
		}
		e := j.entry()
		if len(e.Text) > maxLine {
			return tooLong(number, maxLine)
		}
		if e.Kind == Command && !strings.HasPrefix(e.Text, ":") {
			return &ReadError{What: fmt.Sprintf(`a command begins with ":", not as %q does`, e.Text[:min(len(e.Text), 40)]), Line: number}
		}
		if !take(e) {
			break
		}
	}
	return nil
}

// ParseJSON reads a line that AppendJSON wrote.
func ParseJSON(line []byte) (Entry, error) {
	var j jsonEntry
	err := json.Unmarshal(line, &j)
	return j.entry(), err
}

func (j *jsonEntry) entry() Entry {
	e := Entry{Kind: j.Event, Time: time.Time(j.Time), Elapsed: time.Duration(j.Elapsed), Phase: string(j.Phase), Text: j.Text,
		Secure: j.Secure, Masked: j.Masked, User: string(j.User)}
	if j.Base64 != nil {
		e.Text = string(j.Base64)
	}
	switch {
	case j.Ending != nil:
		e.Ending = *j.Ending
	case e.Kind == Sent || e.Kind == Received:
		e.Ending = "\r\n"
	}
	if r := j.Reply; r != nil {
		e.Reply = &Reply{Code: r.Code, Word: string(r.Word), Enhanced: string(r.Enhanced), To: string(r.To), Lines: strs(r.Lines), Took: time.Duration(r.Took)}
	}
	if o := j.Opening; o != nil {
		e.Opening = &Opening{Target: string(o.Target), Remote: string(o.Remote), Local: string(o.Local), Proxy: string(o.Proxy), Took: time.Duration(o.Took)}
	}
	if t := j.TLS; t != nil {
		e.TLS = &TLS{Version: string(t.Version), Cipher: string(t.Cipher), Group: string(t.Group), Name: string(t.Name),
			Names: strs(t.Names), Issuer: string(t.Issuer), NotAfter: time.Time(t.NotAfter), SHA256: string(t.SHA256),
			Verified: t.Verified, Problems: strs(t.Problems), Took: time.Duration(t.Took)}
	}
	if end := j.End; end != nil {
		e.End = &End{Text: string(end.Text), Sent: end.Sent, Received: end.Received}
	}
	return e
}
