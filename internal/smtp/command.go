package smtp

import (
	"bytes"
	"strconv"
	"strings"
)

// MaxVerb is the maximum length in bytes of a MatchedReply's Verb. A longer word is cut.
const MaxVerb = 32

// emptyLine is the Verb of a reply to an empty line. "" means unsolicited.
const emptyLine = "CRLF"

// command is something that was sent and to which the server has to reply.
type command struct {
	verb        string // for MatchedReply.Verb
	decidesNext bool   // its reply decides what the lines after it are: DATA, AUTH
	endsMessage bool   // it ends a message: an LMTP server replies for each recipient
	repliesLeft int    // replies that are left, after the first of several
	repeats     int    // how many equal commands follow it
	octets      int64  // BDAT: size of the chunk
	mechanism   string // AUTH: its name, in upper case
	initial     bool   // AUTH: it has an initial response
	path        string // MAIL, RCPT: the address between the angle brackets
}

// parseCommand parses a line as a command. It allows spaces before and between the words,
// as the most lenient server does, because the reply says whether the command is valid.
func parseCommand(line []byte) command {
	words := splitWords(line)
	if len(words) == 0 {
		return command{verb: emptyLine}
	}
	c := command{verb: upperVerb(words[0])}
	switch c.verb {
	case "DATA":
		c.decidesNext = true
	case "AUTH":
		c.decidesNext = true
		if len(words) > 1 {
			c.mechanism = upperVerb(words[1])
		}
		c.initial = len(words) > 2
	case "BDAT":
		c.octets, c.endsMessage = parseChunk(words[1:])
	case "MAIL", "RCPT":
		c.path = parsePath(line)
	}
	return c
}

// parseChunk parses the arguments of BDAT (RFC 3030 2). Without a valid size there is no
// chunk.
func parseChunk(args [][]byte) (octets int64, last bool) {
	if len(args) == 0 || !isDigit(args[0][0]) {
		return 0, false
	}
	octets, err := strconv.ParseInt(string(args[0]), 10, 64)
	if err != nil {
		return 0, false
	}
	return octets, len(args) > 1 && bytes.EqualFold(args[1], []byte("LAST"))
}

// IsVerb reports whether a MatchedReply's Verb is a command of RFC 5321 or of an extension. Any
// other word was typed by the user and may be a secret.
func IsVerb(verb string) bool { return verb != emptyLine && isKnownVerb(verb) }

// isKnownVerb reports whether verb is certainly a verb. Before the
// reply to AUTH, any other first word could be a password and must not be used as a verb.
func isKnownVerb(verb string) bool {
	switch verb {
	case emptyLine, "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "BURL", "RSET", "NOOP", "QUIT",
		"VRFY", "EXPN", "HELP", "AUTH", "STARTTLS", "ETRN", "ATRN", "TURN", "XCLIENT", "XFORWARD":
		return true
	}
	return false
}

// splitWords splits b at spaces and tabs only.
func splitWords(b []byte) [][]byte {
	return bytes.FieldsFunc(b, func(r rune) bool { return r == ' ' || r == '\t' })
}

// upperVerb returns the word with its ASCII letters in upper case (RFC 5321 2.4), cut to
// MaxVerb.
func upperVerb(word []byte) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, string(word[:min(len(word), MaxVerb)]))
}
