package replay

import (
	"iter"
	"strconv"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// planner makes the steps of one connection.
type planner struct {
	Plan
	outline  *outline
	emit     func(Step) bool // takes a step; false: it wants no more
	stopped  bool            // emit returned false
	session  dialect.Dialect
	messages []int  // those of the outline that are still to come
	talks    bool   // a line was sent or received
	ready    bool   // the server agreed to TLS, which has not begun
	due      bool   // ":tls" was typed, and TLS has not begun
	auth     string // the :auth for the next login; "": none
	answer   string // the :answer for the next challenge; "": none
	mech     string // the mechanism of the login in progress; "": none
	covered  bool   // :auth does that login
	message  bool   // the lines up to the final dot are text, although a reply is missing
	octets   int64  // octets of a chunk that are still to come
	owed     int    // commands without a reply
}

// walk plans all entries of the connection, or those until emit wants no more.
func (p *planner) walk(entries iter.Seq[transcript.Entry]) error {
	for i, e := range p.outline.part(entries) {
		if err := p.take(i, &e); err != nil || p.stopped {
			return err
		}
	}
	return nil
}

func (p *planner) step(s Step) { p.stopped = p.stopped || !p.emit(s) }

func (p *planner) take(i int, e *transcript.Entry) error {
	switch e.Kind {
	case transcript.Opened:
		if e.Opening != nil {
			p.Target = e.Opening.Target
		}
	case transcript.Secured:
		if p.talks {
			p.secure(i)
		}
		p.TLS = p.TLS || !p.talks
	case transcript.Command:
		p.command(e.Text)
	case transcript.Received:
		return p.received(e)
	case transcript.Sent:
		if p.due || p.ready && !p.outline.upgrades {
			p.secure(i)
		}
		p.talks = true
		err := p.sent(i, e)
		p.session.Sent([]byte(e.Text + e.Ending))
		p.message = p.message && e.Text != "." || p.beginsMessage(i)
		return err
	}
	return nil
}

func (p *planner) received(e *transcript.Entry) error {
	p.talks = true
	for _, a := range p.session.Received([]byte(e.Text + e.Ending)) {
		if a.To != "" {
			p.owed = max(0, p.owed-1)
		}
	}
	p.ready = p.session.Quiet() == 0 && p.session.CanSecure() == nil
	if p.octets > 0 && strings.HasPrefix(e.Text, "2") {
		return ErrChunk
	}
	p.octets = 0
	return nil
}

// secure plans that TLS begins before entry i.
func (p *planner) secure(i int) {
	p.step(Step{Command: ":tls", Phase: smtp.Command, At: i})
	p.session.Secured()
	p.StartTLS, p.due, p.ready = true, false, false
}

// command notes a colon-command that the next line belongs to.
func (p *planner) command(text string) {
	switch verb(text) {
	case ":TLS":
		p.due = true
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
	return len(p.messages) > 0 && p.messages[0] == i && !p.message && p.session.Phase() != smtp.Message
}

// phase returns the phase of a line. While the reply to AUTH is missing, a line is an
// answer unless it can only be a command.
func (p *planner) phase(line string) smtp.Phase {
	switch now := p.session.Phase(); {
	case p.message, now == smtp.Message:
		return smtp.Message
	case now == smtp.Challenge, p.session.Deciding() && !isCommand(line):
		return smtp.Challenge
	}
	return smtp.Command
}

// isCommand reports whether a line begins with a command.
func isCommand(line string) bool {
	words := commandWords(line)
	return len(words) > 0 && dialect.IsVerb(words[0])
}

// sent plans how to send a line again.
func (p *planner) sent(i int, e *transcript.Entry) error {
	step := Step{Line: []byte(e.Text), Ending: e.Ending, Phase: p.phase(e.Text), At: i}
	p.covered = p.covered && step.Phase == smtp.Challenge
	switch {
	case p.covered:
		return nil
	case step.Phase == smtp.Message:
		if err := p.chunk(e); err != nil {
			return err
		}
	case step.Phase == smtp.Challenge:
		p.challenged(&step, e)
	default:
		if err := p.commanded(&step, e); err != nil {
			return err
		}
	}
	p.step(step)
	return nil
}

// chunk counts the octets of a chunk. The error is ErrChunk if the line goes past its end:
// a masked secret or a replaced name has another length.
func (p *planner) chunk(e *transcript.Entry) error {
	if p.octets == 0 {
		return nil
	}
	if p.octets -= int64(len(e.Text) + len(e.Ending)); p.octets < 0 || e.Masked {
		return ErrChunk
	}
	return nil
}

// challenged plans the answer to a challenge.
func (p *planner) challenged(step *Step, e *transcript.Entry) {
	switch {
	case p.answer != "":
		step.Command, p.answer = p.answer, ""
	case e.Masked:
		step.Command = command(":answer", e.User)
	case isBound(p.mech) && !isEmpty(e.Text):
		step.Command = command(":answer", nameIn(p.mech, e.Text))
	}
}

// commanded plans a command.
func (p *planner) commanded(step *Step, e *transcript.Entry) error {
	if p.owed++; p.owed > maxOwed && p.session.Quiet() == 0 {
		return ErrMany
	}
	mech, initial, login := loginOf(e.Text)
	p.mech, p.answer, p.octets = mech, "", chunkSize(e.Text)
	switch {
	case login && p.auth != "":
		step.Command, p.covered = p.auth, true
	case login && e.Masked:
		step.Command, p.covered = command(":auth", mech, e.User), true
	case login && initial != "" && isBound(mech):
		step.Command, p.covered = command(":auth", mech, nameIn(mech, initial)), true
	case e.Masked:
		open, masked := strings.CutSuffix(e.Text, transcript.Mask)
		if !masked || strings.Contains(open, transcript.Mask) || verb(e.Text) == "APOP" {
			return &MaskedError{At: step.At, Text: e.Text}
		}
		step.Line, step.Secret = []byte(open), true
	}
	if login {
		p.auth = ""
	}
	return nil
}

// chunkSize returns how many octets follow a line: 0 unless it is BDAT (RFC 3030 2).
func chunkSize(line string) int64 {
	words := strings.Fields(line)
	if len(words) < 2 || !strings.EqualFold(words[0], "BDAT") {
		return 0
	}
	n, _ := strconv.ParseInt(words[1], 10, 64)
	return max(n, 0)
}
