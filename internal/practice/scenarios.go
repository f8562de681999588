package practice

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
	"time"
)

// Place is the kind of input that makes the server misbehave.
type Place string

// The places.
const (
	ByEHLO      Place = "EHLO name"
	ByUser      Place = "user name" // in a login
	BySender    Place = "sender"
	ByRecipient Place = "recipient"
)

// Scenario is one way to misbehave on demand, so that learners can see it where it
// does no harm.
type Scenario struct {
	Place   Place
	Word    string // the input that triggers it: "full@practice.test"
	Does    string // what the server does
	Teaches string // what to look at
	reply   reply
	act     func(s *session, sc *Scenario) reply // nil: send the reply
	spoil   func(*x509.Certificate)              // makes a bad certificate
}

// Line returns what to type for the scenario.
func (sc Scenario) Line() string {
	switch sc.Place {
	case ByEHLO:
		return "EHLO " + sc.Word
	case ByUser:
		return ":auth LOGIN " + sc.Word
	case BySender:
		return "MAIL FROM:<" + sc.Word + ">"
	}
	return "RCPT TO:<" + sc.Word + ">"
}

// Scenarios returns the table, in the order of an SMTP session.
func Scenarios() []Scenario { return slices.Clone(scenarios) }

var scenarios = []Scenario{
	{ByEHLO, "limits.test",
		"advertises LIMITS RCPTMAX=2 and refuses the third recipient: 452 4.5.3", ":caps shows the limit; send to the other recipients in another message (RFC 9422)",
		noReply, nil, nil},
	{ByEHLO, "expired.test",
		"after STARTTLS, its certificate has expired", ":tls reports the problem; if a real server does this, tell its administrator",
		noReply, nil, expire},
	{ByEHLO, "selfsigned.test",
		"after STARTTLS, its certificate is self-signed", ":cert shows the issuer; --ca FILE makes byhand trust a CA",
		noReply, nil, selfSign},
	{ByEHLO, "wrongname.test",
		"after STARTTLS, its certificate is for another name", "--server-name NAME verifies the certificate for NAME",
		noReply, nil, rename},
	{ByUser, "disabled",
		"535 5.7.139, even with the right password", ":why explains it; an administrator must enable SMTP login for the account",
		reply{535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the tenant"}, nil, nil},
	{ByUser, "apppassword",
		"534 5.7.9, the server requires an app password", ":why explains it; the account's usual password does not work here",
		reply{534, "5.7.9 Application-specific password required"}, nil, nil},
	{ByUser, "later",
		"454 4.7.0, the server cannot check passwords now", "454 is temporary: the password may be right",
		reply{454, "4.7.0 Temporary authentication failure"}, nil, nil},
	{BySender, "notyours@practice.test",
		"550 5.7.60, the user may not send from this address", "compare the sender address with the user who is logged in",
		reply{550, "5.7.60 Client does not have permissions to send as this sender"}, nil, nil},
	{BySender, "blocked@practice.test",
		"554 5.7.1, the client's IP address is on a block list", "the reply names the list; :why explains more",
		reply{554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.practice.test"}, nil, nil},
	{ByRecipient, "nobody@practice.test",
		"550 5.1.1, no such mailbox", "the other recipients are not affected",
		reply{550, "5.1.1 <nobody@practice.test>: Recipient address rejected: User unknown"}, nil, nil},
	{ByRecipient, "full@practice.test",
		"452 4.2.2, the mailbox is full", "452 is temporary: retry later",
		reply{452, "4.2.2 The mailbox is full"}, nil, nil},
	{ByRecipient, "relay@elsewhere.test",
		"554 5.7.1, no relaying to other domains", "a server accepts mail only for certain domains",
		reply{554, "5.7.1 <relay@elsewhere.test>: Relay access denied"}, nil, nil},
	{ByRecipient, "greylisted@practice.test",
		"450 4.7.1 the first time, then accepted", "send the same line again; mail servers wait a few minutes first",
		reply{450, "4.7.1 Greylisted, try again in 300 seconds"}, greylist, nil},
	{ByRecipient, "foreign@practice.test",
		"550 5.1.1 with German text", "the codes matter, not the text",
		reply{550, "5.1.1 Diesen Empfänger gibt es hier nicht"}, nil, nil},
	{ByRecipient, "wordy@practice.test",
		"a refusal with four lines", "550- means more lines follow; 550 and a space marks the last one",
		reply{550, "5.7.1 We are sorry.\n5.7.1 This recipient is not accepted,\n5.7.1 for reasons that take four lines,\n5.7.1 and this is the last one."}, nil, nil},
	{ByRecipient, "slow@practice.test",
		"accepted, but only after 3 seconds", "a counter shows the wait; Ctrl-C returns to the prompt",
		noReply, replyLate, nil},
	{ByRecipient, "unasked@practice.test",
		"accepted, then an unsolicited 450", "byhand marks a reply that no command was waiting for",
		reply{450, "4.3.0 This reply answers no command"}, replyTwice, nil},
	{ByRecipient, "drop@practice.test",
		"closes the connection without a reply", "byhand reports who closed the connection, and which command got no reply",
		reply{}, drop, nil},
	{ByRecipient, "closing@practice.test",
		"421 4.3.2, then it closes the connection", "421 can come after any command; :again reconnects",
		reply{421, "4.3.2 Service shutting down"}, nil, nil},
	{ByRecipient, "toobig@practice.test",
		"accepted, but the message is refused: 552 5.3.4", "the reply to the final dot decides",
		reply{552, "5.3.4 Message too big for this recipient"}, refuseAtDot, nil},
	{ByRecipient, "spam@practice.test",
		"accepted, but the message is refused: 554 5.7.1", "250 to RCPT does not promise delivery",
		reply{554, "5.7.1 The message looks like spam"}, refuseAtDot, nil},
}

// findScenario returns the row for a word, or nil.
func findScenario(at Place, word string) *Scenario {
	i := slices.IndexFunc(scenarios, func(sc Scenario) bool { return sc.Place == at && strings.EqualFold(sc.Word, word) })
	if i < 0 {
		return nil
	}
	return &scenarios[i]
}

// play carries out the scenario and returns the reply.
func (sc *Scenario) play(s *session) reply {
	if sc.act == nil {
		return sc.reply
	}
	return sc.act(s, sc)
}

// greylist refuses the first attempt on this server.
func greylist(s *session, sc *Scenario) reply {
	s.srv.mu.Lock()
	defer s.srv.mu.Unlock()
	if !s.srv.greylisted {
		s.srv.greylisted = true
		return sc.reply
	}
	return s.acceptRecipient(sc.Word)
}

// replyLate waits before it replies, but not for longer than the server runs.
func replyLate(s *session, sc *Scenario) reply {
	late := time.NewTimer(s.srv.limits.slow)
	defer late.Stop()
	select {
	case <-late.C:
	case <-s.srv.done:
	}
	return s.acceptRecipient(sc.Word)
}

// replyTwice sends both replies in one write: otherwise the client could send a
// command between them.
func replyTwice(s *session, sc *Scenario) reply {
	s.send(s.acceptRecipient(sc.Word), sc.reply)
	return noReply
}

func drop(s *session, _ *Scenario) reply {
	s.isOver = true
	return noReply
}

// refuseAtDot accepts the recipient and refuses the message.
func refuseAtDot(s *session, sc *Scenario) reply {
	s.dotReply = sc.reply
	return s.acceptRecipient(sc.Word)
}

// maxLimited is the RCPTMAX of the scenario limits.test.
const maxLimited = 2

func (s *session) isLimited() bool { return strings.EqualFold(s.msg.EHLO, "limits.test") }

// certificate returns the server's certificate, or the bad one that the EHLO name
// asks for.
func (s *session) certificate() *tls.Config {
	sc := findScenario(ByEHLO, s.msg.EHLO)
	if sc == nil || sc.spoil == nil {
		return s.srv.tls
	}
	bad := leafTemplate(nil)
	sc.spoil(bad)
	leaf, err := issue(bad, bad, nil)
	if err != nil {
		return s.srv.tls
	}
	return &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12}
}

func expire(c *x509.Certificate) {
	c.NotBefore, c.NotAfter = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC)
}

func rename(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"wrong.test"}, nil }

func selfSign(*x509.Certificate) {} // all bad certificates are self-signed
