package sasl

import (
	"context"
	"strings"
)

// Prompt is what a challenge of LOGIN asks for.
type Prompt int

const (
	Unrecognized Prompt = iota
	UserName
	Password
)

// LoginPrompt returns what the text of a challenge asks for: "Username:", "User
// Name" or "Password:", in any case, with or without the colon or the NUL that
// draft-murchison-sasl-login-00 adds.
func LoginPrompt(challenge []byte) Prompt {
	text := strings.TrimRight(string(challenge), " \t\r\n\x00")
	text = strings.TrimSpace(strings.TrimSuffix(text, ":"))
	switch strings.ToLower(strings.Join(strings.Fields(text), "")) {
	case "username":
		return UserName
	case "password":
		return Password
	}
	return Unrecognized
}

// LoginOrder counts the challenges of one LOGIN. The zero value is ready to use.
type LoginOrder struct {
	names, passwords int // how often the server asked for each
}

// Record counts a challenge and returns what it asks for. A text that is not recognized
// asks for the user name, the next one for the password, and those after that for
// neither. A user name that was sent with AUTH counts as the answer to an empty
// challenge.
func (o *LoginOrder) Record(challenge []byte) Prompt {
	prompt := LoginPrompt(challenge)
	switch {
	case prompt != Unrecognized:
	case o.names == 0:
		prompt = UserName
	case o.passwords == 0:
		prompt = Password
	}
	switch prompt {
	case UserName:
		o.names++
	case Password:
		o.passwords++
	}
	return prompt
}

// IsFirst reports whether only one challenge was counted so far.
func (o *LoginOrder) IsFirst() bool { return o.names+o.passwords == 1 }

// HasAskedPassword reports whether a challenge asked for the password.
func (o *LoginOrder) HasAskedPassword() bool { return o.passwords > 0 }

// HasRepeats reports whether the password has been asked for more than once, or the
// user name more than twice: some servers ignore a user name sent with AUTH and
// ask for it again.
func (o *LoginOrder) HasRepeats() bool { return o.names > 2 || o.passwords > 1 }

// loginMechanism answers what each challenge of LOGIN asks for. go-sasl's LOGIN accepts
// only some of the texts that servers send.
type loginMechanism struct {
	have  Credentials
	order LoginOrder
	asked int // how many challenges came, those answered by hand included
}

func newLogin(_ row, have Credentials) (conversation, error) { return &loginMechanism{have: have}, nil }

// answer sends the password at most once and the user name at most twice.
func (l *loginMechanism) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	for ; l.asked < n; l.asked++ {
		l.order.Record(nil) // answered by hand
	}
	l.asked++
	answer := ""
	switch l.order.Record(challenge) {
	case UserName:
		answer = l.have.User
	case Password:
		answer = l.have.Password
	}
	if answer == "" || l.order.HasRepeats() {
		return nil, ErrAsksAgain
	}
	return []byte(answer), nil
}

// isComplete reports whether the password was sent.
func (l *loginMechanism) isComplete(int) bool { return l.order.passwords > 0 }

// checkSuccess returns nil: in LOGIN, the server proves nothing.
func (l *loginMechanism) checkSuccess([]byte) error { return nil }
