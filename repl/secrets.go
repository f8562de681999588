package repl

import (
	"strings"

	"byhand/internal/sasl"
)

// The functions in this file return how many bytes at the end of a command's argument may be
// a secret. Words after the expected ones may be a password typed by mistake.

// secretText is for commands that take any text.
func secretText(arg string) int {
	_, text := cutOptions(arg)
	return len(text)
}

// secretInURL is for commands that take a URL, which may contain a password.
func secretInURL(arg string) int {
	if strings.Contains(arg, "@") {
		return len(arg)
	}
	return 0
}

// secretAfterUser is for commands that take a user name.
func secretAfterUser(arg string) int { return afterWords(arg, 0) }

// secretAfterMechanism is for commands that take a mechanism and a user name.
func secretAfterMechanism(arg string) int {
	_, text := cutOptions(arg)
	if _, ok := sasl.Find(firstWord(text)); ok {
		return afterWords(arg, 2)
	}
	return afterWords(arg, 1)
}

// secretAfterRegion is for commands that take a region.
func secretAfterRegion(arg string) int {
	if _, text := cutOptions(arg); isRegion(firstWord(text)) {
		return afterWords(arg, 1)
	}
	return afterWords(arg, 0)
}

func firstWord(text string) string {
	if all := strings.Fields(text); len(all) > 0 {
		return all[0]
	}
	return ""
}

// afterWords returns how many bytes follow the options and the first n words of arg.
func afterWords(arg string, n int) int {
	_, text := cutOptions(arg)
	for range n {
		text = strings.TrimLeft(text, " \t")
		i := strings.IndexAny(text, " \t")
		if i < 0 {
			return 0
		}
		text = text[i:]
	}
	return len(strings.TrimLeft(text, " \t"))
}
