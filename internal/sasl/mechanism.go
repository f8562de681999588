package sasl

import (
	"slices"
	"strings"
)

// Mechanism describes a SASL mechanism.
type Mechanism struct {
	Name string // as servers offer it: "SCRAM-SHA-256-PLUS"
	// It needs a user name, a password, an OAuth access token.
	User, Password, Token bool
	Authorize             bool   // it supports Credentials.Authorize
	ClientFirst           bool   // the client speaks first: there is an initial response
	Clear                 bool   // an eavesdropper can read the secret
	Binds                 bool   // it needs a Binding to the TLS connection (-PLUS)
	Proves                bool   // the server proves that it knows the password too
	Repeatable            bool   // its answers fit any challenge, so a replay can send them again
	Answers               int    // how many answers the server needs at least, an initial response included
	RFC                   string // the RFC that defines it; XOAUTH2 has none
	Description           string // what it does
}

// row is a mechanism and its implementation.
type row struct {
	Mechanism
	begin    func(row, Credentials) (conversation, error)
	anyBytes bool // user name and password need not be UTF-8
}

// rows are the mechanisms, the strongest first.
var rows = []row{{
	Mechanism: Mechanism{Name: "SCRAM-SHA-256-PLUS", User: true, Password: true, Authorize: true, ClientFirst: true, Binds: true, Proves: true, Answers: 2,
		RFC: "RFC 7677", Description: "proves that both sides know the password, and is bound to the TLS connection"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-256", User: true, Password: true, Authorize: true, ClientFirst: true, Proves: true, Answers: 2,
		RFC: "RFC 7677", Description: "proves that both sides know the password without sending it"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-1-PLUS", User: true, Password: true, Authorize: true, ClientFirst: true, Binds: true, Proves: true, Answers: 2,
		RFC: "RFC 5802", Description: "works like SCRAM-SHA-256-PLUS, with an older hash"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-1", User: true, Password: true, Authorize: true, ClientFirst: true, Proves: true, Answers: 2,
		RFC: "RFC 5802", Description: "works like SCRAM-SHA-256, with an older hash"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "CRAM-MD5", User: true, Password: true, Answers: 1,
		RFC: "RFC 2195", Description: "hashes a challenge with the password; an eavesdropper can crack the password offline"},
	begin: newCRAM, anyBytes: true,
}, {
	Mechanism: Mechanism{Name: "PLAIN", User: true, Password: true, Authorize: true, ClientFirst: true, Clear: true, Repeatable: true, Answers: 1,
		RFC: "RFC 4616", Description: "sends the user name and the password as plain text"},
	begin: newPlain,
}, {
	Mechanism: Mechanism{Name: "LOGIN", User: true, Password: true, Clear: true, Repeatable: true, Answers: 2,
		RFC: "draft-murchison-sasl-login", Description: "sends the user name and then the password as plain text"},
	begin: newLogin, anyBytes: true,
}, {
	Mechanism: Mechanism{Name: "OAUTHBEARER", User: true, Token: true, Authorize: true, ClientFirst: true, Clear: true, Repeatable: true, Answers: 1,
		RFC: "RFC 7628", Description: "sends an OAuth access token as plain text"},
	begin: newOAuthBearer,
}, {
	Mechanism: Mechanism{Name: "XOAUTH2", User: true, Token: true, ClientFirst: true, Clear: true, Repeatable: true, Answers: 1,
		Description: "sends an OAuth access token as plain text, in Google's format, which Microsoft accepts too"},
	begin: newXOAuth2,
}, {
	Mechanism: Mechanism{Name: "EXTERNAL", Authorize: true, ClientFirst: true, Repeatable: true, Answers: 1,
		RFC: "RFC 4422", Description: "relies on an identity proved elsewhere, usually with a TLS client certificate"},
	begin: newExternal,
}, {
	Mechanism: Mechanism{Name: "ANONYMOUS", ClientFirst: true, Repeatable: true, Answers: 1,
		RFC: "RFC 4505", Description: "logs in without an identity; a mail address or another word can be left as a trace"},
	begin: newAnonymous,
}}

// Mechanisms returns the mechanisms that byhand supports, the strongest first.
func Mechanisms() []Mechanism {
	var all []Mechanism
	for _, r := range rows {
		all = append(all, r.Mechanism)
	}
	return all
}

// AnswersOf returns how many answers the server needs at least in a mechanism, whose name
// may be in any case: 2 if byhand does not support it.
func AnswersOf(name string) int {
	if m, ok := Find(name); ok {
		return m.Answers
	}
	return 2
}

// Find returns the mechanism with a name, in any case.
func Find(name string) (Mechanism, bool) {
	r, ok := rowOf(name)
	return r.Mechanism, ok
}

func rowOf(name string) (row, bool) {
	for _, r := range rows {
		if strings.EqualFold(r.Name, name) {
			return r, true
		}
	}
	return row{}, false
}

// Strongest returns the strongest of the offered mechanisms that the credentials
// suffice for. bound says that there is, or could be, a Binding. For a credential that
// the user was not asked for yet, any text that is not empty will do. EXTERNAL is
// chosen only if byhand supports no other mechanism that is offered, ANONYMOUS never.
func Strongest(offered []string, have Credentials, bound bool) (Mechanism, bool) {
	var known []Mechanism
	for _, m := range Mechanisms() {
		if m.Name != "ANONYMOUS" && slices.ContainsFunc(offered, func(o string) bool { return strings.EqualFold(o, m.Name) }) {
			known = append(known, m)
		}
	}
	for _, m := range known {
		missing := m.User && have.User == "" || m.Password && have.Password == "" || m.Token && have.Token == "" || m.Binds && !bound
		if !missing && (m.Name != "EXTERNAL" || len(known) == 1) {
			return m, true
		}
	}
	return Mechanism{}, false
}

// NeedsNext returns what the next answer needs after that many answers: in LOGIN the
// user name, and then the password.
func (m Mechanism) NeedsNext(answered int) (user, password, token bool) {
	if m.Name == "LOGIN" && answered == 0 {
		return true, false, false
	}
	return m.Needs(answered)
}

// Needs returns what m still needs after that many answers, an initial response
// included: after the user name of LOGIN only the password.
func (m Mechanism) Needs(answered int) (user, password, token bool) {
	switch {
	case answered == 0 || m.Proves:
		return m.User, m.Password, m.Token
	case m.Name == "LOGIN":
		return false, answered == 1, false
	}
	return false, false, false
}
