// Package clientlog reads sessions from the logs of other mail clients and servers, and
// from copies of a terminal. It learns from a log which text the tool writes before each
// command and before each reply. It never guesses: a line that it cannot attribute to
// the client or the server is in no session. It is pure.
package clientlog

import (
	"strings"

	"byhand/internal/transcript"
)

// Log is what a log contains.
type Log struct {
	Tool     string // the tool that wrote it: "swaks"; "": not known
	Sessions []Session
	Unsure   int // lines that belong to neither side
}

// Session is a connection.
type Session struct {
	Entries []transcript.Entry
	Line    int  // the number of its first line in the log, from 1
	Body    Body // whether the log has the messages
}

// Body says what a log shows of the messages in a session.
type Body int

// The values of Body.
const (
	NoMessage Body = iota // no message was sent
	Whole                 // each message is there
	Omitted               // a message is missing or incomplete
)

// sampleLines is how many lines are read to learn the marks.
const sampleLines = 4000

// Read finds the sessions in the text of a log. ok is false if there is none.
func Read(text string) (log Log, ok bool) {
	lines := clean(text)
	if out := readBy(lines); out != nil {
		return *out, true
	}
	d := newDialogue(learn(texts(lines[:min(len(lines), sampleLines)])))
	b := builder{}
	for _, l := range lines {
		from, text := d.attribute(l.text)
		b.add(item{from, text, l.number})
	}
	log = b.log()
	log.Tool = toolOf(text)
	return log, len(log.Sessions) > 0
}

// line is a line of a log.
type line struct {
	text   string
	number int // from 1
}

// clean returns the lines of a log without what mail and Markdown put around them: fences,
// quotation marks, indentation and terminal escapes.
func clean(text string) []line {
	var all []line
	number := 0
	for raw := range strings.Lines(text) {
		number++
		l := strings.TrimRight(raw, "\r\n")
		if strings.HasPrefix(strings.TrimSpace(l), "```") {
			continue
		}
		all = append(all, line{withoutEscapes(l), number})
	}
	return withoutIndent(withoutQuotes(all))
}

// withoutIndent removes the indentation that all lines with text have.
func withoutIndent(all []line) []line {
	least := -1
	for _, l := range all {
		if text := strings.TrimLeft(l.text, " "); text != "" && (least < 0 || len(l.text)-len(text) < least) {
			least = len(l.text) - len(text)
		}
	}
	for i := range all {
		all[i].text = all[i].text[min(max(least, 0), len(all[i].text)):]
	}
	return all
}

// withoutQuotes removes the "> " of a mail that quotes a log, if nearly all lines have it
// and commands and replies come after it.
func withoutQuotes(all []line) []line {
	quoted, filled := 0, 0
	for _, l := range all {
		if l.text != "" {
			filled++
		}
		if rest, ok := strings.CutPrefix(l.text, "> "); ok && replyShape.MatchString(strings.TrimLeft(rest, " <>S:-")) {
			quoted++
		}
	}
	replies := 0
	for _, l := range all {
		if replyShape.MatchString(strings.TrimLeft(l.text, " <>S:-")) && !strings.HasPrefix(l.text, "> ") {
			replies++
		}
	}
	if quoted == 0 || replies > quoted/4 {
		return all
	}
	var out []line
	for _, l := range all {
		if rest, ok := strings.CutPrefix(l.text, ">"); ok {
			out = append(out, line{strings.TrimPrefix(rest, " "), l.number})
		}
	}
	return out
}

// withoutEscapes removes the color codes of a terminal (ECMA-48 CSI).
func withoutEscapes(s string) string {
	if !strings.Contains(s, "\x1b[") {
		return s
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(after, func(r rune) bool { return r >= '@' && r <= '~' })
		if end < 0 {
			return b.String()
		}
		s = after[end+1:]
	}
}

func texts(lines []line) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = l.text
	}
	return all
}
