package repl

import (
	"fmt"
	"strings"
)

// wanted is how the user wants to log in.
type wanted struct {
	command         string // "auth", "answer"
	clear           bool   // send a secret unencrypted without asking
	authorize       string // the user to act as; "": the same user
	mechanism, name string // "" where byhand chooses or asks
}

// parseLogin reads the argument of :auth and :answer:
//
//	[--clear] [--as WHO] [MECH] [USER]
//
// A single word with an "@" is a user name: no mechanism contains one.
func parseLogin(name, arg string) (w wanted, err error) {
	w.command = name
	given := words(arg)
	for ended := false; !ended && len(given) > 0 && strings.HasPrefix(given[0], "--"); {
		switch option := given[0]; {
		case option == "--":
			ended = true
		case option == "--clear":
			w.clear = true
		case option == "--as" && len(given) > 1:
			w.authorize, given = given[1], given[1:]
		case option == "--as":
			return w, usage(name, "--as needs a user name")
		default:
			return w, usage(name, fmt.Sprintf("unknown option %q", option))
		}
		given = given[1:]
	}
	if name == "auth" && len(given) > 0 && (len(given) > 1 || !strings.Contains(given[0], "@")) {
		w.mechanism, given = given[0], given[1:]
	}
	if len(given) > 1 {
		return w, usage(name, "only one user name is allowed; byhand asks for the secret, hidden")
	}
	if len(given) == 1 {
		w.name = given[0]
	}
	return w, nil
}

// note records the login, so that a replay can repeat it.
func (s login) note(of ...string) {
	words := []string{s.command}
	if s.authorize != "" {
		words = append(words, "--as", s.authorize)
	}
	noteCommand(s.Session, append(words, of...)...)
}
