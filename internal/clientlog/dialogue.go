package clientlog

import (
	"encoding/base64"
	"strings"
)

// item is a line of a session.
type item struct {
	from side
	text string // without its ending
	line int    // its number in the log
}

// dialogue attributes the lines of a log to client and server. Where a tool writes no
// marks, the grammar of the protocol decides: a reply begins with a code, a command with
// a verb, and between 354 and the final dot all is message text.
type dialogue struct {
	marks   marks
	unsure  int    // lines that could not be attributed
	state   string // "message": after 354; "challenge": after 334; "": commands
	partial bool   // the last line of the server was not the last of its reply
	marked  [3]bool
}

func newDialogue(m marks) *dialogue {
	d := &dialogue{marks: m}
	for _, o := range m.of {
		d.marked[o.from] = true
	}
	return d
}

// attribute returns which side a line comes from, and its text.
func (d *dialogue) attribute(line string) (from side, text string) {
	from, text = d.marks.cut(line)
	if from == neither {
		from, text = d.guess(text)
	}
	switch from {
	case server:
		d.heard(text)
	case client:
		d.said(text)
	}
	return from, text
}

// guess attributes a line that has no mark.
func (d *dialogue) guess(line string) (side, string) {
	text := strings.TrimRight(line, " \t")
	trimmed := strings.TrimLeft(text, " \t")
	isReply, isCommand := replyShape.MatchString(trimmed), commandShape.MatchString(trimmed)
	switch {
	case d.state == "message" && !d.marked[client]:
		return client, text
	case d.partial && isReply, isReply && !d.marked[server]:
		return server, trimmed
	case isCommand && !d.marked[client]:
		return client, trimmed
	case d.state == "challenge" && !d.marked[client] && isBase64(trimmed):
		return client, trimmed
	}
	return neither, line
}

// heard follows a line of the server.
func (d *dialogue) heard(text string) {
	d.partial = len(text) > 3 && text[3] == '-'
	if d.partial {
		return
	}
	switch {
	case strings.HasPrefix(text, "354"):
		d.state = "message"
	case strings.HasPrefix(text, "334"), strings.HasPrefix(text, "+ "):
		d.state = "challenge"
	default:
		d.state = ""
	}
}

// said follows a line of the client.
func (d *dialogue) said(text string) {
	d.partial = false
	if d.state == "message" && text == "." || d.state == "challenge" {
		d.state = ""
	}
}

func isBase64(s string) bool {
	if s == "*" || s == "" {
		return s == "*"
	}
	_, err := base64.StdEncoding.DecodeString(s)
	return err == nil
}
