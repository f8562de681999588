package sasl

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestCredentialErrors: what cannot be sent is told before anything is, and
// without quoting it.
func TestCredentialErrors(t *testing.T) {
	for _, c := range []struct {
		mech string
		have Credentials
		want string
	}{
		{"PLAIN", Credentials{Password: "sesame"}, "user name is missing"},
		{"PLAIN", Credentials{User: "u"}, "password is missing"},
		{"LOGIN", Credentials{User: "u"}, "password is missing"},
		{"CRAM-MD5", Credentials{User: "u", Token: "sesame"}, "password is missing"},
		{"SCRAM-SHA-1", Credentials{User: "u"}, "password is missing"},
		{"XOAUTH2", Credentials{User: "u", Password: "sesame"}, "token is missing"},
		{"OAUTHBEARER", Credentials{Token: "sesame"}, "user name is missing"},
		{"SCRAM-SHA-256-PLUS", Credentials{User: "u", Password: "sesame"}, "channel binding is missing: SCRAM-SHA-256-PLUS needs a TLS"},
		{"SCRAM-SHA-256-PLUS", Credentials{User: "u", Password: "sesame", Binding: &Binding{Type: TLSExporter}}, "channel binding is missing"},

		{"PLAIN", Credentials{User: "u\x00v", Password: "sesame"}, "user name has a NUL in it"},
		{"PLAIN", Credentials{User: "u", Password: "sesame\x00"}, "password has a NUL in it"},
		{"PLAIN", Credentials{User: "u", Password: "sesame", Authorize: "\x00"}, "authorization identity has a NUL in it"},
		{"LOGIN", Credentials{User: "u", Password: "sesame\n"}, "password has a line end in it"},
		{"LOGIN", Credentials{User: "u\rRSET", Password: "sesame"}, "user name has a line end in it"},
		{"CRAM-MD5", Credentials{User: "u\n", Password: "sesame"}, "user name has a line end in it"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame\r"}, "password has a line end in it"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame\n"}, "token has a line end in it"},
		{"XOAUTH2", Credentials{User: "u\x01auth=Bearer x", Token: "sesame"}, "user name has a control character in it"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame\x01\x01"}, "token has a control character in it"},
		{"OAUTHBEARER", Credentials{User: "u", Token: "sesame", Host: "a\x01auth=b"}, "host has a control character in it"},
		{"EXTERNAL", Credentials{User: "u\r\n"}, "user name has a line end in it"},
		{"EXTERNAL", Credentials{Authorize: "u\n"}, "authorization identity has a line end in it"},
		{"ANONYMOUS", Credentials{User: "u\n"}, "user name has a line end in it"},
		{"ANONYMOUS", Credentials{User: strings.Repeat("ö", 256)}, "longer than the 255"},

		{"PLAIN", Credentials{User: "u", Password: "sesame\xff"}, "password is not UTF-8, as PLAIN wants it"},
		{"SCRAM-SHA-1", Credentials{User: "u\xff", Password: "sesame"}, "user name is not UTF-8"},
		{"XOAUTH2", Credentials{User: "u\xff", Token: "sesame"}, "user name is not UTF-8"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame\u0007"}, "password has a character that SCRAM does not allow"},
		{"SCRAM-SHA-1", Credentials{User: "u\ue000", Password: "sesame"}, "user name has a character that SCRAM does not allow"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame", Authorize: "اa"}, "authorization identity has a character"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "\u00ad"}, "password has only characters that SCRAM leaves out"},

		{"LOGIN", Credentials{User: "u", Password: "sesame", Authorize: "v"}, "authorization identity has no place in LOGIN"},
		{"CRAM-MD5", Credentials{User: "u", Password: "sesame", Authorize: "v"}, "no place in CRAM-MD5"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame", Authorize: "v"}, "no place in XOAUTH2"},
	} {
		m, _ := Find(c.mech)
		_, err := Start(m, c.have)
		_, ok := errors.AsType[*CredentialError](err)
		if !ok || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want %q", c.mech, c.have.User, err, c.want)
			continue
		}
		if strings.Contains(err.Error(), "sesame") {
			t.Errorf("the secret is in %q", err)
		}
	}
}

func TestNoMechanism(t *testing.T) {
	for _, m := range []Mechanism{{}, {Name: "NTLM"}} {
		if _, err := Start(m, tim); err == nil || !strings.Contains(err.Error(), "no mechanism") {
			t.Errorf("%q: %v", m.Name, err)
		}
	}
}

// TestOldBytes: LOGIN and CRAM-MD5 are older than the rule that all is UTF-8.
func TestOldBytes(t *testing.T) {
	testTalks(t, []talk{
		{"Latin-1", "LOGIN", Credentials{User: "j\xf6rg", Password: "\xe4"}, 0, "S: \nC: j\xf6rg\nS: \nC: \xe4\nD:"},
		{"Latin-1", "CRAM-MD5", Credentials{User: "j\xf6rg", Password: "\xe4"}, 0, "S: x\nC: j\xf6rg 891bfd23b544b0ea89e43172632ae93b\nD:"},
	})
}

// TestSecretsStayOut: whatever fmt is asked to print.
func TestSecretsStayOut(t *testing.T) {
	have := Credentials{User: "u", Password: "sesame", Token: "sesame", nonce: "sesame", Binding: &Binding{TLSExporter, []byte("sesame")}}
	things := []any{have, &have, []Credentials{have}, map[string]*Credentials{"a": &have}, struct{ Have Credentials }{have}}
	for _, m := range Mechanisms() {
		with := have
		with.nonce = ""
		things = append(things, start(t, m.Name, with, 0))
	}
	for _, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			got := fmt.Sprintf(verb, thing)
			if strings.Contains(got, "sesame") || strings.Contains(got, "736573616d65") {
				t.Errorf("%s of %T: %s", verb, thing, got)
			}
		}
	}
}
