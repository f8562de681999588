package repl

import (
	"time"

	"byhand/sasl"
	"byhand/smtp"
)

// smtpDialect is SMTP or LMTP: package smtp has the knowledge, this the shape
// that the loop wants.
type smtpDialect struct {
	smtp.Session
	answered string // the verb that the last reply answered
	code     int    // and that reply's code
	hello    string // EHLO, HELO or LHLO, whichever was taken last since the connection or TLS began; "": none

	order sasl.LoginOrder // of the AUTH LOGIN under way
	wants sasl.Prompt     // and what its last challenge asks for
}

// Name returns "smtp" or "lmtp".
func (d *smtpDialect) Name() string {
	if d.LMTP {
		return "lmtp"
	}
	return "smtp"
}

// Quiet returns 0: in SMTP every command has its reply.
func (d *smtpDialect) Quiet() time.Duration { return 0 }

// Fork returns one that stands where this one does.
func (d *smtpDialect) Fork() Dialect {
	f := *d
	f.Session = *d.Session.Fork()
	return &f
}

// Done reports whether QUIT was answered.
func (d *smtpDialect) Done() bool { return d.QuitAnswered() }

// Received remembers what came last, for CanSecure.
func (d *smtpDialect) Received(b []byte) []smtp.Answer {
	answers := d.Session.Received(b)
	d.follow(answers)
	for _, a := range answers {
		if a.To == "" {
			continue // unasked: it takes nothing back
		}
		d.answered, d.code = a.To, a.Reply.Code
		switch a.To {
		case "EHLO", "HELO", "LHLO":
			if d.hello = a.To; a.Reply.Refused() {
				d.hello = ""
			}
		}
	}
	return answers
}

// Sent forgets the last reply: a new command is on its way.
func (d *smtpDialect) Sent(b []byte) {
	d.answered, d.code = "", 0
	d.Session.Sent(b)
}

// Secured forgets all that was said before (RFC 3207 4.2).
func (d *smtpDialect) Secured() {
	d.answered, d.code, d.hello, d.order = "", 0, "", sasl.LoginOrder{}
	d.Session.Secured()
}

// CanSecure insists on RFC 3207 4: STARTTLS was the last command, 220 its
// reply, and no other is owed. What came behind that 220 Upgrade refuses.
func (d *smtpDialect) CanSecure() *Failure {
	switch {
	case d.Owed() > 0:
		return failure(TLSFailed, "TLS cannot start: a reply is still to come", "wait for it, then :tls")
	case d.answered == "STARTTLS" && d.code == 220:
		return nil
	case d.answered == "STARTTLS":
		return failure(TLSFailed, "TLS cannot start: the server did not answer STARTTLS with 220", "the connection stays plain; EHLO and STARTTLS once more, perhaps")
	}
	return failure(TLSFailed, "TLS cannot start: the server has not agreed to it",
		"type STARTTLS first; when it answers 220, :tls (or :starttls, which does it all)")
}

// Challenge returns the decoded 334, and what that of AUTH LOGIN asks for.
func (d *smtpDialect) Challenge() (text []byte, what string) {
	if mechanism, _ := d.Auth(); mechanism == "LOGIN" {
		what = map[sasl.Prompt]string{sasl.UserName: "user name", sasl.Password: "password"}[d.wants]
	}
	return decodeChallenge(d.Session.Challenge()), what
}
