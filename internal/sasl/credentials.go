package sasl

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Credentials are what a user logs in with. A mechanism uses those that it needs. fmt
// prints only the user name.
type Credentials struct {
	// User is the authentication identity. EXTERNAL uses it as the authorization
	// identity if Authorize is empty, and ANONYMOUS as its trace; neither needs it.
	User string
	// Authorize is the authorization identity: the user to act as, if that is another
	// one. Not every mechanism supports it.
	Authorize string
	Password  string
	Token     string // an OAuth access token
	// Host and Port are the server's, for OAUTHBEARER (RFC 7628 3.1). Both may be
	// missing.
	Host string
	Port int
	// Binding identifies the TLS connection, for the -PLUS mechanisms.
	Binding *Binding
	// NoPlus says that the client supports channel binding but the server offered no
	// -PLUS mechanism. SCRAM tells the server, which then notices if its list of
	// mechanisms was changed on the way (RFC 5802 6, "y").
	NoPlus bool

	nonce string // for tests: the client's nonce, otherwise random
}

// Binding is data that only the two ends of a TLS connection know (RFC 5056).
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

// Format keeps secrets out of what fmt prints of credentials.
func (c Credentials) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, "credentials of %q", c.User)
}

// field is one of the credentials, with its name in errors.
type field struct {
	name, value string
	needed      bool
}

// check returns a *CredentialError if a credential is missing or cannot be sent.
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
		return &CredentialError{Field: "authorization identity", Problem: "cannot be used with " + r.Name}
	}
	if r.Binds && (c.Binding == nil || len(c.Binding.Data) == 0) {
		return &CredentialError{Field: "channel binding", Problem: "is missing: " + r.Name + " needs a TLS connection"}
	}
	return nil
}

// check rejects separators: NUL in PLAIN, CR and LF in most protocols
// (SECURITY.md, T12), 0x01 in the OAuth mechanisms, whose fields have no control characters at all
// (RFC 7628 3.1).
func (f field) check(r row) error {
	problem := ""
	switch {
	case f.value == "" && f.needed:
		return &CredentialError{Field: f.name, Problem: "is missing"}
	case strings.ContainsRune(f.value, 0):
		problem = "contains a NUL"
	case strings.ContainsAny(f.value, "\r\n"):
		problem = "contains a line ending"
	case r.Token && strings.ContainsFunc(f.value, unicode.IsControl):
		problem = "contains a control character"
	case !r.anyBytes && !utf8.ValidString(f.value):
		problem = "is not UTF-8, which " + r.Name + " requires"
	default:
		return nil
	}
	return &CredentialError{Field: f.name, Problem: problem}
}
