package smtp

import (
	"bytes"
	"fmt"
)

// EnhancedCode is the finer code that RFC 3463 defines and RFC 2034 puts in
// front of a reply's text: 5.7.8 in "535 5.7.8 authentication failed".
type EnhancedCode struct{ Class, Subject, Detail int }

// String writes the code as the wire has it, "5.7.8" (RFC 3463 2).
func (c EnhancedCode) String() string {
	return fmt.Sprintf("%d.%d.%d", c.Class, c.Subject, c.Detail)
}

// Enhanced finds the enhanced code of a reply: that of the first line which
// has one (RFC 2034 4 repeats it on each). One whose class is not the reply's
// first digit does not count. A greeting and a reply to EHLO have none by
// RFC 2034 4; the caller knows which those are.
func (r Reply) Enhanced() (EnhancedCode, bool) {
	for _, line := range r.Lines {
		code := enhanced(line.Text)
		if line.Code != 0 && code.Class != 0 && code.Class == r.Class() {
			return code, true
		}
	}
	return EnhancedCode{}, false
}

// enhanced reads "class.subject.detail" at the start of text; the zero code is
// none. What follows must not go on with the number: 5.1.1.2 is an address,
// 5.7.1-rc1 a version.
func enhanced(text []byte) EnhancedCode {
	var n [3]int
	rest := bytes.TrimLeft(text, " \t")
	for i := range n {
		if i > 0 {
			if len(rest) == 0 || rest[0] != '.' {
				return EnhancedCode{}
			}
			rest = rest[1:]
		}
		var ok bool
		if n[i], rest, ok = smallNumber(rest); !ok {
			return EnhancedCode{}
		}
	}
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == '-' || letter(rest[0])) {
		return EnhancedCode{}
	}
	return EnhancedCode{n[0], n[1], n[2]}
}

// smallNumber reads one to three digits, the most RFC 3463 2 allows.
func smallNumber(b []byte) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && digit(b[i]) {
		if i == 3 {
			return 0, b, false
		}
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:], i > 0
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
