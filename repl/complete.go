package repl

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Candidates returns what TAB may put in place of line[from:pos]: names of colon-commands,
// or after a name the arguments that the command's row lists. For other lines it returns
// none.
func Candidates(line string, pos int) (list []string, from int) {
	typed := line[:pos]
	if !strings.HasPrefix(typed, ":") || strings.HasPrefix(typed, "::") {
		return nil, pos
	}
	name, arg, more := strings.Cut(typed, " ")
	if !more {
		return startingWith(name, commandNames()), 0
	}
	c := find(strings.ToLower(name[1:]))
	if c == nil {
		return nil, pos
	}
	word := lastWord(arg)
	return completions(c.Args, word), pos - len(word)
}

// Ghost returns the rest of the only colon-command that starts with line, or "".
func Ghost(line string) string {
	if len(line) < 2 || strings.Contains(line, " ") {
		return ""
	}
	if list, from := Candidates(line, len(line)); len(list) == 1 {
		return strings.TrimRight(list[0][len(line)-from:], " ")
	}
	return ""
}

// commandNames returns all commands with their colon, and with a space after those that take
// arguments.
func commandNames() []string {
	var all []string
	for _, c := range commands {
		name := ":" + c.Name
		if c.Args != "" {
			name += " "
		}
		all = append(all, name)
	}
	return all
}

// lastWord returns the text after the last space in arg, or after an open quote, including the
// quote.
func lastWord(arg string) string {
	if strings.Count(arg, `"`)%2 == 1 {
		return arg[strings.LastIndex(arg, `"`):]
	}
	return arg[strings.LastIndexByte(arg, ' ')+1:]
}

// choicePattern matches the options and the lists of words in a row's Args: "--show", "lf|cr".
var choicePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`--[a-z0-9-]+|[a-z]+(?:\|[a-z]+)+`) })

// completions returns the completions of word that a row's Args allow:
//
//	[--show] [TEXT]       options
//	[crlf|lf|cr|none]     one of these words
//	[COMMAND]             a colon-command, with or without its colon
//	FILE                  a file
func completions(args, word string) []string {
	var all []string
	for _, found := range choicePattern().FindAllString(args, -1) {
		all = append(all, strings.Split(found, "|")...)
	}
	if !strings.HasPrefix(word, "-") {
		all = slices.DeleteFunc(all, func(s string) bool { return strings.HasPrefix(s, "--") })
	}
	if strings.Contains(args, "COMMAND") {
		for _, c := range commands {
			all = append(all, strings.Repeat(":", strings.Count(word[:min(1, len(word))], ":"))+c.Name)
		}
	}
	if strings.Contains(args, "FILE") && !strings.HasPrefix(word, "-") {
		all = append(all, fileNames(word)...)
	}
	return startingWith(word, all)
}

// startingWith returns the elements of all that start with word, sorted.
func startingWith(word string, all []string) []string {
	found := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !strings.HasPrefix(s, word) })
	slices.Sort(found)
	return found
}

// fileNames returns the files whose names start with word, and folders with a slash at
// the end. It omits hidden files unless word starts with a dot.
func fileNames(word string) []string {
	quote := ""
	if rest, ok := strings.CutPrefix(word, `"`); ok {
		word, quote = rest, `"`
	}
	dir, base := filepath.Split(word)
	entries, _ := os.ReadDir(filepath.Clean(dir + ".")) // an error means no candidates
	var all []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && base == "" {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.IsDir() {
			name += string(filepath.Separator)
		}
		if name = dir + name; quote == "" && strings.Contains(name, " ") {
			continue // would be two words without a quote
		}
		all = append(all, quote+name)
	}
	return all
}
