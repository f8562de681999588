package repl

import (
	"fmt"
	"strings"
)

// parseLogin parses the argument of :auth and :answer:
//
//	[--clear] [--as WHO] [MECH] [USER]
//
// A single word with an "@" is a user name: no mechanism contains one.
func parseLogin(s *Session, name, arg string) (l login, err error) {
	l = login{Session: s, command: name}
	given := splitWords(arg)
	for len(given) > 0 && strings.HasPrefix(given[0], "--") {
		option := given[0]
		if given = given[1:]; option == "--" {
			break
		}
		switch {
		case option == "--clear":
			l.clear = true
		case option == "--as" && len(given) > 0:
			l.authorize, given = given[0], given[1:]
		case option == "--as":
			return l, usage(name, "--as needs a user name")
		default:
			return l, usage(name, fmt.Sprintf("unknown option %q", option))
		}
	}
	if name == "auth" && len(given) > 0 && (len(given) > 1 || !strings.Contains(given[0], "@")) {
		l.mechanism, given = given[0], given[1:]
	}
	if len(given) > 1 {
		return l, usage(name, "only one user name is allowed; byhand asks for the secret, hidden")
	}
	if len(given) == 1 {
		l.name = given[0]
	}
	return l, nil
}

// record records the login with its last arguments, so that a replay can repeat it.
func (s login) record(last ...string) {
	words := []string{s.command}
	if s.authorize != "" {
		words = append(words, "--as", s.authorize)
	}
	noteCommand(s.Session, append(words, last...)...)
}
