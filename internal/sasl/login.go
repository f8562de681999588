package sasl

import (
	"context"
	"strings"
)

// Prompt is what a challenge of LOGIN asks for.
type Prompt int

const (
	Unrecognized Prompt = iota // the text does not say
	UserName
	Password
)

// LoginPrompt returns what the text of a challenge asks for: "Username:", "User
// Name" or "Password:", in any case, with or without the colon or the NUL that
// draft-murchison-sasl-login-00 puts after it.
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

// LoginOrder follows the challenges of one LOGIN. The zero value is before the
// first of them.
type LoginOrder struct {
	names, passwords int // how often each was asked for
}

// Asked returns what the next challenge asks for and counts it. Text that is not
// recognized asks for the user name first and then for the password; after both it
// asks for neither. A user name that went out with AUTH counts as the answer to an
// empty challenge.
func (o *LoginOrder) Asked(challenge []byte) Prompt {
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

// First reports whether only one challenge was counted so far.
func (o *LoginOrder) First() bool { return o.names+o.passwords == 1 }

// PasswordAsked reports whether a challenge asked for the password.
func (o *LoginOrder) PasswordAsked() bool { return o.passwords > 0 }

// Repeats reports whether the password has been asked for more than once, or the
// user name more than twice: some servers ignore a user name sent with AUTH and
// ask for it again.
func (o *LoginOrder) Repeats() bool { return o.names > 2 || o.passwords > 1 }

// loginTalk answers what each challenge of LOGIN asks for. go-sasl goes by the
// texts alone, and servers send others too.
type loginTalk struct {
	have  Credentials
	order LoginOrder
	asked int // challenges, those that were answered by hand included
}

func newLogin(_ row, have Credentials) (conversation, error) { return &loginTalk{have: have}, nil }

// answer sends the password at most once and the user name at most twice.
func (l *loginTalk) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	for ; l.asked < n; l.asked++ {
		l.order.Asked(nil) // answered by hand
	}
	l.asked++
	answer := ""
	switch l.order.Asked(challenge) {
	case UserName:
		answer = l.have.User
	case Password:
		answer = l.have.Password
	}
	if answer == "" || l.order.Repeats() {
		return nil, ErrAsksAgain
	}
	return []byte(answer), nil
}

// complete reports whether the password was sent.
func (l *loginTalk) complete(int) bool { return l.order.passwords > 0 }

// accepted returns nil: LOGIN has no proof for a server to give.
func (l *loginTalk) accepted([]byte) error { return nil }
