// Package replay plans how to send the lines of a saved session again, and compares the
// replies.
package replay

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Plan is what to send to repeat a session.
type Plan struct {
	Steps    iter.Seq[Step] // in order; each use reads the entries again
	Target   string         // the target of the session: "mail.example.net:587"; "": not known
	TLS      bool           // TLS began with the first byte
	StartTLS bool           // TLS began later, with a step
	End      smtp.Phase     // the phase of a line after the last one
	LMTP     bool           // the client sent LHLO (RFC 2033)
	More     int            // how many connections after this one are not in the plan

	NeedsMessage bool // a step does
}

// Step is a line to send, or a colon-command.
type Step struct {
	Line    []byte     // as it was sent
	Ending  string     // its line ending, as it was sent
	Phase   smtp.Phase // what the line was: a Command, the answer to a Challenge, or part of a Message
	Secret  bool       // a password, which was masked, follows Line: "PASS " in POP3
	Command string     // ":tls", ":auth LOGIN bob", ":answer bob"; "": a line
	At      int        // the index of its entry

	NeedsMessage bool // DATA: its message is not in the transcript
}

// IsText reports whether the step is a line of a message.
func (s Step) IsText() bool { return s.Phase == smtp.Message && s.Command == "" }

// IsAnswer reports whether the step answers a challenge.
func (s Step) IsAnswer() bool { return s.Phase == smtp.Challenge }

// A MaskedError says that a secret was masked in the middle of a line.
type MaskedError struct {
	At   int    // the index of the entry
	Text string // of the entry
}

// Error quotes the line.
func (e *MaskedError) Error() string {
	return fmt.Sprintf("%q contains a masked secret, so the line cannot be sent again", e.Text)
}

// The errors of Steps and Exchanges.
var (
	errSilent = errors.New("it has no line that was sent or received")

	// ErrGap is returned for a session with missing entries. A replay would deliver a
	// message with a part missing.
	ErrGap = errors.New("part of the session is missing: it was too long to keep")

	// ErrChunk is returned if a chunk has another number of octets than its BDAT announces.
	// A server would read commands as text, or text as commands (RFC 3030 2).
	ErrChunk = errors.New("it does not contain all the octets of a BDAT chunk")

	// ErrNoLogin is returned if another user is to log in, and nobody did.
	ErrNoLogin = errors.New("it has no login")

	// ErrMany is returned for a session that is too long to compare.
	ErrMany = fmt.Errorf("it has more than %d commands and lines of replies", Many)
)

// Many is how many commands and lines of replies are compared. A server may send millions.
const Many = 100_000

// maxOwed is how many commands may wait for their replies at once.
const maxOwed = 10_000

// Steps plans the first connection of a transcript on which a line was sent or received.
//
// If :auth or :answer performed a login, the plan repeats that colon-command, because
// challenges differ each time. A masked secret, and an answer that fits only one
// challenge, also become :auth or :answer. TLS begins at the same line as before. If a
// transcript typed by hand does not say where, TLS begins after the reply that agreed to it.
//
// A user other than "" logs in instead of the recorded one.
//
// The error is a *MaskedError, ErrGap, ErrChunk, ErrMany, ErrNoLogin, or that no line was
// sent or received.
func Steps(entries iter.Seq[transcript.Entry], user string) (Plan, error) {
	o := readOutline(entries)
	loggedIn := false
	p := o.planner(func(s Step) bool {
		loggedIn = loggedIn || s.Secret || s.Command != "" && s.Command != ":tls"
		return true
	})
	p.user = user
	switch err := p.planAll(entries); {
	case o.hasGap:
		return Plan{}, ErrGap
	case err != nil:
		return Plan{}, err
	case !p.hasLines:
		return Plan{}, errSilent
	case user != "" && !loggedIn:
		return Plan{}, ErrNoLogin
	}
	p.End = p.phase("QUIT")
	p.NeedsMessage = len(o.omitted) > 0
	p.Steps = func(yield func(Step) bool) {
		p := o.planner(yield)
		p.user = user
		p.planAll(entries)
	}
	return p.Plan, nil
}

// WithoutTLS returns the plan without the steps that begin TLS: for a connection that uses
// TLS from the first byte, or must not use it.
func (p Plan) WithoutTLS() Plan {
	steps := p.Steps
	p.TLS, p.StartTLS = false, false
	p.Steps = func(yield func(Step) bool) {
		var held *Step // the step before: it may ask for TLS
		for step := range steps {
			if step.Command == ":tls" {
				if held != nil && !asksForTLS(held.Line) && !yield(*held) {
					return
				}
				held = nil
				continue
			}
			if held != nil && !yield(*held) {
				return
			}
			held = &step
		}
		if held != nil {
			yield(*held)
		}
	}
	return p
}

// asksForTLS reports whether a line is STARTTLS or STLS.
func asksForTLS(line []byte) bool {
	words := commandWords(string(line))
	return len(words) == 1 && (words[0] == "STARTTLS" || words[0] == "STLS")
}

// commandWords returns the words of a command, without the tag that it has in IMAP and
// with the verb in upper case.
func commandWords(line string) []string {
	words := strings.Fields(line)
	for i := range words[:min(len(words), 2)] {
		if verb := strings.ToUpper(words[i]); dialect.IsVerb(verb) {
			words[i] = verb
			return words[i:]
		}
	}
	return words
}

// verb returns the first word of a line, in upper case.
func verb(line string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " \t"), " ")
	return strings.ToUpper(word)
}
