package dialect

import (
	"slices"
	"strings"
	"time"

	"byhand/internal/sasl"
	"byhand/internal/smtp"
)

// smtpDialect is SMTP or LMTP: package smtp has the knowledge.
type smtpDialect struct {
	smtp.Session
	last  reply  // the last reply that a command asked for; zero once another is sent
	hello string // EHLO, HELO or LHLO, whichever was accepted last since the connection or TLS began; "": none
	login loginOrder
}

func newSMTP() Dialect { return &smtpDialect{} }
func newLMTP() Dialect { return &smtpDialect{Session: smtp.Session{LMTP: true}} }

// Name returns "smtp" or "lmtp".
func (d *smtpDialect) Name() string {
	if d.LMTP {
		return "lmtp"
	}
	return "smtp"
}

// Quiet returns 0: in SMTP every command has its reply.
func (d *smtpDialect) Quiet() time.Duration { return 0 }

// Fork returns a copy that follows lines that are not sent.
func (d *smtpDialect) Fork() Dialect {
	f := *d
	f.Session = *d.Session.Fork()
	return &f
}

// Done reports whether QUIT was answered.
func (d *smtpDialect) Done() bool { return d.QuitAnswered() }

// Secret also hides the password of an FTP or NNTP server, which greets like an
// SMTP server.
func (d *smtpDialect) Secret(line []byte) int {
	secret := d.Session.Secret(line)
	if d.Phase() == smtp.Command {
		whole := slices.Concat(d.Unfinished(), line)
		switch words(whole, 1)[0] {
		case "PASS", "AUTHINFO":
			secret = max(secret, min(len(loginSecret(whole)), len(line)))
		}
	}
	return secret
}

// Received remembers what came last, for CanSecure.
func (d *smtpDialect) Received(b []byte) (all []Answer) {
	before := *d
	answers := d.Session.Received(b)
	d.follow(answers)
	for _, a := range answers {
		all = append(all, Answer{Answer: a, Rest: d.unasked(a, &before)})
		if a.To == "" {
			continue // unsolicited: it takes nothing back
		}
		if d.last = (reply{a.To, code(a)}); a.Verdict() == smtp.Broken {
			d.last.word = "" // it agreed to nothing
		}
		switch a.To {
		case "EHLO", "HELO", "LHLO":
			if d.hello = a.To; a.Verdict() != smtp.Accepted {
				d.hello = ""
			}
		}
	}
	return all
}

// unasked returns what the lines after a command were meant for, if it was answered
// without asking for them. before is how things were until the reply came.
func (d *smtpDialect) unasked(a smtp.Answer, before *smtpDialect) *Rest {
	isText, _ := before.Ahead() // no longer so once the text was sent with DATA
	switch due := before.Due(); {
	case a.To == "DATA" && isText && !a.Reply.AsksForText():
		return Text()
	case a.To == "BDAT" && due > 0 && d.Due() == 0:
		return &Rest{kind: octets, octets: pieces{octets: due}}
	case a.To == "AUTH" && !before.Wary() && d.Wary():
		return &Rest{kind: answers}
	}
	return nil
}

// Rest returns what an unanswered DATA announces, or what was sent after it or after an
// unanswered AUTH.
func (d *smtpDialect) Rest() *Rest {
	switch isText, due := d.Ahead(); {
	case isText:
		return Text()
	case due > 0:
		return &Rest{kind: octets, octets: pieces{octets: due}}
	}
	return nil
}

// Owed does not count a BDAT whose octets are not sent yet: its reply comes after them
// (RFC 3030 2). Without CHUNKING it does: such a server does not read the octets.
func (d *smtpDialect) Owed() int {
	if _, offered := d.Offers("CHUNKING"); offered && d.Phase() == smtp.Message && d.Due() > 0 {
		return 0
	}
	return d.Session.Owed()
}

// code returns the reply's code as text, "220".
func code(a smtp.Answer) string {
	n := a.Reply.Code
	return string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
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

// Sent forgets the last reply: a new command is on its way.
func (d *smtpDialect) Sent(b []byte) {
	d.last = reply{}
	d.Session.Sent(b)
}

// Secured forgets all that was said before (RFC 3207 4.2).
func (d *smtpDialect) Secured() {
	d.last, d.hello = reply{}, ""
	d.Session.Secured()
}

// CanSecure insists on RFC 3207 4: STARTTLS was the last command, 220 its reply,
// and no other is owed.
func (d *smtpDialect) CanSecure() error { return canSecure(d.last, d.Owed(), "STARTTLS", "220") }

// StartTLS returns the command that asks for TLS (RFC 3207 4).
func (d *smtpDialect) StartTLS() string { return "STARTTLS" }

// Hangup ends the conversation and returns the reply that was cut off.
func (d *smtpDialect) Hangup() (all []Answer) {
	for _, a := range d.Session.Hangup() {
		all = append(all, Answer{Answer: a})
	}
	return all
}

// Challenge returns the decoded 334, and what that of AUTH LOGIN asks for.
func (d *smtpDialect) Challenge() (text []byte, what string) {
	if mechanism, _ := d.Auth(); mechanism == "LOGIN" {
		what = d.login.what()
	}
	return readable(d.Session.Challenge()), what
}

// Mail returns d.
func (d *smtpDialect) Mail() Mail { return d }

// IsLMTP reports whether it is LMTP (RFC 2033).
func (d *smtpDialect) IsLMTP() bool { return d.LMTP }

// Hello returns EHLO, HELO or LHLO, whichever was accepted last; "": none.
func (d *smtpDialect) Hello() string { return d.hello }

// Login returns d: AUTH carries SASL (RFC 4954).
func (d *smtpDialect) Login() Login { return d }

// AskOffered returns "": EHLO asks, with a name that only the caller knows.
func (d *smtpDialect) AskOffered() string { return "" }

// Offered returns what the reply to EHLO lists after AUTH (RFC 4954 3), on one
// line or, as some proxies have it, on several.
func (d *smtpDialect) Offered() (names []string) {
	for _, f := range d.Features() {
		if strings.EqualFold(f.Keyword, "AUTH") {
			names = append(names, f.Params...)
		}
	}
	return names
}

// Begin names a mechanism (RFC 4954 4):
//
//	AUTH LOGIN
//	AUTH PLAIN AHVzZXIAc2VjcmV0
//	AUTH EXTERNAL =                 an initial response that is empty
func (d *smtpDialect) Begin(mechanism string, initial *[]byte) []byte {
	line := "AUTH " + mechanism
	if initial != nil {
		line += " " + initialResponse(*initial)
	}
	return []byte(line)
}

// Fits reports whether a command line may be that long, its CRLF included (RFC
// 5321 4.5.3.1.4). An initial response that does not fit waits for the first
// challenge (RFC 4954 4).
func (d *smtpDialect) Fits(line []byte) bool { return len(line)+len("\r\n") <= 512 }

// Reply is base64 in one line; an empty answer is an empty line (RFC 4954 4).
func (d *smtpDialect) Reply(answer []byte) []byte { return (&exchange{}).Reply(answer) }

// Cancel returns "*".
func (d *smtpDialect) Cancel() []byte { return []byte("*") }

// Asks decodes the 334 that waits.
func (d *smtpDialect) Asks() (challenge []byte, ok bool, err error) {
	if mechanism, _ := d.Auth(); mechanism == "" {
		return nil, false, nil
	}
	challenge, err = decode(d.Session.Challenge())
	return challenge, true, err
}

// Given counts the answers of LOGIN by what its challenge asks for: 0 before the
// user name, 1 before the password.
func (d *smtpDialect) Given() (mechanism string, answers int) {
	mechanism, _ = d.Auth()
	if mechanism != "LOGIN" {
		return mechanism, d.Answered()
	}
	return mechanism, d.login.given()
}

// PasswordGiven reports whether LOGIN had the password before the challenge that
// waits: a few servers ask for it first.
func (d *smtpDialect) PasswordGiven() bool {
	mechanism, _ := d.Auth()
	return mechanism == "LOGIN" && d.login.passwordGiven()
}

// Accepted reports whether the last reply accepted the login.
func (d *smtpDialect) Accepted() bool {
	return d.last == reply{"AUTH", "235"}
}

// AsksForName reports whether the answer to the challenge is certain to be a user
// name, known if byhand logs that user in.
func (d *smtpDialect) AsksForName(known bool) bool {
	mechanism, _ := d.Auth()
	return mechanism == "LOGIN" && d.login.asksForName(known)
}
