package replay

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Exchange is a line and the reply to it. A whole login is one exchange, because its
// challenges are never the same twice.
type Exchange struct {
	Verb     string   // the verb, as in smtp.MatchedReply: "GREETING", "MAIL", "."; "": an unsolicited reply
	Line     string   // the line that was sent; "" for a greeting
	Code     int      // the reply code; 0: none
	Broken   bool     // the reply breaks the protocol (smtp.Broken)
	Enhanced string   // "5.1.1"; "": none
	Lines    []string // the text of the reply after its codes; nil: there was no reply
}

// Exchanges returns the exchanges on the first connection of a transcript on which a line
// was sent or received. If no reply has a code, the protocol is not SMTP: then all lines
// received after a line are the reply to it. The error is ErrMany, with the exchanges up
// to the limit.
func Exchanges(entries iter.Seq[transcript.Entry]) ([]Exchange, error) {
	o := readOutline(entries)
	l := listener{session: o.newSession()}
	for _, e := range o.connection(entries) {
		if l.pair(e); l.size+len(l.pending) > Many {
			return l.all, ErrMany
		}
	}
	for _, a := range l.session.Hangup() {
		l.addReply(a)
	}
	if !l.hasCodes {
		return plainExchanges(o.connection(entries))
	}
	for _, line := range l.pending {
		l.all = append(l.all, Exchange{Verb: verb(line), Line: line})
	}
	return l.all, nil
}

// HasReplies reports whether any of the exchanges has a reply.
func HasReplies(all []Exchange) bool {
	return slices.ContainsFunc(all, func(x Exchange) bool { return len(x.Lines) > 0 })
}

const (
	maxLine    = 4 << 10 // how many bytes of a sent line are kept for the report
	maxPending = 1000    // how many lines without a reply are searched for the line of a reply
)

// beginning returns the part of a line that is kept.
func beginning(line string) string {
	if len(line) <= maxLine {
		return line
	}
	return strings.Clone(line[:maxLine])
}

// listener pairs lines and replies.
type listener struct {
	session  *smtp.Session
	pending  []string // lines without a reply
	lastLine string   // the last line that had a reply
	part     string   // the beginning of a line that continues in the next entry
	hasCodes bool     // a reply had a code
	hasLines bool     // a line was sent or received
	size     int      // how many lines of replies all has
	all      []Exchange
}

func (l *listener) pair(e transcript.Entry) {
	if e.IsOmission() && l.session.Phase() == smtp.Message {
		e = transcript.Entry{Kind: transcript.Sent, Text: ".", Ending: "\r\n"}
	}
	switch e.Kind {
	case transcript.Secured:
		if l.hasLines { // otherwise the greeting has not come yet
			l.session.Secured()
		}
	case transcript.Received:
		l.hasLines = true
		if lacksAnswer(l.session.Phase(), e.Text) {
			l.session.Sent([]byte(transcript.Mask + "\r\n"))
		}
		for _, a := range l.session.Received([]byte(e.Text + e.Ending)) {
			l.addReply(a)
		}
	case transcript.Sent:
		l.hasLines = true
		phase, line := l.session.Phase(), beginning(l.part+e.Text)
		l.session.Sent([]byte(e.Text + e.Ending))
		if l.part = ""; e.Ending == "" && phase != smtp.Message {
			l.part = line
			return
		}
		if phase == smtp.Challenge || phase == smtp.Message && l.session.Phase() == smtp.Message {
			return
		}
		l.pending = append(l.pending, line)
	}
}

// addReply adds the exchange of a reply.
func (l *listener) addReply(a smtp.MatchedReply) {
	l.hasCodes = l.hasCodes || a.Reply.Code != 0
	if a.Verb == "AUTH" && a.Reply.Code == 334 {
		return
	}
	x := Exchange{Verb: a.Verb, Code: a.Reply.Code, Broken: a.Reply.Code != 0 && a.Verdict() == smtp.Broken, Enhanced: a.Enhanced()}
	for _, line := range a.Reply.Lines {
		x.Lines = append(x.Lines, string(line.Text))
	}
	if a.Verb != "" && a.Verb != "GREETING" {
		x.Line = l.lineFor(a.Verb)
	}
	l.all = append(l.all, x)
	l.size += max(1, len(x.Lines))
}

// lineFor returns the line that a reply to a verb is for, and removes it from the lines
// without a reply. In LMTP the end of a message has several replies.
func (l *listener) lineFor(to string) string {
	for i, line := range l.pending[:min(len(l.pending), maxPending)] {
		if v := verb(line); v == to || to == "CRLF" && v == "" || to == "BDAT" {
			l.pending, l.lastLine = l.pending[i+1:], line
			return line
		}
	}
	if to == "." {
		return to
	}
	return l.lastLine
}

// plainExchanges is Exchanges for a protocol without codes.
func plainExchanges(entries iter.Seq2[int, transcript.Entry]) (all []Exchange, err error) {
	size := 0
	for _, e := range entries {
		switch {
		case e.Kind == transcript.Sent:
			all = append(all, Exchange{Verb: verb(e.Text), Line: beginning(e.Text)})
		case e.Kind == transcript.Received && len(all) == 0:
			all = append(all, Exchange{Verb: "GREETING", Lines: []string{e.Text}})
		case e.Kind == transcript.Received:
			x := &all[len(all)-1]
			x.Lines = append(x.Lines, strings.TrimRight(e.Text, " "))
		default:
			continue
		}
		if size++; size > Many {
			return all, ErrMany
		}
	}
	return all, nil
}
