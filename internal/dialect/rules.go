package dialect

import "time"

// rules are the constants of a protocol whose replies have no codes.
type rules struct {
	name     string
	verbs    string // the commands, separated by spaces
	ok       string // the word that accepts a command
	welcome  string // another word that accepts the connection, in the greeting; "": none
	refusals string // the words that refuse a command or the connection
	quit     string // the verb that ends the session
	startTLS string // the command that asks for TLS; "": none
	list     string // the command that lists the mechanisms; "": none
	auth     string // the command that begins a login, without the mechanism; "": none
	verbAt   int    // which word of a command is its verb: 1 if a tag comes first
	literals literals
}

// literals says whether commands and responses can contain literals.
type literals int

const (
	noLiterals literals = iota
	onRequest           // the client waits for a "+" before it sends one (RFC 9051 4.3), unless its size ends with "+" (RFC 7888)
	immediate           // the client never waits (RFC 5804 2)
)

// request is a command that was sent.
type request struct {
	tag, verb string
	until     string // the line that ends it and is not a command of its own; "": none
	secret    bool   // until its reply, everything sent belongs to a login
	message   bool   // its literal is the text of a message or script
	multiline bool   // if accepted, its reply is followed by lines up to "."
}

// lastReply is the reply that completed a command.
type lastReply struct{ verb, word string }

// isVerbOf reports whether verb is the verb of command. If the protocol has no such command,
// command is "".
func (r *rules) isVerbOf(verb, command string) bool { return command != "" && verb == r.verb(command) }

func (r *rules) verb(command string) string { return words([]byte(command), r.verbAt+1)[r.verbAt] }

// Name returns the name in the table of protocols.
func (r *rules) Name() string { return r.name }

// QuietPeriod returns 0: each command has a reply.
func (r *rules) QuietPeriod() time.Duration { return 0 }

// StartTLS returns the command that asks for TLS.
func (r *rules) StartTLS() string { return r.startTLS }

// Mail returns nil: these protocols have no envelope.
func (r *rules) Mail() Mail { return nil }
