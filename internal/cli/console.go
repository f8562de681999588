package cli

import (
	"fmt"
	"os"
	"sync"

	"byhand/internal/rows"
)

// console is where byhand's own words go: stderr, or the prompt while somebody
// types on the same terminal. The zero value is stderr.
type console struct {
	mu     sync.Mutex
	person person
	status bool // the last row is one that changes in place

	quiet bool // --quiet: tell says nothing
}

// tell says something on stderr, unless --quiet.
func (c *console) tell(format string, a ...any) {
	if !c.quiet {
		c.words().Say(fmt.Sprintf(format, a...))
	}
}

// give tells who types; nil: nobody any more.
func (c *console) give(p person) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.person = p
}

// Write writes to where the words go now.
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	who, status := c.person, c.status
	c.status = false
	c.mu.Unlock()
	if status {
		os.Stderr.WriteString(eraseRow)
	}
	if who != nil && isTerminal(os.Stderr) {
		return who.Write(p)
	}
	return os.Stderr.Write(p)
}

// words writes what byhand says to where the words go now.
func (c *console) words() rows.Writer {
	return rows.Writer{To: c, Columns: columnsOf(os.Stderr)}
}

// eraseRow empties the row in which the cursor is.
const eraseRow = "\r\x1b[K"

// Status shows in one row what goes on while nobody types; "" takes it away.
func (c *console) Status(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if columns := columnsOf(os.Stderr); columns != nil && text != "" {
		text = text[:rows.Fit(text, columns()-1)] // more than one row could not be erased
	}
	if c.status || text != "" {
		os.Stderr.WriteString(eraseRow + text)
	}
	c.status = text != ""
}

// Guard, deferred, leaves the terminal as it was found before a panic goes on.
func (c *console) Guard() {
	if p := recover(); p != nil {
		c.mu.TryLock() // whoever has it may be the one that panics
		if c.person != nil {
			c.person.Close()
		}
		panic(p)
	}
}
