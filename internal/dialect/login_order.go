package dialect

import "byhand/internal/sasl"

// loginOrder is what the challenges of one LOGIN ask for.
type loginOrder struct {
	order sasl.LoginOrder
	wants sasl.Prompt // of the last challenge
}

func (l *loginOrder) asked(challenge []byte) { l.wants = l.order.Asked(challenge) }

// given counts the answers: 0 before the user name, 1 before the password.
func (l *loginOrder) given() int {
	switch {
	case l.wants == sasl.UserName:
		return 0
	case l.wants == sasl.Password && !l.order.Repeats():
		return 1
	}
	return 2
}

// asksForName reports whether the answer is certain to be a user name. Where the
// server repeats the question it is only if known says so: a script that goes by
// order answers it with the password.
func (l *loginOrder) asksForName(known bool) bool {
	return l.wants == sasl.UserName && (known || l.order.First())
}

// passwordGiven reports whether the password was asked for before the last challenge.
func (l *loginOrder) passwordGiven() bool {
	return l.wants == sasl.UserName && l.order.PasswordAsked()
}

func (l *loginOrder) what() string {
	return map[sasl.Prompt]string{sasl.UserName: "user name", sasl.Password: "password"}[l.wants]
}
