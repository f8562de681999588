package recorder

import (
	"strings"

	"byhand/internal/transcript"
)

// MaskLine returns a line as the Recorder keeps it: with all secrets known so far masked.
func (r *Recorder) MaskLine(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	line, _ = r.masks().Mask(line)
	return line
}

// MaskNote returns one of byhand's own messages as Note keeps it. It masks the secrets known
// so far and what looks like one: base64 that has the form of a login, and the password
// in a URL.
func (r *Recorder) MaskNote(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, _ = r.masks().MaskNote(text)
	return text
}

// CutAtSecret returns the part of a line before the first secret that MaskNote would mask.
// It ignores WithSecrets.
func (r *Recorder) CutAtSecret(line string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	masked, any := r.secrets.MaskNote(line)
	if !any {
		return line
	}
	before, _, _ := strings.Cut(masked, transcript.Mask)
	return before
}
