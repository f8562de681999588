package transcript

import (
	"encoding/base64"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

// jsonWriter writes one object for each entry, in a line of its own. It is done
// by hand, for it stands between the wire and the output. Nothing that a
// terminal would obey is left in it.
type jsonWriter struct {
	w   io.Writer
	buf []byte
}

// Entry writes one entry.
func (j *jsonWriter) Entry(e Entry) error {
	j.buf = AppendJSON(j.buf[:0], &e)
	_, err := j.w.Write(j.buf)
	return err
}

// Close has nothing to write.
func (j *jsonWriter) Close() error { return nil }

// object is an object that grows.
type object []byte

// AppendJSON appends an entry to b as one line of JSON.
func AppendJSON(b []byte, e *Entry) []byte {
	o := object(append(b, `{"v":1`...))
	o.text("event", string(e.Kind))
	if !e.Time.IsZero() {
		o.time("time", e.Time)
	}
	o.ms("elapsed_ms", e.Elapsed)
	o.some("phase", e.Phase)
	spoken := e.Kind == Sent || e.Kind == Received
	if spoken || e.Text != "" {
		o.bytes("text", e.Text)
	}
	if spoken && e.Ending != "\r\n" || !spoken && e.Ending != "" {
		o.text("ending", e.Ending)
	}
	o.flag("secure", e.Secure)
	o.flag("masked", e.Masked)
	o.some("user", e.User)
	o.facts(e)
	return append(o, "}\n"...)
}

func (o *object) facts(e *Entry) {
	if r := e.Reply; r != nil {
		o.begin("reply")
		o.number("code", int64(r.Code))
		o.some("status", r.Word)
		o.some("enhanced", r.Enhanced)
		o.some("to", r.To)
		o.list("lines", r.Lines)
		o.ms("took_ms", r.Took)
		o.end()
	}
	if p := e.Opening; p != nil {
		o.begin("opening")
		o.text("target", p.Target)
		o.some("remote", p.Remote)
		o.some("local", p.Local)
		o.some("proxy", p.Proxy)
		o.ms("took_ms", p.Took)
		o.end()
	}
	if t := e.TLS; t != nil {
		o.begin("tls")
		o.tls(t)
		o.end()
	}
	if end := e.End; end != nil {
		o.begin("end")
		o.text("text", end.Text)
		o.number("sent", end.Sent)
		o.number("received", end.Received)
		o.end()
	}
}

func (o *object) tls(t *TLS) {
	o.text("version", t.Version)
	o.some("cipher", t.Cipher)
	o.some("group", t.Group)
	o.some("name", t.Name)
	o.list("names", t.Names)
	o.some("issuer", t.Issuer)
	if !t.NotAfter.IsZero() {
		o.time("not_after", t.NotAfter)
	}
	o.some("sha256", t.SHA256)
	o.key("verified")
	*o = strconv.AppendBool(*o, t.Verified)
	o.list("problems", t.Problems)
	o.ms("took_ms", t.Took)
}

func (o *object) key(name string) {
	if last := (*o)[len(*o)-1]; last != '{' && last != '[' {
		*o = append(*o, ',')
	}
	*o = append(append(append(*o, '"'), name...), `":`...)
}

func (o *object) begin(name string) { o.key(name); *o = append(*o, '{') }
func (o *object) end()              { *o = append(*o, '}') }

// text writes a string; what is no UTF-8 becomes {"base64":"..."}.
func (o *object) text(name, text string) {
	o.key(name)
	o.value(text)
}

func (o *object) value(text string) {
	if utf8.ValidString(text) {
		*o = appendString(*o, text)
		return
	}
	*o = append(append(*o, `{"base64":"`...), base64.StdEncoding.EncodeToString([]byte(text))...)
	*o = append(*o, `"}`...)
}

// bytes writes a line: as "text", or what is no UTF-8 as "base64".
func (o *object) bytes(name, text string) {
	if !utf8.ValidString(text) {
		name, text = "base64", base64.StdEncoding.EncodeToString([]byte(text))
	}
	o.key(name)
	*o = appendString(*o, text)
}

func (o *object) some(name, text string) {
	if text != "" {
		o.text(name, text)
	}
}

func (o *object) list(name string, all []string) {
	if len(all) == 0 {
		return
	}
	o.key(name)
	for i, text := range all {
		if i == 0 {
			*o = append(*o, '[')
		} else {
			*o = append(*o, ',')
		}
		o.value(text)
	}
	*o = append(*o, ']')
}

func (o *object) flag(name string, set bool) {
	if set {
		o.key(name)
		*o = append(*o, "true"...)
	}
}

func (o *object) number(name string, n int64) {
	o.key(name)
	*o = strconv.AppendInt(*o, n, 10)
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	*o = append(*o, '"')
	*o = append(t.UTC().AppendFormat(*o, time.RFC3339Nano), '"')
}

// ms writes milliseconds to the nanosecond; 0 is left away.
func (o *object) ms(name string, d time.Duration) {
	if d == 0 {
		return
	}
	o.key(name)
	if d < 0 {
		*o, d = append(*o, '-'), -d
	}
	*o = strconv.AppendInt(*o, int64(d/time.Millisecond), 10)
	if rest := int64(d % time.Millisecond); rest > 0 {
		digits := strconv.AppendInt(nil, 1e6+rest, 10)
		digits[0] = '.'
		for digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		*o = append(*o, digits...)
	}
}

// asItIs holds the octets that stand for themselves in a string.
var asItIs = func() (set [256]bool) {
	for c := ' '; c <= '~'; c++ {
		set[c] = c != '"' && c != '\\'
	}
	return set
}()

const hexDigits = "0123456789abcdef"

// appendString writes a JSON string (RFC 8259 7). What the sanitizer escapes on a
// screen is escaped here too, and so are marks, which could pile up.
func appendString(b []byte, text string) []byte {
	b = append(b, '"')
	begin := 0
	for i := 0; i < len(text); {
		if asItIs[text[i]] {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		if c >= utf8.RuneSelf && sanitize.IsVisible(c) {
			i += size
			continue
		}
		b = appendEscape(append(b, text[begin:i]...), c)
		i += size
		begin = i
	}
	return append(append(b, text[begin:]...), '"')
}

func appendEscape(b []byte, c rune) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', byte(c))
	case '\t':
		return append(b, `\t`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	}
	units := []rune{c}
	if c > 0xffff {
		units = []rune{0xd800 + (c-0x10000)>>10, 0xdc00 + (c-0x10000)&0x3ff}
	}
	for _, u := range units {
		b = append(b, '\\', 'u', hexDigits[u>>12&15], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	return b
}
