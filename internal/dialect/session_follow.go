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

// send follows the commands and answers in b. It calls begun for each new command, which
// may change the request.
func (s *session) send(b []byte, begun func(*request, piece)) {
	s.split(&s.out, b, func(p piece) {
		switch now := s.newest(); {
		case p.continues:
			s.continued(p)
		case s.isLoggingIn():
			s.exchange.answered(p.text)
		case now.until != "" && strings.EqualFold(string(p.text), now.until):
		default:
			one := s.begin(p)
			begun(&one, p)
			s.pending, s.sending, s.early = append(s.pending, one), one, false
		}
		if p.size < 0 || p.waits {
			s.asked = false
		}
	})
}

// begin takes the first piece of a command.
func (s *session) begin(p piece) request {
	all := words(p.text, s.verbAt+2)
	one := request{tag: string(bytes.TrimSpace(p.text)), verb: all[s.verbAt]}
	if fields := bytes.Fields(p.text); len(fields) > 0 {
		one.tag = string(fields[0])
	}
	s.last = lastReply{}
	s.noteCommand(one.verb)
	if one.secret = s.isVerbOf(one.verb, s.auth); one.secret {
		s.exchange.begin(all[s.verbAt+1], afterWords(p.text, s.verbAt+2))
	}
	return one
}

// continued takes a piece of the newest command after a literal.
func (s *session) continued(p piece) {
	if s.early {
		s.out.waits = false // the server will not ask for it, so it follows at once
	}
	if p.size < 0 && len(s.pending) > 0 && !s.isLoggingIn() {
		s.pending[len(s.pending)-1].secret = false // its last argument was sent
	}
}

// receive follows the responses in b. It calls whole with the first line and the last
// piece of each one that is complete, and returns the answers.
func (s *session) receive(b []byte, whole func(line []byte, end piece) (Reply, bool)) (answers []Reply) {
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

// greet takes the greeting.
func (s *session) greet(word string, line []byte) (Reply, bool) {
	s.greeted = true
	return wordReply("GREETING", word, line), true
}

// askedForMore takes a request for the rest of the newest command. During a login it is
// a challenge.
func (s *session) askedForMore(challenge, line []byte) (Reply, bool) {
	s.asked = true
	if s.isLoggingIn() {
		s.exchange.challenge(challenge)
	}
	return wordReply(s.newest().verb, "+", line), true
}

// complete ends a command.
func (s *session) complete(i int, word string, line []byte) Reply {
	done, isNewest := s.pending[i], i == len(s.pending)-1
	a := wordReply(done.verb, word, line)
	if s.isVerbOf(done.verb, s.auth) {
		a.Unrequested = s.exchange.conclude(word == s.ok, s.verbAt)
	}
	if isNewest {
		s.abandon(&a)
	}
	s.pending = slices.Delete(slices.Clone(s.pending), i, i+1)
	s.last = lastReply{done.verb, word}
	s.finished = s.finished || done.verb == s.quit && word == s.ok
	return a
}

// abandon handles the part of the newest command that was not sent before its reply. The
// server does not read a literal that it did not ask for, but has to read one that it
// asked for (RFC 9051 4.3). ManageSieve has no literals like "{5}" (RFC 5804 4).
func (s *session) abandon(a *Reply) {
	unread := s.out.inside && s.out.waits && (!s.asked || s.literals == immediate)
	if unread {
		a.Unrequested = literal(s.out)
	}
	if s.early = s.out.inside && !unread; s.early {
		s.out.waits = false
	} else {
		s.out = pieces{line: s.out.line}
	}
	s.asked = false
}
