package smtp

import (
	"bytes"
	"slices"

	"byhand/internal/sasl"
)

// login is the last AUTH (RFC 4954).
type login struct {
	mechanism  string // in upper case
	step       int    // which challenge came last, from 1
	answers    int    // answers sent, the initial response included
	challenge  []byte // the text of the last 334
	asked      bool   // it is not answered yet
	cancelled  bool   // the last answer was "*"
	endedEarly bool   // the last AUTH ended before all its answers were sent, and no command was sent since
	after334   bool   // the last reply was a 334
}

// EndedEarly reports whether the last AUTH ended before all its answers were sent. Until a
// known command is sent, a line of one word may be one of those answers, and so is secret.
func (l *login) EndedEarly() bool { return l.endedEarly }

// Auth returns, in the phase Challenge, which mechanism AUTH named, in upper case,
// and which challenge of it this is, from 1. An AUTH LOGIN with an initial response
// starts at 2: it contained the user name (RFC 4954 4). In other phases it returns
// "", 0.
func (l *login) Auth() (mechanism string, step int) {
	if !l.asked {
		return "", 0
	}
	return l.mechanism, l.step
}

// Answered returns how many answers this AUTH had so far, the initial response
// included, and 0 outside the phase Challenge.
func (l *login) Answered() int {
	if !l.asked {
		return 0
	}
	return l.answers
}

// Challenge returns the text of the last 334 of this AUTH, still in base64 (RFC
// 4954 4). It is kept after the answer, because it can explain a refusal.
func (l *login) Challenge() []byte { return slices.Clone(l.challenge) }

// trackAnswer takes the line that answers a challenge.
func (l *login) trackAnswer(line []byte) {
	l.asked = false
	l.cancelled = string(bytes.Trim(line, " \t")) == "*"
	l.answers++
}

// trackCommand takes a command. It reports whether the line may be an answer instead: then
// its first word could be a password.
func (l *login) trackCommand(c command, line []byte) (isSuspect bool) {
	isSuspect = l.after334 || l.endedEarly && mayAnswer(line)
	l.after334, l.endedEarly = false, l.endedEarly && !isKnownVerb(c.verb)
	if c.decidesNext && c.verb == "AUTH" {
		*l = login{mechanism: c.mechanism}
		if c.initial {
			l.answers = 1
		}
		if c.initial && c.mechanism == "LOGIN" {
			l.step = 1 // the user name was sent with it
		}
	}
	return isSuspect
}

// trackReply takes the reply to AUTH or to an answer. A 334 asks for one more line; any
// other reply ends the exchange (RFC 4954 4).
func (l *login) trackReply(r Reply) {
	l.asked = r.Code == 334
	l.endedEarly = !l.asked && !l.cancelled && l.answers < sasl.AnswersOf(l.mechanism)
	if l.asked {
		l.step++
		l.challenge = []byte(r.Text())
	}
}
