package advice

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"
)

// helloFault returns the first mistake in the name of EHLO, HELO or LHLO (RFC 5321
// 4.1.1.1, 4.1.3); nil: there is none. verb is in upper case.
func helloFault(line, verb string) *Fault {
	start := len(verb) + 1
	name := strings.TrimSpace(line[min(start, len(line)):])
	if name == "" {
		return &Fault{len(verb), verb + " needs your host name, or an address literal such as [192.0.2.1]", verb + " me.example.org"}
	}
	start = strings.Index(line, name)
	at, what, better := nameMistake(name)
	if what == "" {
		return nil
	}
	if better != "" {
		better = verb + " " + better
	}
	return &Fault{start + at, what, better}
}

// nameMistake describes what is wrong with a host name, where, and the corrected name; "":
// not known. what is "" if nothing is wrong.
func nameMistake(name string) (at int, what, better string) {
	inside := strings.Trim(name, `[]<>"'`)
	bare, err := netip.ParseAddr(strings.TrimPrefix(inside, "IPv6:"))
	switch odd := strings.IndexFunc(name, isOddInName); {
	case err == nil && !isBracketed(name):
		return 0, "an IP address belongs in square brackets", literal(bare)
	case err == nil && bare.Is6() && !isLiteral(inside):
		return 1, "an IPv6 address needs the tag IPv6:", literal(bare)
	case isBracketed(name) && isLiteral(inside):
		return 0, "", ""
	case isBracketed(name):
		return 1, "this is not an IP address", ""
	case strings.Contains(name, "@"):
		return 0, "only a host name belongs here, not a mail address", name[strings.LastIndexByte(name, '@')+1:]
	case strings.ContainsAny(name, " \t"):
		return strings.IndexAny(name, " \t"), "only one name may be here", strings.Fields(name)[0]
	case inside != name:
		return 0, fmt.Sprintf("%q is not valid in a host name", name[0]), inside
	case odd >= 0:
		r, _ := utf8.DecodeRuneInString(name[odd:])
		return odd, describeRune(r) + " is not valid in a host name", ""
	case strings.HasSuffix(name, "."):
		return len(name) - 1, "there is a dot at the end of the name", strings.TrimRight(name, ".")
	}
	return 0, "", ""
}

func isBracketed(name string) bool {
	return len(name) > 2 && name[0] == '[' && name[len(name)-1] == ']'
}

// isOddInName reports whether r may not be in a host name (RFC 5321 4.1.2: Domain).
func isOddInName(r rune) bool {
	return !strings.ContainsRune("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", r)
}

// literal writes an address literal (RFC 5321 4.1.3).
func literal(a netip.Addr) string {
	if a.Is4() || a.Is4In6() {
		return "[" + a.Unmap().String() + "]"
	}
	return "[IPv6:" + a.WithZone("").String() + "]"
}

// describeRune names a character that is not valid somewhere.
func describeRune(r rune) string {
	if r >= utf8.RuneSelf {
		return charName(r)
	}
	return fmt.Sprintf("%q", r)
}
