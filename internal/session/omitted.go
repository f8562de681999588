package session

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// withOmissions yields the entries of a transcript that somebody typed. Where a reply comes
// before the final dot, the message is incomplete: the entries say so.
func withOmissions(entries iter.Seq[transcript.Entry]) iter.Seq[transcript.Entry] {
	omitted := incompleteMessages(entries)
	if len(omitted) == 0 {
		return entries
	}
	return func(yield func(transcript.Entry) bool) {
		i := 0
		for e := range entries {
			_, isOmitted := slices.BinarySearch(omitted, i)
			if i++; !yield(e) || isOmitted && !yield(transcript.NewOmission()) {
				return
			}
		}
	}
}

// incompleteMessages returns the indexes of the 354 replies after which another reply comes
// before the final dot.
func incompleteMessages(entries iter.Seq[transcript.Entry]) (all []int) {
	i, begin := -1, -1 // begin: of the message; -1: outside of one
	for e := range entries {
		i++
		switch {
		case e.Kind == transcript.Received && begin >= 0:
			all, begin = append(all, begin), -1
		case e.Kind == transcript.Sent && e.Text == ".", e.Kind == transcript.Opened:
			begin = -1
		}
		if e.Kind == transcript.Received && strings.HasPrefix(e.Text, "354 ") {
			begin = i
		}
	}
	return all
}
