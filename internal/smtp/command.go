package smtp

import (
	"bytes"
	"strconv"
	"strings"
)

// MaxVerb is the length in bytes at which a word that is not a verb is cut, so that
// an Answer's To stays a label.
const MaxVerb = 32

// emptyLine is the To of a reply to an empty line: "" means unasked.
const emptyLine = "CRLF"

// command is one thing sent that a reply is owed for.
type command struct {
	verb      string // what Answer.To says
	gate      bool   // its reply decides what the lines behind it are: DATA, AUTH
	last      bool   // a message ends here: LMTP answers for each recipient
	left      int    // replies still to come, once the first of several came
	more      int    // how many of the same follow it
	octets    int64  // BDAT: size of the chunk
	mechanism string // AUTH: its name, in upper case
	initial   bool   // AUTH: it has an initial response
	path      string // MAIL, RCPT: the address between the angle brackets
}

// parseCommand reads a line as a command. It is as lenient as the laxest
// server, with blanks before and between the words, because what a command did
// is taken from its reply, not from its looks.
func parseCommand(line []byte) command {
	words := fields(line)
	if len(words) == 0 {
		return command{verb: emptyLine}
	}
	c := command{verb: upper(words[0])}
	switch c.verb {
	case "DATA":
		c.gate = true
	case "AUTH":
		c.gate = true
		if len(words) > 1 {
			c.mechanism = upper(words[1])
		}
		c.initial = len(words) > 2
	case "BDAT":
		c.octets, c.last = chunk(words[1:])
	case "MAIL", "RCPT":
		c.path = path(line)
	}
	return c
}

// chunk reads the arguments of BDAT (RFC 3030 2). Where they are not a size
// the server sees no chunk either.
func chunk(args [][]byte) (octets int64, last bool) {
	if len(args) == 0 || !digit(args[0][0]) {
		return 0, false
	}
	octets, err := strconv.ParseInt(string(args[0]), 10, 64)
	if err != nil {
		return 0, false
	}
	return octets, len(args) > 1 && bytes.EqualFold(args[1], []byte("LAST"))
}

// IsVerb reports whether an Answer's To is a command that RFC 5321 or an
// extension names. Anything else was typed by somebody, and may be anything.
func IsVerb(to string) bool { return to != emptyLine && known(to) }

// known reports a verb that is surely one, so that a line sent behind an open
// AUTH may be named by it: any other first word could be a password.
func known(verb string) bool {
	switch verb {
	case emptyLine, "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "BURL", "RSET", "NOOP", "QUIT",
		"VRFY", "EXPN", "HELP", "AUTH", "STARTTLS", "ETRN", "ATRN", "TURN", "XCLIENT", "XFORWARD":
		return true
	}
	return false
}

// fields splits at spaces and TABs alone: other blanks are part of a word.
func fields(b []byte) [][]byte {
	return bytes.FieldsFunc(b, func(r rune) bool { return r == ' ' || r == '\t' })
}

// upper is the word in upper case, its ASCII letters only (RFC 5321 2.4).
func upper(word []byte) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, string(word[:min(len(word), MaxVerb)]))
}
