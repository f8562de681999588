package transcript

// encryptionFact says whether the session was encrypted.
func (t *htmlTally) encryptionFact() htmlFact {
	switch {
	case len(t.secured) == 0 && t.secureLines > 0:
		return htmlFact{Name: "Encryption", Values: []string{"TLS (details not known)"}}
	case len(t.secured) == 0:
		return htmlFact{"Encryption", []string{"none: every line was sent in plaintext"}, true}
	}
	s := t.secured[0]
	return htmlFact{"Encryption", []string{tlsVerdict(s)}, !s.Verified}
}

// tlsFacts returns the facts about a TLS connection.
func tlsFacts(s *TLS) []htmlFact {
	var f []htmlFact
	if s.Verified {
		f = appendFact(f, "Certificate", "verified for "+safe(s.Name))
	} else {
		f = append(f, htmlFact{"Certificate", append([]string{"NOT verified for " + safe(s.Name)}, safeAll(s.Problems)...), true})
	}
	f = append(f, htmlFact{Name: "Issued for", Values: quotedAll(s.Names)})
	if s.Issuer != "" {
		f = append(f, htmlFact{Name: "Issuer", Values: quotedAll([]string{s.Issuer})})
	}
	if !s.NotAfter.IsZero() {
		f = appendFact(f, "Valid until", formatTime(s.NotAfter))
	}
	f = appendFact(f, "SHA-256", safe(s.SHA256))
	f = appendFact(f, "Version", safe(s.Version))
	f = appendFact(f, "Cipher", safe(s.Cipher))
	f = appendFact(f, "Key exchange", safe(s.Group))
	if s.Took > 0 {
		f = appendFact(f, "Handshake", formatDuration(s.Took))
	}
	return f
}

func securedText(s *TLS) string {
	if s.Took > 0 {
		return tlsVerdict(s) + ", handshake took " + formatDuration(s.Took)
	}
	return tlsVerdict(s)
}

// tlsVerdict says which version of TLS is used, and whether the certificate verifies.
func tlsVerdict(s *TLS) string {
	if s.Verified {
		return safe(s.Version) + ", certificate verified"
	}
	return safe(s.Version) + ", certificate NOT verified"
}
