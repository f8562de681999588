package recorder

import (
	"strings"

	"byhand/internal/transcript"
)

// Redact returns a line as the Recorder keeps it: with all secrets known so far masked.
func (r *Recorder) Redact(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	line, _ = r.masks().Mask(line)
	return line
}

// Mask returns one of byhand's own messages as Note keeps it. It masks the secrets known
// so far and what looks like one: base64 that has the form of a login, and the password
// in a URL.
func (r *Recorder) Mask(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, _ = r.masks().MaskNote(text)
	return text
}

// Open returns the part of a line before the first thing that Mask would mask. It ignores
// WithSecrets.
func (r *Recorder) Open(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	masked, any := r.secrets.MaskNote(line)
	if !any {
		return line
	}
	before, _, _ := strings.Cut(masked, transcript.Mask)
	return before
}
