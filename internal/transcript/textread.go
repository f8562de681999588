package transcript

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// textReader reads a transcript in the text format. It also accepts what people type by hand
// and what mail programs alter.
type textReader struct {
	take     func(Entry) bool
	stopped  bool      // take returned false
	secure   bool      // TLS has begun
	user     string    // from the last "# user:"
	time     time.Time // from the last "# time:" or "# opened:"
	afterTLS bool      // the previous line was "# tls:"
}

// allLines returns the lines of a text, with their numbers from 1.
func allLines(data []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number := 0
		for line := range bytes.Lines(data) {
			if number++; !yield(number, trimQuoting(line)) {
				return
			}
		}
	}
}

// lineTag returns the tag of a line that was sent or received: "C:", "S:", "C=" or "S="; ""
// for any other line.
func lineTag(line string) string {
	if len(line) > 1 {
		switch tag := strings.ToUpper(line[:2]); tag {
		case "C:", "S:", "C=", "S=":
			return tag
		}
	}
	return ""
}

// isText reports whether data may be text. Read tries this format last.
func isText(data []byte) bool { return bytes.IndexByte(data, 0) < 0 }

// readText reads a transcript in the text format.
func readText(data []byte, take func(Entry) bool) error { return readLines(allLines(data), take) }

// readLines reads the lines of a transcript in the text format.
func readLines(lines iter.Seq2[int, string], take func(Entry) bool) error {
	t := &textReader{take: take}
	for number, line := range lines {
		if len(line) > maxLine {
			return tooLong(number, maxLine)
		}
		if what := t.readLine(line); what != "" {
			return &ReadError{What: what, Line: number}
		}
		if t.stopped {
			break
		}
	}
	return nil
}

// emit passes an entry to take.
func (t *textReader) emit(e Entry) { t.stopped = !t.take(e) }

// trimQuoting removes the ending of a line, and what mail programs put before it: "> ", spaces.
func trimQuoting(line []byte) string {
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	return strings.TrimLeft(string(line), " \t>|\u00a0")
}

// readLine reads a line, and returns what is wrong with it; "": nothing.
func (t *textReader) readLine(line string) (wrong string) {
	afterTLS := t.afterTLS
	t.afterTLS = false
	switch tag := lineTag(line); {
	case tag == "C:":
		t.emitLine(Sent, afterTag(line[2:])+"\r\n")
	case tag == "S:":
		t.emitLine(Received, afterTag(line[2:])+"\r\n")
	case tag == "C=":
		return t.readExact(Sent, line)
	case tag == "S=":
		return t.readExact(Received, line)
	case strings.HasPrefix(line, "#"):
		t.afterTLS = afterTLS
		t.readComment(strings.TrimSpace(line[1:]))
	case strings.TrimSpace(line) != "":
		return fmt.Sprintf("%q does not begin with C:, S:, C=, S= or #", line[:min(len(line), 40)])
	}
	return ""
}

// afterTag removes the space after a tag.
func afterTag(text string) string {
	if rest, ok := strings.CutPrefix(text, "\u00a0"); ok {
		return rest
	}
	return strings.TrimPrefix(text, " ")
}

// readExact reads a C= or S= line, in which the exact bytes are quoted. It returns what is
// wrong with it.
func (t *textReader) readExact(kind Kind, line string) (wrong string) {
	exact, err := strconv.Unquote(strings.TrimSpace(line[2:]))
	if err != nil {
		return fmt.Sprintf("%q is not a quoted string; it may be cut off", line[:min(len(line), 40)])
	}
	t.emitLine(kind, exact)
	return ""
}

// emitLine emits a line that was sent or received.
func (t *textReader) emitLine(kind Kind, exact string) {
	e := Entry{Kind: kind, Text: exact, Secure: t.secure, Time: t.time}
	for _, ending := range []string{"\r\n", "\n", "\r"} {
		if text, ok := strings.CutSuffix(exact, ending); ok {
			e.Text, e.Ending = text, ending
			break
		}
	}
	if strings.Contains(e.Text, Mask) {
		e.Masked = true
		if kind == Sent {
			e.User, t.user = t.user, ""
		}
	}
	t.emit(e)
}

// readComment reads what byhand writes in a comment, and skips any other comment.
func (t *textReader) readComment(text string) {
	if strings.HasPrefix(text, ":") {
		t.afterTLS = false
		t.emit(Entry{Kind: Command, Text: text, Secure: t.secure, Time: t.time})
		return
	}
	key, value, _ := strings.Cut(text, ":")
	value = strings.TrimPrefix(value, " ")
	switch key {
	case "opened":
		t.readOpened(value)
	case "tls":
		if !t.afterTLS {
			t.readSecured(value)
		}
		t.afterTLS = true
	case "ended":
		words, _, _ := strings.Cut(value, ";")
		t.afterTLS, t.secure = false, false
		t.emit(Entry{Kind: Ended, End: &End{Text: words}, Time: t.time})
	case "user":
		t.user = value
	case "time":
		if at, err := time.Parse(timeLayout, value); err == nil {
			t.time = at
		}
	case "note":
		t.emit(Entry{Kind: Notice, Text: value, Secure: t.secure, Time: t.time})
	}
}

// readOpened reads the target of the session.
func (t *textReader) readOpened(value string) {
	words := strings.Fields(value)
	o := &Opening{}
	for i, word := range words {
		switch {
		case i == 0 && word != "-":
			o.Target = word
		case i == 1 && word != "(-)":
			o.Remote = strings.Trim(word, "()")
		case i > 1 && words[i-1] == "in":
			o.Took, _ = time.ParseDuration(word)
		case i > 1 && words[i-1] == "at":
			t.time, _ = time.Parse(timeLayout, word)
		}
	}
	t.secure = false
	t.emit(Entry{Kind: Opened, Opening: o, Time: t.time})
}

// readSecured reads the first "# tls:" line, which shows that TLS began.
func (t *textReader) readSecured(value string) {
	facts := &TLS{Verified: strings.HasSuffix(value, ", verified")}
	for i, part := range strings.Split(value, ", ") {
		if to := []*string{&facts.Version, &facts.Cipher, &facts.Group}; i < len(to) {
			*to[i] = part
		}
	}
	t.secure = true
	t.emit(Entry{Kind: Secured, Secure: true, TLS: facts, Time: t.time})
}
