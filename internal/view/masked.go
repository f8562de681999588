package view

import (
	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/transcript"
)

// Masked returns a View that passes everything on to v, and masks the secrets that r knows.
func Masked(v View, r *recorder.Recorder) View { return masked{v, r} }

// masked masks all secrets that a transcript would mask, because the user may keep the output
// in a log. It does not change the server's bytes.
type masked struct {
	View
	recorder *recorder.Recorder
}

func (m masked) Note(text string)   { m.View.Note(m.recorder.MaskNote(text)) }
func (m masked) Answer(text string) { m.View.Answer(m.recorder.MaskNote(text)) }

func (m masked) Notes(all []string) {
	for _, text := range all {
		m.Note(text)
	}
}

// Reveal shows text without masking: the user asked to see it.
func (m masked) Reveal(text string) { m.View.Answer(text) }

// Sent also masks secrets in the part of the line that is not marked as secret.
func (m masked) Sent(e conn.Event) {
	open := len(e.Line) - e.Secret
	e.Line = append([]byte(m.recorder.MaskLine(string(e.Line[:open]))), e.Line[open:]...)
	m.View.Sent(e)
}

// Recorded returns a View that passes everything on to v, and records notes with r.
func Recorded(v View, r *recorder.Recorder) View { return recorded{v, r} }

// recorded records notes.
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
