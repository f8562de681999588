package target

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// isIP reports whether s is an IP address. It does not accept a colon in the zone, which
// more likely starts a port.
func isIP(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && !strings.Contains(addr.Zone(), ":")
}

// parseHost normalizes a host: an IP address to its shortest form, a name to A-labels in
// lower case. It removes a final dot, which names in certificates do not have.
func parseHost(typed string) (string, error) {
	host, reason := toASCII(typed)
	host = strings.TrimSuffix(host, ".")
	addr, err := netip.ParseAddr(host)
	switch {
	case reason != "":
	case err == nil:
		host, reason = addr.String(), badByte(addr.Zone())
	default:
		host, reason = strings.ToLower(host), nameError(host)
	}
	if reason != "" {
		return "", &Error{Part: "host", Arg: typed, Reason: reason}
	}
	return host, nil
}

// toASCII converts labels that are not ASCII to A-labels (RFC 5891), or returns the reason
// why it cannot. It leaves ASCII labels unchanged, because IDNA refuses an underscore.
func toASCII(host string) (ascii, reason string) {
	if !utf8.ValidString(host) { // idna would see U+FFFD
		return "", "not valid UTF-8"
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if strings.IndexFunc(label, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			continue
		}
		a, err := idna.Lookup.ToASCII(label)
		if err != nil {
			return "", fmt.Sprintf("not a valid name (%v)", err)
		}
		labels[i] = a
	}
	return strings.Join(labels, "."), ""
}

// nameError returns why host, which is ASCII, is not a valid name, or "". It allows unusual
// names, as in a hosts file.
func nameError(host string) string {
	if fault := badByte(host); fault != "" || host == "" {
		return cmp.Or(fault, "empty")
	}
	if len(host) > 253 { // RFC 1035 2.3.4: 255, with the length bytes at both ends
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
		return "ends in a number, but is not an IP address"
	}
	return ""
}

// badByte returns why s contains a byte that is not allowed in a host or a zone, or "".
func badByte(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7F || strings.ContainsRune(`#%/:<>?@[\]^|`, r)
	})
	switch {
	case i < 0:
		return ""
	case s[i] == '%':
		return "percent-encoding is not supported"
	}
	return fmt.Sprintf("%q is not allowed", s[i])
}
