package replay

import (
	"net/netip"
	"regexp"
	"strings"
	"sync"
)

// natural puts a sign of its class in the place of each word that differs from
// one session to the next by its nature:
//
//	<n>        a number: a size, a port, a zone, seconds
//	<time>     10:15:02
//	<date>     Tue, Nov, 2026-11-24
//	<ip>       an address of IPv4 or IPv6
//	<host>     a name with a dot: mail.example.net
//	<address>  somebody@somewhere, a message id
//	<id>       a word of letters and digits: 4TqX3k1Yz9zB, 1rABCD-000123-AB
//
// Two texts differ by nature only if they are the same with these. Enhanced codes
// are no such words.
func natural(text string) string {
	var out strings.Builder
	last := ""
	for rest := text; rest != ""; {
		n := strings.IndexAny(rest, separators)
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			word := rest[:n]
			out.WriteString(class(word, last))
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
	number   = pattern(`^[+-]?\d+(\.\d+)?(ms|s|KB/sec|KB|MB|%)?[.:]?$`)
	clock    = pattern(`^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	date     = pattern(`(?i)^(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gmt|utc|[cp][es]t|cest|\d{4}-\d\d-\d\d(t[\d:.]+(z|[+-]\d\d:?\d\d)?)?)$`)
	enhanced = pattern(`^#?[245]\.\d{1,3}\.\d{1,3}[.:]?$`)
	address  = pattern(`^[^@]+@[^@]+$`)
	host     = pattern(`^([\pL\pN_-]+\.)+[\pL][\pL\pN-]+\.?:?$`)
	id       = pattern(`^[\pL\pN._+/:*-]*$`)
)

// pattern compiles an expression when it is first wanted: most runs compare
// nothing.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// class is what stands for a word behind another one.
func class(word, before string) string {
	bare := strings.TrimRight(word, ".:")
	_, notIP := netip.ParseAddr(bare)
	switch {
	case enhanced().MatchString(word):
		return word
	case clock().MatchString(word):
		return "<time>"
	case date().MatchString(bare):
		return "<date>"
	case notIP == nil:
		return "<ip>"
	case number().MatchString(word):
		return "<n>"
	case address().MatchString(word):
		return "<address>"
	case host().MatchString(word):
		return "<host>"
	case before == "id" || before == "as" || isID(word):
		return "<id>"
	}
	return word
}

// isID reports whether a word looks as nobody would say it.
func isID(word string) bool {
	return len(word) >= 5 && strings.ContainsAny(word, "0123456789") && id().MatchString(word)
}
