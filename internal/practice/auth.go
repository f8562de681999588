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

// mechanisms, in the order of the EHLO line. check gets the initial response, if
// there is one. It returns the user name, and whether the password is right.
var mechanisms = []struct {
	name  string
	check func(w *wire, initial []string) (user string, right bool, err error)
}{
	{"PLAIN", checkPLAIN},
	{"LOGIN", checkLOGIN},
	{"CRAM-MD5", checkCRAMMD5},
}

func (s *session) cmdAUTH(arg string) reply {
	words := strings.Fields(arg)
	if len(words) > 2 {
		return badSyntax
	}
	for _, m := range mechanisms {
		if strings.EqualFold(m.name, words[0]) {
			user, right, err := m.check(&s.wire, words[1:])
			if err != nil {
				return s.replyToError(err)
			}
			return s.login(user, right)
		}
	}
	return unknownMechanism
}

func (s *session) login(user string, right bool) reply {
	if sc := findScenario(ByUser, user); sc != nil {
		return sc.play(s)
	}
	if !right {
		return wrongPassword
	}
	s.msg.User, s.phase = User, ready
	return okLogin
}

// checkPLAIN is RFC 4616: authorization identity, NUL, user, NUL, password.
func checkPLAIN(w *wire, initial []string) (string, bool, error) {
	answer, err := w.askUnless(initial, askAnything)
	if err != nil {
		return "", false, err
	}
	parts := strings.Split(answer, "\x00")
	if len(parts) != 3 {
		return "", false, badAnswer.with("NUL, user name, NUL, password")
	}
	self := parts[0] == "" || parts[0] == parts[1]
	return parts[1], self && slices.Equal(parts[1:], []string{User, Password}), nil
}

// checkLOGIN is draft-murchison-sasl-login, with the questions that servers use.
func checkLOGIN(w *wire, initial []string) (string, bool, error) {
	user, err := w.askUnless(initial, askUser)
	if err != nil {
		return "", false, err
	}
	password, err := w.ask(askPassword)
	return user, user == User && password == Password, err
}

// checkCRAMMD5 is RFC 2195. The server sends the first challenge, so there is no
// initial response (RFC 4954 4).
func checkCRAMMD5(w *wire, initial []string) (string, bool, error) {
	if len(initial) > 0 {
		return "", false, challengeFirst
	}
	challenge := "<" + rand.Text() + "@" + hostName + ">"
	answer, err := w.ask(askChallenge.with(base64.StdEncoding.EncodeToString([]byte(challenge))))
	if err != nil {
		return "", false, err
	}
	user, digest, _ := strings.Cut(answer, " ")
	sum, err := hex.DecodeString(digest)
	if err != nil || len(sum) != md5.Size {
		return "", false, badAnswer.with("user name, space, 32 hex digits")
	}
	mac := hmac.New(md5.New, []byte(Password))
	mac.Write([]byte(challenge))
	return user, user == User && hmac.Equal(sum, mac.Sum(nil)), nil
}
