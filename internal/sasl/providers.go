package sasl

import "strings"

// Provider is what is peculiar about the login, and the host, of one company
// that takes mail.
type Provider struct {
	Name     string
	Hosts    []string // their names; "*" stands for one label, a region
	User     string   // the user name, where all have the same one: "apikey"
	UserRule string   // what the user name is, to be read behind "the user name is"
	Secret   string   // what the password is, to be read behind "the password is"
	Quirks   []Quirk
}

// Quirk is something that surprises people.
type Quirk struct {
	Code  string // the reply that it shows in, with its enhanced code, "535 5.7.139"; "" for none
	Words string
}

const fullAddress = "the full address"

// providers are facts that change: protocol.md and the pages named here had
// them. Hosts are told apart by their names alone.
var providers = []Provider{{
	// https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api
	Name:     "SendGrid",
	Hosts:    []string{"smtp.sendgrid.net"},
	User:     "apikey",
	UserRule: `the word "apikey"`,
	Secret:   "the API key",
	Quirks: []Quirk{
		{"", "base64 of a key must be one line: most tools wrap it at 64 or 76 characters"},
		{"", "a message without a From header is refused"},
	},
}, {
	// https://support.google.com/a/answer/176600
	Name:     "Gmail",
	Hosts:    []string{"smtp.gmail.com", "smtp-relay.gmail.com"},
	UserRule: fullAddress,
	Secret:   "an app password (XOAUTH2 and OAUTHBEARER take an access token)",
	Quirks: []Quirk{
		{"530 5.7.0", "TLS comes first: no AUTH is offered before STARTTLS"},
		{"534 5.7.9", "it wants an app password, not that of the account"},
		{"555 5.5.2", "the address needs its <>"},
	},
}, {
	// https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
	Name:     "Exchange Online",
	Hosts:    []string{"smtp.office365.com", "smtp-mail.outlook.com"},
	UserRule: fullAddress,
	Secret:   "that of the account, where it is still taken (XOAUTH2 takes an access token)",
	Quirks: []Quirk{
		{"", "there is no port 465"},
		{"504 5.7.4", "it takes LOGIN and XOAUTH2, and not PLAIN"},
		{"530 5.7.57", "nobody is logged in"},
		{"535 5.7.3", "the user name or the password is wrong"},
		{"535 5.7.139", "not a wrong password: logging in is switched off for the tenant, the mailbox or passwords"},
		{"550 5.7.60", "this user may not send as that sender"},
	},
}, {
	// https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
	Name:     "Amazon SES",
	Hosts:    []string{"email-smtp.*.amazonaws.com", "email-smtp-fips.*.amazonaws.com"},
	UserRule: "an access key ID",
	Secret:   "worked out from the secret access key, for one region",
	Quirks: []Quirk{
		{"535", "the secret access key itself is no password, nor is that of another region"},
		{"554", `"not verified": in the sandbox each recipient must be verified too`},
	},
}, {
	// https://postmarkapp.com/support/article/811-what-are-the-smtp-details-api-tokens-i-should-be-using
	Name:     "Postmark",
	Hosts:    []string{"smtp.postmarkapp.com", "smtp-broadcasts.postmarkapp.com"},
	UserRule: "the server's API token, or the access key of an SMTP token",
	Secret:   "the same API token, or the secret key of the SMTP token",
	Quirks: []Quirk{
		{"", "there is no TLS from the first byte: port 465 just hangs"},
		{"", "it is the token of the server, not that of the account"},
	},
}, {
	// https://resend.com/docs/send-with-smtp
	Name:     "Resend",
	Hosts:    []string{"smtp.resend.com"},
	User:     "resend",
	UserRule: `the word "resend"`,
	Secret:   "the API key",
}, {
	// https://documentation.mailgun.com/docs/mailgun/user-manual/smtp-protocol/
	Name:     "Mailgun",
	Hosts:    []string{"smtp.mailgun.org", "smtp.eu.mailgun.org"},
	UserRule: "a full address at the sending domain, such as postmaster@mg.example.net",
	Secret:   "that of the domain's SMTP credentials, not the API key",
	Quirks: []Quirk{
		{"", "an account in the EU is unknown at smtp.mailgun.org, and one in the US at smtp.eu.mailgun.org"},
	},
}, {
	// https://www.fastmail.com/help/technical/servernamesandports.html
	Name:     "Fastmail",
	Hosts:    []string{"smtp.fastmail.com"},
	UserRule: fullAddress,
	Secret:   "an app password, never that of the account",
}}

// ProviderOf returns the provider that a host belongs to.
func ProviderOf(host string) (Provider, bool) {
	p, _, ok := lookUp(host)
	return p, ok
}

// SESRegion returns the region in the name of an Amazon SES host:
//
//	email-smtp.eu-central-1.amazonaws.com   eu-central-1
func SESRegion(host string) (region string, ok bool) {
	_, region, _ = lookUp(host)
	return region, region != ""
}

// lookUp finds a host, and what "*" stands for in its name.
func lookUp(host string) (p Provider, star string, ok bool) {
	for _, p := range providers {
		for _, pattern := range p.Hosts {
			if star, ok := match(pattern, host); ok {
				return p, star, true
			}
		}
	}
	return Provider{}, "", false
}

// match compares a host with a pattern, label by label, in any case; star is
// what "*" stood for. The dot that ends a full name does not count.
func match(pattern, host string) (star string, ok bool) {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(host, ".")), ".")
	want := strings.Split(pattern, ".")
	if len(labels) != len(want) {
		return "", false
	}
	for i, label := range labels {
		switch {
		case want[i] == "*" && label != "":
			star = label
		case want[i] != label:
			return "", false
		}
	}
	return star, true
}
