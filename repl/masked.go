package repl

import (
	"byhand/conn"
	"byhand/internal/recorder"
)

// masked is a view that shows no secret that a transcript would mask: what it writes
// may end up in the log of a script that runs byhand. The server's bytes pass as they
// are.
type masked struct {
	view
	recorder *recorder.Recorder
}

func (m masked) note(text string)   { m.view.note(m.recorder.Mask(text)) }
func (m masked) answer(text string) { m.view.answer(m.recorder.Mask(text)) }

func (m masked) notes(all []string) {
	for _, text := range all {
		m.note(text)
	}
}

// reveal shows what a person asked to see, which may be a secret.
func (m masked) reveal(text string) { m.view.answer(text) }

// sent masks what was typed as a command and is a secret that byhand knows.
func (m masked) sent(e conn.Event) {
	open := len(e.Line) - e.Secret
	e.Line = append([]byte(m.recorder.Redact(string(e.Line[:open]))), e.Line[open:]...)
	m.view.sent(e)
}
