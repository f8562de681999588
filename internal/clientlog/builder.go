package clientlog

import (
	"regexp"
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// builder makes sessions from attributed lines.
type builder struct {
	sessions []Session
	unsure   int
	current  *Session
	target   string // of the next session; "": not known
	tls      bool   // TLS began before the next session's first line
	message  bool   // after 354
	lines    int    // of the message
	begins   int    // the index of the message's first entry
	partial  bool   // the log has something else in place of a part of the message
	agreed   bool   // the server agreed to TLS
}

// add takes the next line of the log.
func (b *builder) add(i item) {
	switch i.from {
	case neither:
		b.note(i)
		return
	case server:
		b.received(i)
	case client:
		b.sent(i)
	}
}

// targetIn finds the server that a tool connects to.
var targetIn = regexp.MustCompile(`(?i)(?:connect(?:ed|ing)?|trying|opening connection)(?: to)?:? \(?['"]?([A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z0-9-]+|localhost)['"]?(?:[ ,:]+(?:\([^)]*\) )?(?:port )?(\d{2,5})\b)?`)

// tlsIn finds a tool's note that TLS began.
var tlsIn = regexp.MustCompile(`(?i)TLS (?:started|connection established|handshake (?:complete|done|succe)|session established|is active)|SSL connection using|SSL-Session:|New, TLSv|\(TLS[0-9. ]*\)\.?$|TLSv1\.\d, Cipher|handshaked|Cipher is `)

// note takes a line that belongs to neither side.
func (b *builder) note(i item) {
	if m := targetIn.FindStringSubmatch(i.text); m != nil {
		if m[2] != "" || b.target == "" {
			b.target = m[1]
			if m[2] != "" {
				b.target += ":" + m[2]
			}
		}
	}
	if tlsIn.MatchString(i.text) {
		b.secured()
	}
	if strings.TrimSpace(i.text) != "" {
		b.unsure++
	}
}

// secured notes that TLS began.
func (b *builder) secured() {
	switch {
	case b.current == nil:
		b.tls = true
	case b.agreed:
		b.current.Entries = append(b.current.Entries, transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{}})
		b.agreed = false
	}
}

// received takes a line of the server.
func (b *builder) received(i item) {
	if strings.HasPrefix(i.text, "220") && b.startsNew() {
		b.begin(i)
	}
	if b.current == nil {
		b.begin(i)
	}
	if b.message {
		b.endMessage()
	}
	s := b.current
	b.agreed = b.agreed || strings.HasPrefix(i.text, "220 ") && lastSent(s) == "STARTTLS"
	b.message = strings.HasPrefix(i.text, "354")
	b.lines, b.partial = 0, false
	s.Entries = append(s.Entries, transcript.Entry{Kind: transcript.Received, Text: i.text, Ending: "\r\n"})
	b.begins = len(s.Entries)
}

// startsNew reports whether a 220 greets, and does not answer STARTTLS.
func (b *builder) startsNew() bool {
	if b.current == nil {
		return true
	}
	n := len(b.current.Entries)
	last := b.current.Entries[n-1]
	if last.Kind == transcript.Received && strings.HasPrefix(last.Text, "220-") {
		return false
	}
	verb := strings.ToUpper(lastSent(b.current))
	return verb != "STARTTLS" && verb != "XCLIENT" && verb != ""
}

// lastSent returns the verb of the client's last line.
func lastSent(s *Session) string {
	for i := len(s.Entries) - 1; i >= 0; i-- {
		if e := s.Entries[i]; e.Kind == transcript.Sent {
			verb, _, _ := strings.Cut(strings.ToUpper(e.Text), " ")
			return verb
		}
	}
	return ""
}

// begin begins a session.
func (b *builder) begin(i item) {
	b.sessions = append(b.sessions, Session{Line: i.line})
	b.current = &b.sessions[len(b.sessions)-1]
	if b.target != "" {
		b.current.Entries = append(b.current.Entries, transcript.Entry{Kind: transcript.Opened, Opening: &transcript.Opening{Target: b.target}})
	}
	if b.tls {
		b.current.Entries = append(b.current.Entries, transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{}})
	}
	b.target, b.tls, b.message, b.agreed = "", false, false, false
}

// sent takes a line of the client.
func (b *builder) sent(i item) {
	if b.current == nil {
		b.begin(i)
	}
	s := b.current
	for text := range strings.SplitSeq(strings.TrimSuffix(i.text, "\r\n"), "\r\n") {
		masked := false
		if !b.message {
			text, masked = withMask(text)
		} else if !b.addText(text) {
			continue
		}
		s.Entries = append(s.Entries, transcript.Entry{Kind: transcript.Sent, Text: text, Ending: "\r\n", Masked: masked})
	}
}

// addText takes a line of a message. It reports whether the client sent it.
func (b *builder) addText(text string) bool {
	if standIn.MatchString(text) {
		b.partial = true
		return false
	}
	b.lines++
	if text == "." {
		b.message = false
		b.current.Body = max(b.current.Body, Whole)
		if b.lines == 1 || b.partial {
			b.omitMessage()
		}
	}
	return true
}

// standIn matches what tools write in place of a message.
var standIn = regexp.MustCompile(`(?i)^<?\d+ bytes?\b|^\[?<?(?:message|data|body|mime)[^:]{0,40}(?:omitted|hidden|suppressed|skipped|not shown)|^\.\.\.$|^\[\.\.\.\]$`)

// endMessage notes that the server answered a message that does not end.
func (b *builder) endMessage() {
	b.message = false
	b.omitMessage()
}

// omitMessage notes that a part of the message is missing.
func (b *builder) omitMessage() {
	s := b.current
	s.Body = Omitted
	s.Entries = slices.Insert(s.Entries, b.begins, transcript.NewOmission())
}

// masks matches what tools write in place of a secret.
var masks = regexp.MustCompile(`(?i)\*{3,}|\bx{6,}\b|<(?:hidden|redacted|password|secret|removed|omitted|credentials hidden)>|\[(?:credentials )?(?:hidden|redacted|filtered|removed|secret|password)\]|\((?:hidden|redacted)\)|[A-Za-z0-9+/=]*/\* secret \*/|^\S* ?command trace suppressed`)

// withMask returns a line with byhand's own mask in place of the tool's.
func withMask(text string) (out string, masked bool) {
	if !masks.MatchString(text) {
		return text, false
	}
	return masks.ReplaceAllString(text, transcript.Mask), true
}

// log returns the sessions in which both sides or the client spoke.
func (b *builder) log() Log {
	l := Log{Unsure: b.unsure}
	if b.message && b.current != nil {
		b.endMessage()
	}
	for _, s := range b.sessions {
		if lastSent(&s) != "" {
			l.Sessions = append(l.Sessions, s)
		}
	}
	return l
}
