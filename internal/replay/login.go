package replay

import (
	"encoding/base64"
	"fmt"
	"strings"

	"byhand/internal/redact"
	"byhand/internal/sasl"
)

// fitsOneChallenge reports whether the answers of a mechanism fit only one challenge, so that they
// must not be sent again.
func fitsOneChallenge(mechanism string) bool {
	m, _ := sasl.Find(mechanism)
	return mechanism != "" && !m.Repeatable
}

// isEmpty reports whether an answer contains nothing, so that it may be sent again.
func isEmpty(answer string) bool {
	switch strings.Trim(answer, " \t\"") {
	case "", "*", "=":
		return true
	}
	return false
}

// parseLogin reports whether a line begins a login: AUTH PLAIN, in IMAP a1 AUTHENTICATE PLAIN,
// in ManageSieve AUTHENTICATE "PLAIN". It returns the mechanism in upper case and the
// initial response, each "" if there is none.
func parseLogin(line string) (mechanism, initial string, ok bool) {
	words := commandWords(line)
	if len(words) == 0 || words[0] != "AUTH" && words[0] != "AUTHENTICATE" {
		return "", "", false
	}
	if len(words) > 1 {
		mechanism = strings.ToUpper(strings.Trim(words[1], `"`))
	}
	if len(words) > 2 && !isEmpty(words[2]) {
		initial = words[2]
	}
	return mechanism, initial, true
}

// userNameIn returns the user name in the answer to a challenge; "" if it is not known.
func userNameIn(mechanism, answer string) string {
	text, err := base64.StdEncoding.DecodeString(strings.Trim(answer, `"`))
	if _, ok := sasl.Find(mechanism); !ok || err != nil {
		return ""
	}
	return redact.UserName(text)
}

// colonCommand writes a colon-command. It omits words that cannot be written in one: byhand asks
// for them.
func colonCommand(words ...string) string {
	out := words[0]
	for _, word := range words[1:] {
		switch {
		case word == "" || strings.ContainsAny(word, "\"\r\n"):
		case strings.ContainsAny(word, " \t"):
			out += ` "` + word + `"`
		default:
			out += " " + word
		}
	}
	return out
}

// replaceUser puts another user into a command that has a user name or a password: USER and
// PASS of POP3, LOGIN of IMAP. It reports whether the command is one of them.
func (p *planner) replaceUser(step *Step) bool {
	tag, _, _ := strings.Cut(string(step.Line), " ")
	switch words := commandWords(string(step.Line)); {
	case len(words) == 2 && words[0] == "USER":
		step.Line = []byte("USER " + p.user)
	case len(words) >= 2 && words[0] == "PASS":
		step.Line, step.Secret = []byte("PASS "), true
	case len(words) >= 3 && words[0] == "LOGIN":
		step.Line, step.Secret = fmt.Appendf(nil, "%s LOGIN %q ", tag, p.user), true
	default:
		return false
	}
	return true
}
