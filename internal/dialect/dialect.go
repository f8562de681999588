// Package dialect interprets the protocols that byhand supports: which reply belongs
// to which line, what a refusal is, which part of a line is secret, when TLS may begin and
// how to log in. Each protocol is a state machine in its own file and a row in the
// table of protocols. The package does no I/O. Its caller reports what was sent and what
// was received, in the order of the wire:
//
//	S: +OK ready             Received: a reply to "GREETING"
//	C: USER bob              Sent:     one reply owed
//	S: +OK                   Received: a reply to "USER"
//	C: PASS hunter2          Secret:   7 bytes
//	S: -ERR no               Received: a reply to "PASS", a refusal
package dialect

import (
	"bytes"
	"fmt"
	"time"

	"byhand/internal/smtp"
)

// Dialect is the state of one connection in one protocol. It is not safe for
// concurrent use.
type Dialect interface {
	Name() string                          // "smtp", "imap", ...; "" while it is not known
	Phase() smtp.Phase                     // how the server interprets the next line
	Secret(line []byte) int                // how many bytes at the end of a line are secret; to be called before Sent
	Fork() Dialect                         // a copy, to try out lines without sending them
	Sent(b []byte)                         // takes bytes that were sent, line endings included
	Received(b []byte) []Reply             // takes bytes that were received; returns the replies that they complete
	Owed() int                             // how many replies are still owed, the greeting included; after Hangup, those that never came
	DependsOnReply() bool                  // whether the next reply decides what the next line means
	Continuation() *Continuation           // what the next lines are if that reply asks for more; nil: commands
	OctetsLeft() int64                     // how many announced octets are still to be sent
	QuietPeriod() time.Duration            // 0: Owed is exact; otherwise a reply ends after that much silence
	CanSecure() error                      // nil if TLS may begin now, otherwise a *NotSecurable
	StartTLS() string                      // the command that asks for TLS; "": none is known
	Secured()                              // must be called when TLS began; forgets what was learned before
	Hangup() []Reply                       // must be called when the connection ended; returns the reply that was cut off
	Done() bool                            // whether the server accepted QUIT or LOGOUT
	Challenge() (text []byte, what string) // the challenge, decoded, and what it asks for: "user name", "password" or ""
	Login() Login                          // nil: byhand does not know how to log in
	Mail() Mail                            // nil: the protocol has no mail transactions
}

// Login is the SASL exchange of a protocol (RFC 4422 4).
type Login interface {
	Offered() []string                                        // the mechanisms that the server offers
	ListCommand() string                                      // the command that lists them; "": not needed, or EHLO lists them
	AuthLine(mechanism string, initial *[]byte) []byte        // the line that names the mechanism; initial: nil, or the first answer
	Fits(line []byte) bool                                    // whether that line, with an initial response, may be sent
	AnswerLine(answer []byte) []byte                          // the line that answers a challenge
	CancelLine() []byte                                       // the line that cancels the login (RFC 4954 4, RFC 9051 6.2.2, RFC 5034 4, RFC 5804 2.1)
	PendingChallenge() (challenge []byte, ok bool, err error) // the challenge that the server waits for an answer to; err: it is invalid
	Progress() (mechanism string, answers int)                // the mechanism, and how many answers were sent
	PasswordGiven() bool                                      // whether LOGIN asked for the password before the current challenge
	Accepted() bool                                           // whether the last reply accepted the login
	AsksForUserName(known bool) bool                          // whether the challenge certainly asks for a user name; known: the answer is the name that byhand logs in with
}

// Mail is what an SMTP or LMTP session adds (RFC 5321 3.3).
type Mail interface {
	FindFeature(keyword string) (smtp.Feature, bool)
	Features() []smtp.Feature
	Envelope() smtp.Envelope
	Recipients() int
	Authenticated() bool
	IsLMTP() bool
	Hello() string // the last accepted EHLO, HELO or LHLO; "": none
}

// Reply is a reply and the command that it belongs to.
type Reply struct {
	smtp.MatchedReply
	Word        string        // in protocols without codes: OK, NO, BAD, BYE, +OK, -ERR, or + if the server asks for more
	Unrequested *Continuation // the continuation that this reply does not ask for; nil: none
}

// Refused reports whether the server refused the command.
func (a Reply) Refused() bool { return a.Verdict() == smtp.Refused }

// Verdict depends on the code (smtp.MatchedReply.Verdict), or else on the word.
func (a Reply) Verdict() smtp.Verdict {
	if a.Word == "" {
		return a.MatchedReply.Verdict()
	}
	if verdict, ok := verdicts()[a.Word]; ok {
		return verdict
	}
	return smtp.Broken
}

// wordReply returns the Reply of a line without a code.
func wordReply(to, word string, line []byte) Reply {
	text := bytes.Clone(line)
	return Reply{Word: word, MatchedReply: smtp.MatchedReply{Verb: to,
		Reply: smtp.Reply{Lines: []smtp.ReplyLine{{Text: text, Ending: "\r\n", Last: true}}}}}
}

// NotSecurable says why TLS must not begin.
type NotSecurable struct {
	Reason string
	Hint   string // what to type first
}

// Error returns the reason.
func (e *NotSecurable) Error() string { return "TLS cannot start: " + e.Reason }

// canSecure returns nil if verb was the last command, word was its reply and no reply
// is owed. Package conn refuses data that arrives after that reply (RFC 3207 6,
// CVE-2011-0411).
func canSecure(last lastReply, owed int, verb, word string) error {
	switch {
	case owed > 0:
		return &NotSecurable{"a reply is still to come", "wait for it, then :tls"}
	case last.verb == verb && last.word == word:
		return nil
	case last.verb == verb:
		return &NotSecurable{fmt.Sprintf("the server did not answer %s with %s", verb, word), fmt.Sprintf("still unencrypted; try %s again", verb)}
	}
	return &NotSecurable{"the server has not agreed to start it",
		fmt.Sprintf("type %s first, then :tls after the %s reply (:starttls does both)", verb, word)}
}
