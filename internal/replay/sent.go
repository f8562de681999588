package replay

import (
	"strconv"
	"strings"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// planSent plans how to send a line again.
func (p *planner) planSent(i int, e *transcript.Entry) error {
	step := Step{Line: []byte(e.Text), Ending: e.Ending, Phase: p.phase(e.Text), At: i}
	p.inAuthCommand = p.inAuthCommand && step.Phase == smtp.Challenge
	switch {
	case p.inAuthCommand:
		return nil
	case step.Phase == smtp.Message:
		if err := p.countOctets(e); err != nil {
			return err
		}
	case step.Phase == smtp.Challenge:
		p.planAnswer(&step, e)
	default:
		if err := p.planCommand(&step, e); err != nil {
			return err
		}
	}
	p.step(step)
	return nil
}

// countOctets counts the octets of a chunk. The error is ErrChunk if the line goes past its end:
// a masked secret or a replaced name has another length.
func (p *planner) countOctets(e *transcript.Entry) error {
	if p.octetsLeft == 0 {
		return nil
	}
	if p.octetsLeft -= int64(len(e.Text) + len(e.Ending)); p.octetsLeft < 0 || e.Masked {
		return ErrChunk
	}
	return nil
}

// planAnswer plans the answer to a challenge.
func (p *planner) planAnswer(step *Step, e *transcript.Entry) {
	switch {
	case p.answer != "":
		step.Command, p.answer = p.answer, ""
	case e.Masked:
		step.Command = colonCommand(":answer", e.User)
	case fitsOneChallenge(p.mechanism) && !isEmpty(e.Text):
		step.Command = colonCommand(":answer", userNameIn(p.mechanism, e.Text))
	}
}

// planCommand plans a command.
func (p *planner) planCommand(step *Step, e *transcript.Entry) error {
	if p.owed++; p.owed > maxOwed && p.session.QuietPeriod() == 0 {
		return ErrMany
	}
	if len(p.omitted) > 0 && p.omitted[0] == step.At && verb(e.Text) == "DATA" {
		step.NeedsMessage, p.omitted = true, p.omitted[1:]
	}
	mech, initial, login := parseLogin(e.Text)
	p.mechanism, p.answer, p.octetsLeft = mech, "", chunkSize(e.Text)
	switch {
	case login && p.user != "" && mech != "":
		step.Command, p.inAuthCommand = colonCommand(":auth", mech, p.user), true
	case p.user != "" && p.replaceUser(step):
	case login && p.auth != "":
		step.Command, p.inAuthCommand = p.auth, true
	case login && e.Masked:
		step.Command, p.inAuthCommand = colonCommand(":auth", mech, e.User), true
	case login && initial != "" && fitsOneChallenge(mech):
		step.Command, p.inAuthCommand = colonCommand(":auth", mech, userNameIn(mech, initial)), true
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
