package redact

import (
	"encoding/base64"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	userPattern  = `(?:[^\s<>",;:()\[\]\\=]*"[^"]*"|[^\s<>",;:()\[\]\\=]+(?:=[^\s<>",;:()\[\]\\]*)?)`
	ipv6Pattern  = `(?i:IPv6:)?(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4})`
	percentUser  = `[^\s<>",;:()\[\]\\=@/?&]+` // of an address in a URL (RFC 6068 2)
	labelPattern = `[\pL\pN_-]+(?:\.[\pL\pN_-]+)`
)

var (
	// anyAddress finds what may be an address. It includes everything that belongs to the
	// address, so that no replacement becomes part of a longer word.
	anyAddress = pattern(userPattern + `@(?:\[[^\]\s]*\]|` + ipv6Pattern + `|` + labelPattern + `*)|` +
		percentUser + `%40` + labelPattern + `*|` + ipv6Pattern + `|` + labelPattern + `+`)

	// hostName finds a name with a dot in a match of labelPattern.
	hostName = pattern(`^-*(.*\.\pL(?:[\pL\pN_-]*[\pL\pN_]))-*$`)

	// date finds "24.Nov": no host name ends in the name of a month.
	date = pattern(`(?i)^\d+\.(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$`)

	// dottedNumber finds numbers with dots. After "version", four of them are not an address.
	dottedNumber = pattern(`[\pL\pN.]+`)
	versionWord  = pattern(`(?i)\bver(?:sion|\.)?[: ]*$`)

	// keyword finds what comes before a mail address and is not part of it: AUTH= in MAIL,
	// LOGIN= in XCLIENT, the slashes in a URL.
	keyword = pattern(`^(?:/+|(?i:auth|envid|login|ident|name|helo|user|from|to|sender|recipient|id)=)`)

	// looseColons separates "IPv6:::1" and ":2a01::1:" from the colons around the address.
	looseColons = pattern(`^((?i:IPv6:)?|:)(::.*?|[^:].*?)(:?)$`)

	// Hexadecimal groups next to these are part of a fingerprint or of a name such as
	// "Mail::Address".
	hexBefore = pattern(`[\pL\pN_.]$|(?:^|[^\pL\pN.])[0-9A-Fa-f]{2}:$`)
	hexAfter  = pattern(`^:?[\pL\pN_]`)
)

// pattern compiles an expression when it is first needed: most runs need none of them.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// replaceInText replaces the addresses in a text and in its base64.
func (n naming) replaceInText(text string) string {
	text = mapBase64(text, n.replaceInBase64)
	if !mayContain(text) {
		return text
	}
	var out strings.Builder
	done := 0
	for _, at := range anyAddress().FindAllStringIndex(text, -1) {
		out.WriteString(text[done:at[0]])
		out.WriteString(n.address(text[:at[0]], text[at[0]:at[1]], text[at[1]:]))
		done = at[1]
	}
	if done == 0 {
		return text
	}
	return out.String() + text[done:]
}

// mayContain reports whether a text may contain an address. It is faster than a regular
// expression, and most lines of a message contain none.
func mayContain(text string) bool {
	for i, c := range []byte(text) {
		if c == '@' || c == ':' || c == '%' || c == '.' && i+1 < len(text) && text[i+1] != ' ' {
			return true
		}
	}
	return false
}

// replaceInBase64 replaces the addresses in a word of base64: a user name, a challenge.
func (n naming) replaceInBase64(word string) string {
	decoded, ok := decode([]byte(word))
	if !ok || !utf8.Valid(decoded) || strings.ContainsFunc(string(decoded), func(r rune) bool { return r < ' ' }) {
		return word
	}
	if replaced := n.replaceInText(string(decoded)); replaced != string(decoded) {
		return base64.StdEncoding.EncodeToString([]byte(replaced))
	}
	return word
}

// address returns the replacement of an address, or text itself if it is not an address.
// before and after are the text around it.
func (n naming) address(before, text, after string) string {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		return n.mail(text[:i], text[i+1:], after)
	}
	if i := strings.LastIndex(text, "%40"); i > 0 {
		return strings.Replace(n.mail(text[:i], text[i+len("%40"):], after), "@", "%40", 1)
	}
	if strings.Contains(text, ":") {
		text, _ = n.ipv6(before, text, after)
		return text
	}
	if at := hostName().FindStringSubmatchIndex(text); at != nil && !date().MatchString(text) {
		return text[:at[2]] + n.host(text[at[2]:at[3]]) + text[at[3]:]
	}
	if versionWord().MatchString(before) {
		return text
	}
	return dottedNumber().ReplaceAllStringFunc(text, func(number string) string {
		if ip, err := netip.ParseAddr(number); err == nil {
			return n.ip(ip)
		}
		return number
	})
}

// ipv6 replaces an IPv6 address. It leaves the tag before it (RFC 5321 4.1.3) and the
// colons that belong to the words around it.
func (n naming) ipv6(before, text, after string) (replaced string, ok bool) {
	parts := looseColons().FindStringSubmatch(text)
	tag, bare, end := parts[1], parts[2], parts[3]
	ip, err := netip.ParseAddr(bare + end)
	if err != nil {
		ip, err = netip.ParseAddr(bare)
	} else {
		end = ""
	}
	if err != nil || ip.IsUnspecified() || len(tag) < 2 && hexBefore().MatchString(before+tag) || hexAfter().MatchString(end+after) {
		return text, false // a time of day, a fingerprint
	}
	return tag + n.ip(ip) + end, true
}

// mail returns the replacement of a mail address.
func (n naming) mail(user, host, after string) string {
	key := keyword().FindString(user)
	if user = user[len(key):]; user != "" {
		user = n.user(user)
	}
	name, rest, _ := strings.Cut(host, ":")
	switch ip, ok := n.ipv6("", host, after); {
	case host[0] == '[':
		host = "[" + n.replaceInText(host[1:])
	case ok:
		host = ip
	case name != "":
		host = n.host(name) + host[len(name):len(host)-len(rest)] + n.replaceInText(rest)
	}
	return key + user + "@" + host
}
