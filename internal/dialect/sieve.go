package dialect

import (
	"bytes"
	"strconv"
	"strings"
)

// sieve is the state of a ManageSieve connection (RFC 5804). Replies have no tags; each
// ends with a line that begins with OK, NO or BYE:
//
//	S: "SASL" "PLAIN" / OK                      the greeting, and again after TLS
//	C: AUTHENTICATE "PLAIN"
//	S: ""                                       asks for an answer
//	C: "AHVzZXIAcHc="
//	S: NO (AUTH-TOO-WEAK) "use TLS"             a refusal of AUTHENTICATE
type sieve struct{ session }

var sieveRules = rules{
	name: "sieve", ok: "OK", refusals: "NO BYE", quit: "LOGOUT", literals: immediate,
	startTLS: "STARTTLS",     // RFC 5804 2.2
	list:     "CAPABILITY",   // RFC 5804 2.4
	auth:     "AUTHENTICATE", // RFC 5804 2.1
	verbs: `AUTHENTICATE STARTTLS LOGOUT CAPABILITY HAVESPACE PUTSCRIPT LISTSCRIPTS SETACTIVE GETSCRIPT
		DELETESCRIPT RENAMESCRIPT CHECKSCRIPT NOOP UNAUTHENTICATE`, // RFC 5804 2
}

func newSieve() Dialect { return &sieve{session{rules: &sieveRules}} }

// Fork returns a copy, to try out lines without sending them.
func (d *sieve) Fork() Dialect { return &sieve{d.fork()} }

// Secured forgets everything from before TLS. The server then lists its capabilities
// again, as in a greeting (RFC 5804 2.2).
func (d *sieve) Secured() { d.session = session{rules: d.rules} }

// Sent handles the commands that are sent.
func (d *sieve) Sent(b []byte) {
	d.trackSent(b, func(one *request, _ piece) { one.message = !one.secret })
}

// Received handles responses. It returns the final line of each reply, and each request
// for an answer.
func (d *sieve) Received(b []byte) []Reply { return d.trackReceived(b, d.handleResponse) }

// handleResponse interprets a complete response by its first line.
func (d *sieve) handleResponse(line []byte, end piece) (Reply, bool) {
	word, _, _ := strings.Cut(words(line, 1)[0], "(")
	switch isFinal := word == "OK" || word == "NO" || word == "BYE"; {
	case !isFinal && !d.isLoggingIn():
		d.readCapabilities(line)
		return Reply{}, false
	case !isFinal && end.continues:
		return d.handleContinue(end.literal, line)
	case !isFinal:
		return d.handleContinue(unquote(line), line)
	case !d.greeted:
		return d.handleGreeting(word, line)
	case len(d.pending) == 0:
		return wordReply("", word, line), true
	case word == "BYE" && d.pending[0].verb == d.quit:
		word = d.ok // some servers accept LOGOUT with BYE
	}
	return d.complete(0, word, line), true
}

// readCapabilities keeps the mechanisms that a capability line lists (RFC 5804 1.7).
func (d *sieve) readCapabilities(line []byte) {
	if words(line, 1)[0] == `"SASL"` {
		d.listed, d.mechanisms = true, strings.Fields(strings.ToUpper(string(unquote(afterWords(line, 1)))))
	}
}

// unquote returns the content of a quoted string, and other text unchanged.
func unquote(text []byte) []byte {
	text = bytes.TrimSpace(text)
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return text
	}
	text = bytes.ReplaceAll(text[1:len(text)-1], []byte(`\"`), []byte(`"`))
	return bytes.ReplaceAll(text, []byte(`\\`), []byte(`\`))
}

// Login returns d: AUTHENTICATE carries SASL (RFC 5804 2.1).
func (d *sieve) Login() Login { return d }

// AuthLine returns `AUTHENTICATE "MECHANISM" ["initial response"]`.
func (d *sieve) AuthLine(mechanism string, initial *[]byte) []byte {
	line := d.auth + " " + strconv.Quote(mechanism)
	if initial != nil {
		line += " " + string(d.AnswerLine(*initial))
	}
	return []byte(line)
}

// Fits allows a quoted string of 1,024 octets (RFC 5804 4).
func (d *sieve) Fits(line []byte) bool { return len(line) <= 1024 }

// AnswerLine returns the answer as a quoted string of base64.
func (d *sieve) AnswerLine(answer []byte) []byte {
	return []byte(`"` + string(d.exchange.AnswerLine(answer)) + `"`)
}

// CancelLine returns "*" as a quoted string.
func (d *sieve) CancelLine() []byte { return []byte(`"*"`) }
