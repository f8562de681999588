package sasl

import "strings"

// Provider describes how to log in at a mail provider.
type Provider struct {
	Name     string
	Hosts    []string // "*" matches one label, a region
	User     string   // the user name, if all customers have the same one: "apikey"
	UserRule string   // completes "the user name is"
	Secret   string   // completes "the password is"
	Quirks   []string // what users do not expect before they log in; internal/refusal explains refusals
}

const fullAddress = "the full address"

// providers hold facts that change. Each comes from the page that is named with it.
var providers = []Provider{{
	// https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api
	Name:     "SendGrid",
	Hosts:    []string{"smtp.sendgrid.net"},
	User:     "apikey",
	UserRule: `the word "apikey"`,
	Secret:   "the API key",
	Quirks: []string{
		"the base64 of a key must be on one line; most tools wrap it at 64 or 76 characters",
		"a message without a From header is refused",
	},
}, {
	// https://support.google.com/a/answer/176600
	Name:     "Gmail",
	Hosts:    []string{"smtp.gmail.com", "smtp-relay.gmail.com"},
	UserRule: fullAddress,
	Secret:   "an app password (XOAUTH2 and OAUTHBEARER take an access token)",
}, {
	// https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
	Name:     "Exchange Online",
	Hosts:    []string{"smtp.office365.com", "smtp-mail.outlook.com"},
	UserRule: fullAddress,
	Secret:   "the account's password, where it is still accepted (XOAUTH2 takes an access token)",
	Quirks: []string{
		"there is no port 465",
	},
}, {
	// https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
	Name:     "Amazon SES",
	Hosts:    []string{"email-smtp.*.amazonaws.com", "email-smtp-fips.*.amazonaws.com"},
	UserRule: "an access key ID",
	Secret:   "derived from the secret access key, for one region",
}, {
	// https://postmarkapp.com/support/article/811-what-are-the-smtp-details-api-tokens-i-should-be-using
	Name:     "Postmark",
	Hosts:    []string{"smtp.postmarkapp.com", "smtp-broadcasts.postmarkapp.com"},
	UserRule: "the server's API token, or the access key of an SMTP token",
	Secret:   "the same API token, or the secret key of the SMTP token",
	Quirks: []string{
		"implicit TLS is not supported: port 465 hangs",
		"use the server's token, not the account's",
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
	Secret:   "the one in the domain's SMTP credentials, not the API key",
	Quirks: []string{
		"EU accounts use smtp.eu.mailgun.org, US accounts smtp.mailgun.org",
	},
}, {
	// https://www.fastmail.com/help/technical/servernamesandports.html
	Name:     "Fastmail",
	Hosts:    []string{"smtp.fastmail.com"},
	UserRule: fullAddress,
	Secret:   "an app password, never the account's password",
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

// lookUp finds a host, and the part of its name that "*" matches.
func lookUp(host string) (p Provider, star string, ok bool) {
	for _, p := range providers {
		for _, pattern := range p.Hosts {
			if star, ok := matchHost(pattern, host); ok {
				return p, star, true
			}
		}
	}
	return Provider{}, "", false
}

// matchHost compares a host with a pattern, label by label, ignoring case and a final dot.
// star is what "*" matched.
func matchHost(pattern, host string) (star string, ok bool) {
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
