package smtp

// Received tells what came in and returns the replies it completes, each with
// what it answers.
func (s *Session) Received(b []byte) []Answer {
	var answers []Answer
	for _, r := range s.parser.Push(b) {
		answers = append(answers, Answer{r, s.answer(r)})
	}
	return answers
}

// answer finds what r answers and draws the conclusions.
func (s *Session) answer(r Reply) (to string) {
	if r.Code == 0 {
		return ""
	}
	s.bait = r.Code == 334
	switch {
	case !s.greeted:
		s.greeted = true
		return "GREETING"
	case len(s.queue) == 0 && !s.looseEnd(r):
		return ""
	}
	c := s.pop(r)
	if c.left == 0 {
		s.apply(c, r)
		if !s.gated() {
			s.Sent(s.release(c))
		}
	}
	return c.verb
}

// looseEnd deals with a reply in the midst of a message after a lone dot that
// was not between CRLFs: nothing asked for it, unless the server took the dot
// as the end. A 421 may come any time (RFC 5321 3.8) and proves nothing.
func (s *Session) looseEnd(r Reply) bool {
	if !s.out.text || !s.out.loose || r.Code == 421 {
		return false
	}
	s.out.text = false
	s.owe(command{verb: ".", last: true})
	return true
}

// pop takes the command that r answers; left is 0 once all its replies came.
func (s *Session) pop(r Reply) command {
	c := &s.queue[0]
	first := c.left == 0
	c.left = s.expected(*c) - 1
	if first && c.verb == "BDAT" && r.Code/10 == 50 {
		c.left = 0 // x0z speaks of the command (4.2.1), not of the recipients
	}
	popped := *c
	switch {
	case popped.left > 0:
		return popped
	case c.more > 0:
		c.more--
	default:
		s.queue = s.queue[1:]
	}
	s.owed--
	return popped
}

// expected is how many replies c still gets. LMTP answers the end of a message
// once for each recipient it accepted (RFC 2033 4.2, 4.3).
func (s *Session) expected(c command) int {
	switch {
	case c.left > 0:
		return c.left
	case s.LMTP && c.last:
		return max(1, s.rcpts)
	}
	return 1
}

// apply draws the conclusions from the reply to c.
func (s *Session) apply(c command, r Reply) {
	ok := r.Class() == 2
	switch c.verb {
	case "EHLO", "LHLO":
		s.hello(c, r)
	case "HELO":
		if ok {
			s.features = nil
			s.transaction("")
		}
	case "MAIL", "RSET":
		if ok {
			s.transaction(c.path)
			s.envelope.Begun = c.verb == "MAIL"
		}
	case "RCPT":
		if ok {
			s.recipient(c.path)
		}
	case "DATA":
		s.data(c, r)
	case "BDAT":
		s.chunk(r)
	case "AUTH":
		if c.gate {
			s.auth(r)
		}
	case "XCLIENT":
		if r.Code == 220 { // the session starts over, past its greeting
			s.features, s.authenticated, s.challenge = nil, false, nil
			s.transaction("")
		}
	case "QUIT":
		s.quit = s.quit || ok || r.Code == 421
	}
	if c.last {
		s.transaction("")
	}
}

// hello: an accepted EHLO is a RSET too (RFC 5321 4.1.4); a refused one leaves
// nothing to go by.
func (s *Session) hello(c command, r Reply) {
	s.features = nil
	if r.Class() == 2 {
		s.features = features(r)
		s.transaction("")
		s.LMTP = s.LMTP || c.verb == "LHLO"
	}
}

// data: a DATA that was presumed taken has begun its text already.
func (s *Session) data(c command, r Reply) {
	switch {
	case c.gate && r.AsksForText():
		s.out.begin()
	case !r.AsksForText() && len(s.queue) == 0:
		s.out.text = false
	}
}

// chunk: a server that knows BDAT reads all octets before it refuses (RFC 3030
// 2); one that does not know the verb awaits none.
func (s *Session) chunk(r Reply) {
	if (r.Code == 500 || r.Code == 502) && len(s.queue) == 0 {
		s.out.octets = 0
	}
}

// auth: a 334 asks for one more line, any other reply ends the exchange (RFC
// 4954 4).
func (s *Session) auth(r Reply) {
	s.asked = r.Code == 334
	s.authenticated = s.authenticated || Answer{r, "AUTH"}.Verdict() == Accepted
	s.wary = !s.asked && !s.cancelled && s.answered < Answers(s.mech)
	if s.asked {
		s.step++
		s.challenge = []byte(r.Text())
	}
}
