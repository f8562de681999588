package dialect

import (
	"bytes"
	"strings"
)

// match says whether a greeting, which may be incomplete, belongs to a protocol.
type match int

const (
	no    match = iota
	maybe       // more bytes are needed
	yes
)

func startsWith(with string) func([]byte) match {
	return func(greeting []byte) match {
		switch {
		case bytes.HasPrefix(greeting, []byte(with)):
			return yes
		case strings.HasPrefix(with, string(greeting)):
			return maybe
		}
		return no
	}
}

// beginsWithCode matches a reply code from 200 to 599 and a separator.
func beginsWithCode(greeting []byte) match {
	for i, c := range greeting[:min(4, len(greeting))] {
		switch {
		case i == 3 && strings.IndexByte(" -\r\n", c) >= 0:
			return yes
		case i == 3, c < '0', c > '9', i == 0 && (c < '2' || c > '5'):
			return no
		}
	}
	return maybe
}

// undecided waits until the greeting identifies the protocol. If the user sends a line
// before that, the protocol is most likely SMTP.
type undecided struct {
	Dialect
	guess    Dialect // SMTP; it has handled what was sent so far
	greeting []byte
	decided  bool
}

// Fork returns a copy, to try out lines without sending them.
func (u *undecided) Fork() Dialect {
	f := *u
	f.Dialect, f.guess = u.Dialect.Fork(), u.guess.Fork()
	return &f
}

// Sent also passes b to the guess.
func (u *undecided) Sent(b []byte) {
	if !u.decided {
		u.guess.Sent(b)
	}
	u.Dialect.Sent(b)
}

// Continuation asks the guess until the protocol is known.
func (u *undecided) Continuation() *Continuation {
	if !u.decided {
		return u.guess.Continuation()
	}
	return u.Dialect.Continuation()
}

// Secret hides what the guess or the chosen dialect hides.
func (u *undecided) Secret(line []byte) int {
	secret := u.Dialect.Secret(line)
	if !u.decided {
		secret = max(secret, u.guess.Secret(line))
	}
	return secret
}

// Received chooses the protocol as soon as the greeting identifies it, and passes on
// everything received so far. An FTP server greets like an SMTP server: only its port
// identifies it.
func (u *undecided) Received(b []byte) []Reply {
	if u.decided {
		return u.Dialect.Received(b)
	}
	u.greeting = append(u.greeting, b...)
	found, waits := Dialect(newUnknown("tcp")), len(u.greeting) == 0
	for _, p := range protocols {
		if p.matchGreeting != nil {
			switch p.matchGreeting(u.greeting) {
			case yes:
				found = p.dialect()
			case maybe:
				waits = true
			}
		}
	}
	if waits {
		return nil
	}
	if u.decided, u.Dialect = true, found; found.Name() == "smtp" {
		u.Dialect = u.guess
	}
	return u.Dialect.Received(u.greeting)
}
