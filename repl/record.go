package repl

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/internal/view"
)

// record starts the logs before the connection opens. It returns false if a log cannot be
// opened.
func (s *Session) record() bool {
	if s.opt.Recorder.WithSecrets {
		s.out.Answer("secrets are recorded unmasked: --with-secrets")
	}
	if s.opt.Password != nil {
		s.opt.Recorder.Learn(s.opt.Password)
	}
	if s.opt.Token != nil {
		s.opt.Recorder.Learn(s.opt.Token)
	}
	if s.opt.JSON {
		s.out.addLog("", s.out.stdout, recorder.NewLog(s.out.stdout, transcript.JSON))
	}
	if s.opt.Log != "" {
		if err := openLog(s, s.opt.Log); err != nil {
			s.reportFailure(err)
			return false
		}
	}
	return true
}

// openLog starts a log in a file.
func openLog(s *Session, name string) error {
	l, err := recorder.OpenLog(name)
	if err != nil {
		return saveFailure(name, err)
	}
	s.out.Notes(l.Exposure())
	s.out.addLog(name, &view.Outlet{}, l)
	return nil
}

// writable reports whether stdout and all logs can be written. At a prompt it drops a log that
// cannot be written and returns true: the user can still save the session.
func (s *Session) writable() bool {
	lost := s.out.firstUnwritable()
	if lost == nil || lost == s.out.stdout || !s.policy.hasUser() {
		return lost == nil
	}
	s.reportUnwritable(lost)
	s.out.dropLog(lost)
	s.out.Answer("hint: :save FILE.txt keeps what was recorded so far")
	return true
}

// reportUnwritable sets the exit status and reports why stdout or a log could not be written.
// It reports nothing if the reader of a pipe has closed it.
func (s *Session) reportUnwritable(lost *view.Outlet) {
	s.countStatus(Unwritable)
	switch {
	case view.Gone(lost.Reason()):
	case lost == s.out.stdout:
		s.out.Answer(fmt.Sprintf("cannot write the output: %v", lost.Reason()))
	default:
		s.out.Answer(fmt.Sprintf("cannot write the transcript: %v", lost.Reason()))
	}
}

// saveFailure returns the failure of writing a transcript.
func saveFailure(name string, err error) error {
	var format *transcript.FormatError
	var whole *transcript.LogError
	var tool *transcript.ToolError
	switch {
	case errors.As(err, &tool):
		return failure(Usage, err.Error(), "")
	case errors.As(err, &format):
		return failure(Usage, err.Error(), "")
	case errors.As(err, &whole):
		return failure(Usage, err.Error(), fmt.Sprintf(":save FILE%s writes it; a log ends in %s",
			whole.Format.Extension(), transcript.Extensions(transcript.LogFormats())))
	case errors.Is(err, fs.ErrExist):
		return failure(Usage, fmt.Sprintf("%q already exists: nothing was written", name), "choose another name, or use :log FILE to append")
	}
	return failure(Unwritable, fmt.Sprintf("cannot write the transcript: %v", err), "")
}

// noteCommand records a colon-command, so that a replay can run it again.
func noteCommand(s *Session, words ...string) {
	for i, word := range words {
		if strings.ContainsAny(word, " \t") && !strings.ContainsAny(word, "\"\r\n") {
			words[i] = `"` + word + `"`
		}
	}
	s.out.recordNote(transcript.Command, strings.TrimRight(":"+strings.Join(words, " "), " "))
}
