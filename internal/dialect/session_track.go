package dialect

import (
	"bytes"
	"slices"
	"strings"
)

// split cuts b into pieces, or into whole lines where there are no literals.
func (s *session) split(stream *pieces, b []byte, ended func(piece)) {
	if s.literals != noLiterals {
		stream.push(b, ended)
		return
	}
	eachLine(&stream.line, b, func(line []byte) { ended(piece{text: line, size: -1}) })
}

// trackSent handles the commands and answers in b. It calls refine for each new command;
// refine may change the request.
func (s *session) trackSent(b []byte, refine func(*request, piece)) {
	s.split(&s.out, b, func(p piece) {
		switch now := s.newest(); {
		case p.continues:
			s.trackContinuation(p)
		case s.isLoggingIn():
			s.exchange.recordAnswer(p.text)
		case now.until != "" && strings.EqualFold(string(p.text), now.until):
		default:
			one := s.parseCommand(p)
			refine(&one, p)
			s.pending, s.sending, s.repliedEarly = append(s.pending, one), one, false
		}
		if p.size < 0 || p.waits {
			s.continueAsked = false
		}
	})
}

// parseCommand handles the first piece of a command.
func (s *session) parseCommand(p piece) request {
	all := words(p.text, s.verbAt+2)
	one := request{tag: string(bytes.TrimSpace(p.text)), verb: all[s.verbAt]}
	if fields := bytes.Fields(p.text); len(fields) > 0 {
		one.tag = string(fields[0])
	}
	s.last = lastReply{}
	s.noteCommand(one.verb)
	if one.secret = s.isVerbOf(one.verb, s.auth); one.secret {
		s.exchange.start(all[s.verbAt+1], afterWords(p.text, s.verbAt+2))
	}
	return one
}

// trackContinuation handles a piece of the newest command that follows a literal.
func (s *session) trackContinuation(p piece) {
	if s.repliedEarly {
		s.out.waits = false // the server will not ask for it, so it follows at once
	}
	if p.size < 0 && len(s.pending) > 0 && !s.isLoggingIn() {
		s.pending[len(s.pending)-1].secret = false // its last argument was sent
	}
}

// trackReceived handles the responses in b. It calls whole with the first line and the last
// piece of each complete response, and returns the replies.
func (s *session) trackReceived(b []byte, whole func(line []byte, end piece) (Reply, bool)) (answers []Reply) {
	s.split(&s.in, b, func(p piece) {
		if !p.continues {
			s.line = append(s.line[:0], p.text...)
		}
		if p.size < 0 {
			if a, ok := whole(s.line, p); ok {
				answers = append(answers, a)
			}
		}
	})
	return answers
}

// handleGreeting handles the greeting.
func (s *session) handleGreeting(word string, line []byte) (Reply, bool) {
	s.greeted = true
	return wordReply("GREETING", word, line), true
}

// handleContinue handles a request for the rest of the newest command. During a login it is
// a challenge.
func (s *session) handleContinue(challenge, line []byte) (Reply, bool) {
	s.continueAsked = true
	if s.isLoggingIn() {
		s.exchange.setChallenge(challenge)
	}
	return wordReply(s.newest().verb, "+", line), true
}

// complete ends a command.
func (s *session) complete(i int, word string, line []byte) Reply {
	done, isNewest := s.pending[i], i == len(s.pending)-1
	a := wordReply(done.verb, word, line)
	if s.isVerbOf(done.verb, s.auth) {
		a.Unrequested = s.exchange.finish(word == s.ok, s.verbAt)
	}
	if isNewest {
		s.dropUnsent(&a)
	}
	s.pending = slices.Delete(slices.Clone(s.pending), i, i+1)
	s.last = lastReply{done.verb, word}
	s.finished = s.finished || done.verb == s.quit && word == s.ok
	return a
}

// dropUnsent handles a reply to the newest command that arrives before all of the command was
// sent. If the server has not asked for the literal, it does not read it, so the rest must
// not be sent. If it has, it must read the literal, so the rest follows (RFC 9051 4.3). A
// ManageSieve server never asks for one: it has no literals like "{5}" (RFC 5804 4).
func (s *session) dropUnsent(a *Reply) {
	unread := s.out.inside && s.out.waits && (!s.continueAsked || s.literals == immediate)
	if unread {
		a.Unrequested = literal(s.out)
	}
	if s.repliedEarly = s.out.inside && !unread; s.repliedEarly {
		s.out.waits = false
	} else {
		s.out = pieces{line: s.out.line}
	}
	s.continueAsked = false
}
