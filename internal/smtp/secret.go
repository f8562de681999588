package smtp

import (
	"bytes"
	"slices"
)

// Secret tells how many bytes at the end of a line are secret; it is asked
// before the line, without its ending, is sent. Who has several lines asks a
// Fork, and tells it Sent of one after the other.
//
// Secret are the initial response of AUTH, all of it whatever its syntax, and
// each line sent while AUTH is not over, but for what cannot be one: an empty
// line, "*" and "=" (RFC 4954 4). Where it is not clear what a line will be
// taken for, what could be a secret is one. A message is none.
func (s *Session) Secret(line []byte) int {
	part := &s.out.part
	switch {
	case s.Deciding():
		part = &s.ahead.part // empty while nothing is held
	case s.out.text:
		return 0
	default:
		line = line[min(s.out.octets, int64(len(line))):]
	}
	whole := slices.Concat(part.text, line)
	n := authSecret(whole)
	if s.answering() || s.wary && mayAnswer(whole) {
		n = AnswerSecret(whole)
	}
	return min(n, len(line))
}

// Unfinished returns what was sent of a line that has no end yet.
func (s *Session) Unfinished() []byte {
	if s.Deciding() {
		return s.ahead.part.text
	}
	return s.out.part.text
}

// answering reports whether the next line answers a 334, or could: one that is
// on its way, or one nobody asked for (threats.md T23).
func (s *Session) answering() bool {
	if gate := s.pending.gate(); gate != nil {
		return s.ahead.auth || gate.verb == "AUTH"
	}
	return s.asked || s.bait
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

// mayAnswer reports whether a line that nothing asked for may be an answer to a 334: one
// word that is not a command.
func mayAnswer(line []byte) bool {
	words := fields(line)
	return len(words) == 1 && !known(upper(words[0]))
}

// authSecret is for a line that is a command: all behind the mechanism of an
// AUTH. It takes other signs for blanks where people do ("AUTH=PLAIN x",
// "AUTH:PLAIN x"), and a line end within, which a part line may have.
func authSecret(line []byte) int {
	const verb, seps = "AUTH", " \t\r\n=:"
	line = bytes.TrimLeft(line, " \t")
	if len(line) < len(verb) || !bytes.EqualFold(line[:len(verb)], []byte(verb)) {
		return 0
	}
	mech := bytes.TrimLeft(line[len(verb):], seps)
	if len(mech) == len(line)-len(verb) {
		return AnswerSecret(cutWord(mech)) // "AUTHPLAIN x": some other verb
	}
	rest := mech[wordEnd(mech):]
	if !mechanism(mech[:len(mech)-len(rest)]) {
		rest = mech // "AUTH AHVzZXIAc2VjcmV0": it was forgotten
	}
	return AnswerSecret(bytes.TrimLeft(rest, " \t\r\n"))
}

// wordEnd is where the first word ends.
func wordEnd(b []byte) int {
	if i := bytes.IndexAny(b, " \t\r\n=:"); i >= 0 {
		return i
	}
	return len(b)
}

// cutWord drops the first word and the blanks behind it.
func cutWord(b []byte) []byte { return bytes.TrimLeft(b[wordEnd(b):], " \t\r\n") }

// mechanism reports whether the word looks like the name of one: at most 20
// letters, digits, "-" and "_" (RFC 4422 3.1), typed in one case or as a word.
// Base64 of any length mixes its cases.
func mechanism(word []byte) bool {
	if len(word) > 20 {
		return false
	}
	for _, c := range word {
		if !letter(c) && !digit(c) && c != '-' && c != '_' {
			return false
		}
	}
	if len(word) == 0 || bytes.Equal(word, bytes.ToUpper(word)) {
		return true
	}
	return bytes.Equal(word[1:], bytes.ToLower(word[1:]))
}
