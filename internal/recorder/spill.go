package recorder

import (
	"bufio"
	"io"
	"iter"
	"os"

	"byhand/internal/transcript"
)

// SpillLimit is how many bytes of a session go to disk when memory is full.
const SpillLimit = 64 << 20

// spill keeps entries in a file of its own, for its owner alone and without a
// name where the system allows that. They are as in a transcript of JSON:
// secrets never get there. The zero value makes the file when it is needed.
type spill struct {
	file  *os.File
	named bool // the file has a name still
	out   *bufio.Writer
	size  int64
	count int
	full  bool // or the disk failed: what does not fit is not tried again
}

// keep reports whether the entry is kept.
func (s *spill) keep(e transcript.Entry) bool {
	if s.full || s.file == nil && !s.begin() {
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

func (s *spill) begin() bool {
	file, err := os.CreateTemp("", "byhand-*.jsonl") // 0600
	if err != nil {
		s.full = true
		return false
	}
	s.file, s.out = file, bufio.NewWriterSize(file, 64<<10)
	s.named = os.Remove(file.Name()) != nil // Windows removes no open file
	return true
}

// reader returns what was kept so far. Who reads does not disturb who writes.
func (s *spill) reader() iter.Seq2[transcript.Entry, error] {
	if s.file == nil {
		return sound()
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
