package repl

import (
	"byhand/internal/describe"
	"fmt"
	"time"
)

// paste is pasted input that is not sent yet. After a refusal or a failure the rest of the
// paste is held until the user decides: it may have been meant for another connection, or
// for an encrypted one.
type paste struct {
	early   bool      // byhand waits for the greeting: all lines are held
	refused time.Time // when a line last failed
	held    []line    // in order
}

// refuse holds lines that were pasted before now.
func (p *paste) refuse() { p.refused = time.Now() }

// drop drops the held lines and returns how many there were.
func (p *paste) drop() int {
	n := len(p.held)
	p.held = nil
	return n
}

// holds reports whether a line that was completed at that time is held or withheld.
func (s *held) holds(at time.Time, pasted bool) bool {
	now := s.client.Now()
	return at.Before(now.Unmet.At) || pasted && (at.Before(now.RefusedAt) || at.Before(s.paste.refused))
}

// holding reports whether the next line will be held. The prompt says so.
func (s *held) holding() bool {
	if s.paste.early {
		return true
	}
	at, pasted, ok := s.opt.Terminal.Ahead()
	return ok && s.holds(at, pasted)
}

// holdPaste holds a line that was pasted before a refusal or a failure. After the last one
// it says how to continue.
func (s *held) holdPaste(l line) bool {
	if !l.Pasted || !s.holds(l.At, true) {
		return false
	}
	s.paste.held = append(s.paste.held, l)
	if !s.lines.more() {
		s.out.Note(fmt.Sprintf("%s of the paste not sent; %s", describe.Lines(len(s.paste.held)), s.wayToSend()))
	}
	return true
}

// wayToSend names the commands that send or drop the held lines.
func (s *held) wayToSend() string {
	if s.batch != nil && len(s.batch.group) > 0 {
		return ":go sends the batch, a second :go sends them; Ctrl-C drops the batch, a second Ctrl-C drops them"
	}
	return ":go sends them, Ctrl-C drops them"
}

// keep adds a line to the history, without its secret.
func (s *held) keep(l line) {
	secret := 0
	switch c := find(l.name); {
	case l.meaning == verbatim:
		secret = s.client.Secret(l.text)
	case c == nil:
		secret = len(l.arg) // an unknown command may take a secret
	case c.Secret != nil:
		secret = c.Secret(l.arg)
	}
	s.policy.keep(s.opt.Recorder.Open(string(l.Text[:len(l.Text)-secret])))
}
