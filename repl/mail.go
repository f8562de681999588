package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"byhand/message"
)

// mail is a message that is ready to be sent.
type mail struct {
	io.ReadSeeker
	name   string // for words
	report message.Report
	to     []string // the recipients that the server has accepted
	close  func()
}

// openMail opens a file and looks through it. What is no file that can be read
// twice, such as a pipe, is read into one first.
func (s *Session) openMail(ctx context.Context, name string) (*mail, error) {
	if name == "" {
		return nil, failure(Usage, "which file?", "a file that holds a message: header, blank line, body")
	}
	info, err := os.Stat(homed(name))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if info.IsDir() {
		return nil, failure(Usage, fmt.Sprintf("%q is a folder, not a message: nothing was sent", name), "")
	}
	var f *os.File
	if info.Mode().IsRegular() {
		f, err = os.Open(homed(name))
	} else {
		f, err = s.spool(ctx, homed(name))
	}
	if err != nil {
		return nil, unreadable(name, err)
	}
	m := &mail{ReadSeeker: f, name: name, close: func() { f.Close() }}
	if !info.Mode().IsRegular() {
		m.close = func() { f.Close(); os.Remove(f.Name()) }
	}
	if m.report, err = message.Check(f); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		m.close()
		return nil, unreadable(name, err)
	}
	return m, nil
}

// spool copies what a pipe gives to a file that only we can read. Ctrl-C ends
// it.
func (s *Session) spool(ctx context.Context, name string) (*os.File, error) {
	ctx, done := s.interruptible(ctx)
	defer done()
	f, err := os.CreateTemp("", "byhand-") // 0600
	if err != nil {
		return nil, err
	}
	copied := make(chan error, 1)
	go func() {
		defer s.guard()
		in, err := os.Open(name) // a FIFO waits for its writer here
		if err == nil {
			_, err = io.Copy(f, in)
			in.Close()
		}
		copied <- err
	}()
	select {
	case err = <-copied:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close() // ends the copy too
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// homed reads a "~/" at the beginning as the shell does.
func homed(name string) string {
	rest, ok := strings.CutPrefix(name, "~/")
	if !ok {
		return name
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return name
	}
	return filepath.Join(home, rest)
}

func unreadable(name string, err error) error {
	if errors.Is(err, errInterrupted) {
		return err
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return failure(Usage, fmt.Sprintf("%q cannot be read: %v: nothing was sent", name, err), "")
}

// fileArg is a file's name: the rest of the line, or what stands in quotes.
func fileArg(arg string) string {
	if arg = strings.TrimSpace(arg); strings.HasPrefix(arg, `"`) {
		return words(arg)[0]
	}
	return arg
}

// advise says what this server, or a reader, may not like about a message. It
// goes out all the same.
func (s *Session) advise(m *mail, o message.Offers) {
	s.view.note(m.name + ": " + m.report.Facts())
	for _, c := range m.report.Complaints(o) {
		s.view.note(c.Text)
		if c.Hint != "" {
			s.view.note("hint: " + c.Hint)
		}
	}
}

// offers is what the server said it takes.
func (d *smtpDialect) offers() (o message.Offers) {
	for keyword, is := range map[string]*bool{"8BITMIME": &o.EightBitMIME, "SMTPUTF8": &o.SMTPUTF8, "CHUNKING": &o.Chunking, "BINARYMIME": &o.Binary} {
		_, *is = d.Offers(keyword)
	}
	if f, ok := d.Offers("SIZE"); ok && len(f.Params) > 0 {
		fmt.Sscan(f.Params[0], &o.Size)
	}
	return o
}
