package transcript

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// textReader takes text apart, also such as people type and mail programs bend.
type textReader struct {
	take   func(Entry) bool
	enough bool // take wants no more
	secure bool
	user   string
	time   time.Time
	tls    bool // the line before told of TLS
}

// allLines returns the lines of a text, and which ones they are, from 1.
func allLines(data []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number := 0
		for line := range bytes.Lines(data) {
			if number++; !yield(number, unquoted(line)) {
				return
			}
		}
	}
}

// side returns how a line begins that one of both said; "": nobody said it.
func side(line string) string {
	if len(line) > 1 {
		switch tag := strings.ToUpper(line[:2]); tag {
		case "C:", "S:", "C=", "S=":
			return tag
		}
	}
	return ""
}

// isText reports whether data may be text: it is the format that is tried last.
func isText(data []byte) bool { return bytes.IndexByte(data, 0) < 0 }

// readText reads a transcript in text.
func readText(data []byte, take func(Entry) bool) error { return readLines(allLines(data), take) }

// readLines reads the lines of a transcript in text.
func readLines(lines iter.Seq2[int, string], take func(Entry) bool) error {
	t := &textReader{take: take}
	for number, line := range lines {
		if len(line) > maxLine {
			return tooLong(number, maxLine)
		}
		if what := t.line(line); what != "" {
			return &ReadError{What: what, Line: number}
		}
		if t.enough {
			break
		}
	}
	return nil
}

// keep passes an entry on.
func (t *textReader) keep(e Entry) { t.enough = !t.take(e) }

// unquoted takes off what mail programs put around a line: its end, "> ", blanks.
func unquoted(line []byte) string {
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	return strings.TrimLeft(string(line), " \t>|\u00a0")
}

// line takes one line and returns what is wrong with it.
func (t *textReader) line(line string) (wrong string) {
	tls := t.tls
	t.tls = false
	switch side(line) {
	case "C:":
		return t.spoken(Sent, behindTag(line[2:])+"\r\n")
	case "S:":
		return t.spoken(Received, behindTag(line[2:])+"\r\n")
	case "C=":
		return t.quoted(Sent, line)
	case "S=":
		return t.quoted(Received, line)
	}
	switch {
	case strings.HasPrefix(line, "#"):
		t.tls = tls
		t.comment(strings.TrimSpace(line[1:]))
	case strings.TrimSpace(line) != "":
		return fmt.Sprintf("%q begins with none of C:, S:, C=, S= and #", line[:min(len(line), 40)])
	}
	return ""
}

// behindTag takes the one blank away.
func behindTag(text string) string {
	if rest, ok := strings.CutPrefix(text, "\u00a0"); ok {
		return rest
	}
	return strings.TrimPrefix(text, " ")
}

// quoted reads exact bytes.
func (t *textReader) quoted(kind Kind, line string) (wrong string) {
	exact, err := strconv.Unquote(strings.TrimSpace(line[2:]))
	if err != nil {
		return fmt.Sprintf("%q is not one quoted text: it may be cut off", line[:min(len(line), 40)])
	}
	return t.spoken(kind, exact)
}

// spoken keeps a line of either side.
func (t *textReader) spoken(kind Kind, exact string) (wrong string) {
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
	t.keep(e)
	return ""
}

// comment understands what byhand writes there; all else is for people.
func (t *textReader) comment(text string) {
	if strings.HasPrefix(text, ":") {
		t.tls = false
		t.keep(Entry{Kind: Command, Text: text, Secure: t.secure, Time: t.time})
		return
	}
	key, value, _ := strings.Cut(text, ":")
	value = strings.TrimPrefix(value, " ")
	switch key {
	case "opened":
		t.opened(value)
	case "tls":
		if !t.tls {
			t.secured(value)
		}
		t.tls = true
	case "ended":
		words, _, _ := strings.Cut(value, ";")
		t.tls, t.secure = false, false
		t.keep(Entry{Kind: Ended, End: &End{Text: words}, Time: t.time})
	case "user":
		t.user = value
	case "time":
		if at, err := time.Parse(stamp, value); err == nil {
			t.time = at
		}
	case "note":
		t.keep(Entry{Kind: Notice, Text: value, Secure: t.secure, Time: t.time})
	}
}

// opened reads where the session went.
func (t *textReader) opened(value string) {
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
			t.time, _ = time.Parse(stamp, word)
		}
	}
	t.secure = false
	t.keep(Entry{Kind: Opened, Opening: o, Time: t.time})
}

// secured reads that TLS began; of its facts the first line.
func (t *textReader) secured(value string) {
	facts := &TLS{Verified: strings.HasSuffix(value, ", verified")}
	for i, part := range strings.Split(value, ", ") {
		if to := []*string{&facts.Version, &facts.Cipher, &facts.Group}; i < len(to) {
			*to[i] = part
		}
	}
	t.secure = true
	t.keep(Entry{Kind: Secured, Secure: true, TLS: facts, Time: t.time})
}
