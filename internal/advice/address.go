package advice

import (
	"byhand/internal/lazyregexp"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
)

// mailboxPattern matches a mail address (RFC 5321 4.1.2, with the letters of RFC 6531).
var mailboxPattern = lazyregexp.New(`(?:"(?:[^"\\]|\\.)*"|[\pL\pN.!#$%&'*+/=?^_{|}~-]+)@(?:\[[0-9A-Fa-f:.IPv]+\]|[\pL\pN](?:[\pL\pN.-]*[\pL\pN])?)`)

// parameterPattern matches a parameter of MAIL or RCPT (RFC 5321 4.1.2: esmtp-param).
var parameterPattern = lazyregexp.New(`(?i)^(?:[a-z0-9][a-z0-9-]*=[!-<>-~]+|SMTPUTF8|REQUIRETLS)$`)

// findMailboxes returns the addresses in what a user typed, and the text after the last one:
//
//	Bob <bob@example.net> SIZE=5     bob@example.net, "> SIZE=5"
func findMailboxes(typed string) (all []string, rest string) {
	typed = html.UnescapeString(typed)
	rest = typed
	for _, at := range mailboxPattern.FindAllStringIndex(typed, -1) {
		address := typed[at[0]:at[1]]
		rest = typed[at[1]:]
		if strings.HasPrefix(address, "'") && strings.HasPrefix(rest, "'") {
			address = address[1:]
		}
		all = append(all, address)
	}
	return slices.Compact(all), rest
}

// findParameters returns the parameters in the text after an address, with a space before
// each.
func findParameters(rest string) string {
	var all strings.Builder
	for _, word := range strings.Fields(strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' })) {
		if parameterPattern.MatchString(word) {
			all.WriteString(" " + word)
		}
	}
	return all.String()
}

// charNames names the characters that word processors, web pages and keyboards produce
// instead of the ASCII ones.
var charNames = map[rune]string{
	'\u00a0': "no-break space", '\u00ab': "left-pointing quotation mark", '\u00bb': "right-pointing quotation mark",
	'\u200b': "zero-width space", '\u200e': "left-to-right mark", '\u2010': "hyphen", '\u2011': "non-breaking hyphen",
	'\u2013': "en dash", '\u2014': "em dash", '\u2018': "left single quotation mark", '\u2019': "right single quotation mark",
	'\u201c': "left double quotation mark", '\u201d': "right double quotation mark", '\u201e': "low double quotation mark",
	'\u2039': "left angle quotation mark", '\u203a': "right angle quotation mark", '\ufeff': "byte order mark",
	'\uff0e': "fullwidth full stop", '\uff1a': "fullwidth colon", '\uff1c': "fullwidth less-than sign",
	'\uff1e': "fullwidth greater-than sign", '\uff20': "fullwidth @",
}

// charName names a character that is not ASCII: "U+201C (left double quotation mark)".
func charName(r rune) string {
	if name := charNames[r]; name != "" {
		return fmt.Sprintf("%U (%s)", r, name)
	}
	return fmt.Sprintf("%U", r)
}
