package redact

import (
	"slices"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Names replaces names and addresses in the entries of a session. It leaves what a
// parser reads: reply codes, enhanced codes, verbs and keywords. The zero value is ready.
type Names struct {
	naming naming // nil: made with a new key when first needed
	hosts  bareHosts
	ehlo   ehloLine // the next line from the server
}

// ehloLine is a line's place in the reply to EHLO (RFC 5321 4.1.1.1).
type ehloLine int

const (
	notEHLO   ehloLine = iota
	ehloFirst          // names the server
	ehloOffer          // begins with a keyword
)

var (
	// commandHead finds the commands that have a host name without a dot as an argument.
	// In other commands such a word is a parameter: LOGIN, SIZE.
	commandHead = pattern(`^(?:(?i:EHLO|HELO|LHLO|ETRN|VRFY|EXPN|XCLIENT|XFORWARD)|:open) +`)
	ehloVerb    = pattern(`^\s*(?i:EHLO|LHLO)\s`)

	// replyHead finds what a parser reads in a reply: the code, its separator and the
	// enhanced code, as in package smtp, or the result in IMAP. The character after an
	// enhanced code is part of it: a letter in its place would make the code a word.
	replyHead      = pattern(`^(?:[1-9]\d\d(?:[ -]|$)(?:` + enhancedCode + `)?|\S+ (?:OK|NO|BAD)\b)`)
	enhancedHead   = pattern(`^` + enhancedCode)
	continuedReply = pattern(`^[1-9]\d\d-`)
)

const enhancedCode = `[ \t]*\d{1,3}\.\d{1,3}\.\d{1,3}(?:[^.A-Za-z\d-]|$)`

// Replace replaces the names in the next entry of the session, in place.
func (n *Names) Replace(e *transcript.Entry) {
	n.hosts.learn(e)
	n.ReplacePartial(e)
	switch {
	case isCommand(e) && ehloVerb().MatchString(e.Text):
		n.ehlo = ehloFirst
	case e.Kind == transcript.Received && n.ehlo != notEHLO && continuedReply().MatchString(e.Text):
		n.ehlo = ehloOffer
	case e.Kind == transcript.Received, e.Kind == transcript.Opened:
		n.ehlo = notEHLO
	}
}

// isCommand reports whether the server reads a line as a command.
func isCommand(e *transcript.Entry) bool {
	return e.Kind == transcript.Sent && e.Phase != smtp.Message.String()
}

// ReplacePartial replaces the names in an entry that is not complete yet, in place. It
// learns nothing from the entry.
func (n *Names) ReplacePartial(e *transcript.Entry) {
	if n.naming == nil {
		n.naming = newNaming()
	}
	e.Text = n.line(e)
	e.User = n.replaceInText(e.User)
	if o := e.Opening; o != nil {
		n.replaceAll(&o.Target, &o.Remote, &o.Local, &o.Proxy)
	}
	if e.Reply != nil {
		for i := range e.Reply.Lines {
			e.Reply.Lines[i] = n.replyText(e.Reply, i)
		}
	}
	if t := e.TLS; t != nil {
		t.Problems = slices.Clone(t.Problems)
		n.replaceAll(&t.Name, &t.Issuer)
		n.replaceEach(t.Names)
		n.replaceEach(t.Problems)
		t.SHA256 = "" // a search for it finds the host
	}
	if e.End != nil {
		n.replaceAll(&e.End.Text)
	}
}

// line returns the text of an entry with its names replaced.
func (n *Names) line(e *transcript.Entry) string {
	switch {
	case isCommand(e), e.Kind == transcript.Command:
		if head := commandHead().FindString(e.Text); head != "" {
			return head + n.replaceInText(e.Text[len(head):])
		}
		return n.naming.replaceInText(e.Text)
	case e.Kind != transcript.Received:
		return n.replaceInText(e.Text)
	}
	head := replyHead().FindString(e.Text)
	if n.ehlo == ehloOffer {
		return head + n.naming.replaceInText(e.Text[len(head):])
	}
	return head + n.replaceInText(e.Text[len(head):])
}

// replyText returns line i of a reply with its names replaced.
func (n *Names) replyText(r *transcript.Reply, i int) string {
	head := enhancedHead().FindString(r.Lines[i])
	rest := r.Lines[i][len(head):]
	if i > 0 && (r.Verb == "EHLO" || r.Verb == "LHLO") {
		return head + n.naming.replaceInText(rest)
	}
	return head + n.replaceInText(rest)
}

// replaceInText replaces what has the form of an address, and the host names learned so far.
func (n *Names) replaceInText(text string) string {
	return n.hosts.replace(n.naming.replaceInText(text), n.naming.host)
}

func (n *Names) replaceAll(texts ...*string) {
	for _, text := range texts {
		*text = n.replaceInText(*text)
	}
}

func (n *Names) replaceEach(texts []string) {
	for i := range texts {
		texts[i] = n.replaceInText(texts[i])
	}
}
