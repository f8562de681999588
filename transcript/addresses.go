package transcript

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// addresses gives each mail address, host and IP address a name of its own, the
// same one each time: "user1@host2.example", "192.0.2.3", "2001:db8::4" (RFC
// 6761, RFC 5737, RFC 3849: names and addresses that nobody has).
type addresses struct {
	users, hosts, four, six map[string]string
	known                   []string // host names without a dot, learned where nothing else can stand
}

const (
	hostPattern = `(?:[\pL\pN_](?:[\pL\pN_-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]`
	fourPattern = `\b\d{1,3}(?:\.\d{1,3}){3}\b`
	sixPattern  = `(?i:IPv6:)?(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4})`
	userPattern = `(?:"[^"]*"|[^\s<>"@,;:()\[\]\\=]+(?:=[^\s<>"@,;:()\[\]\\]*)?)`
)

// anyAddress finds what is to be masked, the longest kind first.
var anyAddress = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(userPattern + `@(?:\[[^\]\s]*\]|` + hostPattern + `|[\pL\pN_-]+)` + `|` + sixPattern + `|` + fourPattern + `|` + hostPattern)
})

// dotless finds a host name that may have no dot: what a client calls itself and
// what a server does (RFC 5321 4.1.1.1, 4.2).
var dotless = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:(?:EHLO|HELO|LHLO)|220)[ -]([\pL\pN_-]{2,})(?:\s|$)`)
})

// hide masks every address in an entry.
func (a *addresses) hide(e *Entry) {
	e.User = a.inText(e.User)
	if e.Opening != nil {
		host, _, _ := strings.Cut(e.Opening.Target, ":")
		a.learn(host)
		a.all(&e.Opening.Target, &e.Opening.Remote, &e.Opening.Local, &e.Opening.Proxy)
	}
	if m := dotless().FindStringSubmatch(e.Text); m != nil && (e.Kind == Sent || e.Kind == Received) {
		a.learn(m[1])
	}
	e.Text = a.inText(e.Text)
	if e.Reply != nil {
		a.each(e.Reply.Lines)
	}
	if t := e.TLS; t != nil {
		a.all(&t.Name, &t.Issuer, &t.SHA256)
		a.each(t.Names)
		t.Problems = append([]string(nil), t.Problems...)
		a.each(t.Problems)
		t.SHA256 = "" // it finds the host
	}
	if e.End != nil {
		a.all(&e.End.Text)
	}
}

func (a *addresses) all(texts ...*string) {
	for _, text := range texts {
		*text = a.inText(*text)
	}
}

func (a *addresses) each(texts []string) {
	for i := range texts {
		texts[i] = a.inText(texts[i])
	}
}

// learn remembers a name that only its place tells to be a host's.
func (a *addresses) learn(host string) {
	if host != "" && !strings.Contains(host, ".") {
		for _, k := range a.known {
			if strings.EqualFold(k, host) {
				return
			}
		}
		a.known = append(a.known, host)
	}
}

// inText masks what stands in a text, and what base64 in it says.
func (a *addresses) inText(text string) string {
	text, _ = mapBase64(text, a.inBase64)
	text = anyAddress().ReplaceAllStringFunc(text, a.mask)
	for _, host := range a.known {
		text = replaceWord(text, host, a.host(host))
	}
	return text
}

// inBase64 masks within base64 of a text: a user name, a challenge.
func (a *addresses) inBase64(word string) string {
	decoded, ok := decode([]byte(word))
	if !ok || !utf8.Valid(decoded) || strings.ContainsFunc(string(decoded), func(r rune) bool { return r < ' ' }) {
		return word
	}
	masked := anyAddress().ReplaceAllStringFunc(string(decoded), a.mask)
	if masked == string(decoded) {
		return word
	}
	return base64.StdEncoding.EncodeToString([]byte(masked))
}

// mask returns the name for one address, or what is none as it is.
func (a *addresses) mask(text string) string {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		host := text[i+1:]
		if literal, ok := strings.CutPrefix(host, "["); ok {
			host = "[" + a.inText(strings.TrimSuffix(literal, "]")) + "]"
		} else {
			host = a.host(host)
		}
		return give(&a.users, text[:i], "user%d") + "@" + host
	}
	tag := ""
	if len(text) > 5 && strings.EqualFold(text[:5], "IPv6:") { // RFC 5321 4.1.3
		tag, text = text[:5], text[5:]
	}
	if ip, err := netip.ParseAddr(text); err == nil {
		if ip.Is4() {
			return tag + a.ip4(ip)
		}
		return tag + give(&a.six, ip.String(), "2001:db8::%x")
	}
	text = tag + text
	if strings.Contains(text, ":") || !strings.ContainsFunc(text, isLetter) {
		return text // a time of day, a version
	}
	return a.host(text)
}

func isLetter(r rune) bool { return r >= 0x80 || r|0x20 >= 'a' && r|0x20 <= 'z' }

// host keeps what was masked before.
func (a *addresses) host(name string) string {
	return give(&a.hosts, strings.ToLower(name), "host%d.example")
}

// ip4 takes from the three blocks of RFC 5737, one after the other.
func (a *addresses) ip4(ip netip.Addr) string {
	blocks := []string{"192.0.2.%d", "198.51.100.%d", "203.0.113.%d"}
	if a.four == nil {
		a.four = map[string]string{}
	}
	n := len(a.four)
	if _, ok := a.four[ip.String()]; !ok {
		a.four[ip.String()] = fmt.Sprintf(blocks[n/254%3], n%254+1)
	}
	return a.four[ip.String()]
}

// give returns the name that what has, or gives it the next one.
func give(all *map[string]string, what, pattern string) string {
	if *all == nil {
		*all = map[string]string{}
	}
	name, ok := (*all)[what]
	if !ok {
		name = fmt.Sprintf(pattern, len(*all)+1)
		(*all)[what] = name
	}
	return name
}

// replaceWord replaces a word wherever it stands alone.
func replaceWord(text, word, with string) string {
	if !strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
		return text
	}
	return regexp.MustCompile(`(?i)(^|[^\pL\pN_.-])`+regexp.QuoteMeta(word)+`($|[^\pL\pN_-])`).ReplaceAllString(text, "${1}"+with+"${2}")
}
