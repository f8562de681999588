package sasl

import (
	"errors"
	"strings"
	"testing"

	gosasl "github.com/emersion/go-sasl"
)

func TestTokenRefused(t *testing.T) {
	const google = `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
	testTalks(t, []talk{
		{"refused, an empty answer owed", "XOAUTH2", token, 0, `
			I: user=someuser@example.com^Aauth=Bearer ` + token.Token + `^A^A
			S: ` + google + `
			C: 
			R: 400
			S! ` + google + `
			E: asks again`},
		{"refused, 0x01 owed", "OAUTHBEARER", token, 0, `
			I: n,a=someuser@example.com,^Aauth=Bearer ` + token.Token + `^A^A
			S: {"status":"invalid_token","scope":"example_scope","openid-configuration":"https://example.com/.well-known/openid-configuration"}
			C: ^A
			R: invalid_token
			S!
			E: asks again`},
		{"asked again", "XOAUTH2", token, 0, `
			S:
			C: user=someuser@example.com^Aauth=Bearer ` + token.Token + `^A^A
			S!
			E: asks again`},
		{"no JSON", "XOAUTH2", token, 0, `
			S:
			C: user=someuser@example.com^Aauth=Bearer ` + token.Token + `^A^A
			S! {"status":
			E: asks again`},
		{"JSON, but no object", "OAUTHBEARER", token, 1, `
			S! null
			E: asks again`},
		{"a list", "OAUTHBEARER", token, 1, `
			S! [{"status":"400"}]
			E: asks again`},
	})
}

// TestRefusedFields parses refusals, malformed ones too.
func TestRefusedFields(t *testing.T) {
	long := strings.Repeat("x", maxField+1)
	for _, c := range []struct {
		challenge string
		want      Refused
	}{
		{`{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}`,
			Refused{Status: "401", Schemes: "bearer mac", Scope: "https://mail.google.com/", Explanation: tokenWords["401"]}},
		{`{"status":401}`, Refused{Status: "401", Explanation: tokenWords["401"]}},
		{`{"status":"invalid_token","openid-configuration":"https://a/b"}`,
			Refused{Status: "invalid_token", Discovery: "https://a/b", Explanation: tokenWords["invalid_token"]}},
		{`{}`, Refused{}},
		{`{"status":null,"scope":["a"],"schemes":{"a":1}}`, Refused{Status: "", Scope: `["a"]`, Schemes: `{"a":1}`}},
		{`{"status":"\u001b[31m\r\n"}`, Refused{Status: "\x1b[31m\r\n"}},
		{`{"status":"` + long + `"}`, Refused{Status: long[:maxField] + "..."}},
		{`{"status":"no ` + token.Token + ` here","scope":"` + token.Token + `"}`, Refused{Status: "no (the token) here", Scope: "(the token)"}},
		{strings.Repeat(`{"status":`, 1000) + "1" + strings.Repeat("}", 1000), Refused{Status: strings.Repeat(`{"status":`, 52)[:maxField] + "..."}},
	} {
		client := start(t, "XOAUTH2", token, 1)
		_, err := client.Next(t.Context(), []byte(c.challenge))
		got, ok := errors.AsType[*Refused](err)
		c.want.Mechanism = "XOAUTH2"
		if !ok || *got != c.want {
			t.Errorf("%s:\n got  %+v\n want %+v", shorten(c.challenge, 100), got, c.want)
			continue
		}
		if text := err.Error(); len(text) > 3*maxField || strings.ContainsAny(text, "\r\n\x1b") || strings.Contains(text, token.Token) {
			t.Errorf("%q", text)
		}
	}
}

func TestRefusedWords(t *testing.T) {
	for _, c := range []struct {
		refused Refused
		want    string
	}{
		{Refused{Mechanism: "XOAUTH2", Status: "403", Explanation: tokenWords["403"]}, `XOAUTH2 refused: the server says "403" (the token does not permit this)`},
		{Refused{Mechanism: "XOAUTH2", Status: "\x1b"}, `XOAUTH2 refused: the server says "\x1b"`},
	} {
		if got := c.refused.Error(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestOAuthNames shows that a name with the separators of the header arrives unchanged.
// The server is go-sasl's.
func TestOAuthNames(t *testing.T) {
	for _, c := range []struct {
		have Credentials
		want string
	}{
		{Credentials{User: "bob@example.net"}, "n,a=bob@example.net,\x01auth=Bearer t\x01\x01"},
		{Credentials{User: "a=b,c"}, "n,a=a=3Db=2Cc,\x01auth=Bearer t\x01\x01"},
		{Credentials{User: "bob", Authorize: "ann", Host: "mx", Port: 25}, "n,a=ann,\x01host=mx\x01port=25\x01auth=Bearer t\x01\x01"},
		{Credentials{User: "ö", Host: "::1"}, "n,a=ö,\x01host=::1\x01auth=Bearer t\x01\x01"},
	} {
		c.have.Token = "t"
		answer, _ := start(t, "OAUTHBEARER", c.have, 0).Initial()
		if string(answer) != c.want {
			t.Errorf("%q: %q, want %q", c.have.User, answer, c.want)
		}
		server := gosasl.NewOAuthBearerServer(func(o gosasl.OAuthBearerOptions) *gosasl.OAuthBearerError {
			if o.Token != "t" || o.Host != c.have.Host || o.Port != c.have.Port {
				t.Errorf("%q: the server reads %+v", answer, o)
			}
			return nil
		})
		if challenge, done, err := server.Next(answer); err != nil || !done {
			t.Errorf("%q: the server says %q, %v", answer, challenge, err)
		}
	}
}
