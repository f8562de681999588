package repl

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// meaning is what a line means outside a message.
type meaning int

const (
	verbatim meaning = iota // sent unchanged
	command                 // a colon-command
	comment                 // :# words
)

// parsed is a line and its meaning. Its other fields depend on the meaning.
type parsed struct {
	meaning meaning
	text    []byte // of a verbatim line: what to send
	name    string // of a command: its name in lower case, without the colon
	arg     string // of a command: the rest of the line after one space
}

// parse splits a typed line by what it means outside a message:
//
//	EHLO me       sent
//	:tls          a colon-command
//	::x           sends ":x"
//	:# words      a comment
func parse(line []byte) parsed {
	rest, colon := bytes.CutPrefix(line, []byte(":"))
	switch {
	case !colon:
		return parsed{meaning: verbatim, text: line}
	case bytes.HasPrefix(rest, []byte(":")):
		return parsed{meaning: verbatim, text: rest}
	case bytes.HasPrefix(rest, []byte("#")):
		return parsed{meaning: comment}
	}
	name, arg := string(rest), ""
	if i := strings.IndexAny(name, " \t"); i >= 0 {
		name, arg = name[:i], name[i+1:]
	}
	return parsed{meaning: command, name: strings.ToLower(name), arg: arg}
}

// cutOptions removes the options, which start with "--", from the front of a command's
// argument. "--" alone ends them. It returns the rest as it was typed.
func cutOptions(arg string) (found map[string]bool, rest string) {
	found = map[string]bool{}
	for strings.HasPrefix(arg, "--") {
		word, after, _ := strings.Cut(arg, " ")
		arg = after
		if word == "--" {
			break
		}
		found[word] = true
	}
	return found, arg
}

// parseOptions removes the options from the argument of the named command, as cutOptions
// does. It returns a *Failure for an option that the command's row does not list.
func parseOptions(name, arg string) (found map[string]bool, rest string, err error) {
	found, rest = cutOptions(arg)
	known := choicePattern().FindAllString(find(name).Args, -1)
	for option := range found {
		if !slices.Contains(known, option) {
			return nil, "", usage(name, fmt.Sprintf("unknown option %q", option))
		}
	}
	return found, rest, nil
}

// splitWords splits an argument at spaces and tabs; "..." is one word.
func splitWords(arg string) []string {
	var all []string
	for arg = strings.TrimLeft(arg, " \t"); arg != ""; arg = strings.TrimLeft(arg, " \t") {
		if quoted, ok := strings.CutPrefix(arg, `"`); ok {
			word, rest, _ := strings.Cut(quoted, `"`)
			all, arg = append(all, word), rest
			continue
		}
		end := strings.IndexAny(arg, " \t")
		if end < 0 {
			end = len(arg)
		}
		all, arg = append(all, arg[:end]), arg[end:]
	}
	return all
}
