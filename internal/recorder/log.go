package recorder

import (
	"bufio"
	"byhand/internal/transcript"
	"cmp"
	"io"
	"os"
)

// Log is a transcript that is written as the session goes.
type Log struct {
	file   *os.File
	buffer *bufio.Writer
	writer transcript.Writer
}

// OpenLog begins a log at the end of a file, which it makes, for its owner
// alone, if there is none; it follows no symbolic link. The extension names the
// format. Errors: a *transcript.FormatError, ErrHTMLLog, those of the file.
func OpenLog(name string) (*Log, error) {
	format, err := transcript.FormatOf(name)
	switch {
	case err != nil:
		return nil, err
	case format.IsWhole():
		return nil, transcript.ErrHTMLLog
	}
	file, err := Append(name)
	if err != nil {
		return nil, err
	}
	log := NewLog(file, format)
	log.file = file
	return log, nil
}

// NewLog begins a log in the given format, which is not HTML.
func NewLog(w io.Writer, format transcript.Format) *Log {
	buffer := bufio.NewWriterSize(w, 64<<10)
	return &Log{buffer: buffer, writer: transcript.NewWriter(buffer, format)}
}

// Entry writes one entry; it is on its way once more is false. The first error
// stays: nothing is written after it.
func (l *Log) Entry(e transcript.Entry, more bool) error {
	err := l.writer.Entry(e)
	if err == nil && !more {
		err = l.buffer.Flush()
	}
	return err
}

// Close writes what ends the document and closes the file. It returns the first
// error there was.
func (l *Log) Close() error {
	err := cmp.Or(l.writer.Close(), l.buffer.Flush())
	if l.file != nil {
		err = cmp.Or(err, l.file.Close())
	}
	return err
}

// Exposure is the function Exposure for the log's file.
func (l *Log) Exposure() []string { return Exposure(l.file) }
