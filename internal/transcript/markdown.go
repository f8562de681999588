package transcript

import (
	"strings"
	"time"
)

// markdownWriter writes a heading and, in a fenced block, what text has. No line
// in there can close the fence: each begins with C, S or #.
type markdownWriter struct{ textWriter }

// Entry writes one entry, the first one behind the heading.
func (m *markdownWriter) Entry(e Entry) error {
	if m.last.IsZero() {
		if _, err := m.w.Write([]byte(heading(e))); err != nil {
			return err
		}
	}
	return m.textWriter.Entry(e)
}

// Close closes the fence.
func (m *markdownWriter) Close() error {
	if m.last.IsZero() {
		return nil
	}
	_, err := m.w.Write([]byte("```\n"))
	return err
}

func heading(e Entry) string {
	title := "## SMTP session"
	if e.Opening != nil {
		title += " with " + harmless(e.Opening.Target)
	}
	if !e.Time.IsZero() {
		title += ", " + e.Time.UTC().Format(time.DateTime) + " UTC"
	}
	return title + "\n\n```text\n"
}

// harmless keeps of a name what Markdown gives no meaning to.
func harmless(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".:-/", r) {
			return r
		}
		return '?'
	}, name)
}
