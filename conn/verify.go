package conn

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
)

// certificateProblems describes every problem with a certificate chain; crypto/x509 stops at the
// first. It returns nil if the chain verifies (RFC 5280, RFC 6125).
func certificateProblems(chain []*x509.Certificate, roots *x509.CertPool, name string, now time.Time) []string {
	if len(chain) == 0 {
		return []string{"the server sent no certificate"}
	}
	leaf := chain[0]
	var found []string
	for _, problem := range []string{dateProblem(leaf, now), nameProblem(leaf, name)} {
		if problem != "" {
			found = append(found, problem)
		}
	}
	err := verify(chain, roots, name, now)
	if err == nil {
		return found
	}
	if problem := chainProblem(chain, roots, now); problem != "" {
		found = append(found, problem)
	}
	if len(found) == 0 { // crypto/x509 rejects the chain for another reason
		found = append(found, trimX509(err))
	}
	return found
}

func dateProblem(leaf *x509.Certificate, now time.Time) string {
	switch {
	case now.After(leaf.NotAfter):
		return fmt.Sprintf("it expired on %s, %s ago", formatDay(leaf.NotAfter), formatDays(now.Sub(leaf.NotAfter)))
	case now.Before(leaf.NotBefore):
		return fmt.Sprintf("it is not valid before %s", formatDay(leaf.NotBefore))
	}
	return ""
}

func nameProblem(leaf *x509.Certificate, name string) string {
	switch {
	case name == "":
		return "there is no host name to verify it against"
	case leaf.VerifyHostname(name) == nil:
		return ""
	case net.ParseIP(name) != nil && slices.Contains(leaf.DNSNames, name):
		return fmt.Sprintf("it lists %s as a DNS name, but an address must be listed as an IP address (RFC 5280, 4.2.1.6)", name)
	case len(leaf.DNSNames)+len(leaf.IPAddresses) > 0:
		return fmt.Sprintf("it is for %s, not for %s", Quoted(Names(leaf)), name)
	case leaf.Subject.CommonName != "": // RFC 9525 2
		return fmt.Sprintf("it has only the common name %q, which is no longer used", leaf.Subject.CommonName)
	}
	return "it has no name"
}

// chainProblem checks the chain without the leaf's dates and name. It verifies as of a time
// when the leaf is valid, so that an expired leaf does not hide other problems.
func chainProblem(chain []*x509.Certificate, roots *x509.CertPool, now time.Time) string {
	leaf := chain[0]
	leafExpired := now.After(leaf.NotAfter)
	now = whenValid(leaf, now)
	err := verify(chain, roots, "", now)
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &unknown) && string(leaf.RawSubject) == string(leaf.RawIssuer):
		return "it is self-signed"
	case errors.As(err, &unknown) && weaklySigned(chain) != nil:
		return fmt.Sprintf("the certificate of %q is signed with %s, which is insecure", shortName(weaklySigned(chain).Subject), weaklySigned(chain).SignatureAlgorithm)
	case errors.As(err, &unknown):
		return fmt.Sprintf("its issuer %q is not trusted", missingIssuer(chain))
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		return "it is not valid for servers"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && leafExpired:
		return "" // an issuer was not valid when the leaf expired; dateProblem has reported the leaf
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of its issuer %q %s", shortName(invalid.Cert.Subject),
			strings.TrimPrefix(dateProblem(invalid.Cert, now), "it "))
	}
	return trimX509(err)
}

// whenValid returns the time closest to now at which c is valid.
func whenValid(c *x509.Certificate, now time.Time) time.Time {
	switch {
	case now.Before(c.NotBefore):
		return c.NotBefore
	case now.After(c.NotAfter):
		return c.NotAfter
	}
	return now
}

// weaklySigned returns the first certificate that is signed with an insecure algorithm, or nil. It
// ignores self-signed certificates, because their signatures are not checked.
func weaklySigned(chain []*x509.Certificate) *x509.Certificate {
	for _, c := range chain {
		if slices.Contains(insecureSignatures, c.SignatureAlgorithm) && string(c.RawSubject) != string(c.RawIssuer) {
			return c
		}
	}
	return nil
}

// insecureSignatures lists the signature algorithms that crypto/x509 rejects in a chain.
var insecureSignatures = []x509.SignatureAlgorithm{x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1}

// missingIssuer returns the name of the missing issuer, which is the last certificate's issuer.
func missingIssuer(chain []*x509.Certificate) string { return Issuer(chain[len(chain)-1]) }

func verify(chain []*x509.Certificate, roots *x509.CertPool, name string, now time.Time) error {
	intermediates := x509.NewCertPool()
	for _, c := range chain[1:] {
		intermediates.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: intermediates, DNSName: name, CurrentTime: now})
	return err
}

// Names returns the DNS names and IP addresses of a certificate. If it has none, it returns
// the common name.
func Names(c *x509.Certificate) []string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, net.IP(ip).String())
	}
	if len(names) == 0 {
		return []string{c.Subject.CommonName}
	}
	return names
}

// Quoted joins names from a certificate, each in quotes, because a certificate can
// contain text that imitates byhand's own messages.
func Quoted(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strconv.Quote(name)
	}
	return strings.Join(all, ", ")
}

// Issuer returns a short name of the issuer of a certificate.
func Issuer(c *x509.Certificate) string { return shortName(c.Issuer) }

func shortName(name pkix.Name) string {
	switch {
	case name.CommonName != "":
		return name.CommonName
	case len(name.Organization) > 0:
		return name.Organization[0]
	}
	return name.String()
}

func formatDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func formatDays(d time.Duration) string {
	if n := int(d / (24 * time.Hour)); n != 1 {
		return fmt.Sprintf("%d days", n)
	}
	return "1 day"
}

func trimX509(err error) string { return strings.TrimPrefix(err.Error(), "x509: ") }
