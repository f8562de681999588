package conn

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// noon is the time at which the certificates of the tables are verified.
var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

type edit = func(*x509.Certificate)

func named(names ...string) edit {
	return func(c *x509.Certificate) {
		c.DNSNames = nil
		for _, name := range names {
			if ip := net.ParseIP(name); ip != nil {
				c.IPAddresses = append(c.IPAddresses, ip)
			} else {
				c.DNSNames = append(c.DNSNames, name)
			}
		}
	}
}

// inDNS sets the DNS names of the certificate, even to addresses.
func inDNS(names ...string) edit { return func(c *x509.Certificate) { c.DNSNames = names } }

// valid sets the validity, in days from noon.
func valid(from, to int) edit {
	return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = noon.AddDate(0, 0, from), noon.AddDate(0, 0, to) }
}

func usage(u ...x509.ExtKeyUsage) edit { return func(c *x509.Certificate) { c.ExtKeyUsage = u } }

func sha1(c *x509.Certificate) { c.SignatureAlgorithm = x509.ECDSAWithSHA1 }

func common(name string) edit {
	return func(c *x509.Certificate) { c.Subject = pkix.Name{CommonName: name} }
}

const mx = "mx.example.net"

// problemTest is a certificate chain and the problems that byhand reports for it.
type problemTest struct {
	name  string
	chain []*x509.Certificate
	host  string
	want  []string
}

// checkProblems also compares the verdict with that of crypto/x509.
func checkProblems(t *testing.T, root *authority, tests []problemTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := certificateProblems(test.chain, root.pool(), test.host, noon)
			if !slices.Equal(got, test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if err := asTheLibrary(test.chain, root.pool(), test.host); (err == nil) != (len(got) == 0) {
				t.Errorf("crypto/x509 returns %v, byhand %q", err, got)
			}
		})
	}
}

func TestNameProblems(t *testing.T) {
	root := newAuthority(t, "Test Root", noon)
	between := root.under(t, "Test Intermediate")
	checkProblems(t, root, []problemTest{
		{"valid", chain(t, root), mx, nil},
		{"in capitals", chain(t, root), "MX.Example.Net", nil},
		{"by an intermediate", chain(t, between), mx, nil},
		{"by an intermediate that is not sent", chain(t, between)[:1], mx,
			[]string{`its issuer "Test Intermediate" is not trusted`}},
		{"wildcard", chain(t, root, named("*.example.net")), mx, nil},
		{"wildcard, two labels", chain(t, root, named("*.net")), mx, []string{"it is for \"*.net\", not for mx.example.net"}},
		{"an address", chain(t, root, named("192.0.2.1", "2001:db8::1")), "192.0.2.1", nil},
		{"an IPv6 address", chain(t, root, named("192.0.2.1", "2001:db8::1")), "2001:db8::1", nil},
		{"another address", chain(t, root, named(mx, "192.0.2.1", "2001:db8::1")), "192.0.2.2",
			[]string{"it is for \"mx.example.net\", \"192.0.2.1\", \"2001:db8::1\", not for 192.0.2.2"}},
		{"an address as a DNS name", chain(t, root, inDNS("192.0.2.1")), "192.0.2.1",
			[]string{"it lists 192.0.2.1 as a DNS name, but an address must be listed as an IP address (RFC 5280, 4.2.1.6)"}},
		{"an IPv6 address as a DNS name", chain(t, root, inDNS("2001:db8::1")), "2001:db8::1",
			[]string{"it lists 2001:db8::1 as a DNS name, but an address must be listed as an IP address (RFC 5280, 4.2.1.6)"}},
		{"another address as a DNS name", chain(t, root, inDNS("192.0.2.1")), "192.0.2.2",
			[]string{"it is for \"192.0.2.1\", not for 192.0.2.2"}},
		{"another name", chain(t, root, named("a.example.org", "b.example.org")), mx,
			[]string{"it is for \"a.example.org\", \"b.example.org\", not for mx.example.net"}},
		{"only a common name", chain(t, root, named(), common(mx)), mx,
			[]string{`it has only the common name "mx.example.net", which is no longer used`}},
		{"no name at all", chain(t, root, named()), mx, []string{"it has no name"}},
		{"nothing to check against", chain(t, root), "", []string{"there is no host name to verify it against"}},
	})
}

func TestDateProblems(t *testing.T) {
	root := newAuthority(t, "Test Root", noon)
	between, late := root.under(t, "Test Intermediate"), root.under(t, "Late Intermediate", valid(-300, -20))
	checkProblems(t, root, []problemTest{
		{"expired", chain(t, root, valid(-90, -14)), mx, []string{"it expired on 2026-06-01, 14 days ago"}},
		{"expired yesterday", chain(t, root, valid(-90, -1)), mx, []string{"it expired on 2026-06-14, 1 day ago"}},
		{"expired by an intermediate", chain(t, between, valid(-90, -14)), mx, []string{"it expired on 2026-06-01, 14 days ago"}},
		{"not yet", chain(t, root, valid(2, 90)), mx, []string{"it is not valid before 2026-06-17"}},
		{"expired with its intermediate", chain(t, late, valid(-90, -25)), mx, []string{"it expired on 2026-05-21, 25 days ago"}},
		{"expired, and its issuer is younger", chain(t, root.under(t, "Young Intermediate", valid(-5, 90)), valid(-90, -14)), mx,
			[]string{"it expired on 2026-06-01, 14 days ago"}},
		{"an expired intermediate", chain(t, late), mx,
			[]string{`the certificate of its issuer "Late Intermediate" expired on 2026-05-26, 20 days ago`}},
		{"an intermediate of tomorrow", chain(t, root.under(t, "Early Intermediate", valid(1, 90))), mx,
			[]string{`the certificate of its issuer "Early Intermediate" is not valid before 2026-06-16`}},
	})
}

func TestChainProblems(t *testing.T) {
	root, other := newAuthority(t, "Test Root", noon), newAuthority(t, "Other Root", noon)
	confined := root.under(t, "Confined", func(c *x509.Certificate) {
		c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{"example.org"}, true
	})
	nobody, unnamed := &authority{now: noon}, newAuthority(t, "", noon)
	checkProblems(t, root, []problemTest{
		{"self-signed", chain(t, nobody), mx, []string{"it is self-signed"}},
		{"unknown issuer", chain(t, other), mx, []string{`its issuer "Other Root" is not trusted`}},
		{"unknown issuer, and its root sent along", append(chain(t, other), other.Leaf), mx,
			[]string{`its issuer "Other Root" is not trusted`}},
		{"unknown issuer of an intermediate", chain(t, other.under(t, "Other Intermediate")), mx,
			[]string{`its issuer "Other Root" is not trusted`}},
		{"an issuer of the same name", chain(t, newAuthority(t, "Test Root", noon)), mx,
			[]string{`its issuer "Test Root" is not trusted`}},
		{"an issuer without a name", chain(t, unnamed), mx, []string{`its issuer "" is not trusted`}},
		{"signed with SHA-1", chain(t, root, sha1), mx, []string{`the certificate of "Example" is signed with ECDSA-SHA1, which is insecure`}},
		{"its issuer is signed with SHA-1", chain(t, root.under(t, "Old Intermediate", sha1)), mx,
			[]string{`the certificate of "Old Intermediate" is signed with ECDSA-SHA1, which is insecure`}},
		{"signed with SHA-1 by itself", chain(t, nobody, sha1), mx, []string{"it is self-signed"}},
		{"for clients only", chain(t, root, usage(x509.ExtKeyUsageClientAuth)), mx, []string{"it is not valid for servers"}},
		{"for anything", chain(t, root, usage(x509.ExtKeyUsageAny)), mx, nil},
		{"no usage said", chain(t, root, usage()), mx, nil},
		{"an issuer that may not", chain(t, confined), mx,
			[]string{`a root or intermediate certificate is not authorized to sign for this name: DNS name "mx.example.net" is not permitted by any constraint`}},
	})
}

// TestSeveralProblems checks that each problem is reported, not only the first.
func TestSeveralProblems(t *testing.T) {
	root, other, nobody := newAuthority(t, "Test Root", noon), newAuthority(t, "Other Root", noon), &authority{now: noon}
	checkProblems(t, root, []problemTest{
		{"expired, and another name", chain(t, root, valid(-90, -14), named("example.org")), mx,
			[]string{"it expired on 2026-06-01, 14 days ago", "it is for \"example.org\", not for mx.example.net"}},
		{"all at once", chain(t, nobody, valid(2, 90), named("localhost")), mx,
			[]string{"it is not valid before 2026-06-17", "it is for \"localhost\", not for mx.example.net", "it is self-signed"}},
		{"expired, for clients only", chain(t, root, valid(-90, -14), usage(x509.ExtKeyUsageClientAuth)), mx,
			[]string{"it expired on 2026-06-01, 14 days ago", "it is not valid for servers"}},
		{"expired, another issuer", chain(t, other, valid(-90, -14)), mx,
			[]string{"it expired on 2026-06-01, 14 days ago", `its issuer "Other Root" is not trusted`}},
		{"nothing sent", nil, mx, []string{"the server sent no certificate"}},
	})
}

// chain returns the chain that a server with a certificate of a sends.
func chain(t *testing.T, a *authority, edits ...edit) (all []*x509.Certificate) {
	for _, der := range a.issue(t, edits...).Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// asTheLibrary verifies a chain as crypto/tls would.
func asTheLibrary(chain []*x509.Certificate, roots *x509.CertPool, host string) error {
	if len(chain) == 0 {
		return x509.CertificateInvalidError{}
	}
	if host == "" { // crypto/tls demands a name
		return x509.HostnameError{Certificate: chain[0]}
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host, CurrentTime: noon})
	return err
}

func TestNamesAndIssuer(t *testing.T) {
	for _, test := range []struct {
		cert          x509.Certificate
		names, issuer string
	}{
		{x509.Certificate{DNSNames: []string{"a.example.net", "b.example.net"}, IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)},
			Subject: pkix.Name{CommonName: "c.example.net"}, Issuer: pkix.Name{CommonName: "R3", Organization: []string{"Let's Encrypt"}}},
			"a.example.net b.example.net 192.0.2.1", "R3"},
		{x509.Certificate{Subject: pkix.Name{CommonName: "c.example.net"}, Issuer: pkix.Name{Organization: []string{"Example", "More"}}},
			"c.example.net", "Example"},
		{x509.Certificate{Issuer: pkix.Name{Country: []string{"AT"}}}, "", "C=AT"},
	} {
		if names := strings.Join(Names(&test.cert), " "); names != test.names || Issuer(&test.cert) != test.issuer {
			t.Errorf("names %q, issuer %q; want %q, %q", names, Issuer(&test.cert), test.names, test.issuer)
		}
	}
}
