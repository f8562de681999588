package target

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// isIP reports whether s is an IP address. A colon in the zone would rather
// begin a port.
func isIP(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && !strings.Contains(addr.Zone(), ":")
}

// parseHost returns the one spelling of a host: an IP address in its shortest
// form; a name in A-labels and lower case, without the root's dot, which no
// certificate has.
func parseHost(typed string) (string, *Error) {
	host, reason := toASCII(typed)
	host = strings.TrimSuffix(host, ".")
	addr, err := netip.ParseAddr(host)
	switch {
	case reason != "":
	case err == nil:
		host, reason = addr.String(), strangeIn(addr.Zone())
	default:
		host, reason = strings.ToLower(host), nameFault(host)
	}
	if reason != "" {
		return "", &Error{Part: "host", Arg: typed, Reason: reason}
	}
	return host, nil
}

// toASCII puts what is not ASCII into A-labels (RFC 5891), or says why it can't.
// The other labels stay as they are, since IDNA would refuse an underscore.
func toASCII(host string) (ascii, reason string) {
	if !utf8.ValidString(host) { // idna would take a U+FFFD for it
		return "", "no valid UTF-8"
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if strings.IndexFunc(label, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			continue
		}
		a, err := idna.Lookup.ToASCII(label)
		if err != nil {
			return "", fmt.Sprintf("no valid name (%v)", err)
		}
		labels[i] = a
	}
	return strings.Join(labels, "."), ""
}

// nameFault says why host, which is ASCII, cannot be a name: "" if it can. It
// is no stricter than it must be: names in a hosts file are odd.
func nameFault(host string) string {
	if fault := strangeIn(host); fault != "" || host == "" {
		return cmp.Or(fault, "empty")
	}
	if len(host) > 253 { // RFC 1035 2.3.4, less the length bytes at both ends
		return "longer than 253 bytes"
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" {
			return "nothing between two dots"
		}
		if len(label) > 63 {
			return fmt.Sprintf("%q is longer than 63 bytes", label)
		}
	}
	if strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return "a number at the end, and not an IP address"
	}
	return ""
}

// strangeIn names the first byte that neither a host nor a zone may have.
func strangeIn(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7F || strings.ContainsRune(`#%/:<>?@[\]^|`, r)
	})
	switch {
	case i < 0:
		return ""
	case s[i] == '%':
		return "percent-encoding is not understood here"
	}
	return fmt.Sprintf("%q does not belong there", s[i])
}
