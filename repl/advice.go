package repl

import (
	"strings"
	"sync"

	"byhand/internal/advice"
	"byhand/internal/client"
)

// Advisor completes the line that a user is typing. Any goroutine may call its methods. They
// send nothing.
type Advisor struct {
	mu    sync.Mutex // guards state
	state func() (advice.State, bool)
}

// currentState returns the state of the current connection; ok is false if it is not known.
func (a *Advisor) currentState() (advice.State, bool) {
	a.mu.Lock()
	state := a.state
	a.mu.Unlock()
	if state == nil {
		return advice.State{}, false
	}
	return state()
}

// follow makes the Advisor use the state of c and the addresses in m from now on.
func (a *Advisor) follow(c *client.Client, m *memory) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state = func() (advice.State, bool) {
		state, ok := c.State()
		return m.withAddresses(state), ok
	}
}

// Candidates returns what TAB may put in place of line[from:pos], both for a colon-command
// and for a line for the server.
func (a *Advisor) Candidates(line string, pos int) (list []string, from int) {
	if strings.HasPrefix(line, ":") {
		return Candidates(line, pos)
	}
	state, ok := a.currentState()
	if !ok {
		return nil, pos
	}
	return advice.Candidates(state, line, pos)
}

// Ghost returns the suggestion that is shown in grey after line.
func (a *Advisor) Ghost(line string) string {
	if strings.HasPrefix(line, ":") {
		return Ghost(line)
	}
	state, ok := a.currentState()
	if !ok {
		return ""
	}
	return advice.Ghost(state, line)
}
