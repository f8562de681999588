package repl

import (
	"byhand/internal/describe"
	"fmt"
	"time"
)

// paste holds the rest of a paste after a refusal or a failure, until the user decides. The
// lines may have been meant for another connection, or for an encrypted one.
type paste struct {
	early   bool      // byhand waits for the greeting, and holds all lines
	refused time.Time // when a line was last refused or failed
	lines   []line    // in order
}

// refuse makes byhand hold the lines that were pasted before now.
func (p *paste) refuse() { p.refused = time.Now() }

// drop drops the held lines and returns how many there were.
func (p *paste) drop() int {
	n := len(p.lines)
	p.lines = nil
	return n
}

// mustHold reports whether byhand holds or withholds a line that was completed at that time.
func (s *held) mustHold(at time.Time, pasted bool) bool {
	now := s.client.Snapshot()
	return at.Before(now.Unrequested.At) || pasted && (at.Before(now.RefusedAt) || at.Before(s.paste.refused))
}

// willHold reports whether byhand will hold the next line. The prompt then shows "held".
func (s *held) willHold() bool {
	if s.paste.early {
		return true
	}
	at, pasted, ok := s.opt.Terminal.NextQueued()
	return ok && s.mustHold(at, pasted)
}

// holdPaste holds a line that was pasted before a refusal or a failure, and reports whether
// it did. After the last one it tells the user how to continue.
func (s *held) holdPaste(l line) bool {
	if !l.Pasted || !s.mustHold(l.At, true) {
		return false
	}
	s.paste.lines = append(s.paste.lines, l)
	if !s.lines.hasMore() {
		s.out.Note(fmt.Sprintf("%s of the paste not sent; %s", describe.Lines(len(s.paste.lines)), s.howToSend()))
	}
	return true
}

// howToSend names the commands that send or drop the held lines.
func (s *held) howToSend() string {
	if s.batch != nil && len(s.batch.group) > 0 {
		return ":go sends the batch, a second :go sends them; Ctrl-C drops the batch, a second Ctrl-C drops them"
	}
	return ":go sends them, Ctrl-C drops them"
}

// addToHistory adds a line to the history without its secret.
func (s *held) addToHistory(l line) {
	secret := 0
	switch c := find(l.name); {
	case l.meaning == verbatim:
		secret = s.client.Secret(l.text)
	case c == nil:
		secret = len(l.arg) // an unknown command may take a secret
	case c.Secret != nil:
		secret = c.Secret(l.arg)
	}
	s.policy.addToHistory(s.opt.Recorder.CutAtSecret(string(l.Text[:len(l.Text)-secret])))
}
