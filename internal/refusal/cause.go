package refusal

import (
	"slices"
	"strings"
)

// Cause is why a server refused: a word of a fixed vocabulary, which scripts may rely on.
type Cause string

// The vocabulary.
const (
	AuthRequired      Cause = "auth-required"
	AuthFailed        Cause = "auth-failed"
	AuthDisabled      Cause = "auth-disabled"
	AuthUnsupported   Cause = "auth-unsupported"
	TLSRequired       Cause = "tls-required"
	RelayDenied       Cause = "relay-denied"
	NoSuchUser        Cause = "no-such-user"
	MailboxDisabled   Cause = "mailbox-disabled"
	MailboxFull       Cause = "mailbox-full"
	SenderNotAllowed  Cause = "sender-not-allowed"
	SenderDomain      Cause = "sender-domain"
	Helo              Cause = "helo"
	ReverseDNS        Cause = "reverse-dns"
	BlockList         Cause = "block-list"
	Reputation        Cause = "reputation"
	SpamContent       Cause = "spam-content"
	Virus             Cause = "virus-or-attachment"
	Authentication    Cause = "spf-dkim-dmarc"
	RateLimit         Cause = "rate-limit"
	Greylisting       Cause = "greylisting"
	TooManyRecipients Cause = "too-many-recipients"
	MessageSize       Cause = "message-size"
	MessageFormat     Cause = "message-format"
	Syntax            Cause = "syntax"
	Sequence          Cause = "sequence"
	NotImplemented    Cause = "not-implemented"
	EightBit          Cause = "smtputf8-or-8bit"
	ServerTrouble     Cause = "server-trouble"
	Routing           Cause = "routing"
	NullMX            Cause = "null-mx"
	ContentPolicy     Cause = "content-policy"
	AccountSuspended  Cause = "account-suspended"
	ConnectionLimit   Cause = "connection-limit"
	Closing           Cause = "closing"
	Unknown           Cause = "unknown"
)

// Fact describes a cause.
type Fact struct {
	Cause Cause
	Means string // a sentence: what a reply with this cause means
	Blame Part   // what the server objects to
}

// Part is a part of the session that a server objects to. Servers often postpone a
// refusal of an earlier part to RCPT (as Postfix does: smtpd_delay_reject).
type Part string

// The parts.
const (
	Nothing   Part = ""             // or not known
	Client    Part = "address"      // the client's IP address
	Greeting  Part = "EHLO name"    // the name in EHLO or HELO
	Login     Part = "login"        // AUTH
	Sender    Part = "sender"       // MAIL FROM
	Recipient Part = "recipient"    // RCPT TO
	Content   Part = "message"      // what follows DATA or BDAT
	Line      Part = "command line" // the line that the reply answers
)

// Facts returns the vocabulary, in the order of the constants.
func Facts() []Fact { return facts[:] }

var facts = [...]Fact{
	{AuthRequired, "the server requires a login first", Login},
	{AuthFailed, "the user name, the password or the token is wrong", Login},
	{AuthDisabled, "this login method is switched off for the account; the password may be right", Login},
	{AuthUnsupported, "the server does not support this login mechanism", Login},
	{TLSRequired, "the server requires TLS first", Line},
	{RelayDenied, "the server does not deliver mail for the recipient's domain to this client", Recipient},
	{NoSuchUser, "the recipient does not exist", Recipient},
	{MailboxDisabled, "the recipient's mailbox exists but accepts no mail", Recipient},
	{MailboxFull, "the recipient's mailbox is full", Recipient},
	{SenderNotAllowed, "this login or client may not use that sender address", Sender},
	{SenderDomain, "the sender's domain does not exist, or cannot be checked", Sender},
	{Helo, "the server does not accept the name in EHLO or HELO", Greeting},
	{ReverseDNS, "the client's IP address has no matching name in reverse DNS", Client},
	{BlockList, "the client's IP address is on a DNS block list", Client},
	{Reputation, "the receiver blocks the client's IP address or the sender's domain because of its own reputation data", Client},
	{SpamContent, "the content looks like spam", Content},
	{Virus, "the message contains a virus or a forbidden attachment", Content},
	{Authentication, "the sender's domain failed SPF, DKIM or DMARC checks", Sender},
	{RateLimit, "too many messages or recipients in a short time", Client},
	{Greylisting, "the server postpones the first attempt on purpose (greylisting)", Client},
	{TooManyRecipients, "too many recipients for one message", Recipient},
	{MessageSize, "the message is larger than the server accepts", Content},
	{MessageFormat, "the message is malformed: headers, line endings or line length (RFC 5322)", Content},
	{Syntax, "the command or the address in it is malformed", Line},
	{Sequence, "the command came in the wrong order, or too early", Line},
	{NotImplemented, "the server does not know the command or the parameter", Line},
	{EightBit, "the message needs SMTPUTF8 or 8BITMIME, which the server or a recipient does not support", Line},
	{ServerTrouble, "the server has an internal problem", Nothing},
	{Routing, "the server found no route to the recipient's domain, or a mail loop", Recipient},
	{NullMX, "the domain accepts no mail at all (null MX, RFC 7505)", Recipient},
	{ContentPolicy, "an administrator's rule forbids this message", Nothing},
	{AccountSuspended, "the sender's account is suspended, or its plan or quota is used up", Login},
	{ConnectionLimit, "too many connections", Client},
	{Closing, "the server is closing the connection", Nothing},
	{Unknown, "byhand cannot tell why from the reply", Nothing},
}

// Postponed reports whether a refusal of a part, in the reply to verb, is about an earlier
// line.
func Postponed(p Part, verb string) bool {
	of := map[Part]string{Greeting: "EHLO HELO LHLO", Sender: "MAIL", Recipient: "RCPT"}[p]
	return of != "" && !slices.Contains(strings.Fields(of), verb)
}

// TooEarly is what a client did that sent a line before it was its turn.
const TooEarly = "the client sent something too early: before the greeting, or before the reply to the previous line"
