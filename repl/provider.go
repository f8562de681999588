package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/sasl"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// tellProvider says what somebody should know who logs in at a host that byhand
// knows.
func (s *Session) tellProvider() {
	p, ok := sasl.ProviderOf(s.target.Host)
	if !ok || !s.opt.Typed {
		return
	}
	text := fmt.Sprintf("hint: this is %s: the user name is %s, the password is %s", p.Name, p.UserRule, p.Secret)
	if _, ok := sasl.SESRegion(s.target.Host); ok {
		text += "; :ses does that"
	}
	s.view.Note(text)
	for _, q := range p.Quirks {
		if q.Code == "" {
			s.view.Note("hint: " + q.Words)
		}
	}
}

// tellQuirk says what a provider means by a refusal, where that is not what it
// looks like.
func (s *Session) tellQuirk(r smtp.Reply) {
	e, _ := r.Enhanced()
	if name, words, ok := s.quirk(r.Code, e.String()); ok {
		s.view.Note(fmt.Sprintf("hint: %s means by that: %s", name, words))
	}
}

// isRegion reports whether a word can be the name of a region: eu-central-1.
func isRegion(word string) bool {
	return strings.Contains(word, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// cmdSES works out the SMTP password of Amazon SES from a secret access key,
// for the logins to come.
func cmdSES(ctx context.Context, s *Session, arg string) error {
	flags, region := options(arg)
	for flag := range flags {
		if flag != "--show" {
			return usage("ses", fmt.Sprintf("no option %q", flag))
		}
	}
	if region = strings.TrimSpace(region); region == "" {
		region, _ = sasl.SESRegion(s.target.Host)
	}
	if !isRegion(region) {
		return usage("ses", "which region? eu-central-1, us-east-1; the secret access key is asked for")
	}
	key, err := s.askForCredential(ctx, s.opt.Password, "password", "secret access key")
	if err != nil {
		return err
	}
	if key == "" {
		return failure(Usage, ":ses: without a secret access key there is nothing to work out", "")
	}
	s.derived = []byte(sasl.SESPassword(key, region))
	if flags["--show"] {
		s.view.Reveal(string(s.derived))
		return nil
	}
	s.view.Answer(fmt.Sprintf("the SMTP password of %s is worked out, %s: :auth uses it here; the user name is the access key's ID; --show prints it", region, view.Mask(len(s.derived))))
	return nil
}
