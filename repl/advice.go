package repl

import (
	"strings"
	"sync"

	"byhand/internal/advice"
	"byhand/internal/client"
)

// Advisor helps a user at a prompt during a session. Its methods may be called
// from any goroutine; none sends anything.
type Advisor struct {
	mu    sync.Mutex // guards state
	state func() (advice.State, bool)
}

func (a *Advisor) ask() (advice.State, bool) {
	a.mu.Lock()
	state := a.state
	a.mu.Unlock()
	if state == nil {
		return advice.State{}, false
	}
	return state()
}

// follow has the hints be about a connection.
func (a *Advisor) follow(c *client.Client, m *memory) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state = func() (advice.State, bool) {
		state, ok := c.State()
		return m.addUsed(state), ok
	}
}

// Candidates returns what TAB may put in place of line[from:pos]: of a colon-command,
// or of a line for the server.
func (a *Advisor) Candidates(line string, pos int) (list []string, from int) {
	if strings.HasPrefix(line, ":") {
		return Candidates(line, pos)
	}
	state, ok := a.ask()
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
	state, ok := a.ask()
	if !ok {
		return ""
	}
	return advice.Ghost(state, line)
}
