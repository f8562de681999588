package dialect

import (
	"strings"

	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// Login returns d: AUTH carries SASL (RFC 4954).
func (d *smtpDialect) Login() Login { return d }

// copyLogin copies what Session knows of the login to the exchange.
func (d *smtpDialect) copyLogin() {
	d.mechanism, _ = d.Auth()
	d.pending, d.answers, d.challenge64 = d.mechanism != "", d.Answered(), d.Session.Challenge()
	d.accepted = d.last == lastReply{"AUTH", "235"}
}

// trackLogin records what the challenges of AUTH LOGIN among the replies ask for.
func (d *smtpDialect) trackLogin(replies []smtp.MatchedReply) {
	var challenges []string
	for _, a := range replies {
		switch {
		case a.Verb != "AUTH":
		case a.Reply.Code == 334:
			challenges = append(challenges, a.Reply.Text())
		default:
			challenges, d.order.order = nil, sasl.LoginOrder{}
		}
	}
	mechanism, step := d.Auth()
	if mechanism != "LOGIN" {
		return
	}
	if d.order.order == (sasl.LoginOrder{}) && len(challenges) == step-1 {
		d.order.order.Record(nil) // the user name was sent with AUTH
	}
	for _, text := range challenges {
		d.order.record(readable([]byte(text)))
	}
}

// Challenge returns the last challenge, also after its answer: it can explain a refusal.
func (d *smtpDialect) Challenge() (text []byte, what string) {
	_, what = d.exchange.Challenge()
	return readable(d.challenge64), what
}

// ListCommand returns "": EHLO lists the mechanisms, but only the caller knows its argument.
func (d *smtpDialect) ListCommand() string { return "" }

// Offered returns what the reply to EHLO lists after AUTH (RFC 4954 3). Some proxies
// send several such lines.
func (d *smtpDialect) Offered() (names []string) {
	for _, f := range d.Features() {
		if strings.EqualFold(f.Keyword, "AUTH") {
			names = append(names, f.Params...)
		}
	}
	return names
}

// AuthLine names a mechanism (RFC 4954 4).
func (d *smtpDialect) AuthLine(mechanism string, initial *[]byte) []byte {
	return beginLogin("AUTH", mechanism, initial)
}

// Fits reports whether a command line may be that long, with its CRLF (RFC 5321
// 4.5.3.1.4). An initial response that does not fit is sent after the first challenge
// (RFC 4954 4).
func (d *smtpDialect) Fits(line []byte) bool { return len(line)+len("\r\n") <= 512 }
