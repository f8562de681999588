package dialect

import "bytes"

// protocol is a row of the table: everything that another protocol needs is here
// and in its file.
type protocol struct {
	name    string
	greets  func(greeting []byte) bool // a server greets like this; nil: the greeting does not tell
	dialect func() Dialect
}

// protocols holds those that byhand knows, the most likely first.
var protocols = []protocol{
	{"smtp", greetsWithCode, newSMTP}, // RFC 5321 4.3.1: 220 mail.example.net ESMTP
	{"lmtp", nil, newLMTP},
	{"pop3", begins("+OK"), newPOP3},          // RFC 1939 4: +OK ready
	{"imap", begins("* "), newIMAP},           // RFC 9051 7.1: * OK ready
	{"sieve", begins(`"IMPLEMENT`), newSieve}, // RFC 5804 1.7: "IMPLEMENTATION" "..."
	{"tcp", nil, func() Dialect { return newSilent("tcp") }},
}

// Named returns the dialect of a protocol. With "" the greeting decides; a name
// that has no row is that of lines with a greeting.
func Named(name string) Dialect {
	if name == "" {
		return &undecided{Dialect: newPlain(""), guess: newSMTP()}
	}
	for _, p := range protocols {
		if p.name == name {
			return p.dialect()
		}
	}
	return newPlain(name)
}

// byGreeting returns the dialect that a server's first bytes are of. An FTP server
// greets like an SMTP server: only its port tells.
func byGreeting(greeting []byte) Dialect {
	for _, p := range protocols {
		if p.greets != nil && p.greets(greeting) {
			return p.dialect()
		}
	}
	return newPlain("tcp")
}

func begins(with string) func([]byte) bool {
	return func(greeting []byte) bool { return bytes.HasPrefix(greeting, []byte(with)) }
}

// greetsWithCode reports whether a greeting begins with a reply code.
func greetsWithCode(b []byte) bool {
	if len(b) < 3 || b[0] < '2' || b[0] > '5' || b[1] < '0' || b[1] > '9' || b[2] < '0' || b[2] > '9' {
		return false
	}
	return len(b) == 3 || b[3] == ' ' || b[3] == '-' || b[3] == '\r' || b[3] == '\n'
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

// Secret hides what either of them would.
func (u *undecided) Secret(line []byte) int {
	secret := u.Dialect.Secret(line)
	if !u.decided {
		secret = max(secret, u.guess.Secret(line))
	}
	return secret
}

// tells reports whether that much of a greeting tells it from any other.
func tells(greeting []byte) bool {
	enough := len("220 ")
	if greeting[0] == '"' {
		enough = len(`"IMPLEMENT`)
	}
	return len(greeting) >= enough || bytes.IndexByte(greeting, '\n') >= 0
}

// Received decides when it can, and hands on all that came until then.
func (u *undecided) Received(b []byte) []Answer {
	if u.decided {
		return u.Dialect.Received(b)
	}
	u.greeting = append(u.greeting, b...)
	if len(u.greeting) == 0 || !tells(u.greeting) {
		return nil
	}
	u.decided = true
	if u.Dialect = byGreeting(u.greeting); u.Dialect.Name() == "smtp" {
		u.Dialect = u.guess
	}
	return u.Dialect.Received(u.greeting)
}
