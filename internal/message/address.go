package message

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is how long a word that cannot be folded may be, so that its line
// stays below 998 octets with the field's name before it.
const maxText = 900

// sender is what stands in From:, which cannot be empty as a reverse-path can.
func sender(path, host string) (string, error) {
	if path == "" || path == "<>" {
		path = "MAILER-DAEMON"
	}
	return address(path, host)
}

// recipients is what stands in To:, one to a line. A field without any is not
// allowed, an empty group is (RFC 5322 3.4).
func recipients(paths []string, host string) (string, error) {
	if len(paths) == 0 {
		return "undisclosed-recipients:;", nil
	}
	var all []string
	for _, path := range paths {
		a, err := address(path, host)
		if err != nil {
			return "", err
		}
		all = append(all, a)
	}
	return strings.Join(all, ",\r\n "), nil
}

// address takes the angles from a path, and adds the host if it has none. It does
// not ask whether a server would know it: that is for the server to say.
func address(path, host string) (string, error) {
	a := path
	if strings.HasPrefix(a, "<") && strings.HasSuffix(a, ">") {
		a = a[1 : len(a)-1]
	}
	switch {
	case a == "":
		return "", fmt.Errorf("bad address %q: nothing in it", path)
	case !utf8.ValidString(a):
		return "", fmt.Errorf("bad address %q: not UTF-8", path)
	case strings.ContainsFunc(a, unicode.IsControl):
		return "", fmt.Errorf("bad address %q: a control character in it", path)
	case strings.ContainsAny(a, "<>"):
		return "", fmt.Errorf("bad address %q: an angle bracket in it", path)
	case len(a) > maxText:
		return "", fmt.Errorf("bad address %.60q...: %d octets", a, len(a))
	case !strings.Contains(a, "@"):
		a += "@" + host
	}
	return a, nil
}

// isWord is whether something may stand on one side of a Message-ID's "@":
// printable ASCII without blanks or what ends it (RFC 5322 3.6.4).
func isWord(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || strings.IndexByte("<>@", s[i]) >= 0 {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 255
}
