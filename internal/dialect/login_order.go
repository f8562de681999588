package dialect

import "byhand/internal/sasl"

// loginOrder records what the challenges of one AUTH LOGIN exchange ask for.
type loginOrder struct {
	order   sasl.LoginOrder
	asksFor sasl.Prompt // what the last challenge asks for
}

func (l *loginOrder) record(challenge []byte) { l.asksFor = l.order.Record(challenge) }

// answersGiven returns 0 before the user name, 1 before the password and 2 after both.
func (l *loginOrder) answersGiven() int {
	switch {
	case l.asksFor == sasl.UserName:
		return 0
	case l.asksFor == sasl.Password && !l.order.HasRepeats():
		return 1
	}
	return 2
}

// asksForUserName reports whether the answer is certainly a user name. If the server asks
// for the name again, the answer may be the password, because a script may not look at the
// challenges. Then known must confirm that the answer is the name byhand logs in with.
func (l *loginOrder) asksForUserName(known bool) bool {
	return l.asksFor == sasl.UserName && (known || l.order.IsFirst())
}

// passwordGiven reports whether the server asks for the user name after it asked for the
// password.
func (l *loginOrder) passwordGiven() bool {
	return l.asksFor == sasl.UserName && l.order.HasAskedPassword()
}

func (l *loginOrder) describe() string {
	return map[sasl.Prompt]string{sasl.UserName: "user name", sasl.Password: "password"}[l.asksFor]
}
