package session

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/refusal"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Refusals yields the entries of the session, complete, each with the refusal that it
// completes; nil: none.
func (s Session) Refusals() iter.Seq2[transcript.Entry, *advice.Refusal] {
	return func(yield func(transcript.Entry, *advice.Refusal) bool) {
		x := explainer{earlier: map[refusal.Part]string{}}
		for l := range s.Complete() {
			if !yield(l.Entry, x.explain(&l)) {
				return
			}
		}
	}
}

// explainer collects what explains a refusal.
type explainer struct {
	host    string
	lines   []string // the commands without a reply
	reply   []string // the lines of a reply so far
	earlier map[refusal.Part]string
}

// maxKept is how many commands without a reply, and lines of a reply, are kept.
const maxKept = 1000

// explain takes a line. It returns the refusal that the line completes; nil: none.
func (x *explainer) explain(l *Line) *advice.Refusal {
	switch l.Kind {
	case transcript.Opened:
		*x = explainer{earlier: map[refusal.Part]string{}}
		if l.Opening != nil {
			x.host, _, _ = strings.Cut(l.Opening.Target, ":")
		}
	case transcript.Sent:
		if l.Phase == smtp.Command.String() && l.secret == 0 && len(x.lines) < maxKept {
			x.note(l.Text)
		}
	case transcript.Received:
		if len(x.reply) < maxKept {
			x.reply = append(x.reply, l.Text)
		}
		if l.reply != nil {
			return x.refusal(l)
		}
	}
	return nil
}

// note keeps a command.
func (x *explainer) note(line string) {
	x.lines = append(x.lines, line)
	for part, verbs := range map[refusal.Part]string{refusal.Greeting: "EHLO HELO LHLO", refusal.Sender: "MAIL", refusal.Recipient: "RCPT"} {
		if slices.Contains(strings.Fields(verbs), verbOf(line)) {
			x.earlier[part] = line
		}
	}
}

// refusal returns the refusal that a line completes; nil: none.
func (x *explainer) refusal(l *Line) *advice.Refusal {
	text, line := strings.Join(x.reply, "\n"), ""
	x.reply = nil
	if i := slices.IndexFunc(x.lines, func(line string) bool { return verbOf(line) == l.reply.Verb }); i >= 0 {
		line, x.lines = x.lines[i], x.lines[i+1:]
	}
	if !l.reply.Refused() {
		return nil
	}
	r := refusal.Parse(text)
	r.Verb, r.Host = l.reply.Verb, x.host
	r.Code, r.Enhanced = l.reply.Reply.Code, l.reply.Enhanced()
	return &advice.Refusal{Reply: r, Word: l.reply.Word, Line: line, Earlier: x.earlier}
}

// verbOf returns the first word of a command, in upper case.
func verbOf(line string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.ToUpper(word)
}
