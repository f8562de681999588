package view

import (
	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/transcript"
)

// Masked returns v without the secrets that r masks.
func Masked(v View, r *recorder.Recorder) View { return masked{v, r} }

// masked is a View that shows no secret that a transcript would mask: what it writes
// may end up in the log of a script that runs byhand. The server's bytes pass as they
// are.
type masked struct {
	View
	recorder *recorder.Recorder
}

func (m masked) Note(text string)   { m.View.Note(m.recorder.Mask(text)) }
func (m masked) Answer(text string) { m.View.Answer(m.recorder.Mask(text)) }

func (m masked) Notes(all []string) {
	for _, text := range all {
		m.Note(text)
	}
}

// reveal shows what a person asked to see, which may be a secret.
func (m masked) Reveal(text string) { m.View.Answer(text) }

// sent masks what was typed as a command and is a secret that byhand knows.
func (m masked) Sent(e conn.Event) {
	open := len(e.Line) - e.Secret
	e.Line = append([]byte(m.recorder.Redact(string(e.Line[:open]))), e.Line[open:]...)
	m.View.Sent(e)
}

// Recorded returns v, and has r record byhand's own notes too.
func Recorded(v View, r *recorder.Recorder) View { return recorded{v, r} }

// recorded is a View that also records byhand's own notes.
type recorded struct {
	View
	recorder *recorder.Recorder
}

func (r recorded) Note(text string) {
	r.View.Note(text)
	r.recorder.Note(transcript.Notice, text)
}

func (r recorded) Notes(all []string) {
	for _, text := range all {
		r.Note(text)
	}
}
