package dialect

import "byhand/internal/sasl"

// loginOrder follows what the challenges of one AUTH LOGIN exchange ask for.
type loginOrder struct {
	order sasl.LoginOrder
	wants sasl.Prompt // what the last challenge asks for
}

func (l *loginOrder) asked(challenge []byte) { l.wants = l.order.Asked(challenge) }

// given returns 0 before the user name, 1 before the password and 2 after both.
func (l *loginOrder) given() int {
	switch {
	case l.wants == sasl.UserName:
		return 0
	case l.wants == sasl.Password && !l.order.Repeats():
		return 1
	}
	return 2
}

// asksForUserName reports whether the answer is certainly a user name. If the server asks
// for it again, only known makes it certain: a script that does not look at the
// challenges sends the password now.
func (l *loginOrder) asksForUserName(known bool) bool {
	return l.wants == sasl.UserName && (known || l.order.First())
}

// passwordGiven reports whether the server asks for the user name after it asked for the
// password.
func (l *loginOrder) passwordGiven() bool {
	return l.wants == sasl.UserName && l.order.PasswordAsked()
}

func (l *loginOrder) what() string {
	return map[sasl.Prompt]string{sasl.UserName: "user name", sasl.Password: "password"}[l.wants]
}
