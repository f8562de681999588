package repl

import (
	"strings"
	"sync"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// maxKept is the maximum number of commands, addresses and EHLO replies in a memory.
const maxKept = 50

// memory keeps what :why, :caps and completion need to know about a connection, without
// secrets.
type memory struct {
	mu        sync.Mutex      // guards the fields below
	sent      []sentCommand   // the last commands sent
	addresses []string        // mail addresses in commands, from all connections of the session
	refusal   *advice.Refusal // the last refusal; nil: there was none
	greeting  string          // the text of the greeting
	mechanism string          // the mechanism of the last login
	answer    advice.Answer   // what it sent last
	last      lastLine
	failure   []string // what :why says about a connection or a handshake that failed; nil: none did
	caps      []caps   // the capabilities in each reply to EHLO
}

// sentCommand is a command that was sent.
type sentCommand struct {
	verb  string
	text  string       // "": it contained a secret
	state advice.State // before it was sent
}

// caps holds the capabilities in one reply to EHLO.
type caps struct {
	when     string // "without TLS", "with TLS", "after login"
	features []smtp.Feature
}

// forget clears everything except the addresses, before another connection opens.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent, m.refusal, m.caps = nil, nil, nil
	m.greeting, m.mechanism, m.answer = "", "", advice.Answer{}
	m.last, m.failure = lastLine{}, nil
}

// hear keeps the commands, refusals and capabilities in an event.
func (m *memory) hear(e *client.Event) {
	isLine := e.Kind == conn.Sent && e.Ending != "" && !e.Bulk
	if e.State == nil && len(e.Replies) == 0 && !isLine {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Kind == conn.Sent && e.State != nil && len(e.Line) <= 1<<10 {
		m.addCommand(string(e.Line), e.Secret > 0, *e.State)
	}
	if isLine {
		m.keepLogin(e)
		m.last = lastLine{text: describeLine(e.Line, e.Secret, e.Phase), handshakeDue: e.State != nil && e.State.HandshakeDue, greeted: m.last.greeted}
	}
	for i := range e.Replies {
		a := &e.Replies[i]
		if a.Verb == "GREETING" {
			_, m.greeting = statusAndText(a)
			m.last.greeted = true
		}
		if a.Verdict() == smtp.Refused && (a.Verb != "" || !m.refusedChunk()) {
			m.refusal = m.refusalOf(a, e)
			m.last.refused = true
		}
		if a.IsHello() && a.Verdict() == smtp.Accepted && e.State != nil {
			m.addCapabilities(*e.State)
		}
	}
}

// addCommand keeps a command and the state before it.
func (m *memory) addCommand(text string, secret bool, state advice.State) {
	c := sentCommand{verb: strings.ToUpper(firstWord(text)), state: state}
	if words := strings.Fields(text); c.verb == "AUTH" && len(words) > 1 {
		c.state.Mechanism = strings.ToUpper(words[1])
	}
	if !secret {
		c.text = text
		m.addAddress(c)
	}
	if m.sent = append(m.sent, c); len(m.sent) > maxKept {
		m.sent = m.sent[1:]
	}
}

// addAddress keeps the address in a MAIL or RCPT command.
func (m *memory) addAddress(c sentCommand) {
	if c.verb != "MAIL" && c.verb != "RCPT" {
		return
	}
	_, rest, _ := strings.Cut(c.text, "<")
	address, _, closed := strings.Cut(rest, ">")
	if !closed || address == "" || sanitize.Text(address) != address || len(m.addresses) >= maxKept {
		return
	}
	for _, u := range m.addresses {
		if u == address {
			return
		}
	}
	m.addresses = append(m.addresses[:len(m.addresses):len(m.addresses)], address)
}

// addCapabilities keeps the capabilities in a reply to EHLO.
func (m *memory) addCapabilities(state advice.State) {
	if len(m.caps) >= maxKept {
		return
	}
	c := caps{when: "without TLS", features: state.Features}
	switch {
	case state.Authenticated:
		c.when = "after login"
	case state.Secure:
		c.when = "with TLS"
	}
	m.caps = append(m.caps, c)
}

// lastRefusal returns the last refusal; nil: there was none.
func (m *memory) lastRefusal() *advice.Refusal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal
}

// capabilities returns the capabilities in each reply to EHLO, oldest first.
func (m *memory) capabilities() []caps {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.caps
}

// withAddresses returns state with the addresses that the session has used.
func (m *memory) withAddresses(state advice.State) advice.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	state.Used = m.addresses
	return state
}
