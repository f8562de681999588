package advice

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// pathWords are the words after MAIL and RCPT.
var pathWords = map[string]string{"MAIL": "FROM", "RCPT": "TO"}

// pathExamples are the corrections if no address was typed.
var pathExamples = map[string]string{"MAIL": "MAIL FROM:<you@example.org>", "RCPT": "RCPT TO:<somebody@example.net>"}

// pathFault returns the first mistake in MAIL FROM:<a@b> or RCPT TO:<a@b> (RFC 5321 3.3,
// 4.1.2). verb is "MAIL" or "RCPT".
func pathFault(line, verb string) *Fault {
	start := verb + " " + pathWords[verb] + ":<"
	if len(line) >= len(start) && strings.EqualFold(line[:len(start)], start) {
		if end := closingBracket(line[len(start):]); end >= 0 {
			return insidePath(line, len(start), len(start)+end)
		}
	}
	better := betterPath(line, verb)
	at := divergence(line, better)
	return &Fault{at, pathMistake(line[at:], at, verb, better), better}
}

// closingBracket returns the index of the ">" that ends a path, or -1. A quoted local
// part may contain one.
func closingBracket(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '>' && !quoted:
			return i
		}
	}
	return -1
}

// insidePath returns the first mistake in a path whose brackets are at start-1 and end.
func insidePath(line string, start, end int) *Fault {
	inside, after := line[start:end], line[end+1:]
	all, _ := findMailboxes(inside)
	better := ""
	if len(all) == 1 {
		better = line[:start] + all[0] + ">" + findParameters(after)
	}
	local := inside[:max(strings.LastIndexByte(inside, '@'), 0)]
	switch odd := strings.IndexFunc(inside, func(r rune) bool { return charNames[r] != "" }); {
	case strings.HasPrefix(inside, "<"):
		return &Fault{start, `there is a second "<"`, better}
	case odd >= 0:
		r, _ := utf8.DecodeRuneInString(inside[odd:])
		return &Fault{start + odd, charName(r) + " is not valid in an address", better}
	case strings.HasPrefix(strings.ToLower(inside), "mailto:"):
		return &Fault{start, "mailto: is not part of the address", better}
	case len(all) > 1:
		return &Fault{start + len(all[0]), "only one address may be here", line[:start] + all[0] + ">" + findParameters(after)}
	case strings.ContainsAny(strings.Trim(inside, " "), " \t") && !strings.HasPrefix(local, `"`):
		return &Fault{start + strings.IndexAny(inside, " \t"), "there is a space in the address", ""}
	case strings.Count(inside, "@") > 1 && !strings.HasPrefix(local, `"`) && !strings.HasPrefix(inside, "@"): // "@" begins a source route
		return &Fault{start + strings.LastIndexByte(inside, '@'), `there is a second "@" in the address`, ""}
	case after != "" && !strings.HasPrefix(after, " "):
		return &Fault{end + 1, afterPath(after), line[:end+1] + findParameters(after)}
	}
	return generalFault(line)
}

// afterPath describes what follows a path without a space.
func afterPath(after string) string {
	r, _ := utf8.DecodeRuneInString(after)
	switch {
	case r >= utf8.RuneSelf:
		return charName(r) + " is not valid after the address"
	case strings.ContainsRune(">;,.'\"", r):
		return fmt.Sprintf("%q is not valid after the address", r)
	}
	return "there is no space after the address"
}

// betterPath returns the line with the address that the user typed, or with an example
// address if there is none.
func betterPath(line, verb string) string {
	all, rest := findMailboxes(line[len(verb):])
	arg := strings.TrimSpace(line[len(verb):])
	switch {
	case len(all) > 0:
		return verb + " " + pathWords[verb] + ":<" + all[0] + ">" + findParameters(rest)
	case verb == "MAIL" && strings.HasSuffix(arg, "<>"):
		return "MAIL FROM:<>"
	}
	return pathExamples[verb]
}

// divergence returns the offset of the first byte of line that differs from better, in
// more than its case.
func divergence(line, better string) int {
	at := 0
	for at < len(line) && at < len(better) && strings.EqualFold(line[at:at+1], better[at:at+1]) {
		at++
	}
	return at
}

// pathMistake describes what is wrong at an offset of a MAIL or RCPT command. rest is the
// line from there.
func pathMistake(rest string, at int, verb, better string) string {
	word := pathWords[verb]
	colon := len(verb) + 1 + len(word)
	trimmed := strings.TrimLeft(rest, " ")
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r >= utf8.RuneSelf && r != utf8.RuneError:
		return charName(r) + " is not valid here"
	case at == len(verb) && strings.HasPrefix(rest, ":"), at < colon && !startsWithWord(trimmed, word) && at > len(verb), rest == "" && at <= colon:
		return word + ": is missing after " + verb
	case at == len(verb):
		return "there is no space after " + verb
	case at < colon:
		return "there is an extra space"
	case at == colon && trimmed != rest:
		return "there is a space before the colon"
	case at == colon:
		return "the colon is missing after " + word
	case at == colon+1:
		return addressMistake(rest, trimmed)
	case rest == "":
		return `">" is missing after the address`
	case len(mailboxPattern.FindAllString(rest, -1)) > 0 && strings.HasPrefix(better, verb):
		return "only one address may be here"
	}
	return fmt.Sprintf("%q is not valid here", r)
}

// addressMistake describes what is wrong right after the colon, where "<" should be.
func addressMistake(rest, trimmed string) string {
	switch lower := strings.ToLower(trimmed); {
	case strings.HasPrefix(lower, "&lt;"):
		return "&lt; is HTML for <"
	case strings.HasPrefix(lower, "mailto:"):
		return "mailto: is not part of the address"
	case !strings.HasPrefix(trimmed, "<") && strings.Contains(trimmed, "<"):
		return "only the address belongs here, not a name"
	case strings.HasPrefix(trimmed, "<") && rest != trimmed:
		return "there is a space after the colon"
	case rest != trimmed:
		return "there is a space after the colon, and the address has no angle brackets"
	}
	return "the address has no angle brackets"
}

func startsWithWord(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[:len(word)], word)
}
