package dialect

import (
	"iter"
	"slices"
	"strings"
)

// protocol is a row of the table. The row and a file are all that byhand knows of a protocol.
type protocol struct {
	name          string
	services      []Service
	matchGreeting func(greeting []byte) match // whether a greeting belongs to this protocol; nil: its greeting does not identify it
	dialect       func() Dialect
	rules         *rules // nil: its replies have codes, or byhand does not know them

	beforeTLS string // the verbs that a client may need before TLS
}

// Service is a name for a port, also used as a URL's scheme, and what that port means.
type Service struct {
	Name string // "": the port has none
	Port int    // 0: a URL with this scheme must contain a port
	TLS  bool   // implicit: TLS begins with the first byte
}

// protocols are those that byhand knows. The service names are IANA's (RFC 6335) and
// those in daily use.
var protocols = []protocol{
	{"smtp", []Service{
		{"smtp", 25, false},
		{"submissions", 465, true}, // RFC 8314 3.3
		{"smtps", 465, true},
		{"submission", 587, false}, // RFC 6409
		{"", 2465, true},           // providers use it where 25, 465 and 587 are blocked
		{"", 2525, false},
		{"", 2587, false},
	}, beginsWithCode, newSMTP, nil, mailBeforeTLS}, // RFC 5321 4.3.1: 220 mail.example.net ESMTP
	{"lmtp", []Service{{"lmtp", 24, false}}, nil, newLMTP, nil, mailBeforeTLS},                                                                // IANA's 24: "any private mail system"
	{"imap", []Service{{"imap", 143, false}, {"imaps", 993, true}}, startsWith("* "), newIMAP, &imapRules, "CAPABILITY STARTTLS NOOP LOGOUT"}, // RFC 9051 7.1: * OK ready
	{"sieve", []Service{{"sieve", 4190, false}}, startsWith(`"IMPLEMENT`), newSieve, &sieveRules, "CAPABILITY STARTTLS NOOP LOGOUT"},          // RFC 5804 1.7: "IMPLEMENTATION" "..."
	{"pop3", []Service{{"pop3", 110, false}, {"pop3s", 995, true}}, startsWith("+OK"), newPOP3, &pop3Rules, "CAPA STLS NOOP QUIT"},            // RFC 1939 4: +OK ready

	// Protocols of lines whose meaning byhand does not know.
	{"ftp", []Service{{"ftp", 21, false}, {"ftps", 990, true}}, nil, greeting("ftp"), nil, "AUTH FEAT NOOP HELP QUIT"},             // RFC 4217 4: AUTH TLS
	{"nntp", []Service{{"nntp", 119, false}, {"nntps", 563, true}}, nil, greeting("nntp"), nil, "CAPABILITIES STARTTLS HELP QUIT"}, // RFC 4642 2
	{"tcp", []Service{
		{"telnet", 23, false}, {"whois", 43, false}, {"gopher", 70, false}, {"finger", 79, false},
		{"http", 80, false}, {"https", 443, true}, {"telnets", 992, true}, {"sip", 5060, false}, {"sips", 5061, true},
		{"irc", 6667, false}, {"ircs", 6697, true}, // RFC 7194; at IANA's 194 no server listens
		{"tcp", 0, false}, {"tls", 0, true},
	}, nil, func() Dialect { return newSilent("tcp") }, nil, ""},
}

const mailBeforeTLS = "EHLO HELO LHLO STARTTLS NOOP RSET HELP QUIT"

// greeting returns a constructor of an unknown protocol whose server sends a greeting.
func greeting(name string) func() Dialect { return func() Dialect { return newUnknown(name) } }

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

// Named returns the dialect of a protocol. With "" the greeting decides. A name without
// a row is an unknown protocol whose server sends a greeting.
func Named(name string) Dialect {
	if name == "" {
		return &undecided{Dialect: newUnknown(""), guess: newSMTP()}
	}
	for _, p := range protocols {
		if p.name == name {
			return p.dialect()
		}
	}
	return newUnknown(name)
}

// LeadsToTLS reports whether a client may need to send a line before TLS in a protocol. If
// the row of the protocol has no verbs for that, the verbs of all rows count, except a login.
func LeadsToTLS(name string, line []byte) bool {
	known := ""
	for _, p := range protocols {
		switch {
		case p.name != name || p.beforeTLS == "":
			known += " " + p.beforeTLS
		case p.rules != nil:
			return slices.Contains(strings.Fields(p.beforeTLS), p.rules.verb(string(line)))
		default:
			return slices.Contains(strings.Fields(p.beforeTLS), words(line, 1)[0])
		}
	}
	return loginSecret(line) == nil && slices.Contains(strings.Fields(known), words(line, 1)[0])
}

// wordRules returns the rules of the protocols without reply codes.
func wordRules() (all []*rules) {
	for _, p := range protocols {
		if p.rules != nil {
			all = append(all, p.rules)
		}
	}
	return all
}
