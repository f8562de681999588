package advice

import (
	"fmt"
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Refusal is a reply of 4yz or 5yz, and what it was for.
type Refusal struct {
	State    State  // as it stood when the line went out
	To       string // the verb, as smtp.Answer has it
	Line     string // what was sent; "": not known, or secret
	Code     int    // 0: the protocol has none
	Word     string // how the reply went there: "NO"; ""
	Enhanced string // "5.1.1"; "": none
	Text     string // what the reply says behind its codes
}

// Reason is what a refusal comes to.
type Reason struct {
	Words string // "" if there is nothing to add to the codes
	Next  string // what to type next; ""
	Fault *Fault // what is wrong with the line itself; nil: nothing, or that is not what it was refused for
}

// cause is a row of causes: what a refusal means where the codes alone do not
// tell.
type cause struct {
	code     int    // 0: any
	enhanced string // "": any
	to       string // "": anything
	says     string // words of which one is in the text, parted by |; "": any text
	when     func(*State) bool
	words    string
	next     string
}

// Conditions of rows.
var (
	noHello   = func(s *State) bool { return s.Hello == "" }
	saidHELO  = func(s *State) bool { return s.Hello == "HELO" }
	plain     = func(s *State) bool { return !s.Secure && s.Has("STARTTLS") }
	noAUTH    = func(s *State) bool { return plain(s) && !s.Has("AUTH") }
	noMail    = func(s *State) bool { return !s.Envelope.Begun }
	nested    = func(s *State) bool { return s.Envelope.Begun }
	nobody    = func(s *State) bool { return s.Envelope.Begun && s.Recipients == 0 }
	stranger  = func(s *State) bool { return !s.Authenticated && s.Has("AUTH") }
	loggedIn  = func(s *State) bool { return s.Authenticated }
	encrypted = func(s *State) bool { return s.Secure }
)

// earlyTalk are words of servers that were talked to out of turn.
const earlyTalk = "synchroni|pipelining|too early|talk too soon|before greeting|protocol error"

// OutOfTurn reports whether a refusal says that the client talked before it was
// its turn.
func OutOfTurn(r Refusal) bool {
	c := cause{says: earlyTalk}
	return c.fits(&r)
}

// causes are tried in order; the first that fits counts. Those of one provider
// are package sasl's.
var causes = []cause{
	{0, "", "", earlyTalk, nil, "the client talked out of turn: before the greeting, or before the reply to the line before", ":again"},
	{0, "", "GREETING", "", nil, "the server takes nobody now, or not from your address: a list of blocked addresses, or a network for customers that may not send itself", ""},
	{0, "5.7.139", "AUTH", "", nil, "not a wrong password: logging in with one is switched off, for the tenant, for the mailbox or for all", ""},
	{0, "", "AUTH", "", noHello, "nobody said EHLO: AUTH comes behind it", "EHLO me.example.org"},
	{0, "", "AUTH", "", saidHELO, "HELO has no extensions: AUTH needs EHLO", "EHLO me.example.org"},
	{530, "", "", "starttls|tls|encrypt", plain, "TLS has to begin first", "STARTTLS"},
	{530, "", "", "auth|log in|login", stranger, "the server wants to know who you are", ":auth"},
	{530, "", "", "", plain, "TLS has to begin first", "STARTTLS"},
	{538, "", "", "", nil, "this way to log in needs TLS first", "STARTTLS"},
	{0, "", "AUTH", "", noAUTH, "the server offers no AUTH before TLS", "STARTTLS"},
	{530, "", "", "", stranger, "the server wants to know who you are", ":auth"},
	{530, "", "", "", noHello, "the server wants a login, and EHLO before it", "EHLO me.example.org"},
	{504, "", "AUTH", "", nil, "the server does not know this mechanism; :next shows which it offers", ":auth"},
	{534, "5.7.9", "AUTH", "", nil, "the mechanism is too weak, or the server wants a password made for programs (an app password)", ":auth"},
	{503, "", "AUTH", "", loggedIn, "somebody is logged in already: once is all there is", "MAIL FROM:<you@example.org>"},
	{503, "", "AUTH", "", nested, "not inside a message: log in before MAIL", "RSET"},
	{454, "", "AUTH", "", nil, "the server cannot check passwords now: nothing is wrong with yours", ":auth"},
	{535, "", "AUTH", "", nil, "the user name or the password is wrong, or may not be used here", ":auth"},
	{501, "", "AUTH", "base64|decod", nil, "the answer was no base64, or wrapped, or had a blank in it: :b64 makes one line", ":auth"},
	{501, "", "AUTH", "cancel", nil, `"*" cancelled the login`, ":auth"},
	{0, "", "STARTTLS", "", encrypted, "TLS stands already", "EHLO me.example.org"},
	{454, "", "STARTTLS", "", nil, "the server cannot do TLS now: its certificate or its set-up is broken", ":again"},
	{503, "", "MAIL", "", noHello, "nobody said EHLO yet", "EHLO me.example.org"},
	{503, "", "MAIL", "", nested, "a message was begun already", "RSET"},
	{503, "", "RCPT", "", noMail, "MAIL comes first: no sender was accepted", "MAIL FROM:<you@example.org>"},
	{503, "", "DATA", "", noMail, "MAIL and RCPT come first", "MAIL FROM:<you@example.org>"},
	{0, "", "DATA", "", nobody, "no recipient was accepted", "RCPT TO:<somebody@example.net>"},
	{0, "", "RCPT", "relay", stranger, "the server takes mail for that domain only from those who log in", ":auth"},
	{0, "", "RCPT", "relay", nil, "the server is not responsible for that domain: ask the domain's own (its MX)", ""},
	{0, "", "", "greylist|grey list|graylist", nil, "greylisting: who is unknown is told to come back in some minutes; a mail server does by itself", ":again --replay"},
	{450, "4.7.1", "RCPT", "", nil, "held back for now, which may be greylisting: come back in some minutes", ":again --replay"},
	{452, "4.5.3", "RCPT", "", nil, "too many recipients in one message: send it to those accepted, and to the others in another one", "DATA"},
	{552, "5.3.4", "", "", nil, "the message is bigger than the server takes; SIZE in its answer to EHLO says how big", ""},
	{0, "5.7.60", "", "", nil, "this user may not send as that sender", "MAIL FROM:<the address that belongs to the login>"},
	{550, "5.1.1", "RCPT", "", nil, "there is no such mailbox: look at what stands before the @", "RCPT TO:<somebody@example.net>"},
	{0, "5.1.2", "RCPT", "", nil, "there is no such domain: look at what stands behind the @", "RCPT TO:<somebody@example.net>"},
	{421, "", "", "", nil, "the server closes the connection: too busy, too slow a client, or too many errors", ":again"},
}

// Why says what a refusal means beyond its codes, and what to type next.
func Why(r Refusal) Reason {
	syntax := slices.Contains([]int{500, 501, 553, 555}, r.Code) || slices.Contains([]string{"5.1.3", "5.1.7", "5.5.2", "5.5.4"}, r.Enhanced)
	if fault := Faults(r.Line); syntax && fault != nil {
		return Reason{Words: fault.What, Next: fault.Better, Fault: fault}
	}
	for _, c := range causes {
		if c.fits(&r) {
			return Reason{Words: c.words, Next: c.next}
		}
	}
	if verb, _, _ := strings.Cut(strings.TrimSpace(r.Line), " "); (r.Code == 500 || r.Code == 502) && verb != "" && !smtp.IsVerb(strings.ToUpper(verb)) {
		if near := nearest(strings.ToUpper(verb)); near != "" {
			return Reason{Words: fmt.Sprintf("there is no command %q", verb), Next: strings.Replace(r.Line, verb, near, 1)}
		}
	}
	return Reason{Next: useful(r)}
}

// useful is the first thing to go on with.
func useful(r Refusal) string {
	if r.Code < 500 {
		return ":again --replay" // 4yz: the same may work later (RFC 5321 4.2.1)
	}
	return Next(r.State)[0].Line
}

func (c *cause) fits(r *Refusal) bool {
	switch {
	case c.code != 0 && c.code != r.Code, c.enhanced != "" && c.enhanced != r.Enhanced, c.to != "" && c.to != r.To:
		return false
	case c.when != nil && !c.when(&r.State):
		return false
	case c.says == "":
		return true
	}
	text := strings.ToLower(r.Text)
	return slices.ContainsFunc(strings.Split(c.says, "|"), func(word string) bool { return strings.Contains(text, word) })
}

// typeable are the commands that people mistype.
var typeable = []string{"EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "AUTH", "STARTTLS", "VRFY", "EXPN", "HELP", "BDAT"}

// nearest is the command that differs in one or two letters, or "".
func nearest(word string) string {
	best, at := "", 3
	for _, verb := range typeable {
		if d := smtp.Distance(word, verb); d < at && d < len(verb)/2+1 {
			best, at = verb, d
		}
	}
	return best
}
