package repl

import (
	"fmt"
	"time"

	"byhand/internal/prompt"
)

// held is what is typed or pasted and does not go out yet. Before the greeting all
// lines are held. When the server refuses a line, or byhand fails to do what one
// says, the rest of the paste is held until the user decides: it may have been meant
// for another connection, or for one inside TLS.
type held struct {
	early   bool          // the greeting is awaited
	refused time.Time     // when a line was refused or failed last
	paste   []prompt.Line // in order
}

// holds reports whether a line that was ended then is held, or kept back because the
// server did not ask for it. The prompt in front of it says so.
func (s *Session) holds(at time.Time, pasted bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return at.Before(s.unmet.at) || pasted && at.Before(s.held.refused)
}

// holding reports whether the line that is wanted is one that will be held.
func (s *Session) holding() bool {
	if s.held.early || s.opt.Terminal == nil {
		return s.held.early
	}
	at, pasted, ok := s.opt.Terminal.Ahead()
	return ok && s.holds(at, pasted)
}

// holdRest holds what was pasted before now.
func (s *Session) holdRest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held.refused = time.Now()
}

// holdPaste reports whether a line is held: it was pasted before a refusal or a failure.
// The last one held says how to go on.
func (s *Session) holdPaste(line prompt.Line) bool {
	if !line.Pasted || !s.holds(line.At, true) {
		return false
	}
	s.held.paste = append(s.held.paste, line)
	if len(s.queue) == 0 && !s.input.Waiting() {
		s.view.Note(fmt.Sprintf("%s of the paste held; %s", lines(len(s.held.paste)), s.wayToSend()))
	}
	return true
}

// wayToSend names the keys that send or drop what is held.
func (s *Session) wayToSend() string {
	if s.batch != nil && len(s.batch.lines) > 0 {
		return ":go sends the batch, a second :go the rest; Ctrl-C drops the batch, a second one the rest"
	}
	return ":go sends the rest, Ctrl-C drops it"
}

// dropPaste drops what is held and reports whether there was anything.
func (s *Session) dropPaste() bool {
	n := len(s.held.paste)
	s.held.paste = nil
	if n > 0 {
		s.view.Note(fmt.Sprintf("%s dropped", lines(n)))
	}
	return n > 0
}

// keep lets a typed line be called up again, as far as it holds no secret.
func (s *Session) keep(line prompt.Line, p parsed) {
	if s.opt.Terminal == nil || !s.opt.Typed {
		return
	}
	secret := 0
	switch c := find(p.name); {
	case p.meaning == command && c == nil:
		secret = len(p.arg) // of an unknown command nothing else is known
	case p.meaning == command && c.Secret != nil:
		secret = c.Secret(p.arg)
	}
	if p.meaning == verbatim {
		s.mu.Lock()
		secret = s.dialect.Secret(p.text)
		s.mu.Unlock()
	}
	if open := s.opt.Recorder.Open(string(line.Text[:len(line.Text)-secret])); open != "" {
		s.opt.Terminal.Keep(open)
	}
}
