// Package replay is the rehearsal: what a saved session sent, as something to do
// again, and where the answers to it differ now.
package replay

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"byhand/smtp"
	"byhand/transcript"
)

// Plan is what to do to say the same again.
type Plan struct {
	Steps  []Step
	Target string // where the session went: "mail.example.net:587"; "": not known
	TLS    bool   // TLS stood before the first byte
	LMTP   bool   // it greeted with LHLO (RFC 2033)
	More   int    // connections behind the one that this is, left out
}

// Step is one thing to do: a line to send, or a colon-command.
type Step struct {
	Line    []byte // exactly as it was sent
	Ending  string // likewise
	Text    bool   // part of a message, or the dot that ends it
	Secret  bool   // behind Line stood a password, which was masked: "PASS " of POP3
	Command string // ":tls", ":auth LOGIN bob", ":answer bob"; "": a line
	At      int    // which entry it comes from
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

// errSilent is returned where nobody says anything.
var errSilent = errors.New("there is no conversation in it")

// ErrGap is returned for a session of which a part could not be kept: what was
// sent would be said with a hole in it, and a message delivered so.
var ErrGap = errors.New("a part of the session could not be kept when it was saved")

// connection returns the entries of the first connection on which something was
// said, where they begin, and how many connections come behind it.
func connection(entries []transcript.Entry) (part []transcript.Entry, begin, more int) {
	end := len(entries)
	talks := false
	for i, e := range entries {
		switch e.Kind {
		case transcript.Opened:
			if talks {
				more++
				end = min(end, i)
			} else {
				begin = i
			}
		case transcript.Sent, transcript.Received:
			talks = true
		}
	}
	return entries[begin:end], begin, more
}

// Steps makes a plan of a transcript's first conversation. What a helper did it
// does again, for a challenge is never the same twice; a masked secret becomes a
// helper too. An upgrade to TLS stands where it was; where a transcript typed by
// hand has none, behind the 220 to STARTTLS. The error is a *MaskedError, ErrGap,
// or that nobody says anything.
func Steps(entries []transcript.Entry) (Plan, error) {
	entries, begin, more := connection(entries)
	if slices.ContainsFunc(entries, transcript.Entry.Gap) {
		return Plan{}, ErrGap
	}
	p := planner{Plan: Plan{More: more}, begin: begin, upgrades: upgrades(entries)}
	p.session = newSession(entries)
	p.LMTP = p.session.LMTP
	for i := range entries {
		if err := p.take(i, &entries[i]); err != nil {
			return Plan{}, err
		}
		p.message = p.message && entries[i].Text != "." || p.begins(entries[i:])
	}
	if !p.spoken {
		return Plan{}, errSilent
	}
	return p.Plan, nil
}

// newSession follows a conversation from its first line on, whether or not the
// greeting was written down.
func newSession(entries []transcript.Entry) *smtp.Session {
	s := &smtp.Session{}
	first := true
	for _, e := range entries {
		switch {
		case e.Kind == transcript.Sent:
			if first {
				s.Received([]byte("220 \r\n"))
			}
			if v := verb(e.Text); v == "LHLO" || v == "EHLO" || v == "HELO" {
				s.LMTP = v == "LHLO"
				return s
			}
			first = false
		case e.Kind == transcript.Received:
			first = false
		}
	}
	return s
}

// upgrades reports whether a transcript says itself where TLS begins.
func upgrades(entries []transcript.Entry) bool {
	for _, e := range entries {
		if e.Kind == transcript.Secured || e.Kind == transcript.Command && verb(e.Text) == ":TLS" {
			return true
		}
	}
	return false
}

func verb(line string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " \t"), " ")
	return strings.ToUpper(word)
}

// planner walks through the entries.
type planner struct {
	Plan
	session  *smtp.Session
	heard    string // what the server said last
	begin    int
	upgrades bool
	spoken   bool
	ready    bool   // STARTTLS was answered with 220, and TLS has not begun
	due      bool   // ":tls" was typed
	auth     string // the helper that logs in next
	answer   string // the helper that answers next
	covered  bool   // the login under way is a helper's
	message  bool   // the lines up to the dot are text, though the replies do not say so
}

func (p *planner) take(i int, e *transcript.Entry) error {
	switch e.Kind {
	case transcript.Opened:
		if e.Opening != nil {
			p.Target = e.Opening.Target
		}
	case transcript.Secured:
		if p.spoken {
			p.secure(i)
		}
		p.TLS = p.TLS || !p.spoken
	case transcript.Command:
		p.command(e.Text)
	case transcript.Received:
		p.spoken, p.heard = true, e.Text
		for _, a := range p.session.Received([]byte(e.Text + e.Ending)) {
			p.ready = a.To == "STARTTLS" && a.Reply.Code == 220
		}
	case transcript.Sent:
		if p.due || p.ready && !p.upgrades {
			p.secure(i)
		}
		p.spoken = true
		err := p.sent(i, e)
		p.session.Sent([]byte(e.Text + e.Ending))
		return err
	}
	return nil
}

func (p *planner) secure(i int) {
	p.Steps = append(p.Steps, Step{Command: ":tls", At: p.begin + i})
	p.session.Secured()
	p.due, p.ready = false, false
}

func (p *planner) command(text string) {
	switch verb(text) {
	case ":TLS":
		p.due = true
	case ":AUTH":
		p.auth = text
	case ":ANSWER":
		p.answer = text
	}
}

// begins reports whether entries begin with a DATA that has a message behind it
// while not all replies were written down, as people do who type a transcript.
func (p *planner) begins(entries []transcript.Entry) bool {
	if p.message || entries[0].Kind != transcript.Sent || verb(entries[0].Text) != "DATA" || p.session.Phase() == smtp.Message {
		return false
	}
	for i, e := range entries[1:] {
		switch {
		case e.Kind == transcript.Received && i == 0 && strings.HasPrefix(e.Text, "354"): // whatever it is taken for
		case e.Kind == transcript.Received:
			return false
		case e.Kind == transcript.Sent && e.Text == ".":
			return true
		}
	}
	return false
}

// sent decides how one line is sent again.
func (p *planner) sent(i int, e *transcript.Entry) error {
	phase := p.phase()
	p.covered = p.covered && phase == smtp.Challenge
	mech, login := loginOf(e.Text)
	step := Step{Line: []byte(e.Text), Ending: e.Ending, At: p.begin + i}
	switch {
	case p.covered:
		return nil
	case phase == smtp.Message, p.message:
		step.Text = true
	case phase == smtp.Challenge && p.answer != "":
		step = Step{Command: p.answer, At: step.At}
	case phase == smtp.Challenge && e.Masked:
		step = Step{Command: command(":answer", e.User), At: step.At}
	case login && p.auth != "":
		step, p.covered = Step{Command: p.auth, At: step.At}, true
	case login && e.Masked:
		step, p.covered = Step{Command: command(":auth", mech, e.User), At: step.At}, true
	case e.Masked:
		open, masked := strings.CutSuffix(e.Text, transcript.Mask)
		if !masked || strings.Contains(open, transcript.Mask) {
			return &MaskedError{At: step.At, Text: e.Text}
		}
		step.Line, step.Secret = []byte(open), true
	}
	if step.Command != "" || phase == smtp.Command {
		p.answer = ""
	}
	if login {
		p.auth = ""
	}
	p.Steps = append(p.Steps, step)
	return nil
}

// phase is where the conversation stands. In IMAP and POP3 a login waits behind
// "+" (RFC 3501 7.5, RFC 5034 4).
func (p *planner) phase() smtp.Phase {
	if p.heard == "+" || strings.HasPrefix(p.heard, "+ ") {
		return smtp.Challenge
	}
	return p.session.Phase()
}

// loginOf reports whether a line begins a login by a mechanism, and which: "AUTH
// PLAIN", or behind a tag of IMAP "AUTHENTICATE PLAIN".
func loginOf(line string) (mechanism string, ok bool) {
	words := strings.Fields(line)
	if len(words) > 1 && strings.EqualFold(words[1], "AUTHENTICATE") {
		words = words[1:]
	} else if verb(line) != "AUTH" {
		return "", false
	}
	if len(words) > 1 {
		mechanism = words[1]
	}
	return mechanism, true
}

// command writes a colon-command; what cannot be written in one is left away,
// and asked for.
func command(words ...string) string {
	out := words[0]
	for _, word := range words[1:] {
		switch {
		case word == "" || strings.ContainsAny(word, "\"\r\n"):
		case strings.ContainsAny(word, " \t"):
			out += ` "` + word + `"`
		default:
			out += " " + word
		}
	}
	return out
}
