package recorder

import (
	"bufio"
	"io"
	"iter"
	"os"
	"time"

	"byhand/internal/transcript"
)

// SpillLimit is how many bytes of a session go to disk when memory is full.
const SpillLimit = 64 << 20

// gap counts entries that could not be kept. last is the time of the last of them.
type gap struct {
	count int
	last  time.Time
}

// drop counts n entries that cannot be kept.
func (r *Recorder) drop(n int, at time.Time) {
	r.dropped += n
	r.gap = gap{r.gap.count + n, utc(at)}
}

// keepOnDisk keeps an entry on disk, after an entry for the gap before it, if there is one.
func (r *Recorder) keepOnDisk(e transcript.Entry) {
	if r.gap.count > 0 && r.spill.keep(transcript.NewGap(r.gap.count, r.gap.last)) {
		r.gap = gap{}
	}
	if !r.spill.keep(e) {
		r.drop(1, e.Time)
	}
}

// spill keeps entries in a temporary file, as JSON and with secrets masked. Only the user
// can read the file, and it has no name where the system allows that. The zero value
// creates the file when it is needed.
type spill struct {
	file  *os.File
	named bool // the file still has a name
	out   *bufio.Writer
	size  int64 // in bytes
	count int   // entries
	full  bool  // the limit was reached, or the disk failed: no entry is tried again
}

// keep writes an entry, and reports whether it did.
func (s *spill) keep(e transcript.Entry) bool {
	if s.full || s.file == nil && !s.create() {
		return false
	}
	line := transcript.EncodeJSON(&e)
	if s.size+int64(len(line)) > SpillLimit {
		s.full = true
		return false
	}
	if _, err := s.out.Write(line); err != nil {
		s.full = true
		return false
	}
	s.size += int64(len(line))
	s.count++
	return true
}

// create creates the file, and reports whether it did.
func (s *spill) create() bool {
	file, err := os.CreateTemp("", "byhand-*.jsonl") // with permissions 0600
	if err != nil {
		s.full = true
		return false
	}
	s.file, s.out = file, bufio.NewWriterSize(file, 64<<10)
	s.named = os.Remove(file.Name()) != nil // Windows cannot remove an open file
	return true
}

// reader returns the entries so far. Reading them does not disturb later writes.
func (s *spill) reader() iter.Seq2[transcript.Entry, error] {
	if s.file == nil {
		return yieldEntries()
	}
	if err := s.out.Flush(); err != nil {
		return func(yield func(transcript.Entry, error) bool) { yield(transcript.Entry{}, err) }
	}
	in := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), 64<<10)
	return func(yield func(transcript.Entry, error) bool) {
		for {
			line, err := in.ReadBytes('\n')
			if err == io.EOF {
				return
			}
			var e transcript.Entry
			if err == nil {
				e, err = transcript.ParseJSON(line)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// remove closes and removes the file.
func (s *spill) remove() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if s.named {
		err = os.Remove(s.file.Name())
	}
	*s = spill{full: true}
	return err
}
