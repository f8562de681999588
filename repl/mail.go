package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/client"
	"byhand/internal/message"
	"byhand/internal/sanitize"
)

// mail is a message in a file, checked and ready to send.
type mail struct {
	io.ReadSeeker
	name       string // in notes and errors
	report     message.Report
	verbatim   bool     // send it unchanged
	chunked    bool     // send it with BDAT
	to         []string // the recipients that the server has accepted
	octetsRead int64    // since the check
	close      func()
}

// errChanged is the error of Read if the file changed after the check.
var errChanged = errors.New("it changed")

// Read returns errChanged if the file is now shorter or longer than at the check. Otherwise
// byhand would end part of a message with the final dot, and the server would deliver it.
func (m *mail) Read(p []byte) (int, error) {
	n, err := m.ReadSeeker.Read(p)
	m.octetsRead += int64(n)
	if m.octetsRead > m.report.Octets || errors.Is(err, io.EOF) && m.octetsRead < m.report.Octets {
		return 0, errChanged
	}
	return n, err
}

// refuseUTF16 returns an error if the message is UTF-16: no server could read its header.
func (m *mail) refuseUTF16() error {
	begin := make([]byte, 64)
	n, err := io.ReadFull(m.ReadSeeker, begin)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	if _, err := m.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, _, err = sanitize.TrimBOM(begin[:n])
	return err
}

// wireSize returns how many octets byhand sends for the message.
func (m *mail) wireSize() int64 {
	switch {
	case m.verbatim:
		return m.report.Octets
	case m.chunked:
		return m.report.Size
	}
	return m.report.Size + int64(m.report.Dots.Count+len(".\r\n"))
}

// short reports whether the message is shown line by line as it is sent.
func (m *mail) short() bool {
	return m.report.Lines <= fewLines && m.report.Octets <= fewOctets
}

// openChecked opens a file and checks it. It first copies a pipe, which can be read only once,
// to a temporary file. Its error is a *Failure, or client.ErrGaveUp after Ctrl-C.
func openChecked(ctx context.Context, s *Session, name string) (*mail, error) {
	if name == "" {
		return nil, noFile()
	}
	info, err := os.Stat(expandHome(name))
	if err != nil {
		return nil, fileFailure(name, err)
	}
	if info.IsDir() {
		return nil, failure(Usage, fmt.Sprintf("%q is a directory, not a message; nothing was sent", name), "")
	}
	var f *os.File
	if info.Mode().IsRegular() {
		f, err = os.Open(expandHome(name))
	} else {
		f, err = spool(ctx, s, expandHome(name))
	}
	if err != nil {
		return nil, fileFailure(name, err)
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
		return nil, fileFailure(name, err)
	}
	return m, nil
}

// noFile returns the failure of a command whose FILE is missing.
func noFile() error {
	return failure(Usage, "no file given", "give a file that contains a message: header, empty line, body")
}

// spool copies a pipe to a temporary file that only this user can read. Ctrl-C stops it.
func spool(ctx context.Context, s *Session, name string) (*os.File, error) {
	ctx, done := s.interruptible(ctx)
	defer done()
	f, err := os.CreateTemp("", "byhand-") // 0600
	if err != nil {
		return nil, err
	}
	copied := make(chan error, 1)
	go func() {
		defer s.opt.guard()()
		copied <- copyPipe(ctx, name, f)
	}()
	select {
	case err = <-copied:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if errors.Is(err, client.ErrInterrupted) {
		s.out.Note("interrupted: nothing was sent")
		err = client.ErrGaveUp
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// copyPipe copies a pipe until its end, or until ctx ends.
func copyPipe(ctx context.Context, name string, to io.Writer) error {
	in, err := os.Open(name) // a FIFO blocks here until it has a writer
	if err != nil {
		return err
	}
	defer in.Close()
	defer context.AfterFunc(ctx, func() { in.Close() })()
	if ctx.Err() == nil {
		_, err = io.Copy(to, in)
	}
	return err
}

// expandHome expands "~/" at the beginning, as a shell does.
func expandHome(name string) string {
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

// fileFailure returns the failure of a file that cannot be read, before any of it was sent. It
// returns a *Failure or client.ErrGaveUp unchanged.
func fileFailure(name string, err error) error {
	if errors.Is(err, client.ErrGaveUp) || isFailure(err) {
		return err
	}
	return failure(Usage, readErrorText(name, err)+"; nothing was sent", "")
}

// readErrorText describes the error of reading a file, without repeating its path.
func readErrorText(name string, err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Sprintf("%q cannot be read: %v", name, err)
}

// fileArg parses a file name: the whole argument, or one quoted word.
func fileArg(arg string) (string, error) {
	if arg = strings.TrimSpace(arg); !strings.HasPrefix(arg, `"`) {
		return arg, nil
	}
	all := splitWords(arg)
	if len(all) > 1 {
		return "", fmt.Errorf("unexpected %q after the file name", all[1])
	}
	return all[0], nil
}

// noteComplaints shows facts about a message, and warns about anything that this server or a
// mail client may reject. byhand sends it anyway.
func noteComplaints(s *Session, m *mail, o message.Offers) {
	s.out.Note(m.name + ": " + m.report.Facts())
	for _, c := range m.report.Complaints(o) {
		s.out.Note(c.Text)
		if c.Hint != "" {
			s.out.Note("hint: " + c.Hint)
		}
	}
}

// addOffers copies the server's capabilities to o.
func addOffers(o *message.Offers, state advice.State) {
	for keyword, is := range map[string]*bool{"8BITMIME": &o.EightBitMIME, "SMTPUTF8": &o.SMTPUTF8, "CHUNKING": &o.Chunking, "BINARYMIME": &o.Binary} {
		*is = state.Has(keyword)
	}
	if f, ok := state.FindFeature("SIZE"); ok && len(f.Params) > 0 {
		o.Size, _ = strconv.ParseInt(f.Params[0], 10, 64)
	}
}
