package smtp

// maxHeld is how many bytes are held until the reply to AUTH or DATA. If the client
// sends more without waiting, DATA counts as accepted and AUTH as finished.
const maxHeld = 256 << 10

// Sent takes bytes that were sent, line endings included: part of a line or many. A
// line ends with LF, with or without CR; a bare CR is part of it (RFC 5321 2.3.8).
func (s *Session) Sent(b []byte) {
	for len(b) > 0 && !s.closed {
		last := s.pending.lastDeciding()
		if last == nil {
			b = s.read(b)
			continue
		}
		if b = s.hold(last, b); len(b) > 0 {
			s.Sent(s.assumeAccepted(last))
		}
	}
}

// hold keeps bytes until the reply to the last command, and returns what exceeds maxHeld.
func (s *Session) hold(last *command, b []byte) (rest []byte) {
	if len(s.held) == 0 && last.verb == "DATA" {
		s.ahead.begin()
	}
	n := min(len(b), maxHeld-len(s.held))
	s.held = append(s.held, b[:n]...)
	s.ahead.feed(b[:n])
	return b[n:]
}

// release returns the held bytes, which can be read after the reply to the last command.
func (s *Session) release(last command) []byte {
	b := s.held
	s.held, s.ahead, s.suspect.left = nil, lookahead{}, 0
	if last.verb == "AUTH" {
		s.suspect.left = len(b)
	}
	return b
}

// assumeAccepted treats the last command as accepted, and returns the held bytes.
func (s *Session) assumeAccepted(last *command) []byte {
	last.decidesNext = false
	if last.verb == "DATA" {
		s.out.begin()
	}
	return s.release(*last)
}

// afterAuth tracks the bytes that were held after AUTH: each line that begins among them
// may be an answer.
type afterAuth struct {
	left   int  // how many of those bytes are not read yet
	inLine bool // the line that is being read began among them
}

func (a *afterAuth) read(n int) {
	a.inLine = a.inLine || a.left > 0
	a.left = max(0, a.left-n)
}

// read takes one line, or what there is of it, and returns the bytes after it.
func (s *Session) read(b []byte) []byte {
	if s.suspect == (afterAuth{}) {
		if b = s.out.skipLines(b); len(b) == 0 {
			return b
		}
	}
	line, ending, rest := s.out.next(b)
	s.suspect.read(len(b) - len(rest))
	if ending != "" {
		s.takeLine(line, ending)
		s.suspect.inLine = false
	}
	return rest
}

// takeLine interprets a whole line according to the phase.
func (s *Session) takeLine(line []byte, ending string) {
	switch {
	case s.out.text:
		if s.out.ends(line, ending) {
			s.pending.add(command{verb: ".", endsMessage: true})
		}
	case s.asked:
		s.login.trackAnswer(line)
		s.pending.add(command{verb: "AUTH", decidesNext: true})
	default:
		c := parseCommand(line)
		if isSuspect := s.login.trackCommand(c, line); (isSuspect || s.suspect.inLine) && !isKnownVerb(c.verb) {
			c.verb = "AUTH" // its first word could be a password, so it must not be a label
		}
		s.out.octets = c.octets
		s.pending.add(c)
	}
}
