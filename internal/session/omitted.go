package session

import (
	"iter"
	"strings"

	"byhand/internal/transcript"
)

// maxText is how many lines of a message are searched for its end.
const maxText = 100_000

// withOmissions yields the entries of a transcript that somebody typed. Where a reply comes
// before the final dot, the message is incomplete: the entries say so.
func withOmissions(entries iter.Seq[transcript.Entry]) iter.Seq[transcript.Entry] {
	return func(yield func(transcript.Entry) bool) {
		var text []transcript.Entry // since the 354
		inText := false
		for e := range entries {
			if inText && !endsText(&e) && len(text) < maxText {
				text = append(text, e)
				continue
			}
			if inText && e.Kind == transcript.Received && !yield(transcript.NewOmission()) {
				return
			}
			for _, e := range text {
				if !yield(e) {
					return
				}
			}
			text, inText = text[:0], e.Kind == transcript.Received && strings.HasPrefix(e.Text, "354")
			if !yield(e) {
				return
			}
		}
		for _, e := range text {
			if !yield(e) {
				return
			}
		}
	}
}

// endsText reports whether an entry is the final dot, or shows that the client sends no
// more of the message.
func endsText(e *transcript.Entry) bool {
	return e.Kind == transcript.Received || e.Kind == transcript.Opened || e.Kind == transcript.Sent && e.Text == "."
}
