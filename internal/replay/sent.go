package replay

import (
	"strconv"
	"strings"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

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
	if p.owed++; p.owed > maxOwed && p.session.QuietPeriod() == 0 {
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
