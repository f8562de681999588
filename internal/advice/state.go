// Package advice is the neighbour who looks on: it says what may come next, what
// a line can become, which character of one is wrong, and what a refusal means.
// It is pure: it never sends anything, and changes no byte of what is typed.
package advice

import (
	"strings"

	"byhand/internal/smtp"
)

// State is where a conversation in SMTP or LMTP stands.
type State struct {
	Phase         smtp.Phase
	LMTP          bool   // RFC 2033
	Secure        bool   // TLS stands
	Ready         bool   // STARTTLS was answered with 220: TLS may begin
	Hello         string // "EHLO", "LHLO" or "HELO", whichever was accepted last; "": none
	Features      []smtp.Feature
	Authenticated bool
	Envelope      smtp.Envelope
	Recipients    int      // accepted
	Mechanism     string   // of the login under way; "": none
	Asks          string   // what its challenge asks for: "user name", "password"; "": not known
	Used          []string // mail addresses that were used on this connection
}

// Offers finds what the server offers by the keyword.
func (s *State) Offers(keyword string) (smtp.Feature, bool) {
	for _, f := range s.Features {
		if strings.EqualFold(f.Keyword, keyword) {
			return f, true
		}
	}
	return smtp.Feature{}, false
}

// Has is Offers, without what is offered.
func (s *State) Has(keyword string) bool {
	_, ok := s.Offers(keyword)
	return ok
}

// hello is the verb that begins a session here.
func (s *State) hello() string {
	if s.LMTP {
		return "LHLO"
	}
	return "EHLO"
}

// mechanisms are those that the server offers, as far as they are names that a
// mechanism may have (RFC 4422 3.1): what a server says becomes nobody's line.
func (s *State) mechanisms() []string {
	f, _ := s.Offers("AUTH")
	var all []string
	for _, m := range f.Params {
		m = strings.ToUpper(m)
		if m != "" && len(m) <= 20 && strings.Trim(m, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
			all = append(all, m)
		}
	}
	return all
}
