package transcript

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

const (
	header     = "# byhand transcript 1\n"  // the first line, with the version of the format
	timeLayout = "2006-01-02T15:04:05.000Z" // the layout of times
	pause      = time.Second                // after a pause this long, text has the time
)

// textWriter writes a dialogue as the RFCs do:
//
//	# byhand transcript 1
//	# opened: mail.example.net:587 (192.0.2.1:587) in 1.2ms at 2026-11-24T09:42:29.123Z
//	S: 220 mail.example.net ESMTP
//	# took: 3.4ms
//	# :auth LOGIN bob
//	C: AUTH LOGIN
//	S= "334 \x1b[2J\r\n"
//
// "C:" and "S:" begin a line that ended with CRLF and can be shown unchanged. "C=" and "S="
// begin the exact bytes of any other line, with its ending, as a Go string.
// docs/transcripts.md describes the format.
type textWriter struct {
	w    io.Writer
	buf  []byte
	last time.Time
}

func newTextWriter(w io.Writer) Writer { return &textWriter{w: w} }

// Entry writes an entry, and the header before the first one.
func (t *textWriter) Entry(e Entry) error {
	t.buf = t.buf[:0]
	if t.last.IsZero() {
		t.buf = append(t.buf, header...)
	}
	t.writeEntry(&e)
	if t.last = e.Time; t.last.IsZero() {
		t.last = time.Unix(0, 0)
	}
	_, err := t.w.Write(t.buf)
	return err
}

// Close has nothing to write.
func (t *textWriter) Close() error { return nil }

func (t *textWriter) writeEntry(e *Entry) {
	switch e.Kind {
	case Opened:
		t.writeComment("opened", openedText(e))
	case Secured:
		for _, fact := range tlsText(e.TLS) {
			t.writeComment("tls", fact)
		}
	case Ended:
		t.writeComment("ended", endedText(e))
	case Command:
		t.buf = append(append(append(t.buf, "# "...), sanitize.Words(e.Text)...), '\n')
	case Notice:
		t.writeComment("note", e.Text)
	case Sent:
		t.writeLine('C', e)
	case Received:
		t.writeLine('S', e)
		if e.Reply != nil && e.Reply.Took > 0 {
			t.writeComment("took", e.Reply.Took.Round(time.Microsecond).String())
		}
	}
}

// writeComment writes a line that was neither sent nor received.
func (t *textWriter) writeComment(key, text string) {
	t.buf = append(append(append(t.buf, "# "...), key...), ": "...)
	t.buf = append(append(t.buf, sanitize.Words(text)...), '\n')
}

func (t *textWriter) writeLine(side byte, e *Entry) {
	if !t.last.IsZero() && e.Time.Sub(t.last) >= pause && t.last.Unix() != 0 {
		t.writeComment("time", e.Time.UTC().Format(timeLayout))
	}
	if e.User != "" {
		t.writeComment("user", e.User)
	}
	t.buf = append(t.buf, side)
	switch {
	case !isPlain(e):
		t.buf = appendExact(append(t.buf, "= "...), e.Text+e.Ending)
	case e.Text == "":
		t.buf = append(t.buf, ':')
	default:
		t.buf = append(append(t.buf, ": "...), e.Text...)
	}
	t.buf = append(t.buf, '\n')
}

// appendExact quotes text as Go does, and escapes what is not safe to show.
func appendExact(b []byte, text string) []byte {
	quoted := strconv.Quote(text)
	if sanitize.Words(quoted) != quoted {
		quoted = strconv.QuoteToASCII(text)
	}
	return append(b, quoted...)
}

// isPlain reports whether a line can be shown unchanged, and copied with all its bytes.
func isPlain(e *Entry) bool {
	if e.Ending != "\r\n" || strings.HasSuffix(e.Text, " ") || strings.HasSuffix(e.Text, "\t") {
		return false
	}
	for i := 0; i < len(e.Text); i++ {
		if c := e.Text[i]; c >= utf8.RuneSelf || c == 0x7f || c < ' ' && c != '\t' || c == '\\' || c == '<' {
			return sanitize.Text(e.Text) == e.Text
		}
	}
	return true
}

func openedText(e *Entry) string {
	o := e.Opening
	if o == nil {
		o = &Opening{}
	}
	text := fmt.Sprintf("%s (%s) in %v", oneWord(o.Target), oneWord(o.Remote), o.Took.Round(time.Microsecond))
	if o.Proxy != "" {
		text += " through " + oneWord(o.Proxy)
	}
	if !e.Time.IsZero() {
		text += " at " + e.Time.UTC().Format(timeLayout)
	}
	return text
}

// oneWord makes text from outside one word, so that the words after it can be parsed.
func oneWord(text string) string {
	if text = strings.ReplaceAll(sanitize.Text(text), " ", "_"); text == "" {
		return "-"
	}
	return text
}

func tlsText(t *TLS) []string {
	if t == nil {
		return []string{"begins"}
	}
	verdict := "NOT VERIFIED"
	if t.Verified {
		verdict = "verified"
	}
	all := []string{fmt.Sprintf("%s, %s, %s, %s", t.Version, t.Cipher, t.Group, verdict)}
	if len(t.Names) > 0 {
		all = append(all, fmt.Sprintf("certificate for %s by %q, ends %s",
			quoteNames(t.Names), t.Issuer, t.NotAfter.UTC().Format(time.DateOnly)))
	}
	if t.SHA256 != "" {
		all = append(all, "sha256 "+t.SHA256)
	}
	for _, problem := range t.Problems {
		all = append(all, "not verified: "+sanitize.Text(problem))
	}
	return all
}

// quoteNames joins names from a certificate. It quotes each, because a name may look like the
// words around it.
func quoteNames(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, strconv.Quote(name))
	}
	return strings.Join(all, ", ")
}

func endedText(e *Entry) string {
	end := e.End
	if end == nil {
		end = &End{}
	}
	text := fmt.Sprintf("%s; %d bytes sent, %d received", sanitize.Text(end.Text), end.Sent, end.Received)
	if !e.Time.IsZero() {
		text += ", at " + e.Time.UTC().Format(timeLayout)
	}
	return text
}
