package dialect

import (
	"slices"
	"strings"
)

// Login returns d: AUTHENTICATE carries SASL (RFC 9051 6.2.2).
func (d *imap) Login() Login { return d }

// Offered returns the mechanisms among the capabilities: AUTH=PLAIN.
func (d *imap) Offered() (names []string) {
	for _, c := range d.capabilities {
		if name, ok := strings.CutPrefix(c, "AUTH="); ok {
			names = append(names, name)
		}
	}
	return names
}

// AskOffered returns a CAPABILITY command until the server listed its capabilities,
// by itself or when asked (RFC 9051 6.1.1).
func (d *imap) AskOffered() string {
	if d.capabilities != nil {
		return ""
	}
	return "byhand CAPABILITY"
}

// Begin returns "a AUTHENTICATE MECHANISM [initial response]", with a tag that
// is not in use.
func (d *imap) Begin(mechanism string, initial *[]byte) []byte {
	line := "byhand AUTHENTICATE " + mechanism
	if initial != nil {
		line += " " + initialResponse(*initial)
	}
	return []byte(line)
}

// Fits reports whether the server takes an initial response (RFC 4959), which
// then may be as long as a command line.
func (d *imap) Fits(line []byte) bool {
	return slices.Contains(d.capabilities, "SASL-IR") && len(line) < maxLine
}
