package sasl

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	gosasl "github.com/emersion/go-sasl"
)

// bearer is a conversation that sends an access token.
type bearer struct {
	name          string
	first         string // the only answer
	refusalAnswer string // the answer to a refusal
	token         string
}

// newXOAuth2 sends the token in Google's format. The answer to a refusal is an empty
// line.
//
//	user=someuser@example.com^Aauth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg^A^A
func newXOAuth2(r row, have Credentials) (conversation, error) {
	return &bearer{r.Name, "user=" + have.User + "\x01auth=Bearer " + have.Token + "\x01\x01", "", have.Token}, nil
}

// newOAuthBearer sends the token in the format of RFC 7628 3.1. The answer to a refusal
// is 0x01 (3.2.3).
//
//	n,a=user@example.com,^Ahost=server.example.com^Aport=143^Aauth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==^A^A
func newOAuthBearer(r row, have Credentials) (conversation, error) {
	_, first, err := gosasl.NewOAuthBearerClient(&gosasl.OAuthBearerOptions{
		Username: saslname.Replace(cmp.Or(have.Authorize, have.User)), Token: have.Token, Host: have.Host, Port: have.Port,
	}).Start()
	return &bearer{r.Name, string(first), "\x01", have.Token}, err
}

// saslname escapes a name in a list separated by commas (RFC 5801 4, RFC 5802 5.1).
// go-sasl does not.
var saslname = strings.NewReplacer("=", "=3D", ",", "=2C")

// answer sends the token once. It recognizes a refusal by its JSON, because the token
// may have been sent by hand.
func (b *bearer) answer(_ context.Context, n int, challenge []byte) ([]byte, error) {
	switch refused := b.refusal(challenge); {
	case refused != nil:
		return []byte(b.refusalAnswer), refused
	case n == 0:
		return []byte(b.first), nil
	}
	return nil, ErrAsksAgain
}

func (b *bearer) isComplete(answers int) bool { return answers > 0 }

func (b *bearer) checkSuccess([]byte) error { return nil }

// refusal returns a *Refused if the challenge is the JSON of a refusal (RFC 7628 3.2.2),
// otherwise nil. Some servers send the status as a number, so a value that is not a
// string is kept as it is.
//
//	{"status":"invalid_token","schemes":"bearer","scope":"mail"}
func (b *bearer) refusal(challenge []byte) error {
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
		return shorten(text, maxField)
	}
	status := get("status")
	return &Refused{Mechanism: b.name, Status: status, Scope: get("scope"), Schemes: get("schemes"),
		Discovery: get("openid-configuration"), Explanation: tokenWords[status]}
}

// tokenWords explain the statuses of RFC 6750 3.1, and the HTTP codes that Google and
// Microsoft use.
var tokenWords = map[string]string{
	"invalid_request":    "the request is malformed",
	"invalid_token":      "the token is expired, revoked, damaged, or for another server or user",
	"insufficient_scope": "the token does not permit this",
	"400":                "the token is damaged, expired, or for another server or user",
	"401":                "the token is expired, revoked, or for another server or user",
	"403":                "the token does not permit this",
}
