// Package advice gives hints about SMTP and LMTP: which lines may come next, how a line
// can be completed, and what is wrong with a line. It explains why a server refused a
// line, in IMAP, POP3 and ManageSieve too. It is pure: it sends nothing and changes no line.
package advice

import (
	"strings"

	"byhand/internal/smtp"
)

// State describes an SMTP or LMTP session at one moment.
type State struct {
	Phase         smtp.Phase
	LMTP          bool   // RFC 2033
	Secure        bool   // TLS is active
	HandshakeDue  bool   // the reply to STARTTLS was 220: the handshake comes next
	Hello         string // the last accepted greeting command: "EHLO", "LHLO" or "HELO"; "": none
	Features      []smtp.Feature
	Authenticated bool
	Envelope      smtp.Envelope
	Recipients    int      // how many were accepted
	Mechanism     string   // of the login in progress; "": none
	Asks          string   // what its challenge asks for: "user name", "password"; "": not known
	Used          []string // mail addresses that were used on this connection
}

// FindFeature returns the first feature with a keyword, in any case (RFC 5321 2.4).
func (s *State) FindFeature(keyword string) (smtp.Feature, bool) {
	for _, f := range s.Features {
		if strings.EqualFold(f.Keyword, keyword) {
			return f, true
		}
	}
	return smtp.Feature{}, false
}

// Has reports whether the server offers a keyword.
func (s *State) Has(keyword string) bool {
	_, ok := s.FindFeature(keyword)
	return ok
}

// hello returns the command that opens a session: EHLO, or LHLO in LMTP.
func (s *State) hello() string {
	if s.LMTP {
		return "LHLO"
	}
	return "EHLO"
}

// mechanisms returns the offered mechanisms whose names are valid (RFC 4422 3.1). Other
// text from the server must not become part of a suggestion.
func (s *State) mechanisms() []string {
	f, _ := s.FindFeature("AUTH")
	return validMechanisms(f.Params)
}

// oldMechanisms returns those that are offered in the form before RFC 4954,
// "250-AUTH=LOGIN", which :auth does not choose from.
func (s *State) oldMechanisms() []string {
	f, _ := s.FindFeature("AUTH=")
	return validMechanisms(f.Params)
}

func validMechanisms(names []string) []string {
	var all []string
	for _, m := range names {
		m = strings.ToUpper(m)
		if m != "" && len(m) <= 20 && strings.Trim(m, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
			all = append(all, m)
		}
	}
	return all
}
