package smtp

import "bytes"

// maxHeld is how much sent behind an unanswered AUTH or DATA is held. Who sends
// more without waiting gets DATA presumed taken and AUTH presumed over.
const maxHeld = 256 << 10

// Sent tells what went out: any bytes, line ends included, of part of a line
// or of many. A line ends with LF, with or without CR; a bare CR is part of it
// (RFC 5321 2.3.8).
func (s *Session) Sent(b []byte) {
	for len(b) > 0 && !s.closed {
		if !s.gated() {
			b = s.read(b)
			continue
		}
		if b = s.hold(b); len(b) > 0 {
			s.Sent(s.presume())
		}
	}
}

// gated reports whether the last command's reply decides what follows it.
func (s *Session) gated() bool {
	n := len(s.queue)
	return n > 0 && s.queue[n-1].gate
}

// hold keeps bytes until the gate's reply is there, and returns what is too
// much.
func (s *Session) hold(b []byte) (rest []byte) {
	if len(s.held) == 0 && s.queue[len(s.queue)-1].verb == "DATA" {
		s.ahead.begin()
	}
	n := min(len(b), maxHeld-len(s.held))
	s.held = append(s.held, b[:n]...)
	s.ahead.feed(b[:n])
	return b[n:]
}

// release returns the held bytes, to be read now that gate is out of the way.
func (s *Session) release(gate command) []byte {
	b := s.held
	s.held, s.ahead, s.hush = nil, guess{}, 0
	if gate.verb == "AUTH" {
		s.hush = len(b)
	}
	return b
}

// presume opens the gate without its reply.
func (s *Session) presume() []byte {
	gate := &s.queue[len(s.queue)-1]
	gate.gate = false
	if gate.verb == "DATA" {
		s.out.begin()
	}
	return s.release(*gate)
}

// read takes one line, or what there is of it, and returns the rest.
func (s *Session) read(b []byte) []byte {
	if s.hush == 0 && !s.hushed {
		if b = s.out.skim(b); len(b) == 0 {
			return b
		}
	}
	line, ending, rest := s.out.next(b)
	s.hushed = s.hushed || s.hush > 0
	s.hush = max(0, s.hush-len(b)+len(rest))
	if ending != "" {
		s.line(line, ending)
		s.hushed = false
	}
	return rest
}

// line takes what was sent for what the phase makes of it.
func (s *Session) line(line []byte, ending string) {
	switch {
	case s.out.text:
		if s.out.ends(line, ending) {
			s.owe(command{verb: ".", last: true})
		}
	case s.asked:
		s.asked = false
		s.cancelled = string(bytes.Trim(line, " \t")) == "*"
		s.answered++
		s.owe(command{verb: "AUTH", gate: true})
	default:
		c := parseCommand(line)
		s.bait = s.bait || s.wary && mayAnswer(line)
		s.wary = s.wary && !known(c.verb)
		s.command(c)
	}
}

// owe puts a command behind those that are not answered yet. Many of the same in
// a row take the room of one.
func (s *Session) owe(c command) {
	s.owed++
	if n := len(s.queue); n > 0 && !c.gate {
		c.more = s.queue[n-1].more
		if s.queue[n-1] == c {
			s.queue[n-1].more++
			return
		}
		c.more = 0
	}
	s.queue = append(s.queue, c)
}

func (s *Session) command(c command) {
	if (s.hushed || s.bait) && !known(c.verb) {
		c.verb = "AUTH" // could be a password: its first word is no label
	}
	s.bait = false
	s.out.octets = c.octets
	if c.gate && c.verb == "AUTH" {
		s.mech, s.step, s.answered, s.cancelled, s.challenge = c.mech, c.step, 0, false, nil
		if c.answer {
			s.answered = 1
		}
	}
	s.owe(c)
}
