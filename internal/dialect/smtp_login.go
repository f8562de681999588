package dialect

import (
	"strings"

	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// Login returns d: AUTH carries SASL (RFC 4954).
func (d *smtpDialect) Login() Login { return d }

// update copies what Session knows of the login.
func (d *smtpDialect) update() {
	d.mechanism, _ = d.Auth()
	d.waits, d.answers, d.text = d.mechanism != "", d.Answered(), d.Session.Challenge()
	d.accepted = d.last == reply{"AUTH", "235"}
}

// followLogin works out what the challenges among the answers ask for, if they are of
// AUTH LOGIN.
func (d *smtpDialect) followLogin(answers []smtp.Answer) {
	var challenges []string
	for _, a := range answers {
		switch {
		case a.To != "AUTH":
		case a.Reply.Code == 334:
			challenges = append(challenges, a.Reply.Text())
		default:
			challenges, d.login.order = nil, sasl.LoginOrder{}
		}
	}
	mechanism, step := d.Auth()
	if mechanism != "LOGIN" {
		return
	}
	if d.login.order == (sasl.LoginOrder{}) && len(challenges) == step-1 {
		d.login.order.Asked(nil) // the user name was sent with AUTH
	}
	for _, text := range challenges {
		d.login.asked(readable([]byte(text)))
	}
}

// Challenge returns the last challenge, also after it was answered: it explains a
// refusal.
func (d *smtpDialect) Challenge() (text []byte, what string) {
	_, what = d.exchange.Challenge()
	return readable(d.text), what
}

// AskOffered returns "": EHLO asks, with a name that only the caller knows.
func (d *smtpDialect) AskOffered() string { return "" }

// Offered returns what the reply to EHLO lists after AUTH (RFC 4954 3), on one
// line or, with some proxies, on several.
func (d *smtpDialect) Offered() (names []string) {
	for _, f := range d.Features() {
		if strings.EqualFold(f.Keyword, "AUTH") {
			names = append(names, f.Params...)
		}
	}
	return names
}

// Begin names a mechanism (RFC 4954 4).
func (d *smtpDialect) Begin(mechanism string, initial *[]byte) []byte {
	return beginLogin("AUTH", mechanism, initial)
}

// Fits reports whether a command line may be that long, its CRLF included (RFC
// 5321 4.5.3.1.4). An initial response that does not fit waits for the first
// challenge (RFC 4954 4).
func (d *smtpDialect) Fits(line []byte) bool { return len(line)+len("\r\n") <= 512 }
