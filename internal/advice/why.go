package advice

import (
	"fmt"
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Refusal is a 4yz or 5yz reply, and the line that was refused.
type Refusal struct {
	State    State  // before the line was sent
	To       string // the verb, as in smtp.Answer
	Line     string // the line; "": not known, or secret
	Code     int    // 0: the protocol has no codes
	Word     string // without codes, the first word of the reply: "NO"
	Enhanced string // "5.1.1"; "": none
	Text     string // the text of the reply, without codes
}

// Reason explains a refusal.
type Reason struct {
	Words string // "": the codes say it all
	Next  string // what to type next; "": no line helps
	Fault *Fault // the mistake in the line; nil: it has none, or the mistake is not the reason
}

// cause is a reason for refusals that the codes alone do not explain. It fits a refusal
// if all its conditions hold.
type cause struct {
	code     int               // 0: any
	enhanced string            // "": any
	to       string            // the verb; "": any
	says     string            // words separated by |, one of which is in the text; "": any text
	when     func(*State) bool // nil: always
	words    string
	next     string
}

// Conditions of causes.
var (
	noHello       = func(s *State) bool { return s.Hello == "" }
	saidHELO      = func(s *State) bool { return s.Hello == "HELO" }
	canStartTLS   = func(s *State) bool { return !s.Secure && s.Has("STARTTLS") }
	loginNeedsTLS = func(s *State) bool { return canStartTLS(s) && !s.Has("AUTH") }
	notBegun      = func(s *State) bool { return !s.Envelope.Begun }
	begun         = func(s *State) bool { return s.Envelope.Begun }
	noRecipient   = func(s *State) bool { return s.Envelope.Begun && s.Recipients == 0 }
	canLogIn      = func(s *State) bool { return !s.Authenticated && s.Has("AUTH") }
	loggedIn      = func(s *State) bool { return s.Authenticated }
	encrypted     = func(s *State) bool { return s.Secure }
)

// earlyTalk are words that servers use when a client sent something too early.
const earlyTalk = "synchroni|pipelining|too early|talk too soon|before greeting|protocol error"

// OutOfTurn reports whether a refusal says that the client sent something too early.
func OutOfTurn(r Refusal) bool {
	c := cause{says: earlyTalk}
	return c.fits(&r)
}

// causes are tried in order: the first that fits is the reason. Package sasl has the
// provider-specific ones.
var causes = []cause{
	{0, "", "", earlyTalk, nil, "the client sent something too early: before the greeting, or before the reply to the previous line", ":again"},
	{0, "", "GREETING", "", nil, "the server accepts no mail at the moment, or not from your address: it may be on a blocklist or in a network for end users", ""},
	{0, "5.7.139", "AUTH", "", nil, "password login is disabled for the mailbox or the whole organization; the password may be right", ""},
	{0, "", "AUTH", "", noHello, "EHLO was not sent: AUTH comes after it", "EHLO me.example.org"},
	{0, "", "AUTH", "", saidHELO, "AUTH is an extension: it needs EHLO, not HELO", "EHLO me.example.org"},
	{530, "", "", "starttls|tls|encrypt", canStartTLS, "the server requires TLS first", "STARTTLS"},
	{530, "", "", "auth|log in|login", canLogIn, "the server requires a login first", ":auth"},
	{530, "", "", "", canStartTLS, "the server requires TLS first", "STARTTLS"},
	{538, "", "", "", nil, "the server accepts this mechanism only inside TLS", "STARTTLS"},
	{0, "", "AUTH", "", loginNeedsTLS, "the server offers no login before TLS", "STARTTLS"},
	{530, "", "", "", canLogIn, "the server requires a login first", ":auth"},
	{530, "", "", "", noHello, "the server requires EHLO and then a login", "EHLO me.example.org"},
	{504, "", "AUTH", "", nil, "the server does not support this mechanism; :next lists what it offers", ":auth"},
	{534, "5.7.9", "AUTH", "", nil, "the mechanism is too weak, or the server requires an app password", ":auth"},
	{503, "", "AUTH", "", loggedIn, "already logged in: AUTH is allowed only once per session", "MAIL FROM:<you@example.org>"},
	{503, "", "AUTH", "", begun, "a login is not allowed after MAIL", "RSET"},
	{454, "", "AUTH", "", nil, "the server cannot check passwords at the moment; yours may be right", ":auth"},
	{535, "", "AUTH", "", nil, "the user name or password is wrong, or not allowed here", ":auth"},
	{501, "", "AUTH", "base64|decod", nil, "the answer was not valid base64: it may contain a space or a line break; :b64 encodes text", ":auth"},
	{501, "", "AUTH", "cancel", nil, `"*" cancelled the login`, ":auth"},
	{0, "", "STARTTLS", "", encrypted, "TLS is already active", "EHLO me.example.org"},
	{454, "", "STARTTLS", "", nil, "the server cannot start TLS at the moment: its certificate or configuration may be broken", ":again"},
	{503, "", "MAIL", "", noHello, "EHLO was not sent yet", "EHLO me.example.org"},
	{503, "", "MAIL", "", begun, "a message is already in progress", "RSET"},
	{503, "", "RCPT", "", notBegun, "no sender was accepted: MAIL comes first", "MAIL FROM:<you@example.org>"},
	{503, "", "DATA", "", notBegun, "MAIL and RCPT come first", "MAIL FROM:<you@example.org>"},
	{0, "", "DATA", "", noRecipient, "no recipient was accepted", "RCPT TO:<somebody@example.net>"},
	{0, "", "RCPT", "relay", canLogIn, "the server accepts mail for that domain only after a login", ":auth"},
	{0, "", "RCPT", "relay", nil, "the server does not accept mail for that domain: connect to the domain's own mail server (its MX)", ""},
	{0, "", "", "greylist|grey list|graylist", nil, "greylisting: the server asks unknown senders to try again in a few minutes, as mail servers do on their own", ":again --replay"},
	{450, "4.7.1", "RCPT", "", nil, "refused for now, perhaps greylisting: try again in a few minutes", ":again --replay"},
	{452, "4.5.3", "RCPT", "", nil, "too many recipients for one message: send it to those accepted, then send it again to the others", "DATA"},
	{552, "5.3.4", "", "", nil, "the message is too big: SIZE in the reply to EHLO shows the limit", ""},
	{0, "5.7.60", "", "", nil, "this user is not allowed to send from that address", "MAIL FROM:<the address that belongs to the login>"},
	{550, "5.1.1", "RCPT", "", nil, "there is no such mailbox: check the part before the @", "RCPT TO:<somebody@example.net>"},
	{0, "5.1.2", "RCPT", "", nil, "there is no such domain: check the part after the @", "RCPT TO:<somebody@example.net>"},
	{421, "", "", "", nil, "the server is closing the connection: it is too busy, the client is too slow, or there were too many errors", ":again"},
}

// Why explains a refusal if its codes do not, and suggests what to type next.
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
			return Reason{Words: fmt.Sprintf("unknown command %q", verb), Next: strings.Replace(r.Line, verb, near, 1)}
		}
	}
	return Reason{Next: useful(r)}
}

// useful returns the most useful line after a refusal that has no known cause.
func useful(r Refusal) string {
	if r.Code < 500 {
		return ":again --replay" // 4yz: the same may work later (RFC 5321 4.2.1)
	}
	return Next(r.State)[0].Line
}

// fits reports whether c explains r.
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

// commands lists the commands that users commonly mistype.
var commands = []string{"EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "AUTH", "STARTTLS", "VRFY", "EXPN", "HELP", "BDAT"}

// nearest returns the command that differs from word in one or two letters, or "".
func nearest(word string) string {
	best, at := "", 3
	for _, verb := range commands {
		if d := smtp.Distance(word, verb); d < at && d < len(verb)/2+1 {
			best, at = verb, d
		}
	}
	return best
}
