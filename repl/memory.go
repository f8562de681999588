package repl

import (
	"regexp"
	"strings"
	"sync"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/dialect"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// manyUsed is how many lines and how many addresses are kept.
const manyUsed = 50

// memory keeps the past of a connection for :why, :caps and completion, without secrets.
type memory struct {
	mu     sync.Mutex      // guards what follows
	spoken []spokenLine    // the last commands sent
	used   []string        // mail addresses in commands, from all connections
	why    *advice.Refusal // the last refusal; nil: there was none
	caps   []caps          // the capabilities in each reply to EHLO
}

// spokenLine is a command that was sent.
type spokenLine struct {
	verb  string
	text  string // "": it contained a secret
	state advice.State
}

// caps are the capabilities in one reply to EHLO.
type caps struct {
	when     string // "before TLS", "inside TLS", "after the login"
	features []smtp.Feature
}

// forget is called before another connection opens.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spoken, m.why, m.caps = nil, nil, nil
}

// hear takes in an event.
func (m *memory) hear(e client.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Kind == conn.Sent && e.State != nil && len(e.Line) <= 1<<10 {
		m.remember(string(e.Line), e.Secret > 0, *e.State)
	}
	for i := range e.Replies {
		a := &e.Replies[i]
		if a.Verdict() == smtp.Refused {
			m.refused(a, e.State)
		}
		if a.IsHello() && a.Verdict() == smtp.Accepted && e.State != nil {
			m.offers(*e.State)
		}
	}
}

// remember keeps a command and the state before it.
func (m *memory) remember(text string, secret bool, state advice.State) {
	said := spokenLine{verb: strings.ToUpper(firstWord(text)), state: state}
	if !secret {
		said.text = text
		m.useAddress(said)
	}
	if m.spoken = append(m.spoken, said); len(m.spoken) > manyUsed {
		m.spoken = m.spoken[1:]
	}
}

// useAddress keeps the address of a MAIL or RCPT.
func (m *memory) useAddress(l spokenLine) {
	if l.verb != "MAIL" && l.verb != "RCPT" {
		return
	}
	_, rest, _ := strings.Cut(l.text, "<")
	address, _, closed := strings.Cut(rest, ">")
	if !closed || address == "" || sanitize.Text(address) != address || len(m.used) >= manyUsed {
		return
	}
	for _, u := range m.used {
		if u == address {
			return
		}
	}
	m.used = append(m.used[:len(m.used):len(m.used)], address)
}

// enhancedIn finds an enhanced code at the beginning of a reply's text (RFC 2034 4).
var enhancedIn = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`) })

// refused keeps a refusal for :why, with the line that it answers.
func (m *memory) refused(a *dialect.Answer, state *advice.State) {
	r := advice.Refusal{To: a.To, Code: a.Reply.Code, Word: a.Word}
	for _, line := range a.Reply.Lines {
		r.Text += string(line.Text) + " "
	}
	if a.To != "GREETING" {
		r.Enhanced = enhancedIn().FindString(r.Text) // even if its class contradicts the reply: :why says so
	}
	if state != nil {
		r.State = *state
	}
	for i := len(m.spoken) - 1; i >= 0; i-- {
		if m.spoken[i].verb == a.To {
			r.Line, r.State = m.spoken[i].text, m.spoken[i].state
			break
		}
	}
	r.State.Used = m.used
	m.why = &r
}

// offers keeps a reply to EHLO.
func (m *memory) offers(state advice.State) {
	if len(m.caps) >= manyUsed {
		return
	}
	c := caps{when: "before TLS", features: state.Features}
	switch {
	case state.Authenticated:
		c.when = "after the login"
	case state.Secure:
		c.when = "inside TLS"
	}
	m.caps = append(m.caps, c)
}

// lastRefusal returns the last refusal; nil: there was none.
func (m *memory) lastRefusal() *advice.Refusal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.why
}

// offered returns what each EHLO offered.
func (m *memory) offered() []caps {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.caps
}

// addUsed sets the addresses of a state to those that were used.
func (m *memory) addUsed(state advice.State) advice.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	state.Used = m.used
	return state
}
