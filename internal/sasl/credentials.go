package sasl

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Credentials are what somebody logs in with. A mechanism uses those that it
// needs. What fmt prints of them is the user name alone.
type Credentials struct {
	// User is who logs in (the authentication identity). EXTERNAL takes it as
	// who to act as where Authorize is empty, ANONYMOUS as the trace that it
	// leaves; both do without.
	User string
	// Authorize is who to act as, if that is somebody else (the authorization
	// identity). A mechanism without a place for it is an error.
	Authorize string
	Password  string
	Token     string // an OAuth access token
	// Host and Port are where the connection goes: OAUTHBEARER says so to the
	// server (RFC 7628 3.1). Both may be missing.
	Host string
	Port int
	// Binding names the TLS connection, for the -PLUS mechanisms.
	Binding *Binding
	// NoPlus says that the connection could be bound and the server offers no
	// -PLUS. SCRAM tells it so, and a server that did offer one knows that
	// somebody took it out of the list (RFC 5802 6, "y").
	NoPlus bool

	nonce string // for tests: the client's nonce, otherwise random
}

// Binding is what both ends of one TLS connection know and nobody else does
// (RFC 5056).
type Binding struct {
	Type string // TLSExporter
	Data []byte
}

// TLSExporter is a type of channel binding. Its data is exported keying material with
// the label ExporterLabel, no context and the size ExporterSize (RFC 9266 2).
const (
	TLSExporter   = "tls-exporter"
	ExporterLabel = "EXPORTER-Channel-Binding"
	ExporterSize  = 32
)

// Format keeps the secrets out of whatever prints credentials.
func (c Credentials) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, "credentials of %q", c.User)
}

// field is one of the credentials, under the name that errors call it.
type field struct {
	name, value string
	needed      bool
}

// check looks at the credentials before anything of them is used.
func (c Credentials) check(r row, user, password, token bool) error {
	fields := []field{
		{"user name", c.User, user},
		{"authorization identity", c.Authorize, false},
		{"password", c.Password, password},
		{"token", c.Token, token},
		{"host", c.Host, false},
	}
	for _, f := range fields {
		if err := f.check(r); err != nil {
			return err
		}
	}
	if c.Authorize != "" && !r.Authorize {
		return &CredentialError{Field: "authorization identity", Problem: "has no place in " + r.Name}
	}
	if r.Binds && (c.Binding == nil || len(c.Binding.Data) == 0) {
		return &CredentialError{Field: "channel binding", Problem: "is missing: " + r.Name + " needs a TLS connection"}
	}
	return nil
}

// check: NUL parts the fields of PLAIN, CR and LF end a line of most protocols
// (threats.md T12), and 0x01 parts those of the OAuth mechanisms, whose parts
// have no control characters at all (RFC 7628 3.1).
func (f field) check(r row) error {
	wrong := ""
	switch {
	case f.value == "" && f.needed:
		return &CredentialError{Field: f.name, Problem: "is missing"}
	case strings.ContainsRune(f.value, 0):
		wrong = "has a NUL in it"
	case strings.ContainsAny(f.value, "\r\n"):
		wrong = "has a line end in it"
	case r.Token && strings.ContainsFunc(f.value, control):
		wrong = "has a control character in it"
	case !r.anyBytes && !utf8.ValidString(f.value):
		wrong = "is not UTF-8, as " + r.Name + " wants it"
	default:
		return nil
	}
	return &CredentialError{Field: f.name, Problem: wrong}
}

func control(r rune) bool { return r < ' ' || r == 0x7f }
