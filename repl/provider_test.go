package repl_test

import (
	"fmt"
	"strings"
	"testing"

	"byhand/repl"
)

// TestProviderHints: at a known provider byhand tells a user how to log in, and what a
// refusal means. A script gets only the meaning of refusals.
func TestProviderHints(t *testing.T) {
	t.Parallel()
	const sendGrid, exchange, ses = "smtp.sendgrid.net", "SMTP.Office365.com", "email-smtp.eu-central-1.amazonaws.com"
	k := newKeyboard(":auth PLAIN", "yes", "sesame")
	got := typed(t, proxied(sendGrid, offering("PLAIN")+"C: AUTH PLAIN "+plain("apikey", "sesame")+"\nS: 535 no"), k,
		func(o *repl.Options) { o.EHLO = "me" }, elsewhere(sendGrid))
	has(t, "stderr", got.err, `hint: this is SendGrid: the user name is the word "apikey", the password is the API key`,
		"hint: a message without a From header is refused", `using the user name "apikey"`)
	if k.hid != 1 || k.prompts[2] != "password for apikey (hidden): " {
		t.Errorf("asked %q, %d hidden", k.prompts, k.hid)
	}

	got = typed(t, proxied(exchange, "S: 220 hi"), newKeyboard(), elsewhere(exchange))
	has(t, "stderr", got.err, "hint: this is Exchange Online: the user name is the full address", "hint: there is no port 465\n")
	hasNot(t, "stderr", got.err, "5.7.139", "log in before you send mail")

	for _, c := range []struct{ name, host, reply, says string }{
		{"a code and its enhanced code", exchange, "535 5.7.139 no", "hint: Exchange Online means: the password may be right"},
		{"another enhanced code", exchange, "535 5.7.3 no", "hint: Exchange Online means: the user name or the password is wrong"},
		{"an enhanced code without a special meaning", exchange, "535 5.7.8 no", ""},
		{"no enhanced code", exchange, "535 no", ""},
		{"any enhanced code", ses, "535 5.7.8 no", "hint: Amazon SES means: the password is not the secret access key itself"},
		{"a provider that the text names", "mail.example.net", "535-5.7.8 Username and Password not accepted.\nS: 535 5.7.8 x - gsmtp", "hint: Gmail means: Google does not know"},
		{"another host", "mail.example.net", "535 5.7.139 no", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := session(t, proxied(c.host, "S: 220 hi\nC: NOOP\nS: "+c.reply), "NOOP\n:expect 535\n", elsewhere(c.host))
			hasNot(t, "stderr", got.err, "this is ")
			if c.says == "" {
				hasNot(t, "stderr", got.err, " means: ")
			}
			has(t, "stderr", got.err, c.says)
		})
	}
}

// TestSES: the password is a test vector of the algorithm for Amazon SES.
func TestSES(t *testing.T) {
	t.Parallel()
	const host = "email-smtp.eu-central-1.amazonaws.com"
	const password = "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"
	login := "C: AUTH PLAIN " + plain("AKIA", password) + "\nS: 235 welcome"
	local := offering("PLAIN") + login
	withKey := func(o *repl.Options) { o.Password = []byte("some+secret+key") }
	both := func(o *repl.Options) { withKey(o); elsewhere(host)(o) }
	testLogins(t, []loginTest{
		{name: "used by later logins", server: local, input: ":ses eu-central-1\n:auth PLAIN AKIA\n", change: withKey,
			says: []string{"derived the SMTP password for eu-central-1: ******** (44 characters)"}},
		{name: "the region from the host name", server: proxied(host, local), input: ":ses\n:auth --clear PLAIN AKIA\n", change: both,
			says: []string{"derived the SMTP password for eu-central-1"}},
		{name: "another region", server: "S: 220 hi", input: ":ses --show us-east-1\n", change: withKey, says: []string{"byhand: BMU39oGRFDZgs0Mw0RjhVkfazsa9KpRlSMZWFvdFBP/J\n"}},
		{name: "--show", server: "S: 220 hi", input: ":ses --show eu-central-1\n", change: withKey, says: []string{"byhand: " + password + "\n"}},
		{name: "at the same host again", server: "S: 220 hi\naccept\n" + local, input: ":ses eu-central-1\n:again\n:auth PLAIN AKIA\n", change: withKey},
		{name: "no region", server: "S: 220 hi", input: ":ses\n", status: repl.Usage, change: withKey,
			says: []string{":ses: REGION must be", "hint: usage: :ses [--show] [REGION]"}},
		{name: "two words", server: "S: 220 hi", input: ":ses eu-central-1 tanstaaftanstaaf\n", status: repl.Usage, change: withKey, says: []string{":ses: REGION must be"}},
		{name: "the key instead of the region", server: "S: 220 hi", input: ":ses tanstaaftanstaaf/K7MDENG+bPxR\n", status: repl.Usage, change: withKey, says: []string{":ses: REGION must be"}},
		{name: "no such option", server: "S: 220 hi", input: ":ses --hide eu-central-1\n", status: repl.Usage, says: []string{`:ses: unknown option "--hide"`}},
		{name: "no key", server: "S: 220 hi", input: ":ses eu-central-1\n", status: repl.Usage, change: withNothing,
			says: []string{"no secret access key, and there is no terminal to prompt on", "hint: use --password-file, --password-env or --password-command"}},
	})

	k := newKeyboard(":ses eu-central-1", "some+secret+key", ":ses eu-central-1", "", ":auth PLAIN AKIA")
	got := typed(t, local, k, func(o *repl.Options) { o.EHLO = "me" })
	has(t, "stderr", got.err, "derived the SMTP password", ":ses: the secret access key is empty", "logged in with PLAIN")
	hasNot(t, "stderr", got.err, "some+secret+key", password)
	if k.hid != 2 || k.prompts[1] != "secret access key (hidden): " {
		t.Errorf("asked %q, %d hidden", k.prompts, k.hid)
	}
}

// TestSESElsewhere: a password derived for one host is not sent to another.
func TestSESElsewhere(t *testing.T) {
	t.Parallel()
	server := "S: 220 hi\naccept\n" + offering("PLAIN") + "C: AUTH PLAIN " + plain("AKIA", "some+secret+key") + "\nS: 535 no"
	got := session(t, server, "", asTim, func(o *repl.Options) {
		o.Password = []byte("some+secret+key")
		lines := fmt.Sprintf(":ses eu-central-1\n:open localhost %d\n:auth PLAIN AKIA\n:expect 535\n", o.Target.Port)
		o.Input = repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(lines)}})
	})
	if got.status != repl.OK {
		t.Errorf("status %d; stderr:\n%s", got.status, got.err)
	}
}
