package recorder

import (
	"strings"

	"byhand/internal/transcript"
)

// Redact returns a line as the Recorder keeps it: with the secrets masked that are
// known by now.
func (r *Recorder) Redact(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	line, _ = r.masks().Mask(line)
	return line
}

// Mask returns what byhand says as Note keeps it. Beside the secrets that are known
// it masks what looks like one: base64 that has the form of a login, and the password
// in a URL.
func (r *Recorder) Mask(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, _ = r.masks().MaskNote(text)
	return text
}

// Open returns how much of a line comes before what Mask would mask, also where
// WithSecrets is set.
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
