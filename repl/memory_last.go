package repl

import (
	"strings"

	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// lastLine is the last line that was sent, and what the server said since.
type lastLine struct {
	text         string // without secrets; "": none was sent
	handshakeDue bool   // the server had agreed to TLS and expected the handshake
	refused      bool   // the server has refused something since
	greeted      bool   // the greeting was received
}

// longestLine is how many bytes of a line :why shows where the line itself is not the
// subject.
const longestLine = 40

// describeLine returns a line for lastLine.text. secret is how many bytes at its end are
// secret.
func describeLine(line []byte, secret int, phase smtp.Phase) string {
	switch {
	case secret > 0 && phase == smtp.Command:
		return strings.ToUpper(sanitize.Text(firstWord(string(line))))
	case secret > 0, phase == smtp.Challenge:
		return "the answer to the challenge"
	case phase == smtp.Message && string(line) == ".":
		return "the final dot"
	case phase == smtp.Message:
		return "a line of the message"
	case len(line) == 0:
		return "an empty line"
	}
	text := []rune(sanitize.Text(line))
	if len(text) > longestLine {
		return string(text[:longestLine-3]) + "..."
	}
	return string(text)
}

// lastLine returns the last line that was sent.
func (m *memory) lastLine() lastLine {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.last
}

// hasRefusedChunk reports whether the server refused a BDAT and no line was sent since:
// further replies are to the octets of its chunk.
func (m *memory) hasRefusedChunk() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusedChunk()
}

// refusedChunk is hasRefusedChunk for a caller that holds m.mu.
func (m *memory) refusedChunk() bool {
	return m.last.refused && m.refusal != nil && m.refusal.Verb == "BDAT"
}

// failureRows returns what :why says about a connection or a handshake that failed; nil:
// none did.
func (m *memory) failureRows() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.failure
}

// keepFailure keeps what :why says about a connection or a handshake that failed.
func (m *memory) keepFailure(rows []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failure = rows
}

// greetingText returns the text of the greeting; "": it has not arrived.
func (m *memory) greetingText() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.greeting
}
