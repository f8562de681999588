package sasl

import (
	"context"
	"encoding/json"
	"strings"

	gosasl "github.com/emersion/go-sasl"
)

// bearer is a conversation that shows an access token.
type bearer struct {
	name  string
	first string // the one answer
	owed  string // the answer to a refusal
	token string
}

// newXOAuth2 shows the token in Google's form. A refusal is answered with an
// empty line.
//
//	user=someuser@example.com^Aauth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg^A^A
func newXOAuth2(r row, have Credentials) (conversation, error) {
	return &bearer{r.Name, "user=" + have.User + "\x01auth=Bearer " + have.Token + "\x01\x01", "", have.Token}, nil
}

// newOAuthBearer shows the token in the form of RFC 7628 3.1. A refusal is
// answered with 0x01 (3.2.3).
//
//	n,a=user@example.com,^Ahost=server.example.com^Aport=143^Aauth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==^A^A
func newOAuthBearer(r row, have Credentials) (conversation, error) {
	who := have.Authorize
	if who == "" {
		who = have.User
	}
	_, first, err := gosasl.NewOAuthBearerClient(&gosasl.OAuthBearerOptions{
		Username: saslname.Replace(who), Token: have.Token, Host: have.Host, Port: have.Port,
	}).Start()
	return &bearer{r.Name, string(first), "\x01", have.Token}, err
}

// saslname writes a name where a comma parts fields (RFC 5801 4, RFC 5802 5.1);
// go-sasl does not.
var saslname = strings.NewReplacer("=", "=3D", ",", "=2C")

// answer shows the token once. A refusal is known by its form, so that it is
// one, and no question, where the token was sent by hand.
func (b *bearer) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	switch refused := b.refusal(challenge); {
	case refused != nil:
		return []byte(b.owed), refused
	case n == 0:
		return []byte(b.first), nil
	}
	return nil, ErrAsksAgain
}

func (b *bearer) complete(said int) bool { return said > 0 }

func (b *bearer) accepted([]byte) error { return nil }

// refusal reads the JSON of a refusal (RFC 7628 3.2.2), nil if it is none. Some
// servers write the status as a number, so that what is no string is taken as
// it stands.
//
//	{"status":"invalid_token","schemes":"bearer","scope":"mail"}
func (b *bearer) refusal(challenge []byte) *Refused {
	var fields map[string]json.RawMessage
	if json.Unmarshal(challenge, &fields) != nil || fields == nil {
		return nil
	}
	get := func(name string) string {
		var text string
		if json.Unmarshal(fields[name], &text) != nil {
			text = string(fields[name])
		}
		if b.token != "" {
			text = strings.ReplaceAll(text, b.token, "(the token)")
		}
		return cut(text, maxField)
	}
	status := get("status")
	return &Refused{Mechanism: b.name, Status: status, Scope: get("scope"), Schemes: get("schemes"),
		Discovery: get("openid-configuration"), Words: tokenWords[status]}
}

// tokenWords: RFC 6750 3.1, and the HTTP codes that Google and Microsoft use.
var tokenWords = map[string]string{
	"invalid_request":    "the request is malformed",
	"invalid_token":      "the token is expired, revoked, damaged, or for another server or user",
	"insufficient_scope": "the token is good, but for less than this",
	"400":                "the token is damaged, expired, or for another server or user",
	"401":                "the token is expired, revoked, or for another server or user",
	"403":                "the token is good, but for less than this",
}
