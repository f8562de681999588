package sasl

import (
	"slices"
	"strings"
)

// Mechanism is what byhand knows of one way to log in.
type Mechanism struct {
	Name string // as servers offer it: "SCRAM-SHA-256-PLUS"
	// What it needs: a user name, a password, an OAuth access token.
	User, Password, Token bool
	Authorize             bool   // it can act as somebody else: Credentials.Authorize
	First                 bool   // the client speaks first: there is an initial response
	Clear                 bool   // who sees the bytes can read the secret in them
	Binds                 bool   // a -PLUS: it needs a Binding to the TLS connection
	Proves                bool   // the server proves that it knows the password too
	RFC                   string // what defines it; XOAUTH2 has only a web page
	Words                 string // what it does
}

// row is a mechanism and how it is done.
type row struct {
	Mechanism
	begin    func(row, Credentials) (conversation, error)
	anyBytes bool // it is older than the rule that names and passwords are UTF-8
}

// rows are the mechanisms, the strongest first.
var rows = []row{{
	Mechanism: Mechanism{Name: "SCRAM-SHA-256-PLUS", User: true, Password: true, Authorize: true, First: true, Binds: true, Proves: true,
		RFC: "RFC 7677", Words: "proves that both sides know the password, on this TLS connection and no other"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-256", User: true, Password: true, Authorize: true, First: true, Proves: true,
		RFC: "RFC 7677", Words: "proves that both sides know the password without sending it"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-1-PLUS", User: true, Password: true, Authorize: true, First: true, Binds: true, Proves: true,
		RFC: "RFC 5802", Words: "as SCRAM-SHA-256-PLUS, with an older hash"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "SCRAM-SHA-1", User: true, Password: true, Authorize: true, First: true, Proves: true,
		RFC: "RFC 5802", Words: "as SCRAM-SHA-256, with an older hash"},
	begin: newSCRAM,
}, {
	Mechanism: Mechanism{Name: "CRAM-MD5", User: true, Password: true,
		RFC: "RFC 2195", Words: "hashes a challenge and the password; who listens can try passwords at home"},
	begin: newCRAM, anyBytes: true,
}, {
	Mechanism: Mechanism{Name: "PLAIN", User: true, Password: true, Authorize: true, First: true, Clear: true,
		RFC: "RFC 4616", Words: "sends user name and password as they are"},
	begin: newPlain,
}, {
	Mechanism: Mechanism{Name: "LOGIN", User: true, Password: true, Clear: true,
		RFC: "draft-murchison-sasl-login", Words: "sends user name and password as they are, one after the other"},
	begin: newLogin, anyBytes: true,
}, {
	Mechanism: Mechanism{Name: "OAUTHBEARER", User: true, Token: true, Authorize: true, First: true, Clear: true,
		RFC: "RFC 7628", Words: "sends an OAuth access token as it is"},
	begin: newOAuthBearer,
}, {
	Mechanism: Mechanism{Name: "XOAUTH2", User: true, Token: true, First: true, Clear: true,
		Words: "sends an OAuth access token as it is, in a form of Google's that Microsoft takes too"},
	begin: newXOAuth2,
}, {
	Mechanism: Mechanism{Name: "EXTERNAL", Authorize: true, First: true,
		RFC: "RFC 4422", Words: "points to a proof given elsewhere, mostly a TLS client certificate"},
	begin: newExternal,
}, {
	Mechanism: Mechanism{Name: "ANONYMOUS", First: true,
		RFC: "RFC 4505", Words: "logs in as nobody, and leaves a word that says who it is"},
	begin: newAnonymous,
}}

// Mechanisms lists what byhand can do, the strongest first.
func Mechanisms() []Mechanism {
	var all []Mechanism
	for _, r := range rows {
		all = append(all, r.Mechanism)
	}
	return all
}

// Find finds a mechanism by its name, in any case. There is none for a name
// that byhand does not know.
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

// Strongest picks, of the names a server offers, the strongest mechanism that
// can be done with what is at hand; bound tells that there is, or could be, a
// Binding. Only whether a credential is there counts, so that one not yet asked
// for may be any word. EXTERNAL is picked only where nothing else that byhand
// knows is offered, ANONYMOUS never.
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

// NeedsNext tells what the next answer alone needs, once that many were given:
// in LOGIN the user name, and then the password.
func (m Mechanism) NeedsNext(answered int) (user, password, token bool) {
	if m.Name == "LOGIN" && answered == 0 {
		return true, false, false
	}
	return m.Needs(answered)
}

// Needs tells what m still needs once that many answers were given by hand, an
// initial response included: after the user name of LOGIN only the password.
func (m Mechanism) Needs(answered int) (user, password, token bool) {
	switch {
	case answered == 0 || m.Proves:
		return m.User, m.Password, m.Token
	case m.Name == "LOGIN":
		return false, answered == 1, false
	}
	return false, false, false
}
