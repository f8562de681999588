package smtp

// Received takes bytes that were received. It returns the replies that they complete,
// each with the command that it belongs to.
func (s *Session) Received(b []byte) []MatchedReply {
	var all []MatchedReply
	for _, r := range s.parser.Push(b) {
		all = append(all, MatchedReply{r, s.matchReply(r)})
	}
	return all
}

// matchReply returns the verb of the command that r belongs to, and applies r.
func (s *Session) matchReply(r Reply) (verb string) {
	if r.Code == 0 {
		return ""
	}
	s.after334 = r.Code == 334
	switch {
	case !s.greeted:
		s.greeted = true
		return "GREETING"
	case len(s.pending.commands) == 0 && !s.endsText(r):
		return ""
	}
	c := s.pending.pop(s.repliesLeft(s.pending.commands[0], r))
	if c.repliesLeft == 0 {
		s.apply(c, r)
		if !s.DependsOnReply() {
			s.Sent(s.release(c))
		}
	}
	return c.verb
}

// endsText handles a reply in the middle of a message, after a dot on its own line that
// was not between CRLFs. The reply is unsolicited, unless the server accepted the dot as the
// end. A 421 may come at any time (RFC 5321 3.8) and proves nothing.
func (s *Session) endsText(r Reply) bool {
	if !s.out.text || !s.out.oddDot || r.Code == 421 {
		return false
	}
	s.out.text = false
	s.pending.add(command{verb: ".", endsMessage: true})
	return true
}

// repliesLeft returns how many replies to c follow r.
func (s *Session) repliesLeft(c command, r Reply) int {
	if c.repliesLeft == 0 && c.verb == "BDAT" && r.Code/10 == 50 {
		return 0 // x0z is about the command (RFC 5321 4.2.1), not about the recipients
	}
	return s.expected(c) - 1
}

// expected returns how many replies c still gets. An LMTP server sends one for each
// accepted recipient at the end of a message (RFC 2033 4.2, 4.3).
func (s *Session) expected(c command) int {
	switch {
	case c.repliesLeft > 0:
		return c.repliesLeft
	case s.LMTP && c.endsMessage:
		return max(1, s.recipients)
	}
	return 1
}

// apply changes the state by the reply to c.
func (s *Session) apply(c command, r Reply) {
	accepted := r.Class() == 2
	switch c.verb {
	case "EHLO", "LHLO", "HELO":
		s.applyHello(c, r)
	case "MAIL", "RSET":
		if accepted {
			s.transaction = transaction{envelope: Envelope{Begun: c.verb == "MAIL", From: c.path}}
		}
	case "RCPT":
		if accepted {
			s.accept(c.path)
		}
	case "DATA":
		s.applyData(c, r)
	case "BDAT":
		s.applyChunk(r)
	case "AUTH":
		if c.decidesNext {
			s.login.trackReply(r)
			s.authenticated = s.authenticated || MatchedReply{r, "AUTH"}.Verdict() == Accepted
		}
	case "XCLIENT":
		if r.Code == 220 { // the session starts over, after its greeting
			s.features, s.authenticated, s.challenge, s.transaction = nil, false, nil, transaction{}
		}
	case "QUIT":
		s.quit = s.quit || accepted || r.Code == 421
	}
	if c.endsMessage {
		s.transaction = transaction{}
	}
}

// applyHello takes the reply to EHLO, LHLO or HELO. If accepted, it is an RSET too (RFC 5321
// 4.1.4). A refused EHLO leaves no features, and a refused HELO changes nothing.
func (s *Session) applyHello(c command, r Reply) {
	accepted := r.Class() == 2
	if accepted || c.verb != "HELO" {
		s.features = nil
	}
	if !accepted {
		return
	}
	s.transaction = transaction{}
	if c.verb != "HELO" {
		s.features = parseFeatures(r)
	}
	s.LMTP = s.LMTP || c.verb == "LHLO"
}

// applyData takes the reply to DATA. After assumeAccepted the text has begun already.
func (s *Session) applyData(c command, r Reply) {
	switch {
	case c.decidesNext && r.AsksForText():
		s.out.begin()
	case !r.AsksForText() && len(s.pending.commands) == 0:
		s.out.text = false
	}
}

// applyChunk takes the reply to BDAT. A server that knows BDAT reads all octets before it
// refuses (RFC 3030 2); one that does not know the verb reads none.
func (s *Session) applyChunk(r Reply) {
	if (r.Code == 500 || r.Code == 502) && len(s.pending.commands) == 0 {
		s.out.octets = 0
	}
}
