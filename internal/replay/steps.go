// Package replay is the rehearsal: what a saved session sent, as something to do
// again, and where the answers to it differ now.
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

// Plan is what to do to say the same again.
type Plan struct {
	Steps    iter.Seq[Step] // in order; the entries are walked through again each time
	Target   string         // where the session went: "mail.example.net:587"; "": not known
	TLS      bool           // TLS began with the first byte
	StartTLS bool           // TLS began later, which is a step
	End      smtp.Phase     // what a line after the last one would have been
	LMTP     bool           // it greeted with LHLO (RFC 2033)
	More     int            // connections behind the one that this is, left out
}

// Step is one thing to do: a line to send, or a colon-command.
type Step struct {
	Line    []byte     // exactly as it was sent
	Ending  string     // likewise
	Phase   smtp.Phase // what the line was: a Command, the answer to a Challenge, or part of a Message
	Secret  bool       // behind Line stood a password, which was masked: "PASS " of POP3
	Command string     // ":tls", ":auth LOGIN bob", ":answer bob"; "": a line
	At      int        // which entry it comes from
}

// A MaskedError says that a secret was masked in the middle of a line.
type MaskedError struct {
	At   int    // which entry
	Text string // as it stands there
}

// Error quotes the line.
func (e *MaskedError) Error() string {
	return fmt.Sprintf("%q holds a masked secret, and nobody can tell how it went on", e.Text)
}

// Why there is no plan.
var (
	errSilent = errors.New("there is no conversation in it")

	// ErrGap is returned for a session of which a part could not be kept: what was
	// sent would be said with a hole in it, and a message delivered so.
	ErrGap = errors.New("a part of the session could not be kept when it was saved")

	// ErrChunk is returned where a chunk does not have the octets that its BDAT
	// counts: a server would take commands for text, or text for commands (RFC 3030
	// 2).
	ErrChunk = errors.New("a chunk of BDAT does not have the octets that were sent")

	// ErrMany is returned where there is too much to compare.
	ErrMany = fmt.Errorf("it has more than %d commands and lines of replies", Many)
)

// Many is how many commands and lines of replies are compared: a server may say
// millions.
const Many = 100_000

// manyOwed is how many commands may wait for their replies at once.
const manyOwed = 10_000

// Steps makes a plan of a transcript's first conversation. What a helper did it
// does again, for a challenge is never the same twice; a masked secret becomes a
// helper too, and so does an answer that fits one challenge only. An upgrade to TLS
// stands where it was; where a transcript typed by hand has none, behind the reply
// that agreed to it. The error is a *MaskedError, ErrGap, ErrChunk, ErrMany, or that
// nobody says anything.
func Steps(entries iter.Seq[transcript.Entry]) (Plan, error) {
	o := survey(entries)
	p := o.planner(func(Step) bool { return true })
	switch err := p.walk(entries); {
	case o.gap:
		return Plan{}, ErrGap
	case err != nil:
		return Plan{}, err
	case !p.spoken:
		return Plan{}, errSilent
	}
	p.End = p.phase("QUIT")
	p.Steps = func(yield func(Step) bool) { o.planner(yield).walk(entries) }
	return p.Plan, nil
}

// WithoutTLS returns the plan without what began TLS: for a connection that uses
// TLS from the first byte, or that must not use it.
func (p Plan) WithoutTLS() Plan {
	steps := p.Steps
	p.TLS, p.StartTLS = false, false
	p.Steps = func(yield func(Step) bool) {
		var held *Step // it may have asked for TLS
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

func verb(line string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " \t"), " ")
	return strings.ToUpper(word)
}
