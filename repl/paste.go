package repl

import (
	"byhand/internal/describe"
	"fmt"
	"time"
)

// paste is what was pasted and does not go out yet. When the server refuses a line, or
// byhand fails to do what one says, the rest of the paste is held until the user
// decides: it may have been meant for another connection, or for one inside TLS.
type paste struct {
	early   bool      // the greeting is awaited: all lines are held
	refused time.Time // when byhand last failed to do what a line says
	held    []line    // in order
}

// refuse holds what was pasted before now.
func (p *paste) refuse() { p.refused = time.Now() }

// drop drops what is held and returns how many lines that were.
func (p *paste) drop() int {
	n := len(p.held)
	p.held = nil
	return n
}

// holds reports whether a line that was ended then is held, or kept back because the
// server did not ask for it. The prompt in front of it says so.
func (s *held) holds(at time.Time, pasted bool) bool {
	now := s.client.Now()
	return at.Before(now.Unmet.At) || pasted && (at.Before(now.RefusedAt) || at.Before(s.paste.refused))
}

// holding reports whether the line that is wanted is one that will be held.
func (s *held) holding() bool {
	if s.paste.early {
		return true
	}
	at, pasted, ok := s.opt.Terminal.Ahead()
	return ok && s.holds(at, pasted)
}

// holdPaste reports whether a line is held: it was pasted before a refusal or a failure.
// The last one held says how to go on.
func (s *held) holdPaste(l line) bool {
	if !l.Pasted || !s.holds(l.At, true) {
		return false
	}
	s.paste.held = append(s.paste.held, l)
	if !s.lines.more() {
		s.out.Note(fmt.Sprintf("%s of the paste held; %s", describe.Lines(len(s.paste.held)), s.wayToSend()))
	}
	return true
}

// wayToSend names the keys that send or drop what is held.
func (s *held) wayToSend() string {
	if s.batch != nil && len(s.batch.group) > 0 {
		return ":go sends the batch, a second :go the rest; Ctrl-C drops the batch, a second one the rest"
	}
	return ":go sends the rest, Ctrl-C drops it"
}

// keep lets a typed line be called up again, as far as it holds no secret.
func (s *held) keep(l line) {
	secret := 0
	switch c := find(l.name); {
	case l.meaning == verbatim:
		secret = s.client.Secret(l.text)
	case c == nil:
		secret = len(l.arg) // of an unknown command nothing else is known
	case c.Secret != nil:
		secret = c.Secret(l.arg)
	}
	s.policy.keep(s.opt.Recorder.Open(string(l.Text[:len(l.Text)-secret])))
}
