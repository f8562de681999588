package replay

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Exchange is one line and what it was answered. A login is one as a whole: its
// challenges are never the same twice.
type Exchange struct {
	To       string   // the verb, as smtp.Answer has it: "GREETING", "MAIL", "."; "" was unasked
	Line     string   // what was sent; "" for a greeting
	Code     int      // 0: it has none
	Broken   bool     // the reply breaks the protocol (smtp.Broken)
	Enhanced string   // "5.1.1"; "": none
	Lines    []string // what the reply says, behind its codes; none: there was no reply
}

// Exchanges returns what was said on a transcript's first connection with a
// conversation. Where no reply has a code, the protocol is not SMTP, and what
// comes between two lines answers the first of them. The error is ErrMany, with the
// exchanges until then.
func Exchanges(entries iter.Seq[transcript.Entry]) ([]Exchange, error) {
	o := survey(entries)
	l := listener{session: o.newSession()}
	for _, e := range o.part(entries) {
		if l.take(e); l.size+len(l.pending) > Many {
			return l.all, ErrMany
		}
	}
	for _, a := range l.session.Hangup() {
		l.answered(a)
	}
	if !l.codes {
		return plainExchanges(o.part(entries))
	}
	for _, line := range l.pending {
		l.all = append(l.all, Exchange{To: verb(line), Line: line})
	}
	return l.all, nil
}

// Talk passes on what Exchanges needs of a session: not the text behind DATA, which
// may be long. (What is behind BDAT it counts.) The zero value is ready.
type Talk struct{ data bool }

// Needs reports whether an entry is needed; it must hear of each, in order.
func (t *Talk) Needs(e transcript.Entry) bool {
	switch {
	case e.Kind != transcript.Sent:
		return true
	case e.Phase != smtp.Message.String():
		t.data = verb(e.Text) == "DATA"
		return true
	}
	return !t.data || e.Text == "."
}

// Answered reports whether there is a reply among them.
func Answered(all []Exchange) bool {
	return slices.ContainsFunc(all, func(x Exchange) bool { return len(x.Lines) > 0 })
}

// How much of a line that was sent is kept, to be shown, and among how many lines without an answer
// the one is looked for that a reply is for.
const (
	longLine = 4 << 10
	farBack  = 1000
)

// beginning is what is kept of a line.
func beginning(line string) string {
	if len(line) <= longLine {
		return line
	}
	return strings.Clone(line[:longLine])
}

// listener pairs lines and replies.
type listener struct {
	session *smtp.Session
	pending []string // lines without an answer
	last    string   // the line answered last
	part    string   // of a line that goes on
	codes   bool
	spoken  bool
	size    int // of all, in lines
	all     []Exchange
}

func (l *listener) take(e transcript.Entry) {
	switch e.Kind {
	case transcript.Secured:
		if l.spoken { // else the greeting is still to come
			l.session.Secured()
		}
	case transcript.Received:
		l.spoken = true
		for _, a := range l.session.Received([]byte(e.Text + e.Ending)) {
			l.answered(a)
		}
	case transcript.Sent:
		l.spoken = true
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

// answered pairs a reply with the line that it is for.
func (l *listener) answered(a smtp.Answer) {
	l.codes = l.codes || a.Reply.Code != 0
	if a.To == "AUTH" && a.Reply.Code == 334 {
		return
	}
	x := Exchange{To: a.To, Code: a.Reply.Code, Broken: a.Reply.Code != 0 && a.Verdict() == smtp.Broken, Enhanced: a.Enhanced()}
	for _, line := range a.Reply.Lines {
		x.Lines = append(x.Lines, string(line.Text))
	}
	if a.To != "" && a.To != "GREETING" {
		x.Line = l.lineFor(a.To)
	}
	l.all = append(l.all, x)
	l.size += max(1, len(x.Lines))
}

// lineFor takes the line off that a reply to a verb is for. The end of an LMTP
// message has several replies.
func (l *listener) lineFor(to string) string {
	for i, line := range l.pending[:min(len(l.pending), farBack)] {
		if v := verb(line); v == to || to == "CRLF" && v == "" || to == "BDAT" {
			l.pending, l.last = l.pending[i+1:], line
			return line
		}
	}
	if to == "." {
		return to
	}
	return l.last
}

// plainExchanges knows nothing of codes.
func plainExchanges(entries iter.Seq2[int, transcript.Entry]) (all []Exchange, err error) {
	size := 0
	for _, e := range entries {
		switch {
		case e.Kind == transcript.Sent:
			all = append(all, Exchange{To: verb(e.Text), Line: beginning(e.Text)})
		case e.Kind == transcript.Received && len(all) == 0:
			all = append(all, Exchange{To: "GREETING", Lines: []string{e.Text}})
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
