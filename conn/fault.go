package conn

import (
	"bytes"
	"crypto/x509"
	"time"
)

// Fault is a kind of problem with a certificate.
type Fault int

// The kinds of problems.
const (
	Expired       Fault = iota // the certificate is no longer valid
	NotYetValid                // the certificate is not valid yet, or this computer's clock is wrong
	WrongName                  // the certificate is for other names
	SelfSigned                 // the certificate is its own issuer, and not trusted
	UntrustedRoot              // the server sent the whole chain, but its root is not trusted
	MissingIssuer              // the issuer of the last certificate was not sent and is not trusted
	OtherFault                 // the chain has another problem
)

// Faults classifies t.Problems; now is the current time. It returns nil if there are no
// problems or the server sent no certificate.
func (t *TLS) Faults(now time.Time) []Fault {
	leaf := t.Leaf()
	if leaf == nil || len(t.Problems) == 0 {
		return nil
	}
	var all []Fault
	switch {
	case now.After(leaf.NotAfter):
		all = append(all, Expired)
	case now.Before(leaf.NotBefore):
		all = append(all, NotYetValid)
	}
	if t.Name == "" || leaf.VerifyHostname(t.Name) != nil {
		all = append(all, WrongName)
	}
	if len(t.Problems) > len(all) { // the remaining problem is that of the chain
		all = append(all, chainFault(t.Chain, now))
	}
	return all
}

// chainFault returns why a chain is not trusted. If the chain verifies with its last
// certificate as a root, then the only problem is that this certificate is not trusted.
func chainFault(chain []*x509.Certificate, now time.Time) Fault {
	leaf, last := chain[0], chain[len(chain)-1]
	anchor := x509.NewCertPool()
	anchor.AddCert(last)
	switch selfIssued := bytes.Equal(last.RawSubject, last.RawIssuer); {
	case verify(chain, anchor, "", whenValid(leaf, now)) != nil:
		return OtherFault
	case selfIssued && len(chain) == 1:
		return SelfSigned
	case selfIssued:
		return UntrustedRoot
	}
	return MissingIssuer
}
