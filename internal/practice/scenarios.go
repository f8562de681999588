package practice

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
	"time"
)

// Place says where the word stands that makes the server misbehave.
type Place string

// The places.
const (
	ByEHLO      Place = "EHLO name"
	ByUser      Place = "user name" // in a login
	BySender    Place = "sender"
	ByRecipient Place = "recipient"
)

// Scenario is one way to misbehave on demand, so that people see it once where
// nothing is at stake.
type Scenario struct {
	Place   Place
	Word    string // what brings it about: "full@practice.test"
	Does    string // what happens then
	Teaches string // what to look at
	reply   reply
	act     func(s *session, r reply) // nil: the reply is all, and without one: see limited and certificate
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

// Scenarios returns the table, in the order in which people meet it.
func Scenarios() []Scenario { return slices.Clone(scenarios) }

// scenarios is filled by init, for what acts looks into it.
var scenarios []Scenario

func init() {
	scenarios = []Scenario{
		{ByEHLO, "limits.test", "offers LIMITS RCPTMAX=2, and refuses the third recipient: 452 4.5.3", ":caps; send to the others in another message (RFC 9422)", reply{}, nil},
		{ByEHLO, "expired.test", "its certificate, behind STARTTLS, expired long ago", "what :tls says; in real life: tell the owner", reply{}, nil},
		{ByEHLO, "selfsigned.test", "its certificate is signed by itself", "--ca trusts a CA, :cert shows who signed", reply{}, nil},
		{ByEHLO, "wrongname.test", "its certificate is for another name", "--server-name checks another name", reply{}, nil},
		{ByUser, "disabled", "535 5.7.139, though the password may be right", ":why; somebody has to switch the login on", reply{535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the tenant"}, nil},
		{ByUser, "apppassword", "534 5.7.9, it wants an app password", ":why; the password of the account is not taken", reply{534, "5.7.9 Application-specific password required"}, nil},
		{ByUser, "later", "454 4.7.0, passwords cannot be checked now", "4 means: later; nothing is wrong with yours", reply{454, "4.7.0 Temporary authentication failure"}, nil},
		{BySender, "notyours@practice.test", "550 5.7.60, you may not send as that", "who is logged in, and as whom the mail goes", reply{550, "5.7.60 Client does not have permissions to send as this sender"}, nil},
		{BySender, "blocked@practice.test", "554 5.7.1, a block list", "what the reply says and :why adds", reply{554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.practice.test"}, nil},
		{ByRecipient, "nobody@practice.test", "550 5.1.1, no such mailbox", "the other recipients are not touched", reply{550, "5.1.1 <nobody@practice.test>: Recipient address rejected: User unknown"}, nil},
		{ByRecipient, "full@practice.test", "452 4.2.2, the mailbox is full", "4 means: later may do", reply{452, "4.2.2 The mailbox is full"}, nil},
		{ByRecipient, "relay@elsewhere.test", "554 5.7.1, no relaying to other domains", "who takes mail for which domain", reply{554, "5.7.1 <relay@elsewhere.test>: Relay access denied"}, nil},
		{ByRecipient, "greylisted@practice.test", "450 4.7.1 the first time, then accepted", "type the same RCPT again; a mail server waits minutes", reply{450, "4.7.1 Greylisted, try again in 300 seconds"}, (*session).greylist},
		{ByRecipient, "foreign@practice.test", "550 5.1.1 in German", "the digits count, not the words", reply{550, "5.1.1 Diesen Empfänger gibt es hier nicht"}, nil},
		{ByRecipient, "wordy@practice.test", "a refusal of four lines", "550- goes on, 550 ends it", reply{550, "5.7.1 We are sorry.\n5.7.1 Your message was not taken,\n5.7.1 for reasons that fill many lines,\n5.7.1 and this is the last one."}, nil},
		{ByRecipient, "slow@practice.test", "accepted, but only after 3 seconds", "the prompt counts; Ctrl-C gives it back", replies[okRcpt], (*session).slowly},
		{ByRecipient, "unasked@practice.test", "accepted, and 450 said unasked behind it", "byhand marks what answers nothing", replies[okRcpt], (*session).unasked},
		{ByRecipient, "drop@practice.test", "hangs up without a reply", "who closed, and what was not answered", reply{}, (*session).drop},
		{ByRecipient, "closing@practice.test", "421 4.3.2 and hangs up", "421 may come at any time; :again", reply{421, "4.3.2 Service shutting down"}, (*session).close421},
		{ByRecipient, "toobig@practice.test", "accepted, but the message is refused: 552 5.3.4", "the reply to the dot is the one that counts", reply{552, "5.3.4 Message too big for this recipient"}, (*session).atDot},
		{ByRecipient, "spam@practice.test", "accepted, but the message is refused: 554 5.7.1", "a 250 to RCPT promises nothing", reply{554, "5.7.1 The message looks like spam"}, (*session).atDot},
	}
}

// misbehaves looks for a scenario and plays it; false: there is none, and all
// goes as ever.
func (s *session) misbehaves(at Place, word string) bool {
	for _, sc := range scenarios {
		if sc.Place != at || !strings.EqualFold(sc.Word, word) {
			continue
		}
		if sc.act == nil && sc.reply.code == 0 {
			return false // what happens is elsewhere
		}
		if sc.act == nil {
			s.utter(sc.reply)
		} else {
			sc.act(s, sc.reply)
		}
		return true
	}
	return false
}

// accept takes a recipient as ever.
func (s *session) accept(word string) {
	s.msg.To, s.phase = append(s.msg.To, word), hasRcpt
}

// greylist knows for the server's life who was there before.
func (s *session) greylist(r reply) {
	if s.srv.known("greylisted@practice.test") {
		s.accept("greylisted@practice.test")
		s.say(okRcpt)
		return
	}
	s.utter(r)
}

// slowly answers late; a client that goes meanwhile is not waited for.
func (s *session) slowly(r reply) {
	late := time.NewTimer(s.srv.limits.slow)
	defer late.Stop()
	select {
	case <-late.C:
	case <-s.srv.done:
	}
	s.accept("slow@practice.test")
	s.utter(r)
}

// unasked says both in one write: between two the client could ask something.
func (s *session) unasked(r reply) {
	s.accept("unasked@practice.test")
	s.utter(r, reply{450, "4.3.0 Nobody asked, and this is said all the same"})
}

func (s *session) drop(reply) { s.over = true }

func (s *session) close421(r reply) {
	s.utter(r)
	s.over = true
}

// atDot accepts the recipient, and refuses the message.
func (s *session) atDot(r reply) {
	s.accept(map[int]string{552: "toobig@practice.test", 554: "spam@practice.test"}[r.code])
	s.fate = &r
	s.say(okRcpt)
}

// known reports whether an address was asked for before, from now on it was.
func (srv *Server) known(address string) bool {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	was := srv.greylisted[address]
	if srv.greylisted == nil {
		srv.greylisted = map[string]bool{}
	}
	srv.greylisted[address] = true
	return was
}

// maxLimited is what RCPTMAX of limits.test says.
const maxLimited = 2

// limited reports whether one recipient more is one too many there.
func (s *session) limited() bool {
	return strings.EqualFold(s.msg.EHLO, "limits.test") && len(s.msg.To) >= maxLimited
}

// certificate is the one for this client: that of the server, or the bad one
// that the EHLO name asked for.
func (s *session) certificate() *tls.Config {
	change := map[string]func(*x509.Certificate){
		"expired.test": func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC)
		},
		"selfsigned.test": func(*x509.Certificate) {},
		"wrongname.test":  func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"wrong.test"}, nil },
	}[strings.ToLower(s.msg.EHLO)]
	if change == nil {
		return s.srv.tls
	}
	leaf, err := selfSigned(change)
	if err != nil {
		return s.srv.tls
	}
	return &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12}
}

// selfSigned makes a certificate for this machine that nobody vouches for.
func selfSigned(change func(*x509.Certificate)) (tls.Certificate, error) {
	key, err := newKey()
	if err != nil {
		return tls.Certificate{}, err
	}
	template := leafTemplate(nil)
	change(template)
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
