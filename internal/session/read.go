// Package session reads the sessions in a transcript, or in the log of another client. It
// completes what a format does not keep, masks secrets, and finds the refusals. It is pure.
package session

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"slices"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"byhand/internal/clientlog"
	"byhand/internal/lazyregexp"
	"byhand/internal/transcript"
)

// File is what a file contains.
type File struct {
	IsTranscript bool   // in one of byhand's formats
	Tool         string // otherwise the tool that wrote the log: "swaks"; "": not known
	Unsure       int    // lines of a log that belong to neither side
	IsCut        bool   // only the beginning was read
	Sessions     []Session
	secrets      [][]byte // that the text around the sessions names
}

// Session is one connection on which a line was sent or received.
type Session struct {
	Entries iter.Seq[transcript.Entry]
	Line    int // the number of its first line in a log, from 1; 0: not known
}

// The limits of a log that is not a transcript. They bound the memory.
const (
	maxLog   = transcript.MaxRead
	maxLines = 500_000

	maxLength = 1 << 20 // of a line, in bytes
)

// Read reads a transcript or a log to its end. The error is a *transcript.ReadError, or one
// of r's.
func Read(r io.Reader) (File, error) {
	head, err := io.ReadAll(io.LimitReader(r, maxLog))
	if err != nil {
		return File{}, err
	}
	rest := int64(0)
	if len(head) == maxLog {
		rest, err = io.Copy(io.Discard, r)
	}
	if err != nil {
		return File{}, err
	}
	entries, format, err := transcript.Read(bytes.NewReader(head))
	var unread *transcript.ReadError
	switch {
	case err == nil && rest == 0:
		if !isTranscript(head) {
			entries = withOmissions(entries)
		}
		return File{IsTranscript: true, Sessions: split(entries)}, nil
	case rest == 0 && (!errors.As(err, &unread) || format == transcript.HTML || format == transcript.Script || isTranscript(head)):
		return File{}, err
	}
	f := readLog(head)
	f.IsCut = f.IsCut || rest > 0
	if len(f.Sessions) == 0 {
		if err == nil {
			err = &transcript.ReadError{What: "it is too long"}
		}
		return File{}, err
	}
	return f, nil
}

// transcriptSign is in a transcript that byhand wrote, even if it is damaged.
var transcriptSign = lazyregexp.New(`(?m)\A\s*\{"v":|^[ >|]*(?:# byhand transcript \d|[CS]= ")`)

// isTranscript reports whether byhand wrote the data.
func isTranscript(data []byte) bool { return transcriptSign.Match(data) }

// readLog reads the log of another client.
func readLog(data []byte) File {
	text, _, err := transform.Bytes(unicode.BOMOverride(encoding.Nop.NewDecoder()), data) // Windows writes UTF-16
	if err != nil {
		text = data
	}
	whole := len(text)
	text = withoutLongLines(text[:cutLines(text, maxLines)])
	log, _ := clientlog.Read(string(text))
	f := File{Tool: log.Tool, Unsure: log.Unsure, IsCut: len(text) < whole, secrets: namedSecrets(text)}
	for _, s := range log.Sessions {
		f.Sessions = append(f.Sessions, Session{slices.Values(s.Entries), s.Line})
	}
	return f
}

// withoutLongLines returns text without the lines that are longer than maxLength.
func withoutLongLines(text []byte) []byte {
	var out []byte
	done, at := 0, 0
	for line := range bytes.Lines(text) {
		if at += len(line); len(line) > maxLength {
			out = append(out, text[done:at-len(line)]...)
			done = at
		}
	}
	if done == 0 {
		return text
	}
	return append(out, text[done:]...)
}

// cutLines returns how many bytes the first n lines have.
func cutLines(text []byte, n int) int {
	at := 0
	for ; n > 0; n-- {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	return at
}

// split returns the connections of a transcript on which a line was sent or received.
func split(entries iter.Seq[transcript.Entry]) (all []Session) {
	begin, i, hasDialogue := 0, 0, false
	end := func() {
		if hasDialogue {
			all = append(all, Session{Entries: between(entries, begin, i)})
			begin = i
		}
		hasDialogue = false
	}
	for e := range entries {
		if e.Kind == transcript.Opened {
			end()
			begin = i
		}
		hasDialogue = hasDialogue || e.Kind == transcript.Sent || e.Kind == transcript.Received
		i++
	}
	end()
	return all
}

// between yields the entries with the indexes begin up to end.
func between(entries iter.Seq[transcript.Entry], begin, end int) iter.Seq[transcript.Entry] {
	return func(yield func(transcript.Entry) bool) {
		i := 0
		for e := range entries {
			if i >= end || i >= begin && !yield(e) {
				return
			}
			i++
		}
	}
}
