package sasl

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestCredentialErrors shows that a credential that cannot be sent is an error at once,
// and is not quoted.
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

		{"PLAIN", Credentials{User: "u\x00v", Password: "sesame"}, "user name contains a NUL"},
		{"PLAIN", Credentials{User: "u", Password: "sesame\x00"}, "password contains a NUL"},
		{"PLAIN", Credentials{User: "u", Password: "sesame", Authorize: "\x00"}, "authorization identity contains a NUL"},
		{"LOGIN", Credentials{User: "u", Password: "sesame\n"}, "password contains a line ending"},
		{"LOGIN", Credentials{User: "u\rRSET", Password: "sesame"}, "user name contains a line ending"},
		{"CRAM-MD5", Credentials{User: "u\n", Password: "sesame"}, "user name contains a line ending"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame\r"}, "password contains a line ending"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame\n"}, "token contains a line ending"},
		{"XOAUTH2", Credentials{User: "u\x01auth=Bearer x", Token: "sesame"}, "user name contains a control character"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame\x01\x01"}, "token contains a control character"},
		{"OAUTHBEARER", Credentials{User: "u", Token: "sesame", Host: "a\x01auth=b"}, "host contains a control character"},
		{"EXTERNAL", Credentials{User: "u\r\n"}, "user name contains a line ending"},
		{"EXTERNAL", Credentials{Authorize: "u\n"}, "authorization identity contains a line ending"},
		{"ANONYMOUS", Credentials{User: "u\n"}, "user name contains a line ending"},
		{"ANONYMOUS", Credentials{User: strings.Repeat("ö", 256)}, "longer than 255"},

		{"PLAIN", Credentials{User: "u", Password: "sesame\xff"}, "password is not UTF-8, which PLAIN requires"},
		{"SCRAM-SHA-1", Credentials{User: "u\xff", Password: "sesame"}, "user name is not UTF-8"},
		{"XOAUTH2", Credentials{User: "u\xff", Token: "sesame"}, "user name is not UTF-8"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame\u0007"}, "password contains a character that SCRAM does not allow"},
		{"SCRAM-SHA-1", Credentials{User: "u\ue000", Password: "sesame"}, "user name contains a character that SCRAM does not allow"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "sesame", Authorize: "اa"}, "authorization identity contains a character"},
		{"SCRAM-SHA-1", Credentials{User: "u", Password: "\u00ad"}, "password contains only characters that SCRAM ignores"},

		{"LOGIN", Credentials{User: "u", Password: "sesame", Authorize: "v"}, "authorization identity cannot be used with LOGIN"},
		{"CRAM-MD5", Credentials{User: "u", Password: "sesame", Authorize: "v"}, "cannot be used with CRAM-MD5"},
		{"XOAUTH2", Credentials{User: "u", Token: "sesame", Authorize: "v"}, "cannot be used with XOAUTH2"},
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
		if _, err := Start(m, tim); err == nil || !strings.Contains(err.Error(), "unknown mechanism") {
			t.Errorf("%q: %v", m.Name, err)
		}
	}
}

// TestOldBytes shows that LOGIN and CRAM-MD5 also take bytes that are not UTF-8.
func TestOldBytes(t *testing.T) {
	testTalks(t, []talk{
		{"Latin-1", "LOGIN", Credentials{User: "j\xf6rg", Password: "\xe4"}, 0, "S: \nC: j\xf6rg\nS: \nC: \xe4\nD:"},
		{"Latin-1", "CRAM-MD5", Credentials{User: "j\xf6rg", Password: "\xe4"}, 0, "S: x\nC: j\xf6rg 891bfd23b544b0ea89e43172632ae93b\nD:"},
	})
}

// TestSecretsStayOut prints credentials and clients with every verb of fmt.
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
