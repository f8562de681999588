package repl

import (
	"fmt"
	"strings"
	"time"

	"byhand/internal/prompt"
	"byhand/internal/sasl"
)

// held is what is typed or pasted and does not go out yet. Before the greeting all
// lines are held; when the server refuses a pasted line, the rest of the paste is
// held until a person decides.
type held struct {
	early   bool          // the greeting is awaited
	refused time.Time     // when a line was refused last
	paste   []prompt.Line // in order
}

// holds reports whether a line that was ended then is held, or kept back with a
// DATA that was refused. The prompt in front of it says so.
func (s *Session) holds(at time.Time, pasted bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return at.Before(s.noData) || pasted && at.Before(s.held.refused)
}

// holding reports whether the line that is wanted is one that will be held.
func (s *Session) holding() bool {
	if s.held.early || s.opt.Terminal == nil {
		return s.held.early
	}
	at, pasted, ok := s.opt.Terminal.Ahead()
	return ok && s.holds(at, pasted)
}

// holdPaste reports whether a line is held: it was pasted before a refusal came.
// The last one held says how to go on.
func (s *Session) holdPaste(line prompt.Line) bool {
	if !line.Pasted || !s.holds(line.At, true) {
		return false
	}
	s.held.paste = append(s.held.paste, line)
	if !s.input.Waiting() {
		s.view.note(fmt.Sprintf("that was refused: %s of the paste held; :go sends the rest, Ctrl-C drops it", lines(len(s.held.paste))))
	}
	return true
}

// dropPaste drops what is held and reports whether there was anything.
func (s *Session) dropPaste() bool {
	n := len(s.held.paste)
	s.held.paste = nil
	if n > 0 {
		s.view.note(fmt.Sprintf("%s dropped", lines(n)))
	}
	return n > 0
}

// keep lets a typed line be called up again, as far as it holds no secret.
func (s *Session) keep(line prompt.Line, p parsed) {
	if s.opt.Terminal == nil || !s.opt.Typed {
		return
	}
	secret := tells(p)
	if p.meaning == verbatim {
		s.mu.Lock()
		secret = s.dialect.Secret(p.text)
		s.mu.Unlock()
	}
	if open := s.opt.Recorder.Open(string(line.Text[:len(line.Text)-secret])); open != "" {
		s.opt.Terminal.Keep(open)
	}
}

// tells returns how many bytes at the end of a colon-command may be a secret.
func tells(p parsed) int {
	switch p.name {
	case "b64", "unb64", "raw":
		_, text := options(p.arg)
		return len(text)
	case "answer":
		return behindWords(p.arg, 0)
	case "open":
		return len(p.arg) - len(withoutUser(p.arg))
	case "auth":
		_, text := options(p.arg)
		if _, ok := sasl.Find(firstWord(text)); ok {
			return behindWords(p.arg, 2)
		}
		return behindWords(p.arg, 1)
	case "ses":
		if _, text := options(p.arg); isRegion(firstWord(text)) {
			return behindWords(p.arg, 1)
		}
		return behindWords(p.arg, 0)
	}
	return 0
}

// withoutUser returns an argument of :open, or nothing where it may hold a user and a
// password.
func withoutUser(arg string) string {
	if strings.Contains(arg, "@") {
		return ""
	}
	return arg
}

func firstWord(text string) string {
	if all := strings.Fields(text); len(all) > 0 {
		return all[0]
	}
	return ""
}

// behindWords returns how many bytes stand behind the options and the first n
// words of an argument: where no word belongs, somebody may have typed a secret.
func behindWords(arg string, n int) int {
	_, text := options(arg)
	for range n {
		text = strings.TrimLeft(text, " \t")
		i := strings.IndexAny(text, " \t")
		if i < 0 {
			return 0
		}
		text = text[i:]
	}
	return len(strings.TrimLeft(text, " \t"))
}
