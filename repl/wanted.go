package repl

import (
	"fmt"
	"strings"
)

// wanted is how somebody asked to log in.
type wanted struct {
	command         string // "auth", "answer"
	clear           bool   // send a secret over an open line without asking
	authorize       string // act as somebody else
	mechanism, name string // "" where byhand is to find out
}

// parseLogin reads the argument of :auth and :answer:
//
//	[--clear] [--as WHO] [MECH] [USER]
//
// One word alone is a user if it has an "@", as no mechanism has.
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
			return w, usage(name, "--as whom?")
		default:
			return w, usage(name, fmt.Sprintf("no option %q", option))
		}
		given = given[1:]
	}
	if name == "auth" && len(given) > 0 && (len(given) > 1 || !strings.Contains(given[0], "@")) {
		w.mechanism, given = given[0], given[1:]
	}
	if len(given) > 1 {
		return w, usage(name, "one user name; a secret is never part of the line, it is asked for")
	}
	if len(given) == 1 {
		w.name = given[0]
	}
	return w, nil
}

// note records that byhand logs in, so that a replay can do it again.
func (s login) note(of ...string) {
	words := []string{s.command}
	if s.authorize != "" {
		words = append(words, "--as", s.authorize)
	}
	noteCommand(s.Session, append(words, of...)...)
}
