package replay

import (
	"net/netip"
	"regexp"
	"strings"
	"sync"
)

// normalize replaces each word that varies from session to session by its class:
//
//	<n>        a number: a size, a port, a zone, seconds
//	<time>     10:15:02
//	<date>     Tue, Nov, 2026-11-24
//	<ip>       an address of IPv4 or IPv6
//	<host>     a name with a dot: mail.example.net
//	<address>  somebody@somewhere, a message id
//	<id>       a word of letters and digits: 4TqX3k1Yz9zB, 1rABCD-000123-AB
//
// If two normalized texts are equal, the texts differ only in such words. Enhanced codes
// do not vary.
func normalize(text string) string {
	var out strings.Builder
	last := ""
	for rest := text; rest != ""; {
		n := strings.IndexAny(rest, separators)
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			word := rest[:n]
			out.WriteString(classOf(word, last))
			last = strings.ToLower(word)
		}
		if n < len(rest) {
			out.WriteByte(rest[n])
			n++
		}
		rest = rest[n:]
	}
	return out.String()
}

const separators = " \t<>()[]{},;=\"'!?"

var (
	numberPattern   = pattern(`^[+-]?\d+(\.\d+)?(ms|s|KB/sec|KB|MB|%)?[.:]?$`)
	clockPattern    = pattern(`^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	datePattern     = pattern(`(?i)^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gmt|utc|[cp][es]t|cest|\d{4}-\d\d-\d\d(t[\d:.]+(z|[+-]\d\d:?\d\d)?)?)$`)
	enhancedPattern = pattern(`^#?[245]\.\d{1,3}\.\d{1,3}[.:]?$`)
	addressPattern  = pattern(`^[^@]+@[^@]+$`)
	hostPattern     = pattern(`^([\pL\pN_-]+\.)+[\pL][\pL\pN-]+\.?:?$`)
	idPattern       = pattern(`^[\pL\pN._+/:*-]*$`)
)

// pattern compiles an expression when it is first needed: most runs compare nothing.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// classOf returns the class of a word that comes after another, or the word itself.
func classOf(word, before string) string {
	bare := strings.TrimRight(word, ".:")
	_, notIP := netip.ParseAddr(bare)
	switch {
	case enhancedPattern().MatchString(word):
		return word
	case clockPattern().MatchString(word):
		return "<time>"
	case datePattern().MatchString(bare):
		return "<date>"
	case notIP == nil:
		return "<ip>"
	case numberPattern().MatchString(word):
		return "<n>"
	case addressPattern().MatchString(word):
		return "<address>"
	case hostPattern().MatchString(word):
		return "<host>"
	case before == "id" || before == "as" || isID(word):
		return "<id>"
	}
	return word
}

// isID reports whether a word looks like an identifier: letters and digits mixed.
func isID(word string) bool {
	return len(word) >= 5 && strings.ContainsAny(word, "0123456789") && idPattern().MatchString(word)
}
