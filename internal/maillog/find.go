// Package maillog finds the replies that refused something in mail logs, bounces and
// pasted sessions. It is pure, and its memory is bounded.
package maillog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// Found is a refusal in a log.
type Found struct {
	Text string // the reply with its codes, its lines separated by \n
	Verb string // the command that it answers, as in smtp.Answer: "RCPT", "."; "": the log does not say
	Line int    // the number of its first line, from 1
}

// Limits of what is kept of a log at a time, in bytes.
const (
	maxLine  = 1 << 16 // the rest of a line is ignored
	maxReply = 1 << 13 // the rest of a reply is ignored
)

// Find calls found for each refusal in a log, in order. It returns the error of the
// reader or the first error of found.
func Find(log io.Reader, found func(Found) error) error {
	f := finder{found: found}
	in := bufio.NewReaderSize(log, maxLine)
	for {
		line, err := in.ReadSlice('\n')
		f.line++
		for isLong := errors.Is(err, bufio.ErrBufferFull); isLong; {
			line = bytes.Clone(line)
			_, err = in.ReadSlice('\n')
			isLong = errors.Is(err, bufio.ErrBufferFull)
		}
		if err := f.read(bytes.TrimRight(line, "\r\n")); err != nil {
			return err
		}
		switch {
		case errors.Is(err, io.EOF):
			return f.flush()
		case err != nil:
			return err
		}
	}
}

// finder is the state of a search.
type finder struct {
	found  func(Found) error
	line   int    // the number of the current line
	verb   string // of the client's last command in a pasted session
	open   *Found // a reply that may continue on the next line; nil: none
	more   string // what its next line begins with: "<<< 550"; "": a folded line
	isLast bool   // the open reply is complete: "550 " began its last line
}

// read takes the next line of the log.
func (f *finder) read(line []byte) error {
	if f.open != nil {
		if text, ok := f.continues(line); ok {
			if len(f.open.Text) < maxReply {
				f.open.Text += "\n" + text
			}
			return nil
		}
		if err := f.flush(); err != nil {
			return err
		}
	}
	if r, ok := findReply(line); ok {
		return f.add(line, r)
	}
	if verb := clientVerb(line); verb != "" {
		f.verb = verb
	}
	return nil
}

// add reports a reply, or keeps it if more lines of it may follow.
func (f *finder) add(line []byte, r span) error {
	text := string(line[r.start:r.end])
	found := Found{Text: text, Verb: verbIn(line, r), Line: f.line}
	if found.Verb == "" && r.begins {
		found.Verb = f.verb
	}
	switch {
	case r.folds:
		f.open, f.more, f.isLast = &found, "", false
		return nil
	case r.begins && len(text) > 3 && text[3] == '-':
		f.open, f.more, f.isLast = &found, string(line[:r.start])+text[:3], false
		return nil
	}
	return f.found(found)
}

// continues returns the text that line adds to the open reply. ok is false if line does not
// continue the reply.
func (f *finder) continues(line []byte) (text string, ok bool) {
	if f.more == "" {
		text = strings.TrimSpace(string(line))
		return text, text != "" && (line[0] == ' ' || line[0] == '\t')
	}
	rest, ok := strings.CutPrefix(string(line), f.more)
	if f.isLast || !ok || rest != "" && rest[0] != ' ' && rest[0] != '-' {
		return "", false
	}
	f.isLast = rest == "" || rest[0] == ' '
	return f.more[len(f.more)-3:] + rest, true
}

// flush reports the open reply.
func (f *finder) flush() error {
	if f.open == nil {
		return nil
	}
	found := *f.open
	f.open = nil
	return f.found(found)
}
