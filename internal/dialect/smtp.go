package dialect

import (
	"slices"
	"strconv"
	"time"

	"byhand/internal/smtp"
)

// smtpDialect is the state of an SMTP or LMTP connection. Most of it is in package smtp.
type smtpDialect struct {
	smtp.Session
	exchange           // a copy of what Session knows about the login
	last     lastReply // the last reply to a command; zero after another command was sent
	hello    string    // the last accepted EHLO, HELO or LHLO since the connection or TLS began; "": none
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

// QuietPeriod returns 0: each command has a reply.
func (d *smtpDialect) QuietPeriod() time.Duration { return 0 }

// Fork returns a copy, to try out lines without sending them.
func (d *smtpDialect) Fork() Dialect {
	f := *d
	f.Session = *d.Session.Fork()
	return &f
}

// Done reports whether the server accepted QUIT.
func (d *smtpDialect) Done() bool { return d.QuitAnswered() }

// Secret also hides an FTP or NNTP password, because those servers' greetings look like
// SMTP.
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

// Received handles the replies and returns those that are complete.
func (d *smtpDialect) Received(b []byte) (all []Reply) {
	before := *d
	replies := d.Session.Received(b)
	for _, a := range replies {
		all = append(all, Reply{MatchedReply: a, Unrequested: d.unrequested(a, &before)})
		if a.Verb != "" {
			d.recordReply(a)
		}
	}
	d.trackLogin(replies)
	d.copyLogin()
	return all
}

// recordReply keeps the reply to a command.
func (d *smtpDialect) recordReply(a smtp.MatchedReply) {
	d.last = lastReply{a.Verb, strconv.Itoa(a.Reply.Code)}
	if a.Verdict() == smtp.Broken {
		d.last.word = "" // not a valid reply: it accepts nothing
	}
	switch a.Verb {
	case "EHLO", "HELO", "LHLO":
		if d.hello = a.Verb; a.Verdict() != smtp.Accepted {
			d.hello = ""
		}
	}
}

// unrequested returns the continuation that the client intended but reply a does not ask
// for; nil: a asks for it, or the next lines are commands. before is d before the reply.
func (d *smtpDialect) unrequested(a smtp.MatchedReply, before *smtpDialect) *Continuation {
	isText, _ := before.IfAccepted() // false if the text was sent together with DATA
	switch due := before.OctetsLeft(); {
	case a.Verb == "DATA" && isText && !a.Reply.AsksForText():
		return Text()
	case a.Verb == "BDAT" && due > 0 && d.OctetsLeft() == 0:
		return octetsLeft(due)
	case a.Verb == "AUTH" && !before.EndedEarly() && d.EndedEarly():
		return &Continuation{kind: kindAnswers}
	}
	return nil
}

// Continuation returns what the next lines are if the server accepts the pending command: DATA,
// or a DATA or BDAT that was sent before the reply to AUTH.
func (d *smtpDialect) Continuation() *Continuation {
	switch isText, due := d.IfAccepted(); {
	case isText:
		return Text()
	case due > 0:
		return octetsLeft(due)
	}
	return nil
}

// Owed does not count a BDAT before its octets are sent, because its reply comes after
// them (RFC 3030 2). A server without CHUNKING does not read the octets and replies at
// once.
func (d *smtpDialect) Owed() int {
	if _, offered := d.FindFeature("CHUNKING"); offered && d.Phase() == smtp.Message && d.OctetsLeft() > 0 {
		return 0
	}
	return d.Session.Owed()
}

// Sent handles the lines that are sent.
func (d *smtpDialect) Sent(b []byte) {
	d.last = lastReply{}
	d.Session.Sent(b)
	d.copyLogin()
}

// Secured forgets everything from before TLS (RFC 3207 4.2).
func (d *smtpDialect) Secured() {
	d.last, d.hello = lastReply{}, ""
	d.Session.Secured()
	d.copyLogin()
}

// CanSecure returns nil if STARTTLS was the last command, its reply was 220 and no other
// reply is owed (RFC 3207 4).
func (d *smtpDialect) CanSecure() error { return canSecure(d.last, d.Owed(), "STARTTLS", "220") }

// StartTLS returns the command that asks for TLS (RFC 3207 4).
func (d *smtpDialect) StartTLS() string { return "STARTTLS" }

// Hangup ends the session and returns the reply that was cut off.
func (d *smtpDialect) Hangup() (all []Reply) {
	for _, a := range d.Session.Hangup() {
		all = append(all, Reply{MatchedReply: a})
	}
	return all
}

// Mail returns d.
func (d *smtpDialect) Mail() Mail { return d }

// IsLMTP reports whether the protocol is LMTP (RFC 2033).
func (d *smtpDialect) IsLMTP() bool { return d.LMTP }

// Hello returns the last accepted EHLO, HELO or LHLO; "": none.
func (d *smtpDialect) Hello() string { return d.hello }
