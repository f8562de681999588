package transcript

import (
	"strconv"
	"time"
)

// appendSimple appends the JSON of a line that is all printable ASCII and completes no
// reply. Nearly all entries of a long session are such lines, and encoding/json takes six
// times as long for them. ok is false for any other entry.
func appendSimple(out []byte, e *Entry) (line []byte, ok bool) {
	if e.Kind != Sent && e.Kind != Received || e.Ending != "\r\n" || e.Masked || e.User != "" || e.Reply != nil ||
		e.Time.IsZero() || e.Elapsed <= 0 || e.Phase == "" || !isLiteral(e.Phase) || !isLiteral(e.Text) {
		return nil, false
	}
	if out == nil {
		out = make([]byte, 0, 160+len(e.Text))
	}
	out = append(append(out, `{"v":1,"event":"`...), e.Kind...)
	out = e.Time.UTC().AppendFormat(append(out, `","time":"`...), time.RFC3339Nano)
	out = append(appendMS(append(out, `","elapsed_ms":`...), e.Elapsed), `,"phase":"`...)
	out = append(append(append(out, e.Phase...), `","text":"`...), e.Text...)
	if e.Secure {
		return append(out, "\",\"secure\":true}\n"...), true
	}
	return append(out, "\"}\n"...), true
}

// isLiteral reports whether a JSON string has the text as it is.
func isLiteral(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendMS appends a duration in milliseconds, with at most six digits after the point.
func appendMS(out []byte, d time.Duration) []byte {
	if d < 0 {
		out, d = append(out, '-'), -d
	}
	out = strconv.AppendInt(out, int64(d/1e6), 10)
	rest := int64(d % 1e6)
	if rest == 0 {
		return out
	}
	out = append(out, '.')
	for unit := int64(1e5); rest > 0; unit /= 10 {
		out = append(out, byte('0'+rest/unit))
		rest %= unit
	}
	return out
}
