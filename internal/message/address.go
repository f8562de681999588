package message

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is the maximum length of an address or subject, which cannot be folded: its
// line must stay below 998 octets.
const maxText = 900

// sender returns the value of From:, which cannot be empty, unlike a reverse-path.
func sender(path, host string) (string, error) {
	if path == "" || path == "<>" {
		path = "MAILER-DAEMON"
	}
	return address(path, host)
}

// recipients returns the value of To:, one address on each line. To: may not be empty,
// but it may be an empty group (RFC 5322 3.4).
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

// address removes the angle brackets from a path, and adds the host if it has none. It
// does not check whether the address exists.
func address(path, host string) (string, error) {
	a := path
	if strings.HasPrefix(a, "<") && strings.HasSuffix(a, ">") {
		a = a[1 : len(a)-1]
	}
	switch {
	case a == "":
		return "", fmt.Errorf("bad address %q: it is empty", path)
	case !utf8.ValidString(a):
		return "", fmt.Errorf("bad address %q: it is not UTF-8", path)
	case strings.ContainsFunc(a, unicode.IsControl):
		return "", fmt.Errorf("bad address %q: it contains a control character", path)
	case strings.ContainsAny(a, "<>"):
		return "", fmt.Errorf("bad address %q: it contains an angle bracket", path)
	case len(a) > maxText:
		return "", fmt.Errorf("bad address %.60q...: it has %d octets, and at most %d are allowed", a, len(a), maxText)
	case !strings.Contains(a, "@"):
		a += "@" + host
	}
	return a, nil
}

// isMessageIDPart reports whether s can be on one side of the "@" in a Message-ID: printable
// ASCII without spaces, angle brackets and "@" (RFC 5322 3.6.4).
func isMessageIDPart(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || strings.IndexByte("<>@", s[i]) >= 0 {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 255
}
