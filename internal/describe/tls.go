// Package describe writes facts for users: how a connection was opened, its TLS session
// and certificates, sizes and rates.
package describe

import (
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"strings"
	"time"

	"byhand/conn"
	"byhand/internal/view"
)

// soon is the number of days before expiry at which byhand starts to warn.
const soon = 14

// Handshake describes the result of a handshake in one line. A second line reports a problem, if there is one.
func Handshake(t *conn.TLS, at time.Time) []string {
	if t.UserAccepted { // the user has seen that line
		return []string{"accepted for this connection, not verified: " + strings.Join(t.Problems, "; ")}
	}
	all := []string{TLS(t, at)}
	if len(t.Problems) > 0 {
		all = append(all, "not verified: "+strings.Join(t.Problems, "; "))
	} else if days := t.DaysLeft(at); days < soon {
		all = append(all, fmt.Sprintf("the certificate expires in %s, on %s", count(days, "day"), day(t.Leaf().NotAfter)))
	}
	return appendText(all, Interception(t))
}

// TLS describes a TLS session in one line: version, cipher suite, the names in the
// certificate, its issuer, the days left, and whether it verifies.
func TLS(t *conn.TLS, at time.Time) string {
	if t.Leaf() == nil {
		return fmt.Sprintf("%s, %s, no certificate, NOT VERIFIED", version(t), tls.CipherSuiteName(t.Cipher))
	}
	verdict := "verified"
	if !t.Verified() {
		verdict = "NOT VERIFIED"
	}
	return fmt.Sprintf("%s, %s, certificate for %s by %q, %s, %s", version(t), tls.CipherSuiteName(t.Cipher),
		firstFew(conn.Names(t.Leaf())), conn.Issuer(t.Leaf()), validityLeft(t, at), verdict)
}

func version(t *conn.TLS) string { return tls.VersionName(t.Version) }

// firstFew returns at most three of the names: a certificate can have hundreds.
func firstFew(names []string) string {
	const few = 3
	if len(names) > few {
		return fmt.Sprintf("%s and %d more", conn.Quoted(names[:few]), len(names)-few)
	}
	return conn.Quoted(names)
}

// validityLeft returns how long a certificate is still valid: "30 days left".
func validityLeft(t *conn.TLS, at time.Time) string {
	days := t.DaysLeft(at)
	if days < 0 {
		return "expired " + day(t.Leaf().NotAfter)
	}
	return count(days, "day") + " left"
}

// day returns the date of a time in UTC.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Certificates describes every certificate that the server sent.
func Certificates(t *conn.TLS, at time.Time) []string {
	all := []string{TLS(t, at)}
	for i, c := range t.Chain {
		all = append(all,
			fmt.Sprintf("%d subject  %q", i, c.Subject),
			fmt.Sprintf("%d names    %s", i, conn.Quoted(conn.Names(c))),
			fmt.Sprintf("%d issuer   %q", i, c.Issuer),
			fmt.Sprintf("%d valid    %s to %s", i, day(c.NotBefore), day(c.NotAfter)),
			fmt.Sprintf("%d key      %s, signed with %s", i, c.PublicKeyAlgorithm, c.SignatureAlgorithm),
			fmt.Sprintf("%d sha256   %x", i, sha256.Sum256(c.Raw)))
	}
	for _, problem := range t.Problems {
		all = append(all, "not verified: "+problem)
	}
	return all
}

// Opening describes how the connection was opened, and which addresses failed before.
func Opening(o *conn.Opening, t conn.Target) []string {
	var all []string
	for _, a := range o.Attempts {
		if a.Err != nil {
			all = append(all, fmt.Sprintf("%s failed after %s: %v", a.Address, view.Span(a.Took), a.Err))
		}
	}
	to := t.String()
	if remote := fmt.Sprint(o.Remote); t.Network() == "tcp" && o.Proxy == "" && remote != to {
		to += " (" + remote + ")"
	}
	if o.Proxy != "" {
		to += " through " + o.Proxy
	}
	return append(all, fmt.Sprintf("connected to %s in %s", to, view.Span(o.Took)))
}
