package dialect

import (
	"bytes"
	"strings"
)

// match says whether a greeting, of which more may follow, is of a protocol.
type match int

const (
	no    match = iota
	maybe       // what follows tells
	yes
)

func begins(with string) func([]byte) match {
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

// beginsWithCode matches a reply code, 200 to 599, and what may follow one.
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

// undecided waits for enough of the greeting to tell the protocol. A user who sends
// a line before it most likely speaks SMTP.
type undecided struct {
	Dialect
	guess    Dialect // SMTP; knows what was sent so far
	greeting []byte
	decided  bool
}

// Fork forks both.
func (u *undecided) Fork() Dialect {
	f := *u
	f.Dialect, f.guess = u.Dialect.Fork(), u.guess.Fork()
	return &f
}

// Sent tells the guess too.
func (u *undecided) Sent(b []byte) {
	if !u.decided {
		u.guess.Sent(b)
	}
	u.Dialect.Sent(b)
}

// Rest returns what either of them has.
func (u *undecided) Rest() *Rest {
	if !u.decided {
		return u.guess.Rest()
	}
	return u.Dialect.Rest()
}

// Secret hides what either of them would.
func (u *undecided) Secret(line []byte) int {
	secret := u.Dialect.Secret(line)
	if !u.decided {
		secret = max(secret, u.guess.Secret(line))
	}
	return secret
}

// Received decides when it can, and hands on all that came until then. An FTP server
// greets like an SMTP server: only its port tells.
func (u *undecided) Received(b []byte) []Answer {
	if u.decided {
		return u.Dialect.Received(b)
	}
	u.greeting = append(u.greeting, b...)
	found, waits := Dialect(newPlain("tcp")), len(u.greeting) == 0
	for _, p := range protocols {
		if p.greets != nil {
			switch p.greets(u.greeting) {
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
