package conn

import (
	"crypto/x509"
	"slices"
	"testing"
)

// TestFaults checks the kinds of problems, which hints depend on.
func TestFaults(t *testing.T) {
	root, other := newAuthority(t, "Test Root", noon), newAuthority(t, "Other Root", noon)
	between := root.under(t, "Test Intermediate")
	nobody := &authority{now: noon}
	const mx = "mx.example.net"
	for _, test := range []struct {
		name  string
		chain []*x509.Certificate
		host  string
		want  []Fault
	}{
		{"valid", chain(t, between), mx, nil},
		{"expired", chain(t, root, valid(-90, -14)), mx, []Fault{Expired}},
		{"not yet", chain(t, root, valid(2, 90)), mx, []Fault{NotYetValid}},
		{"another name", chain(t, root), "mail.example.org", []Fault{WrongName}},
		{"another name and expired", chain(t, root, valid(-90, -14)), "mail.example.org", []Fault{Expired, WrongName}},
		{"self-signed", chain(t, nobody), mx, []Fault{SelfSigned}},
		{"self-signed, expired, another name", chain(t, nobody, valid(-90, -14)), "mail.example.org", []Fault{Expired, WrongName, SelfSigned}},
		{"an intermediate that is not sent", chain(t, between)[:1], mx, []Fault{MissingIssuer}},
		{"a root that is not trusted", chain(t, other), mx, []Fault{MissingIssuer}},
		{"a root that is not trusted, sent along", append(chain(t, other), other.Leaf), mx, []Fault{UntrustedRoot}},
		{"for clients only", chain(t, root, usage(x509.ExtKeyUsageClientAuth)), mx, []Fault{OtherFault}},
		{"an expired intermediate", chain(t, root.under(t, "Late", valid(-300, -20))), mx, []Fault{OtherFault}},
		{"nothing sent", nil, mx, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			facts := TLS{Name: test.host, Chain: test.chain, Problems: certificateProblems(test.chain, root.pool(), test.host, noon)}
			if got := facts.Faults(noon); !slices.Equal(got, test.want) {
				t.Errorf("%v, want %v (%q)", got, test.want, facts.Problems)
			}
		})
	}
}
