package repl

import (
	"strings"

	"byhand/internal/sasl"
)

// How many bytes at the end of a command's argument may be a secret: where no word
// belongs, the user may have typed one.

// secretText is for commands whose text may be anything.
func secretText(arg string) int {
	_, text := options(arg)
	return len(text)
}

// secretInURL is for commands that take a URL, in which people write a password.
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
	_, text := options(arg)
	if _, ok := sasl.Find(firstWord(text)); ok {
		return afterWords(arg, 2)
	}
	return afterWords(arg, 1)
}

// secretAfterRegion is for commands that take the name of a region.
func secretAfterRegion(arg string) int {
	if _, text := options(arg); isRegion(firstWord(text)) {
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

// afterWords returns how many bytes come after the options and the first n words of
// an argument.
func afterWords(arg string, n int) int {
	_, text := options(arg)
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
