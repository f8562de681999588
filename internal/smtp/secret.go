package smtp

import (
	"bytes"
	"slices"
)

// Secret returns how many bytes at the end of a line are secret. Call it before Sent,
// with the line without its ending. For several lines, use a Fork and call Secret and
// Sent for each of them.
//
// Everything after the mechanism of an AUTH is secret. So is each line sent until AUTH is
// finished, except an empty line, "*" and "=" (RFC 4954 4). If it is not clear how the
// server interprets a line, everything that could be a secret is one. A message is not
// secret.
func (s *Session) Secret(line []byte) int {
	part := &s.out.part
	switch {
	case s.DependsOnReply():
		part = &s.ahead.part // empty if nothing is held
	case s.out.text:
		return 0
	default:
		line = line[min(s.out.octets, int64(len(line))):]
	}
	whole := slices.Concat(part.text, line)
	n := authSecret(whole)
	if s.mayExpectAnswer() || s.endedEarly && mayAnswer(whole) {
		n = AnswerSecret(whole)
	}
	return min(n, len(line))
}

// Unfinished returns the line that was sent without its ending so far.
func (s *Session) Unfinished() []byte {
	if s.DependsOnReply() {
		return s.ahead.part.text
	}
	return s.out.part.text
}

// mayExpectAnswer reports whether the next line answers a 334, or may answer one: one that is
// not received yet, or an unsolicited one (SECURITY.md, T23).
func (s *Session) mayExpectAnswer() bool {
	if last := s.pending.lastDeciding(); last != nil {
		return s.ahead.auth || last.verb == "AUTH"
	}
	return s.asked || s.after334
}

// AnswerSecret returns how many bytes of an answer to a challenge are secret: all,
// unless it is empty, "*" or "=", which carry none. In ManageSieve it can be quoted.
func AnswerSecret(line []byte) int {
	switch string(bytes.Trim(line, " \t\"")) {
	case "", "*", "=":
		return 0
	}
	return len(line)
}

// mayAnswer reports whether a line may be an answer although no 334 asked for it: one
// word that is not a command.
func mayAnswer(line []byte) bool {
	words := splitWords(line)
	return len(words) == 1 && !isKnownVerb(upperVerb(words[0]))
}

// authSecret returns how many bytes follow the mechanism in an AUTH command. It allows
// the separators that people type instead of spaces ("AUTH=PLAIN x", "AUTH:PLAIN x"), and
// line endings, which an unfinished line may contain.
func authSecret(line []byte) int {
	const verb, seps = "AUTH", " \t\r\n=:"
	line = bytes.TrimLeft(line, " \t")
	if len(line) < len(verb) || !bytes.EqualFold(line[:len(verb)], []byte(verb)) {
		return 0
	}
	mech := bytes.TrimLeft(line[len(verb):], seps)
	if len(mech) == len(line)-len(verb) {
		return AnswerSecret(skipWord(mech)) // "AUTHPLAIN x": another verb
	}
	rest := mech[wordEnd(mech):]
	if !isMechanism(mech[:len(mech)-len(rest)]) {
		rest = mech // "AUTH AHVzZXIAc2VjcmV0": the user forgot it
	}
	return AnswerSecret(bytes.TrimLeft(rest, " \t\r\n"))
}

// wordEnd returns the length of the first word.
func wordEnd(b []byte) int {
	if i := bytes.IndexAny(b, " \t\r\n=:"); i >= 0 {
		return i
	}
	return len(b)
}

// skipWord removes the first word and the spaces after it.
func skipWord(b []byte) []byte { return bytes.TrimLeft(b[wordEnd(b):], " \t\r\n") }

// isMechanism reports whether a word looks like the name of a mechanism: at most 20
// letters, digits, "-" and "_" (RFC 4422 3.1), in upper case, lower case or capitalized.
// Base64 mixes upper and lower case.
func isMechanism(word []byte) bool {
	if len(word) > 20 {
		return false
	}
	for _, c := range word {
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	if len(word) == 0 || bytes.Equal(word, bytes.ToUpper(word)) {
		return true
	}
	return bytes.Equal(word[1:], bytes.ToLower(word[1:]))
}
