package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/sasl"
	"byhand/internal/view"
)

// tellProvider says what somebody should know who logs in at a host that byhand
// knows.
func tellProvider(s *Session) {
	p, ok := sasl.ProviderOf(s.client.Target().Host)
	if !ok {
		return
	}
	text := fmt.Sprintf("hint: this is %s: the user name is %s, the password is %s", p.Name, p.UserRule, p.Secret)
	if _, ok := sasl.SESRegion(s.client.Target().Host); ok {
		text += "; :ses does that"
	}
	s.policy.tell(text)
	for _, q := range p.Quirks {
		if q.Code == "" {
			s.policy.tell("hint: " + q.Words)
		}
	}
}

// quirk is what the provider of a host means by a refusal, where that is not what it
// looks like.
func quirk(host string, code int, enhanced string) (name, words string, ok bool) {
	p, ok := sasl.ProviderOf(host)
	if !ok {
		return "", "", false
	}
	for _, q := range p.Quirks {
		c, e, _ := strings.Cut(q.Code, " ")
		if c == fmt.Sprint(code) && (e == "" || e == enhanced) {
			return p.Name, q.Words, true
		}
	}
	return "", "", false
}

// isRegion reports whether a word can be the name of a region: eu-central-1.
func isRegion(word string) bool {
	return strings.Contains(word, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// cmdSES works out the SMTP password of Amazon SES from a secret access key,
// for the logins to come.
func cmdSES(ctx context.Context, s *Session, arg string) error {
	flags, region, err := optionsOf("ses", arg)
	if err != nil {
		return err
	}
	if region = strings.TrimSpace(region); region == "" {
		region, _ = sasl.SESRegion(s.client.Target().Host)
	}
	if !isRegion(region) {
		return usage("ses", "which region? eu-central-1, us-east-1; the secret access key is asked for")
	}
	key, err := askForCredential(ctx, s, s.opt.Password, "password", "secret access key")
	if err != nil {
		return err
	}
	if key == "" {
		return failure(Usage, ":ses: without a secret access key there is nothing to work out", "")
	}
	s.user.derived = []byte(sasl.SESPassword(key, region))
	if flags["--show"] {
		s.out.Reveal(string(s.user.derived))
		return nil
	}
	s.out.Answer(fmt.Sprintf("the SMTP password of %s is worked out, %s: :auth uses it here; the user name is the access key's ID; --show prints it", region, view.Mask(len(s.user.derived))))
	return nil
}
