package sasl

import (
	"strings"
	"testing"
)

func TestMechanisms(t *testing.T) {
	const want = "SCRAM-SHA-256-PLUS SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN OAUTHBEARER XOAUTH2 EXTERNAL ANONYMOUS"
	var names []string
	for _, m := range Mechanisms() {
		names = append(names, m.Name)
		if m.Words == "" || m.RFC == "" && m.Name != "XOAUTH2" {
			t.Errorf("%s is not described", m.Name)
		}
		if m.Binds != strings.HasSuffix(m.Name, "-PLUS") || m.Proves != strings.HasPrefix(m.Name, "SCRAM-") {
			t.Errorf("%+v", m)
		}
		if m.Clear != strings.Contains(" PLAIN LOGIN OAUTHBEARER XOAUTH2 ", " "+m.Name+" ") {
			t.Errorf("%s: clear is %v", m.Name, m.Clear)
		}
		if got, ok := Find(strings.ToLower(m.Name)); !ok || got != m {
			t.Errorf("%s is not found in lower case: %v", m.Name, got)
		}
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, name := range []string{"", "NTLM", "GSSAPI", "DIGEST-MD5", "PLAIN ", "SCRAM-SHA-1-"} {
		if m, ok := Find(name); ok {
			t.Errorf("%q is %v", name, m)
		}
	}
}

func TestStrongest(t *testing.T) {
	const everything = "anonymous external xoauth2 oauthbearer login plain cram-md5 scram-sha-1 scram-sha-1-plus scram-sha-256 scram-sha-256-plus gssapi"
	for _, c := range []struct {
		offered, have string // of have: user, password, token
		bound         bool
		want          string // "" for none
	}{
		{everything, "user password", true, "SCRAM-SHA-256-PLUS"},
		{everything, "user password", false, "SCRAM-SHA-256"},
		{everything, "user token", true, "OAUTHBEARER"},
		{everything, "user password token", false, "SCRAM-SHA-256"},
		{everything, "user", true, ""},
		{everything, "", true, ""},
		{everything, "password", true, ""},
		{"SCRAM-SHA-1 SCRAM-SHA-1-PLUS PLAIN", "user password", true, "SCRAM-SHA-1-PLUS"},
		{"SCRAM-SHA-256-PLUS", "user password", false, ""},
		{"LOGIN PLAIN CRAM-MD5", "user password", false, "CRAM-MD5"},
		{"LOGIN PLAIN", "user password", false, "PLAIN"},
		{"Login XOauth2", "user password", false, "LOGIN"},
		{"LOGIN XOAUTH2", "user token", false, "XOAUTH2"},
		{"LOGIN", "user token", false, ""},
		{"EXTERNAL", "", true, "EXTERNAL"},
		{"EXTERNAL GSSAPI ANONYMOUS", "user password", true, "EXTERNAL"},
		{"EXTERNAL PLAIN", "user password", true, "PLAIN"},
		{"EXTERNAL PLAIN", "", true, ""},
		{"EXTERNAL XOAUTH2", "user password", true, ""},
		{"ANONYMOUS", "user password token", true, ""},
		{"NTLM GSSAPI", "user password token", true, ""},
		{"", "user password token", true, ""},
	} {
		var have Credentials
		for field := range strings.FieldsSeq(c.have) {
			switch field {
			case "user":
				have.User = "x"
			case "password":
				have.Password = "x"
			case "token":
				have.Token = "x"
			}
		}
		m, ok := Strongest(strings.Fields(c.offered), have, c.bound)
		if m.Name != c.want || ok != (c.want != "") {
			t.Errorf("of %q with %q, bound %v: %q %v, want %q", c.offered, c.have, c.bound, m.Name, ok, c.want)
		}
	}
}

func TestNeeds(t *testing.T) {
	for _, c := range []struct {
		mech     string
		answered int
		want     string
	}{
		{"LOGIN", 0, "user password"},
		{"LOGIN", 1, "password"},
		{"LOGIN", 2, ""},
		{"PLAIN", 0, "user password"},
		{"PLAIN", 1, ""},
		{"CRAM-MD5", 0, "user password"},
		{"XOAUTH2", 0, "user token"},
		{"XOAUTH2", 1, ""},
		{"EXTERNAL", 0, ""},
		{"SCRAM-SHA-1", 1, "user password"},
	} {
		m, _ := Find(c.mech)
		user, password, token := m.Needs(c.answered)
		var got []string
		for _, need := range []struct {
			is   bool
			name string
		}{{user, "user"}, {password, "password"}, {token, "token"}} {
			if need.is {
				got = append(got, need.name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s after %d: %q, want %q", c.mech, c.answered, got, c.want)
		}
	}
}
