package transcript

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

// A FormatError says that a file's name does not tell how to write it.
type FormatError struct{ Name string }

// Error names the endings that do.
func (e *FormatError) Error() string {
	return fmt.Sprintf("%q does not say which format: .txt, .md, .html or .json", e.Name)
}

// ErrHTMLLog says why a page cannot be a log.
var ErrHTMLLog = errors.New("a page of HTML is made of a whole session: it cannot be written as the session goes")

// Log is a transcript that is written as the session goes.
type Log struct {
	file   *os.File
	buffer *bufio.Writer
	writer Writer
	err    error
}

// OpenLog begins a log at the end of a file, which it makes, for its owner
// alone, if there is none; it follows no symbolic link. The extension names the
// format. Errors: a *FormatError, ErrHTMLLog, those of the file.
func OpenLog(name string) (*Log, error) {
	format, ok := FormatOf(name)
	switch {
	case !ok:
		return nil, &FormatError{name}
	case format == HTML:
		return nil, ErrHTMLLog
	}
	file, err := Append(name)
	if err != nil {
		return nil, err
	}
	log := NewLog(file, format)
	log.file = file
	return log, nil
}

// Append opens a file to write at its end. It makes one, for its owner alone, if
// there is none; it follows no symbolic link, and waits for nobody at a pipe.
func Append(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noFollow, 0o600)
}

// NewLog begins a log in the given format, which is not HTML.
func NewLog(w io.Writer, format Format) *Log {
	l := &Log{buffer: bufio.NewWriterSize(w, 64<<10)}
	l.writer, l.err = NewWriter(l.buffer, format)
	return l
}

// Entry writes one entry; it is on its way once more is false. The first error
// stays: nothing is written after it.
func (l *Log) Entry(e Entry, more bool) error {
	if l.err == nil {
		l.err = l.writer.Entry(e)
	}
	if l.err == nil && !more {
		l.err = l.buffer.Flush()
	}
	return l.err
}

// Close writes what ends the document and closes the file. It returns the first
// error there was.
func (l *Log) Close() error {
	if l.err == nil {
		l.err = l.writer.Close()
	}
	if l.err == nil {
		l.err = l.buffer.Flush()
	}
	if l.file != nil {
		if err := l.file.Close(); l.err == nil {
			l.err = err
		}
	}
	return l.err
}

// Create writes a new file, for its owner alone, in the format that its name tells.
// A file that exists is left as it is: the error is fs.ErrExist then. Other errors: a
// *FormatError, those of write, and those of the file, which is removed again if it
// could not be written to its end.
func Create(name string, write func(io.Writer, Format) error) error {
	format, ok := FormatOf(name)
	if !ok {
		return &FormatError{name}
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(file, 64<<10)
	err = write(buffer, format)
	if err == nil {
		err = buffer.Flush()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(name)
	}
	return err
}
