package repl

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// log is one transcript that is written as the session goes.
type log struct {
	name  string // of its file
	to    *view.Outlet
	close func() error
}

// record begins what is written of the session, before anything is said.
func (s *Session) record() bool {
	if s.opt.Recorder.WithSecrets {
		s.view.Answer("secrets are recorded as they are: --with-secrets")
	}
	if s.opt.Password != nil {
		s.opt.Recorder.Learn(s.opt.Password)
	}
	if s.opt.Token != nil {
		s.opt.Recorder.Learn(s.opt.Token)
	}
	if s.opt.JSON {
		s.follow("", s.out, recorder.NewLog(s.out, transcript.JSON))
	}
	if s.opt.Log != "" {
		if f := s.openLog(s.opt.Log); f != nil {
			s.fail(f)
			return false
		}
	}
	return true
}

// openLog begins a log in a file.
func (s *Session) openLog(name string) *Failure {
	l, err := recorder.OpenLog(name)
	if err != nil {
		return unsaved(name, err)
	}
	s.view.Notes(l.Exposure())
	s.follow(name, &view.Outlet{}, l)
	return nil
}

// follow has a log hear of every entry from now on. Its first error stays in to.
func (s *Session) follow(name string, to *view.Outlet, l *recorder.Log) {
	stop := s.opt.Recorder.Follow(func(e transcript.Entry, more bool) { to.Note(l.Entry(e, more)) })
	s.logs = append(s.logs, &log{name: name, to: to, close: func() error { stop(); return l.Close() }})
}

// closeLogs ends what is written of the session.
func (s *Session) closeLogs() {
	for _, l := range s.logs {
		lost := l.to.Failed()
		if err := l.close(); err != nil && !lost {
			l.to.Note(err)
			s.unwritable()
		}
	}
	s.logs = nil
}

// lost returns what could not be written: the output, or a log; nil: nothing.
func (s *Session) lost() *view.Outlet {
	if s.out.Failed() {
		return s.out
	}
	for _, l := range s.logs {
		if l.to.Failed() {
			return l.to
		}
	}
	return nil
}

// writable reports whether all that is to be written can be. A person at the
// prompt goes on without a log that cannot, and can save what was recorded.
func (s *Session) writable() bool {
	lost := s.lost()
	if lost == nil || lost == s.out || !s.opt.Typed {
		return lost == nil
	}
	s.unwritable()
	s.logs = slices.DeleteFunc(s.logs, func(l *log) bool {
		if l.to == lost {
			l.close()
		}
		return l.to == lost
	})
	s.view.Answer("hint: :save FILE.txt keeps what was recorded so far")
	return true
}

// unsaved says why a transcript cannot be written.
func unsaved(name string, err error) *Failure {
	var format *transcript.FormatError
	switch {
	case errors.As(err, &format):
		return failure(Usage, err.Error(), "")
	case errors.Is(err, transcript.ErrHTMLLog):
		return failure(Usage, err.Error(), ":save FILE.html writes one; a log ends in .txt, .md or .json")
	case errors.Is(err, fs.ErrExist):
		return failure(Usage, fmt.Sprintf("%q exists already: nothing was written", name), "another name; :log FILE appends")
	}
	return failure(Unwritable, fmt.Sprintf("the transcript cannot be written: %v", err), "")
}

// noteCommand records that a colon-command acts from here on.
func (s *Session) noteCommand(words ...string) {
	for i, word := range words {
		if strings.ContainsAny(word, " \t") && !strings.ContainsAny(word, "\"\r\n") {
			words[i] = `"` + word + `"`
		}
	}
	s.opt.Recorder.Note(transcript.Command, strings.TrimRight(":"+strings.Join(words, " "), " "))
}
