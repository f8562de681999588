package practice

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// mechanisms, in the order of the EHLO line. A function gets the initial
// response, if there was one.
var mechanisms = []struct {
	name string
	run  func(s *session, initial []string)
}{
	{"PLAIN", (*session).authPLAIN},
	{"LOGIN", (*session).authLOGIN},
	{"CRAM-MD5", (*session).authCRAMMD5},
}

func (s *session) cmdAUTH(arg string) {
	words := strings.Fields(arg)
	if len(words) < 1 || len(words) > 2 {
		s.usage("AUTH")
		return
	}
	for _, m := range mechanisms {
		if strings.EqualFold(m.name, words[0]) {
			m.run(s, words[1:])
			return
		}
	}
	s.say(unknownMechanism)
}

// authPLAIN is RFC 4616: whom to act as, NUL, user, NUL, password.
func (s *session) authPLAIN(initial []string) {
	answer, ok := s.first(initial, askAnything)
	if !ok {
		return
	}
	parts := strings.Split(answer, "\x00")
	if len(parts) != 3 {
		s.say(badAnswer, "NUL, user name, NUL, password")
		return
	}
	self := parts[0] == "" || parts[0] == parts[1]
	s.login(parts[1], self && slices.Equal(parts[1:], []string{User, Password}))
}

// authLOGIN is draft-murchison-sasl-login, with the questions of the wild.
func (s *session) authLOGIN(initial []string) {
	user, ok := s.first(initial, askUser)
	if !ok {
		return
	}
	if password, ok := s.ask(askPassword); ok {
		s.login(user, user == User && password == Password)
	}
}

// authCRAMMD5 is RFC 2195. The server speaks first, so there is no initial
// response (RFC 4954 4).
func (s *session) authCRAMMD5(initial []string) {
	if len(initial) > 0 {
		s.say(challengeFirst)
		return
	}
	challenge := "<" + rand.Text() + "@" + hostName + ">"
	answer, ok := s.ask(askChallenge, base64.StdEncoding.EncodeToString([]byte(challenge)))
	if !ok {
		return
	}
	user, digest, _ := strings.Cut(answer, " ")
	sum, err := hex.DecodeString(digest)
	if err != nil || len(sum) != md5.Size {
		s.say(badAnswer, "user name, blank, 32 hex digits")
		return
	}
	mac := hmac.New(md5.New, []byte(Password))
	mac.Write([]byte(challenge))
	s.login(user, user == User && hmac.Equal(sum, mac.Sum(nil)))
}

func (s *session) login(user string, ok bool) {
	if s.misbehaves(ByUser, user) {
		return
	}
	if !ok {
		s.say(wrongPassword)
		return
	}
	s.msg.User, s.phase = User, ready
	s.say(okLogin)
}

// first is the initial response, or the answer to a first question. A lone =
// is an empty one (RFC 4954 4).
func (s *session) first(initial []string, question replyID) (string, bool) {
	if len(initial) == 0 {
		return s.ask(question)
	}
	if initial[0] == "=" {
		return "", true
	}
	return s.decode(initial[0])
}

// ask puts a question and reads the answer; false means that the exchange is
// over and has been answered.
func (s *session) ask(question replyID, args ...any) (string, bool) {
	s.say(question, args...)
	line, err := s.readLine()
	if line = strings.Trim(line, " \t"); line == "*" {
		s.say(authCancelled)
		return "", false
	}
	switch err {
	case nil:
		return s.decode(line)
	case errTooLong:
		s.say(lineTooLong)
	default:
		s.lost(err)
	}
	return "", false
}

func (s *session) decode(text string) (string, bool) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.Contains(text, "\r") { // Go skips over a CR
		s.say(badBase64)
		return "", false
	}
	return string(b), true
}
