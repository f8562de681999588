package cli

import (
	"fmt"
	"os"
	"sync"

	"byhand/internal/rows"
)

// console writes byhand's own messages to stderr. While a prompt uses the same terminal, the
// console writes through the prompt instead. The zero value writes to stderr.
type console struct {
	quiet bool // --quiet: tell writes nothing

	mu       sync.Mutex // guards the fields below
	terminal terminal   // nil: there is no prompt
	status   bool       // the last row shows the text of Status
}

// setTerminal sets the prompt to write through; nil: none.
func (c *console) setTerminal(t terminal) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.terminal = t
}

// tell writes a message, unless --quiet is set.
func (c *console) tell(format string, a ...any) {
	if !c.quiet {
		c.rows().Say(fmt.Sprintf(format, a...))
	}
}

// rows returns a writer of rows to the console.
func (c *console) rows() rows.Writer {
	return rows.Writer{To: c, Columns: columnsOf(os.Stderr)}
}

// Write writes to the prompt or to stderr. It first erases the row of Status.
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	terminal, status := c.terminal, c.status
	c.status = false
	c.mu.Unlock()
	if status {
		os.Stderr.WriteString(eraseRow)
	}
	if terminal != nil && isTerminal(os.Stderr) {
		return terminal.Write(p)
	}
	return os.Stderr.Write(p)
}

// eraseRow clears the cursor's row, and moves the cursor to its start.
const eraseRow = "\r\x1b[K"

// Status shows the progress of a long operation in one row, which it overwrites each
// time. An empty text erases the row.
func (c *console) Status(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if columns := columnsOf(os.Stderr); columns != nil && text != "" {
		text = text[:rows.Fit(text, columns()-1)] // eraseRow clears only one row
	}
	if c.status || text != "" {
		os.Stderr.WriteString(eraseRow + text)
	}
	c.status = text != ""
}

// showsProgress reports whether the user can see the row of Status, and wants it.
func (c *console) showsProgress() bool {
	return isTerminal(os.Stderr) && !c.quiet && os.Getenv("TERM") != "dumb"
}

// Guard, when deferred, restores the terminal before a panic ends the process.
func (c *console) Guard() {
	if p := recover(); p != nil {
		c.mu.TryLock() // the panicking goroutine may hold it already
		if c.terminal != nil {
			c.terminal.Close()
		}
		panic(p)
	}
}
