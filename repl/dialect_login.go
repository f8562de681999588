package repl

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"byhand/sasl"
	"byhand/smtp"
)

// maxCommand is as long as a command line may be, its CRLF included (RFC 5321
// 4.5.3.1.4). An initial response that does not fit waits for the first
// challenge (RFC 4954 4).
const maxCommand = 512

// offered returns what the reply to EHLO names behind AUTH (RFC 4954 3), on one
// line or, as some proxies have it, on several.
func (d *smtpDialect) offered() (names []string) {
	for _, f := range d.Features() {
		if strings.EqualFold(f.Keyword, "AUTH") {
			names = append(names, f.Params...)
		}
	}
	return names
}

// begin names a mechanism (RFC 4954 4):
//
//	AUTH LOGIN
//	AUTH PLAIN AHVzZXIAc2VjcmV0
//	AUTH EXTERNAL =                 an initial response that is empty
func (d *smtpDialect) begin(mechanism string, initial *[]byte) []byte {
	line := "AUTH " + mechanism
	if initial == nil {
		return []byte(line)
	}
	if len(*initial) == 0 {
		return []byte(line + " =")
	}
	return []byte(line + " " + base64.StdEncoding.EncodeToString(*initial))
}

func (d *smtpDialect) fits(line []byte) bool { return len(line)+len("\r\n") <= maxCommand }

// reply is base64 in one line; an empty answer is an empty line (RFC 4954 4).
func (d *smtpDialect) reply(answer []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(answer))
}

// asks decodes the 334 that waits. A server that forgets the padding is
// understood; anything else that is no base64 is an error.
func (d *smtpDialect) asks() (challenge []byte, ok bool, err error) {
	if mechanism, _ := d.Auth(); mechanism == "" {
		return nil, false, nil
	}
	text := d.Session.Challenge()
	if challenge, err = decodeBase64(text); err != nil {
		return nil, true, fmt.Errorf("the server breaks the protocol: its challenge %s is not base64 (RFC 4954 4)", quoted(text[:min(len(text), 60)]))
	}
	return slices.Clip(challenge), true, nil
}

func decodeBase64(text []byte) (decoded []byte, err error) {
	if decoded, err = base64.StdEncoding.DecodeString(string(text)); err != nil {
		decoded, err = base64.RawStdEncoding.DecodeString(string(text))
	}
	return decoded, err
}

// decodeChallenge decodes the text of a 334, and returns it as it is if it is not
// base64.
func decodeChallenge(text []byte) []byte {
	if decoded, err := decodeBase64(text); err == nil {
		return decoded
	}
	return text
}

// given counts the answers of LOGIN by what its challenge asks for: 0 before the
// user name, 1 before the password.
func (d *smtpDialect) given() (mechanism string, answers int) {
	mechanism, _ = d.Auth()
	if mechanism != "LOGIN" {
		return mechanism, d.Answered()
	}
	switch {
	case d.wants == sasl.UserName:
		return mechanism, 0
	case d.wants == sasl.Password && !d.order.Repeats():
		return mechanism, 1
	}
	return mechanism, 2
}

// follow works out what the challenges among the answers ask for, if they are of
// AUTH LOGIN.
func (d *smtpDialect) follow(answers []smtp.Answer) {
	var challenges []string
	for _, a := range answers {
		switch {
		case a.To != "AUTH":
		case a.Reply.Code == 334:
			challenges = append(challenges, a.Reply.Text())
		default:
			challenges, d.order = nil, sasl.LoginOrder{}
		}
	}
	mechanism, step := d.Auth()
	if mechanism != "LOGIN" {
		return
	}
	if d.order == (sasl.LoginOrder{}) && len(challenges) == step-1 {
		d.order.Asked(nil) // the user name went out with AUTH
	}
	for _, text := range challenges {
		d.wants = d.order.Asked(decodeChallenge([]byte(text)))
	}
}

// asksForName reports whether the answer to the challenge is certain to be a user
// name. Where the server repeats the question it is only if known says so: a script
// that goes by order answers it with the password.
func (d *smtpDialect) asksForName(known bool) bool {
	mechanism, _ := d.Auth()
	return mechanism == "LOGIN" && d.wants == sasl.UserName && (known || d.order.First())
}

func (d *smtpDialect) accepted() bool { return d.answered == "AUTH" && d.code/100 == 2 }
