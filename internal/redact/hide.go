package redact

import (
	"byhand/internal/transcript"
	"slices"
)

// Names replaces the names and addresses in a session's entries, and never what
// they are parsed by: reply codes, enhanced codes, verbs and keywords.
type Names struct {
	naming naming // nil: keyed, made when it is first needed
	known  known
	ehlo   ehloLine // the next line of the server
}

// ehloLine is a place in the reply to EHLO (RFC 5321 4.1.1.1).
type ehloLine int

const (
	notEHLO   ehloLine = iota
	ehloFirst          // names the server
	ehloOffer          // begins with a keyword
)

var (
	// commandHead finds the commands of which a host's name without a dot is an
	// argument. In others such a word is a parameter: LOGIN, SIZE.
	commandHead = pattern(`^(?:(?i:EHLO|HELO|LHLO|ETRN|VRFY|EXPN|XCLIENT|XFORWARD)|:open) +`)
	ehloVerb    = pattern(`^\s*(?i:EHLO|LHLO)\s`)

	// replyHead finds what a reply is parsed by: the code, its separator and the
	// enhanced code, as package smtp reads them, or the result in IMAP. The character
	// after an enhanced code stays too: a letter there would make it a word.
	replyHead    = pattern(`^(?:[1-9]\d\d(?:[ -]|$)(?:` + enhancedCode + `)?|\S+ (?:OK|NO|BAD)\b)`)
	enhancedHead = pattern(`^` + enhancedCode)
	goesOn       = pattern(`^[1-9]\d\d-`)
)

const enhancedCode = `[ \t]*\d{1,3}\.\d{1,3}\.\d{1,3}(?:[^.A-Za-z\d-]|$)`

// Replace hides the entry that comes next.
func (h *Names) Replace(e *transcript.Entry) {
	h.known.learn(e)
	h.ReplacePartial(e)
	switch {
	case isCommand(e) && ehloVerb().MatchString(e.Text):
		h.ehlo = ehloFirst
	case e.Kind == transcript.Received && h.ehlo != notEHLO && goesOn().MatchString(e.Text):
		h.ehlo = ehloOffer
	case e.Kind == transcript.Received, e.Kind == transcript.Opened:
		h.ehlo = notEHLO
	}
}

// isCommand reports whether the server takes a line for a command.
func isCommand(e *transcript.Entry) bool { return e.Kind == transcript.Sent && e.Phase != "message" }

// ReplacePartial replaces every name and address in an entry.
func (h *Names) ReplacePartial(e *transcript.Entry) {
	if h.naming == nil {
		h.naming = keyed()
	}
	e.Text = h.line(e)
	e.User = h.inText(e.User)
	if o := e.Opening; o != nil {
		h.all(&o.Target, &o.Remote, &o.Local, &o.Proxy)
	}
	if e.Reply != nil {
		for i := range e.Reply.Lines {
			e.Reply.Lines[i] = h.replyText(e.Reply, i)
		}
	}
	if t := e.TLS; t != nil {
		t.Problems = slices.Clone(t.Problems)
		h.all(&t.Name, &t.Issuer)
		h.each(t.Names)
		h.each(t.Problems)
		t.SHA256 = "" // it finds the host
	}
	if e.End != nil {
		h.all(&e.End.Text)
	}
}

// line returns the text of an entry with its names replaced.
func (h *Names) line(e *transcript.Entry) string {
	switch {
	case isCommand(e), e.Kind == transcript.Command:
		if head := commandHead().FindString(e.Text); head != "" {
			return head + h.inText(e.Text[len(head):])
		}
		return h.naming.inText(e.Text)
	case e.Kind != transcript.Received:
		return h.inText(e.Text)
	}
	head := replyHead().FindString(e.Text)
	if h.ehlo == ehloOffer {
		return head + h.naming.inText(e.Text[len(head):])
	}
	return head + h.inText(e.Text[len(head):])
}

// replyText returns what one line of a reply says, with its names replaced.
func (h *Names) replyText(r *transcript.Reply, i int) string {
	head := enhancedHead().FindString(r.Lines[i])
	rest := r.Lines[i][len(head):]
	if i > 0 && (r.To == "EHLO" || r.To == "LHLO") {
		return head + h.naming.inText(rest)
	}
	return head + h.inText(rest)
}

// inText replaces what has the form of an address, and the names that are known.
func (h *Names) inText(text string) string {
	return h.known.replace(h.naming.inText(text), h.naming.host)
}

func (h *Names) all(texts ...*string) {
	for _, text := range texts {
		*text = h.inText(*text)
	}
}

func (h *Names) each(texts []string) {
	for i := range texts {
		texts[i] = h.inText(texts[i])
	}
}
