package recorder

import (
	"errors"
	"io"

	"byhand/internal/transcript"
)

// Save writes all that was recorded so far, to a new file, as transcript.Create does, and
// returns how many entries that are, and how many are missing. A page of HTML has
// what is in memory.
func (r *Recorder) Save(name string) (kept, missing int, err error) {
	err = create(name, func(w io.Writer, format transcript.Format) error {
		if format.IsWhole() {
			var entries []transcript.Entry
			entries, missing = r.Entries()
			kept = len(entries)
			return transcript.Write(w, format, entries, missing)
		}
		out := transcript.NewWriter(w, format)
		missing, err = r.Each(func(e transcript.Entry) error {
			if !e.Gap() {
				kept++
			}
			return out.Entry(e)
		})
		return errors.Join(err, out.Close())
	})
	return kept, missing, err
}
