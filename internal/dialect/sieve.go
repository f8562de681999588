package dialect

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"byhand/internal/smtp"
)

// sieve follows a ManageSieve connection (RFC 5804). Replies have no tags; each
// ends with a line that begins with OK, NO or BYE:
//
//	S: "SASL" "PLAIN" / OK                      the greeting, and again after TLS
//	C: AUTHENTICATE "PLAIN"
//	S: ""                                       asks for an answer
//	C: "AHVzZXIAcHc="
//	S: NO (AUTH-TOO-WEAK) "use TLS"             a refusal of AUTHENTICATE
type sieve struct {
	exchange // of AUTHENTICATE
	in, out  pieces
	greeted  bool
	ended    bool
	asked    bool
	pending  []string // verbs without their reply, in order
	sending  string   // the verb sent last: what out is inside of, also once it was answered
	last     reply
	done     bool
	offers   []string
	line     []byte // the first piece of the response that is coming
}

func newSieve() Dialect { return &sieve{} }

// Name returns "sieve".
func (d *sieve) Name() string { return "sieve" }

// Quiet returns 0: each command has its reply.
func (d *sieve) Quiet() time.Duration { return 0 }

// Done reports whether LOGOUT was answered.
func (d *sieve) Done() bool { return d.done }

// Mail returns nil: ManageSieve sends no mail.
func (d *sieve) Mail() Mail { return nil }

// Fork returns a copy that follows lines that are not sent.
func (d *sieve) Fork() Dialect {
	f := *d
	f.in, f.out = d.in.fork(), d.out.fork()
	f.pending, f.line = slices.Clone(d.pending), bytes.Clone(d.line)
	return &f
}

// Phase is Message while the literal of a script is sent, Challenge while the
// server waits for an answer or for the rest of a login.
func (d *sieve) Phase() smtp.Phase {
	switch {
	case d.ended:
		return smtp.Closed
	case !d.greeted:
		return smtp.Greeting
	case d.asked, d.out.inside && d.sending == "AUTHENTICATE":
		return smtp.Challenge
	case d.out.inside:
		return smtp.Message
	}
	return smtp.Command
}

// Owed counts the greeting and the commands without a reply; 0 while the server
// waits for the rest of a command. A literal of the client's never waits for
// leave (RFC 5804 2).
func (d *sieve) Owed() int {
	switch {
	case !d.greeted:
		return 1 + len(d.pending)
	case d.asked, d.out.inside:
		return 0
	}
	return len(d.pending)
}

func (d *sieve) loggingIn() bool {
	return len(d.pending) > 0 && d.pending[len(d.pending)-1] == "AUTHENTICATE"
}

// Deciding reports whether an AUTHENTICATE is not answered yet.
func (d *sieve) Deciding() bool { return d.loggingIn() && !d.asked && !d.out.inside }

// Rest returns nil: a literal does not wait.
func (d *sieve) Rest() *Rest { return nil }

// Due returns what is left of a literal.
func (d *sieve) Due() int64 { return d.out.octets }

// Secret hides what follows AUTHENTICATE MECHANISM, and all that is sent until
// it is answered.
func (d *sieve) Secret(line []byte) int {
	switch {
	case d.loggingIn(), d.out.inside && d.sending == "AUTHENTICATE":
		return answerSecret(line)
	case d.out.inside:
		return 0
	case d.mayAnswer(slices.Concat(d.out.lines.part, line)):
		return answerSecret(line)
	}
	secret := loginSecret(slices.Concat(d.out.lines.part, line))
	if size, _ := announced(secret); size >= 0 && secret[0] == '{' {
		return 0 // the secret is still to come
	}
	return min(len(secret), len(line))
}

// Sent follows the commands that are sent.
func (d *sieve) Sent(b []byte) {
	d.out.push(b, func(p piece) {
		if !p.continues && d.loggingIn() {
			d.exchange.answered(p.text)
		} else if !p.continues {
			d.begin(p.text)
		}
		d.asked = d.asked && p.size >= 0
	})
}

func (d *sieve) begin(line []byte) {
	all := words(line, 2)
	d.last = reply{}
	d.command(all[0])
	d.pending, d.sending = append(d.pending, all[0]), all[0]
	if all[0] == "AUTHENTICATE" {
		d.exchange.begin(all[1], afterWords(line, 2))
	}
}

// Received follows the responses and returns those that end a reply or ask for
// more.
func (d *sieve) Received(b []byte) (answers []Answer) {
	d.in.push(b, func(p piece) {
		if !p.continues {
			d.line = append(d.line[:0], p.text...)
		}
		if p.size < 0 {
			text := unquote(d.line)
			if p.continues {
				text = p.literal
			}
			if a, ok := d.response(d.line, text); ok {
				answers = append(answers, a)
			}
		}
	})
	return answers
}

// response judges one whole response by its first line. If that is a string,
// text is what it holds.
func (d *sieve) response(line, text []byte) (Answer, bool) {
	word, _, _ := strings.Cut(words(line, 1)[0], "(")
	final := word == "OK" || word == "NO" || word == "BYE"
	switch {
	case !final && d.loggingIn():
		d.asked = true
		d.exchange.challenge(text)
		return answer("AUTHENTICATE", "+", line), true
	case !final:
		d.learn(line)
		return Answer{}, false
	case !d.greeted:
		d.greeted = true
		return answer("GREETING", word, line), true
	case len(d.pending) == 0:
		return answer("", word, line), true
	}
	return d.complete(word, line), true
}

// complete ends the oldest command.
func (d *sieve) complete(word string, line []byte) Answer {
	verb := d.pending[0]
	d.pending = d.pending[1:]
	var rest *Rest
	if verb == "AUTHENTICATE" {
		d.asked = false
		rest = d.exchange.over(word == "OK", 0)
	}
	if len(d.pending) == 0 && d.out.inside && d.out.waits { // "{5}" is no literal of a client's (RFC 5804 4): it is not read
		rest = literal(d.out)
		d.out = pieces{}
	}
	if verb == "LOGOUT" {
		d.done = word != "NO"
		word = strings.Replace(word, "BYE", "OK", 1) // some servers take leave with it
	}
	d.last = reply{verb, word}
	a := answer(verb, word, line)
	a.Rest = rest
	return a
}

// learn keeps the mechanisms that a capability line lists (RFC 5804 1.7).
func (d *sieve) learn(line []byte) {
	if words(line, 1)[0] == `"SASL"` {
		d.offers = strings.Fields(strings.ToUpper(string(unquote(afterWords(line, 1)))))
	}
}

// unquote returns what a quoted string holds; other text as it is.
func unquote(text []byte) []byte {
	text = bytes.TrimSpace(text)
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return text
	}
	text = bytes.ReplaceAll(text[1:len(text)-1], []byte(`\"`), []byte(`"`))
	return bytes.ReplaceAll(text, []byte(`\\`), []byte(`\`))
}

// Secured forgets what was said before TLS; the server then lists its
// capabilities again (RFC 5804 2.2).
func (d *sieve) Secured() { *d = sieve{} }

// CanSecure insists that STARTTLS was the last command and OK its reply.
func (d *sieve) CanSecure() error {
	return canSecure(d.last, d.Owed(), "STARTTLS", "OK")
}

// StartTLS returns the command that asks for TLS (RFC 5804 2.2).
func (d *sieve) StartTLS() string { return "STARTTLS" }

// Hangup ends the conversation.
func (d *sieve) Hangup() []Answer {
	d.ended = true
	return nil
}

// Login returns d: AUTHENTICATE carries SASL (RFC 5804 2.1).
func (d *sieve) Login() Login { return d }

// Offered returns the mechanisms of the capability "SASL".
func (d *sieve) Offered() []string { return d.offers }

// AskOffered returns CAPABILITY until the server listed "SASL": it does so by itself
// in its greeting (RFC 5804 1.7).
func (d *sieve) AskOffered() string {
	if d.offers != nil {
		return ""
	}
	return "CAPABILITY"
}

// Begin returns `AUTHENTICATE "MECHANISM" ["initial response"]`.
func (d *sieve) Begin(mechanism string, initial *[]byte) []byte {
	line := "AUTHENTICATE " + strconv.Quote(mechanism)
	if initial != nil {
		line += " " + string(d.Reply(*initial))
	}
	return []byte(line)
}

// Fits allows a quoted string of 1,024 octets (RFC 5804 4).
func (d *sieve) Fits(line []byte) bool { return len(line) <= 1024 }

// Reply returns the answer as a quoted string of base64.
func (d *sieve) Reply(answer []byte) []byte {
	return []byte(`"` + base64.StdEncoding.EncodeToString(answer) + `"`)
}

// Cancel returns "*" as a quoted string.
func (d *sieve) Cancel() []byte { return []byte(`"*"`) }
