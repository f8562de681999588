package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/sasl"
	"byhand/internal/view"
)

// showProvider shows a user at a prompt how to log in, if byhand knows the host's provider.
func showProvider(s *Session) {
	p, ok := sasl.ProviderOf(s.client.Target().Host)
	if !ok {
		return
	}
	text := fmt.Sprintf("hint: this is %s: the user name is %s, the password is %s", p.Name, p.UserRule, p.Secret)
	if _, ok := sasl.SESRegion(s.client.Target().Host); ok {
		text += "; :ses derives it"
	}
	s.policy.noteAtPrompt(text)
	for _, q := range p.Quirks {
		s.policy.noteAtPrompt("hint: " + q)
	}
}

// isRegion reports whether word can be the name of an AWS region, such as eu-central-1.
func isRegion(word string) bool {
	return strings.Contains(word, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// cmdSES derives the SMTP password of Amazon SES from a secret access key. Later logins
// use it.
func cmdSES(ctx context.Context, s *Session, arg string) error {
	flags, region, err := parseOptions("ses", arg)
	if err != nil {
		return err
	}
	if region = strings.TrimSpace(region); region == "" {
		region, _ = sasl.SESRegion(s.client.Target().Host)
	}
	if !isRegion(region) {
		return usage("ses", "REGION must be an AWS region, such as eu-central-1; do not type the secret access key: byhand asks for it")
	}
	key, err := askForCredential(ctx, s, s.opt.Password, "password", "secret access key")
	if err != nil {
		return err
	}
	if key == "" {
		return failure(Usage, ":ses: the secret access key is empty", "")
	}
	s.user.derived = []byte(sasl.SESPassword(key, region))
	if flags["--show"] {
		s.out.Reveal(string(s.user.derived))
		return nil
	}
	s.out.Answer(fmt.Sprintf("derived the SMTP password for %s: %s; :auth uses it, with the access key ID as the user name; --show prints it", region, view.Mask(len(s.user.derived))))
	return nil
}
