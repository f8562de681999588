package dialect

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/sasl"
)

// exchange is the state of a SASL exchange (RFC 4422 3).
type exchange struct {
	mechanism   string // in upper case; "": no exchange is in progress
	answers     int    // answers sent, an initial response included
	challenge64 []byte // the last challenge, in base64
	pending     bool   // the challenge is not answered yet
	accepted    bool   // the last exchange succeeded
	cancelled   bool   // "*" was sent
	endedEarly  bool   // the last exchange ended before all its answers were sent, and no command was sent since
	order       loginOrder
}

// start starts an exchange: a command named the mechanism. initial is the initial response
// in that command; nil: none.
func (x *exchange) start(mechanism string, initial []byte) {
	*x = exchange{mechanism: strings.Trim(mechanism, `"`)}
	if len(initial) > 0 {
		x.answers = 1
		x.order.record(nil)
	}
}

func (x *exchange) setChallenge(text []byte) {
	x.challenge64, x.pending = bytes.Clone(text), true
	x.order.record(readable(text))
}

func (x *exchange) recordAnswer(line []byte) {
	if x.cancelled = string(bytes.Trim(line, " \t\"")) == "*"; !x.cancelled {
		x.answers++
	}
	x.pending = false
}

// finish ends the exchange. If the client has not sent all answers of the mechanism, the
// next lines may be answers: then finish returns a Continuation. verb is the index of the
// verb among the words of a command.
func (x *exchange) finish(accepted bool, verb int) *Continuation {
	endedEarly := x.mechanism != "" && !x.cancelled && x.answers < sasl.AnswersOf(x.mechanism)
	*x = exchange{challenge64: x.challenge64, accepted: accepted, endedEarly: endedEarly}
	if !endedEarly {
		return nil
	}
	return &Continuation{kind: kindAnswers, verb: verb}
}

// noteCommand clears endedEarly when a known command was sent.
func (x *exchange) noteCommand(verb string) { x.endedEarly = x.endedEarly && !IsVerb(verb) }

// mayAnswer reports whether a line may be an answer although no challenge asks for it:
// one word that is not a command.
func (x *exchange) mayAnswer(line []byte) bool {
	return x.endedEarly && len(bytes.Fields(line)) == 1 && !IsVerb(words(line, 1)[0])
}

// AnswerLine returns the answer in base64.
func (x *exchange) AnswerLine(answer []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(answer))
}

// CancelLine returns "*".
func (x *exchange) CancelLine() []byte { return []byte("*") }

// PendingChallenge returns the unanswered challenge, decoded; ok is false if there is none.
// err says that it is not base64, so the server broke the protocol.
func (x *exchange) PendingChallenge() (challenge []byte, ok bool, err error) {
	if !x.pending {
		return nil, false, nil
	}
	challenge, err = decode(x.challenge64)
	return challenge, true, err
}

// Progress returns the mechanism of the current exchange and how many answers were sent. For
// LOGIN, answers depends on the challenge: 0 if it asks for the user name, 1 for the
// password.
func (x *exchange) Progress() (mechanism string, answers int) {
	if x.mechanism == "LOGIN" {
		return x.mechanism, x.order.answersGiven()
	}
	return x.mechanism, x.answers
}

// PasswordGiven reports whether LOGIN asked for the password before the current
// challenge. A few servers ask for it first.
func (x *exchange) PasswordGiven() bool { return x.mechanism == "LOGIN" && x.order.passwordGiven() }

// Accepted reports whether the last exchange succeeded.
func (x *exchange) Accepted() bool { return x.accepted }

// AsksForUserName reports whether the answer to the challenge is certainly a user name.
// known: the answer is the user name that byhand logs in with.
func (x *exchange) AsksForUserName(known bool) bool {
	return x.mechanism == "LOGIN" && x.pending && x.order.asksForUserName(known)
}

// Challenge returns the unanswered challenge as readable text, and what it asks for.
func (x *exchange) Challenge() (text []byte, what string) {
	if !x.pending {
		return nil, ""
	}
	if x.mechanism == "LOGIN" {
		what = x.order.describe()
	}
	return readable(x.challenge64), what
}

// decode decodes a challenge in base64, with or without padding. The error says that
// the server broke the protocol.
func decode(text []byte) ([]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		decoded, err = base64.RawStdEncoding.DecodeString(string(text))
	}
	if err != nil {
		return nil, fmt.Errorf("the server broke the protocol: its challenge %q is not base64", text[:min(len(text), 60)])
	}
	return slices.Clip(decoded), nil
}

// readable decodes a challenge; if it is not base64, it returns it unchanged.
func readable(text []byte) []byte {
	if decoded, err := decode(text); err == nil {
		return decoded
	}
	return text
}

// beginLogin returns the line that names a mechanism, with the initial response if
// there is one. An empty one is "=" (RFC 4954 4, RFC 4959 3, RFC 5034 4).
//
//	AUTH LOGIN
//	AUTH PLAIN AHVzZXIAc2VjcmV0
//	AUTH EXTERNAL =
func beginLogin(command, mechanism string, initial *[]byte) []byte {
	line := []byte(command + " " + mechanism)
	switch {
	case initial == nil:
		return line
	case len(*initial) == 0:
		return append(line, " ="...)
	}
	return base64.StdEncoding.AppendEncode(append(line, ' '), *initial)
}
