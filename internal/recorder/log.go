package recorder

import (
	"bufio"
	"cmp"
	"io"
	"os"

	"byhand/internal/transcript"
)

// Log is a transcript that is written during the session.
type Log struct {
	file   *os.File // nil: NewLog has no file to close
	buffer *bufio.Writer
	writer transcript.Writer
}

// OpenLog begins a log at the end of a file, which Append opens. The file's extension
// sets the format. Errors: a *transcript.FormatError, *transcript.LogError, those of the
// file.
func OpenLog(name string) (*Log, error) {
	format, err := transcript.FormatOf(name)
	switch {
	case err != nil:
		return nil, err
	case format.IsWhole():
		return nil, &transcript.LogError{Format: format}
	}
	file, err := Append(name)
	if err != nil {
		return nil, err
	}
	log := NewLog(file, format)
	log.file = file
	return log, nil
}

// NewLog begins a log in one of transcript.LogFormats.
func NewLog(w io.Writer, format transcript.Format) *Log {
	buffer := bufio.NewWriterSize(w, 64<<10)
	return &Log{buffer: buffer, writer: transcript.NewWriter(buffer, format)}
}

// Entry writes an entry. If more is set, the entry may stay in the buffer until the next
// one. After an error, Entry writes nothing and returns the same error.
func (l *Log) Entry(e transcript.Entry, more bool) error {
	err := l.writer.Entry(e)
	if err == nil && !more {
		err = l.buffer.Flush()
	}
	return err
}

// Close ends the document, closes the file and returns the first error.
func (l *Log) Close() error {
	err := cmp.Or(l.writer.Close(), l.buffer.Flush())
	if l.file != nil {
		err = cmp.Or(err, l.file.Close())
	}
	return err
}

// Exposure returns the warnings of the function Exposure for the log's file.
func (l *Log) Exposure() []string { return Exposure(l.file) }
