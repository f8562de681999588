package clientlog

import (
	"encoding/base64"
	"strings"

	"byhand/internal/lazyregexp"
	"byhand/internal/transcript"
)

// maxSession is how many bytes a session may have; its end is then left out.
const maxSession = 8 << 20

// builder makes sessions from attributed lines.
type builder struct {
	give  func(Session)
	notes *notes
	tool  *tool

	current   *Session
	size      int
	verb      string           // of the client's last command
	last      string           // that command; "": the last line was not one
	answered  bool             // the server has replied to it
	agreed    bool             // the server agreed to TLS
	challenge bool             // 334 was the last line
	seen      map[string]*mark // replies since the client's last line
	begin     int              // the index of the message's first entry; 0: no message
	lines     int              // of the message
	isMissing bool             // a line of the message is not in the log
}

// isDuplicate reports whether another logger of the tool wrote the same line of the
// server.
func (b *builder) isDuplicate(text string, m *mark) bool {
	other, ok := b.seen[text]
	if b.seen == nil {
		b.seen = map[string]*mark{}
	}
	if !ok && len(b.seen) < 200 {
		b.seen[text] = m
	}
	return ok && other != m && other != nil && m != nil
}

// secured notes that TLS began. It reports whether the server agreed to it.
func (b *builder) secured() bool {
	if !b.agreed {
		return b.current != nil && b.current.Entries != nil && b.isSecure()
	}
	b.agreed = false
	b.append(transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{}})
	return true
}

// isSecure reports whether TLS has begun.
func (b *builder) isSecure() bool {
	for _, e := range b.current.Entries {
		if e.Kind == transcript.Secured {
			return true
		}
	}
	return false
}

// received takes a line of the server.
func (b *builder) received(text string, line int) {
	if b.current == nil || strings.HasPrefix(text, "220") && b.verb != "" && (b.verb != "STARTTLS" || b.answered) && b.verb != "XCLIENT" {
		b.start(line)
	}
	b.endMessage()
	if b.challenge { // the log omits what the client answered
		b.append(transcript.Entry{Kind: transcript.Sent, Text: transcript.Mask, Ending: "\r\n", Masked: true})
	}
	if b.answered && isLoginReply(text) {
		b.append(transcript.Entry{Kind: transcript.Sent, Text: "AUTH " + transcript.Mask, Ending: "\r\n", Masked: true})
	}
	b.agreed = b.agreed || strings.HasPrefix(text, "220 ") && b.verb == "STARTTLS" && !b.answered
	b.challenge = strings.HasPrefix(text, "334")
	b.append(transcript.Entry{Kind: transcript.Received, Text: text, Ending: "\r\n"})
	if !isPartial(text) {
		b.answered = true
	}
	if strings.HasPrefix(text, "354") {
		b.begin, b.lines, b.isMissing = len(b.current.Entries), 0, false
	}
}

// isLoginReply reports whether only a login is answered so. The log omits it if no command
// comes before.
func isLoginReply(text string) bool {
	return strings.HasPrefix(text, "235") || strings.HasPrefix(text, "535")
}

// missing notes that the log does not have all lines of the message.
func (b *builder) missing() { b.isMissing = true }

// start begins a session.
func (b *builder) start(line int) {
	b.end()
	b.current = &Session{Line: line}
	if b.notes.target != "" {
		b.append(transcript.Entry{Kind: transcript.Opened, Opening: &transcript.Opening{Target: b.notes.target}})
	}
	if b.notes.tls {
		b.append(transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{}})
	}
	*b.notes = notes{}
}

// append adds an entry, unless the session is too long.
func (b *builder) append(e transcript.Entry) {
	if b.size += len(e.Text) + 64; b.size > maxSession {
		b.current.Cut = true
		b.isMissing = true
		return
	}
	b.current.Entries = append(b.current.Entries, e)
}

// sent takes a line of the client.
func (b *builder) sent(text string, line int, isMessage bool) {
	if b.current == nil || isGreeting(text) && !isMessage && b.verb == "QUIT" {
		b.start(line)
	}
	b.seen, b.challenge, b.last = nil, false, ""
	greets := b.verb == "STARTTLS" && !b.answered && isGreeting(text)
	if isMessage && b.begin > 0 || b.begin > 0 && b.lines > 0 {
		b.text(text)
		return
	}
	b.answered = false
	if b.agreed || greets {
		b.agreed = true
		b.secured()
	}
	text, masked := withMask(text)
	b.append(transcript.Entry{Kind: transcript.Sent, Text: text, Ending: "\r\n", Masked: masked})
	b.last = text
	if verb, _, _ := strings.Cut(strings.ToUpper(text), " "); isVerb(verb) {
		b.verb, b.answered = verb, false
	}
	if isMessage {
		b.begin, b.lines, b.isMissing = len(b.current.Entries), 0, false
	}
}

// retract removes the client's last line: it was not sent.
func (b *builder) retract() {
	s := b.current
	s.Entries = s.Entries[:len(s.Entries)-1]
	b.last, b.verb = "", "NOOP"
}

func isVerb(s string) bool {
	return len(s) >= 3 && len(s) <= 12 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// text takes a line of a message.
func (b *builder) text(text string) {
	b.lines++
	if b.tool.unstuffed && strings.HasPrefix(text, ".") && text != "." {
		text = "." + text
	}
	b.append(transcript.Entry{Kind: transcript.Sent, Text: text, Ending: "\r\n"})
	if text == "." {
		b.endText()
	}
}

// endText ends a message that has its final dot. One without text was omitted.
func (b *builder) endText() {
	if b.isEmpty() || b.isMissing || b.tool.isLossy && !b.hasHeader() {
		b.endMessage()
		return
	}
	b.current.Body = max(b.current.Body, Whole)
	b.begin = 0
}

// isEmpty reports whether no line of the message has text.
func (b *builder) isEmpty() bool {
	for _, e := range b.current.Entries[b.begin:] {
		if e.Text != "" && e.Text != "." {
			return false
		}
	}
	return true
}

// hasHeader reports whether an empty line comes after the header of the message.
func (b *builder) hasHeader() bool {
	for i, e := range b.current.Entries[b.begin:] {
		if e.Text == "" {
			return i > 0
		}
		if !headerLine.MatchString(e.Text) {
			return false
		}
	}
	return false
}

var headerLine = lazyregexp.New(`^(?:[!-9;-~]+:|[ \t])`)

// endMessage removes a message that is not complete.
func (b *builder) endMessage() {
	if b.begin == 0 {
		return
	}
	b.current.Entries = append(b.current.Entries[:b.begin], transcript.NewOmission())
	b.current.Body = Omitted
	b.begin = 0
}

// masks matches what tools write in place of a secret.
var masks = lazyregexp.New(`(?i)\*{3,}(?: \(\d+ characters?\))?|\bx{6,}\b|•{3,}|[<\[({][^<>\[\](){}@:]{0,40}\b(?:hidden|redacted|filtered|removed|secret|masked|omitted|suppressed|password|credentials)\b[^<>\[\](){}@:]{0,20}[>\])}]`)

// isMasked reports whether a tool masked a part of the line.
func isMasked(text string) bool {
	low := strings.ToLower(text)
	for _, word := range maskWords {
		if strings.Contains(low, word) {
			return masks.MatchString(text)
		}
	}
	return false
}

// maskWords has a part of each text that masks matches.
var maskWords = []string{"***", "xxxxxx", "•••", "hidden", "redact", "filter", "remove", "secret", "mask", "omit", "suppress", "passw", "credential"}

// cutLogin matches a login that the tool shortened.
var cutLogin = lazyregexp.New(`^(?i:(AUTH [A-Z0-9-]+ \S*))(?:\.\.\.|…)$`)

// removed is what tools put into a login before they encode it.
var removed = []string{"/* secret */", "PROVIDED_BUT_REMOVED", "********"}

// withMask returns a line with byhand's own mask in place of the tool's.
func withMask(text string) (out string, masked bool) {
	if isMasked(text) {
		return masks.ReplaceAllString(text, transcript.Mask), true
	}
	if cutLogin.MatchString(text) {
		return strings.Join(strings.Fields(text)[:2], " ") + " " + transcript.Mask, true
	}
	at := strings.LastIndexByte(text, ' ') + 1
	decoded, err := base64.StdEncoding.DecodeString(text[at:])
	for _, word := range removed {
		if err == nil && strings.Contains(string(decoded), word) {
			return text[:at] + transcript.Mask, true
		}
	}
	return text, false
}

// end passes the session on, if the client said something.
func (b *builder) end() {
	if s := b.current; s != nil {
		b.endMessage()
		if b.verb != "" {
			b.give(*s)
		}
	}
	*b = builder{give: b.give, notes: b.notes, tool: b.tool}
}
