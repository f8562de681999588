package clientlog

import (
	"strings"

	"byhand/internal/lazyregexp"
)

// dialogue attributes the lines of a connection to client and server. Where a tool writes
// no marks, the grammar of the protocol decides: a reply begins with a code, a command
// with a verb, and between 354 and the final dot all is message text.
type dialogue struct {
	marks   *marks
	builder builder
	state   state
	partial bool // the last line of the server was not the last of its reply
	open    bool // the server or the client has greeted, and neither said QUIT
	text    string
	from    side
	mark    *mark // of the last line
	silent  bool  // no line of the server is in the log
	ofText  bool  // the last line of the client with a mark was one of the message
}

// state says what the client may send.
type state int

const (
	commands  state = iota
	inMessage       // after 354
	challenge       // after 334
)

func newDialogue(m *marks, t *tool, n *notes, give func(Session)) *dialogue {
	d := &dialogue{builder: builder{notes: n, give: give}}
	d.learned(m, t)
	return d
}

// learned tells d what was learned from a sample.
func (d *dialogue) learned(m *marks, t *tool) {
	d.marks = m
	d.silent = !m.has(server) && m.has(client)
	d.builder.tool = t
}

func (d *dialogue) end() { d.builder.end() }

// secured notes that TLS began. It reports whether the session knows why.
func (d *dialogue) secured() bool { return d.builder.secured() }

// marked takes a line that has a mark. It reports whether it belongs to the session.
func (d *dialogue) marked(f found, number int) bool {
	from := f.mark.from
	switch {
	case from == server:
		return d.heard(f.text, f.mark, number)
	case f.mark.inMessage && d.state != inMessage:
		return false
	case f.isCut:
		d.builder.missing()
		return false
	}
	for text := range strings.SplitSeq(strings.ReplaceAll(f.text, "\r\n", "\n"), "\n") {
		if text, ok := d.plausible(text); ok {
			d.said(text, f.mark, number)
		} else {
			return false
		}
	}
	return true
}

// plausible reports whether the client may have sent a line that has its mark. A tool may
// use the mark for comments, too. It returns the line without spaces that the tool added.
func (d *dialogue) plausible(text string) (string, bool) {
	switch {
	case d.state != commands && isComment(text):
		d.builder.missing()
		return text, false
	case d.state == inMessage:
		return text, true
	case isMasked(text) && (d.state == challenge || d.silent || d.builder.verb == "AUTH" || looseCommand.MatchString(text)):
		return strings.TrimRight(text, " \t"), true
	case d.state == challenge, d.silent && d.builder.verb == "AUTH":
		text = strings.TrimSpace(text)
		return text, base64Shape.MatchString(text) || isCommand(text)
	}
	return text, isCommand(text) || looseCommand.MatchString(text)
}

// isComment reports whether a tool writes the text in place of a message.
func isComment(text string) bool {
	if len(text) > 200 || text == "" {
		return false
	}
	for _, word := range commentWords {
		if strings.Contains(text, word) {
			return comment.MatchString(text)
		}
	}
	return false
}

// commentWords has a part of each text that comment matches.
var commentWords = []string{"ytes", "yte", "ines", "ine ", "ctet", "mitted", "idden", "uppressed", "kipped", "not ", "emoved", "edacted", "runcated", "riting", "ending", "...", "…", "DATA frag", "ody", "essage", "ontent"}

var comment = lazyregexp.New(`(?i)^[<(\[]?(?:\d+ (?:bytes?|lines?|octets?)\b|(?:the )?(?:message|data|body|mime|content|e?mail)\b[^:]{0,40}\b(?:omitted|hidden|suppressed|skipped|not (?:shown|logged)|removed|redacted|truncated)|writing message|sending message|message (?:body|content|data|text)[\])>]?\.*$|[^:]{0,40}\b(?:bytes|lines) (?:of (?:data|message)|sent|omitted|skipped)|\.\.\.|\[?\.\.\.\]?$|…$|\(writing message\)|DATA fragment)`)

// unmarked takes a line without a mark. It reports whether it belongs to the session.
func (d *dialogue) unmarked(f found, whole string, number int) bool {
	text := strings.TrimRight(f.text, " \t")
	trimmed := strings.TrimLeft(text, " \t")
	hasServer, hasClient := d.marks.has(server), d.marks.has(client)
	replies := isReply(trimmed)
	switch {
	case d.from == client && d.builder.last != "" && notSent[text] == d.builder.last[:1]:
		d.builder.retract()
		return false
	case strings.HasPrefix(whole, "DEBUG SMTP") && traceSuppressed.MatchString(whole):
		d.said(traceSuppressed.FindStringSubmatch(whole)[1]+" ********", nil, number)
		return true
	case d.state == inMessage && !hasClient:
		return d.inText(f.text, replies, number)
	case d.state == inMessage && d.marks.spread && d.ofText && hasClient:
		d.said(f.text, d.mark, number)
		return true
	case d.partial && replies && d.from == server, replies && !hasServer && f.text == trimmed:
		return d.heard(trimmed, nil, number)
	case hasClient || d.partial:
		return false
	case isCommand(trimmed) && (d.open || isGreeting(trimmed)),
		d.state == challenge && base64Shape.MatchString(trimmed) && trimmed != "":
		d.said(trimmed, nil, number)
		return true
	}
	return false
}

// notSent has what openssl s_client prints after a line that it takes as its own command,
// by the letter with which the line begins, and does not send.
var notSent = map[string]string{"RENEGOTIATING": "R", "DONE": "Q", "KEYUPDATE": "K"}

// traceSuppressed matches what JavaMail writes in place of a login.
var traceSuppressed = lazyregexp.New(`^DEBUG SMTPS?: (AUTH [A-Z0-9-]+) command trace suppressed`)

// inText takes a line of a message that has no mark. Only a reply after a message that
// the log omits is no text of it.
func (d *dialogue) inText(text string, replies bool, number int) bool {
	if isComment(text) {
		d.builder.missing()
		return false
	}
	if d.marks.trailing {
		d.builder.missing() // which empty lines are the tool's is not known
	}
	if replies && d.builder.lines == 0 {
		return d.heard(text, nil, number)
	}
	d.said(text, nil, number)
	return true
}

// heard takes a line of the server. It reports whether it is new.
func (d *dialogue) heard(text string, m *mark, number int) bool {
	text = strings.TrimSuffix(text, `\r\n`)
	for text := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if text == "" || d.builder.isDuplicate(text, m) {
			continue
		}
		d.heardLine(text, number)
	}
	d.from, d.mark, d.ofText = server, m, false
	return true
}

func (d *dialogue) heardLine(text string, number int) {
	d.builder.received(text, number)
	d.open = true
	d.partial = isPartial(text)
	if d.partial || !isReply(text) {
		return
	}
	switch {
	case strings.HasPrefix(text, "354"):
		d.state = inMessage
	case strings.HasPrefix(text, "334"), strings.HasPrefix(text, "+ "):
		d.state = challenge
	case strings.HasPrefix(text, "221"), strings.HasPrefix(text, "421"):
		d.open = false
		d.state = commands
	default:
		d.state = commands
	}
}

// isPartial reports whether more lines of the reply follow.
func isPartial(reply string) bool { return len(reply) > 3 && reply[3] == '-' && isDigit(reply[0]) }

// said takes a line of the client.
func (d *dialogue) said(text string, m *mark, number int) {
	if strings.ContainsAny(text, "\r\n\x00") { // the server may take it for two
		d.builder.missing()
		return
	}
	if d.from == client && m != d.mark && m != nil && text == d.text && d.state == commands {
		return // another logger wrote the same line
	}
	d.ofText = d.state == inMessage
	d.builder.sent(text, number, d.state == inMessage)
	d.open = true
	d.partial = false
	d.from, d.mark, d.text = client, m, text
	switch {
	case d.state == inMessage && text == ".", d.state == challenge:
		d.state = commands
	case d.silent && d.state == commands && d.builder.verb == "DATA":
		d.state = inMessage
	}
}
