package repl

import (
	"bytes"
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/smtp"
)

// hush is how long a greeting may be missing before that is worth a word. To
// make strangers wait for 20 seconds is a usual trap for spam.
const hush = 5 * time.Second

// awaitGreeting tells, once, that no greeting comes or that it does not end; the session waits on. The
// lock is held.
func (s *Session) awaitGreeting() {
	after := s.opt.Hush
	if after == 0 {
		after = hush
	}
	s.hush = time.AfterFunc(after, func() {
		defer s.guard()
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.end == nil && s.dialect.Phase() == smtp.Greeting {
			s.view.Notes(s.silence(after))
		}
	})
}

// silence says what a missing greeting may mean.
func (s *Session) silence(after time.Duration) []string {
	if why := s.tail.unfinished(); why != "" {
		return []string{fmt.Sprintf("the greeting is unfinished after %v: %s; byhand waits on", after, why)}
	}
	words := fmt.Sprintf("connected, but no greeting after %v; some servers make strangers wait for 20 s, and byhand waits on", after)
	if s.target.TLS {
		return []string{words}
	}
	return []string{words, "hint: " + s.tryTLS()}
}

// tryTLS names the command for a port that wants TLS from the first byte.
func (s *Session) tryTLS() string {
	return "a port that wants TLS from the first byte keeps silent: " + s.reach(s.target, "--tls")
}

// tellTLS points out that the server speaks TLS where nobody began it: a record
// of its begins with its kind and 3 (RFC 8446 5.1).
func (s *Session) tellTLS(e conn.Event) {
	if e.Secure || !bytes.HasPrefix(e.Line, []byte("\x15\x03")) && !bytes.HasPrefix(e.Line, []byte("\x16\x03")) {
		return
	}
	s.view.Note("hint: that is TLS, not text: " + s.reach(s.target, "--tls"))
}

func (s *Session) stopHush() {
	if s.hush != nil {
		s.hush.Stop()
		s.hush = nil
	}
}
