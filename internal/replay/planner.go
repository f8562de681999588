package replay

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// planner makes the steps of one connection.
type planner struct {
	Plan
	outline       *outline
	emit          func(Step) bool // takes a step; false: it wants no more
	stopped       bool            // emit returned false
	session       dialect.Dialect
	messages      []int  // those of the outline that are still to come
	omitted       []int  // the same for the messages that are not in the transcript
	user          string // the user who logs in instead of the recorded one; "": the recorded one
	hasLines      bool   // a line was sent or received
	tlsAgreed     bool   // the server agreed to TLS, which has not begun
	tlsTyped      bool   // ":tls" was typed, and TLS has not begun
	auth          string // the :auth for the next login; "": none
	answer        string // the :answer for the next challenge; "": none
	mechanism     string // the mechanism of the login in progress; "": none
	inAuthCommand bool   // :auth does that login
	inMessage     bool   // the lines up to the final dot are text, although a reply is missing
	octetsLeft    int64  // octets of a chunk that are still to come
	owed          int    // commands without a reply
}

// planAll plans all entries of the connection, or those until emit wants no more.
func (p *planner) planAll(entries iter.Seq[transcript.Entry]) error {
	for i, e := range p.outline.connection(entries) {
		if err := p.plan(i, &e); err != nil || p.stopped {
			return err
		}
	}
	return nil
}

func (p *planner) step(s Step) { p.stopped = p.stopped || !p.emit(s) }

func (p *planner) plan(i int, e *transcript.Entry) error {
	if e.IsOmission() && p.session.Phase() == smtp.Message {
		p.session.Sent([]byte(".\r\n"))
		p.inMessage = false
	}
	switch e.Kind {
	case transcript.Opened:
		if e.Opening != nil {
			p.Target = e.Opening.Target
		}
	case transcript.Secured:
		if p.hasLines {
			p.planTLS(i)
		}
		p.TLS = p.TLS || !p.hasLines
	case transcript.Command:
		p.noteCommand(e.Text)
	case transcript.Received:
		return p.noteReceived(e)
	case transcript.Sent:
		if p.tlsTyped || p.tlsAgreed && !p.outline.showsTLS {
			p.planTLS(i)
		}
		p.hasLines = true
		err := p.planSent(i, e)
		p.session.Sent([]byte(e.Text + e.Ending))
		p.inMessage = p.inMessage && e.Text != "." || p.beginsMessage(i)
		return err
	}
	return nil
}

func (p *planner) noteReceived(e *transcript.Entry) error {
	p.hasLines = true
	if lacksAnswer(p.session.Phase(), e.Text) {
		p.planOmittedAnswer()
	}
	for _, a := range p.session.Received([]byte(e.Text + e.Ending)) {
		if a.Verb != "" {
			p.owed = max(0, p.owed-1)
		}
	}
	p.tlsAgreed = p.session.QuietPeriod() == 0 && p.session.CanSecure() == nil
	if p.octetsLeft > 0 && strings.HasPrefix(e.Text, "2") {
		return ErrChunk
	}
	p.octetsLeft = 0
	return nil
}

// lacksAnswer reports whether a reply follows an answer that a log omits: nobody accepts or
// refuses a login, or asks again, before the answer to a challenge.
func lacksAnswer(phase smtp.Phase, reply string) bool {
	return phase == smtp.Challenge && len(reply) > 2 && slices.Contains([]string{"235", "334", "535"}, reply[:3])
}

// planOmittedAnswer plans an answer that is not in the transcript.
func (p *planner) planOmittedAnswer() {
	p.session.Sent([]byte(transcript.Mask + "\r\n"))
	if !p.inAuthCommand {
		p.step(Step{Command: ":answer", Phase: smtp.Challenge})
	}
}

// planTLS plans that TLS begins before entry i.
func (p *planner) planTLS(i int) {
	p.step(Step{Command: ":tls", Phase: smtp.Command, At: i})
	p.session.Secured()
	p.StartTLS, p.tlsTyped, p.tlsAgreed = true, false, false
}

// noteCommand notes a colon-command that the next line belongs to.
func (p *planner) noteCommand(text string) {
	switch verb(text) {
	case ":TLS":
		p.tlsTyped = true
	case ":AUTH":
		p.auth = text
	case ":ANSWER":
		p.answer = text
	}
}

// beginsMessage reports whether a message follows the DATA that was just sent, although
// its reply is missing: a transcript typed by hand may omit replies.
func (p *planner) beginsMessage(i int) bool {
	for len(p.messages) > 0 && p.messages[0] < i {
		p.messages = p.messages[1:]
	}
	return len(p.messages) > 0 && p.messages[0] == i && !p.inMessage && p.session.Phase() != smtp.Message
}

// phase returns the phase of a line. While the reply to AUTH is missing, a line is an
// answer unless its verb is known.
func (p *planner) phase(line string) smtp.Phase {
	switch now := p.session.Phase(); {
	case p.inMessage, now == smtp.Message:
		return smtp.Message
	case now == smtp.Challenge, p.session.DependsOnReply() && !isCommand(line):
		return smtp.Challenge
	}
	return smtp.Command
}

// isCommand reports whether a line begins with a command.
func isCommand(line string) bool {
	words := commandWords(line)
	return len(words) > 0 && dialect.IsVerb(words[0])
}
