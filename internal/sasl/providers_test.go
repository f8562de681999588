package sasl

import (
	"strings"
	"testing"
)

func TestProviderOf(t *testing.T) {
	for _, c := range []struct{ host, want, region string }{
		{"smtp.sendgrid.net", "SendGrid", ""},
		{"SMTP.SendGrid.Net", "SendGrid", ""},
		{"smtp.sendgrid.net.", "SendGrid", ""},
		{"smtp.gmail.com", "Gmail", ""},
		{"smtp-relay.gmail.com", "Gmail", ""},
		{"smtp.office365.com", "Exchange Online", ""},
		{"smtp-mail.outlook.com", "Exchange Online", ""},
		{"email-smtp.eu-central-1.amazonaws.com", "Amazon SES", "eu-central-1"},
		{"Email-SMTP.US-East-1.AmazonAWS.com", "Amazon SES", "us-east-1"},
		{"email-smtp-fips.us-gov-west-1.amazonaws.com.", "Amazon SES", "us-gov-west-1"},
		{"smtp.postmarkapp.com", "Postmark", ""},
		{"smtp.resend.com", "Resend", ""},
		{"smtp.mailgun.org", "Mailgun", ""},
		{"smtp.eu.mailgun.org", "Mailgun", ""},
		{"smtp.fastmail.com", "Fastmail", ""},

		{"", "", ""},
		{".", "", ""},
		{"sendgrid.net", "", ""},
		{"smtp.sendgrid.net.example.net", "", ""},
		{"x.smtp.sendgrid.net", "", ""},
		{"notsmtp.gmail.com", "", ""},
		{"smtp.gmail.com..", "", ""},
		{"email-smtp..amazonaws.com", "", ""},
		{"email-smtp.amazonaws.com", "", ""},
		{"email-smtp.a.b.amazonaws.com", "", ""},
		{"email-smtp.eu-central-1.amazonaws.com.example.net", "", ""},
		{"192.0.2.1", "", ""},
		{"*.gmail.com", "", ""},
	} {
		p, ok := ProviderOf(c.host)
		if p.Name != c.want || ok != (c.want != "") {
			t.Errorf("%q belongs to %q, %v; want %q", c.host, p.Name, ok, c.want)
		}
		if region, ok := SESRegion(c.host); region != c.region || ok != (c.region != "") {
			t.Errorf("%q is in %q, %v; want %q", c.host, region, ok, c.region)
		}
	}
}

// TestProviders checks the form of the table.
func TestProviders(t *testing.T) {
	for _, p := range providers {
		if p.Name == "" || len(p.Hosts) == 0 || p.UserRule == "" || p.Secret == "" {
			t.Errorf("%s: something is missing", p.Name)
		}
		if p.User != "" && !strings.Contains(p.UserRule, `"`+p.User+`"`) {
			t.Errorf("%s: the rule %q does not name %q", p.Name, p.UserRule, p.User)
		}
		for _, q := range p.Quirks {
			if q == "" || strings.HasSuffix(q, ".") {
				t.Errorf("%s: %q", p.Name, q)
			}
		}
	}

	if p, _ := ProviderOf("smtp.sendgrid.net"); p.Name != "SendGrid" || p.User != "apikey" {
		t.Error(p)
	}
	if p, _ := ProviderOf("smtp.resend.com"); p.User != "resend" {
		t.Error(p)
	}
}
