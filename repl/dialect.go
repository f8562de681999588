package repl

import (
	"bytes"
	"time"

	"byhand/smtp"
)

// Dialect is what a protocol knows of its own conversation. The loop asks it
// before a line goes out and tells it of all that crosses the wire; it does no
// I/O. Its methods are called under the Session's lock.
type Dialect interface {
	Name() string                          // "smtp", "imap", ...; "" while nobody knows
	Phase() smtp.Phase                     // where the conversation stands
	Secret(line []byte) int                // how many bytes at the end of a line to be sent are secret
	Fork() Dialect                         // one that stands here too, to ask and tell of lines that are not sent yet
	Sent(b []byte)                         // bytes that went out, line ends included
	Received(b []byte) []smtp.Answer       // bytes that came in, and the replies they complete
	Owed() int                             // replies still to come, the greeting included
	Deciding() bool                        // the reply to come decides what the next line means
	Quiet() time.Duration                  // 0: Owed is exact; else a reply ends after so long a silence
	CanSecure() *Failure                   // why TLS must not start now; nil: it may
	Secured()                              // TLS stands: what was learned before counts no more
	Hangup() []smtp.Answer                 // the connection ended
	Done() bool                            // the conversation was ended in order: QUIT was answered
	Challenge() (text []byte, what string) // what the server asks for, decoded by name: "user name", "password" or ""
}

// dialectFor returns the dialect that the protocol's name calls for. With none,
// the greeting decides.
func dialectFor(protocol string) Dialect {
	switch protocol {
	case "smtp":
		return &smtpDialect{}
	case "lmtp":
		return &smtpDialect{Session: smtp.Session{LMTP: true}}
	case "":
		return &undecided{Dialect: newLines("", true), guess: &smtpDialect{}}
	case "tcp":
		return newLines("tcp", false)
	}
	return newLines(protocol, true)
}

// undecided waits for enough of the greeting to tell the protocol by. Who talks
// before it most likely speaks SMTP.
type undecided struct {
	Dialect
	guess    *smtpDialect // knows what was sent so far
	greeting []byte
	decided  bool
}

// Fork forks both.
func (u *undecided) Fork() Dialect {
	f := *u
	f.Dialect, f.guess = u.Dialect.Fork(), u.guess.Fork().(*smtpDialect)
	if u.decided && u.Dialect == Dialect(u.guess) {
		f.Dialect = f.guess
	}
	return &f
}

// Sent tells the guess too.
func (u *undecided) Sent(b []byte) {
	if !u.decided {
		u.guess.Sent(b)
	}
	u.Dialect.Sent(b)
}

// Secret hides what either of them would.
func (u *undecided) Secret(line []byte) int {
	secret := u.Dialect.Secret(line)
	if !u.decided {
		secret = max(secret, u.guess.Secret(line))
	}
	return secret
}

// enough bytes tell a reply code and what follows it from anything else.
const enough = 4

// Received decides when it can, and hands on all that came until then.
func (u *undecided) Received(b []byte) []smtp.Answer {
	if u.decided {
		return u.Dialect.Received(b)
	}
	u.greeting = append(u.greeting, b...)
	if len(u.greeting) < enough && !bytes.ContainsRune(u.greeting, '\n') {
		return nil
	}
	u.decided = true
	if u.Dialect = byGreeting(u.greeting); u.Dialect.Name() == "smtp" {
		u.Dialect = u.guess
	}
	return u.Dialect.Received(u.greeting)
}

// byGreeting tells a protocol by how its server begins:
//
//	220 mail.example.net ESMTP     SMTP, RFC 5321 4.3.1
//	+OK ready                      POP3, RFC 1939 4
//	* OK ready                     IMAP, RFC 3501 7.1
//
// An FTP server greets like an SMTP one; by the port it is told before.
func byGreeting(greeting []byte) Dialect {
	switch {
	case looksLikeReply(greeting):
		return &smtpDialect{}
	case bytes.HasPrefix(greeting, []byte("+OK")):
		return newLines("pop3", true)
	case bytes.HasPrefix(greeting, []byte("* ")):
		return newLines("imap", true)
	}
	return newLines("tcp", true)
}

func looksLikeReply(b []byte) bool {
	if len(b) < 3 || b[0] < '2' || b[0] > '5' || b[1] < '0' || b[1] > '9' || b[2] < '0' || b[2] > '9' {
		return false
	}
	return len(b) == 3 || b[3] == ' ' || b[3] == '-' || b[3] == '\r' || b[3] == '\n'
}
