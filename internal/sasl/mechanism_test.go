package sasl

import (
	"slices"
	"strings"
	"testing"
)

// TestRowsAreComplete fails for a row that lacks a fact, or that differs from what its
// implementation does.
func TestRowsAreComplete(t *testing.T) {
	for i, m := range Mechanisms() {
		if m.Description == "" || m.RFC == "" && m.Name != "XOAUTH2" {
			t.Errorf("%s is not described", m.Name)
		}
		if got, ok := Find(strings.ToLower(m.Name)); !ok || got != m {
			t.Errorf("%s is not found in lower case, or has two rows: %v", m.Name, got)
		}
		if m.Binds != strings.HasSuffix(m.Name, "-PLUS") || m.Clear && i+1 < len(rows) && rows[i+1].Password && !rows[i+1].Clear {
			t.Errorf("%s: Binds or its place in the order is wrong", m.Name)
		}
		if !m.Binds && !slices.ContainsFunc(vectors, func(v talk) bool { return v.mech == m.Name }) {
			t.Errorf("%s: vectors_test.go has no test vector", m.Name)
		}
		first, answers, err := answersTo(t, m, "<1@a>")
		second, _, _ := answersTo(t, m, "<2@a>")
		clear := strings.Contains(first, "pencil") || strings.Contains(first, "t0k3n")
		if m.Clear != clear || m.Repeatable != (first == second) || m.Proves != (err != nil) || answers != m.Answers && !m.Proves {
			t.Errorf("%+v: sent in clear: %v, repeatable: %v, answers: %d, accepted without a proof: %v", m, clear, first == second, answers, err)
		}
		if m.Answers < 1 {
			t.Errorf("%s: Answers is %d", m.Name, m.Answers)
		}
	}
}

// answersTo sends a client the same challenge each time. It returns the answers, how many
// there were, and the error of Done.
func answersTo(t *testing.T, m Mechanism, challenge string) (all string, answers int, err error) {
	c, err := Start(m, Credentials{User: "user", Password: "pencil", Token: "t0k3n", Binding: &Binding{TLSExporter, []byte("x")}})
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	if answer, ok := c.Initial(); ok {
		all, answers = string(answer), 1
	}
	for !c.conversation.isComplete(answers) {
		answer, err := c.Next(t.Context(), []byte(challenge))
		if err != nil {
			break
		}
		all, answers = all+"\n"+string(answer), answers+1
	}
	return all, answers, c.Done(nil)
}

func TestFindUnknown(t *testing.T) {
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
