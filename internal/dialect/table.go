package dialect

import (
	"bytes"
	"iter"
)

// protocol is a row of the table: with its file, all that byhand knows of it.
type protocol struct {
	name     string
	services []Service
	greets   func(greeting []byte) bool // a server greets like this; nil: the greeting does not tell
	dialect  func() Dialect
}

// Service is a name that may stand for a port or be a URL's scheme, and what its
// port means.
type Service struct {
	Name string // "": the port has none
	Port int    // 0: a scheme that needs a port of its own
	TLS  bool   // from the first byte
}

// protocols holds those that byhand knows, the most likely first. The names are
// those of IANA (RFC 6335) and those in daily use.
var protocols = []protocol{
	{"smtp", []Service{
		{"smtp", 25, false},
		{"submissions", 465, true}, // RFC 8314 3.3
		{"smtps", 465, true},
		{"submission", 587, false}, // RFC 6409
		{"", 2465, true},           // where providers answer when 25, 465 and 587 are blocked
		{"", 2525, false},
		{"", 2587, false},
	}, greetsWithCode, newSMTP}, // RFC 5321 4.3.1: 220 mail.example.net ESMTP
	{"lmtp", []Service{{"lmtp", 24, false}}, nil, newLMTP},                                  // IANA's 24: "any private mail system"
	{"pop3", []Service{{"pop3", 110, false}, {"pop3s", 995, true}}, begins("+OK"), newPOP3}, // RFC 1939 4: +OK ready
	{"imap", []Service{{"imap", 143, false}, {"imaps", 993, true}}, begins("* "), newIMAP},  // RFC 9051 7.1: * OK ready
	{"sieve", []Service{{"sieve", 4190, false}}, begins(`"IMPLEMENT`), newSieve},            // RFC 5804 1.7: "IMPLEMENTATION" "..."

	// Lines that byhand sends and shows without knowing what they mean.
	{"ftp", []Service{{"ftp", 21, false}, {"ftps", 990, true}}, nil, greeting("ftp")},
	{"nntp", []Service{{"nntp", 119, false}, {"nntps", 563, true}}, nil, greeting("nntp")},
	{"tcp", []Service{
		{"telnet", 23, false}, {"whois", 43, false}, {"gopher", 70, false}, {"finger", 79, false},
		{"http", 80, false}, {"https", 443, true}, {"telnets", 992, true}, {"sip", 5060, false}, {"sips", 5061, true},
		{"irc", 6667, false}, {"ircs", 6697, true}, // RFC 7194; at IANA's 194 no server listens
		{"tcp", 0, false}, {"tls", 0, true},
	}, nil, func() Dialect { return newSilent("tcp") }},
}

// greeting makes a dialect of lines whose server speaks first.
func greeting(name string) func() Dialect { return func() Dialect { return newPlain(name) } }

// Services yields each service and the protocol that it speaks.
func Services() iter.Seq2[string, Service] {
	return func(yield func(string, Service) bool) {
		for _, p := range protocols {
			for _, s := range p.services {
				if !yield(p.name, s) {
					return
				}
			}
		}
	}
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
