package dialect

import (
	"slices"
	"strconv"
	"time"

	"byhand/internal/smtp"
)

// smtpDialect is SMTP or LMTP: package smtp has the knowledge.
type smtpDialect struct {
	smtp.Session
	exchange        // the login, as far as Session knows it
	last     reply  // the last reply that a command asked for; zero once another is sent
	hello    string // EHLO, HELO or LHLO, whichever was accepted last since the connection or TLS began; "": none
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

// Received follows the replies and returns those that are complete.
func (d *smtpDialect) Received(b []byte) (all []Answer) {
	before := *d
	answers := d.Session.Received(b)
	for _, a := range answers {
		all = append(all, Answer{Answer: a, Rest: d.unsolicited(a, &before)})
		if a.To != "" {
			d.remember(a)
		}
	}
	d.followLogin(answers)
	d.update()
	return all
}

// remember keeps a reply that a command asked for.
func (d *smtpDialect) remember(a smtp.Answer) {
	d.last = reply{a.To, strconv.Itoa(a.Reply.Code)}
	if a.Verdict() == smtp.Broken {
		d.last.word = "" // it agreed to nothing
	}
	switch a.To {
	case "EHLO", "HELO", "LHLO":
		if d.hello = a.To; a.Verdict() != smtp.Accepted {
			d.hello = ""
		}
	}
}

// unsolicited returns what the lines after a command were meant for, if it was answered
// without asking for them. before is how things were until the reply came.
func (d *smtpDialect) unsolicited(a smtp.Answer, before *smtpDialect) *Rest {
	isText, _ := before.Ahead() // no longer so once the text was sent with DATA
	switch due := before.Due(); {
	case a.To == "DATA" && isText && !a.Reply.AsksForText():
		return Text()
	case a.To == "BDAT" && due > 0 && d.Due() == 0:
		return octetsLeft(due)
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
		return octetsLeft(due)
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

// Sent forgets the last reply: a new command is on its way.
func (d *smtpDialect) Sent(b []byte) {
	d.last = reply{}
	d.Session.Sent(b)
	d.update()
}

// Secured forgets all that was said before (RFC 3207 4.2).
func (d *smtpDialect) Secured() {
	d.last, d.hello = reply{}, ""
	d.Session.Secured()
	d.update()
}

// CanSecure insists on RFC 3207 4: STARTTLS was the last command, 220 its reply,
// and no other is owed.
func (d *smtpDialect) CanSecure() error { return canSecure(d.last, d.Owed(), "STARTTLS", "220") }

// StartTLS returns the command that asks for TLS (RFC 3207 4).
func (d *smtpDialect) StartTLS() string { return "STARTTLS" }

// Hangup ends the session and returns the reply that was cut off.
func (d *smtpDialect) Hangup() (all []Answer) {
	for _, a := range d.Session.Hangup() {
		all = append(all, Answer{Answer: a})
	}
	return all
}

// Mail returns d.
func (d *smtpDialect) Mail() Mail { return d }

// IsLMTP reports whether it is LMTP (RFC 2033).
func (d *smtpDialect) IsLMTP() bool { return d.LMTP }

// Hello returns EHLO, HELO or LHLO, whichever was accepted last; "": none.
func (d *smtpDialect) Hello() string { return d.hello }
