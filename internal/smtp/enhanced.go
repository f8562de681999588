package smtp

import (
	"fmt"
	"regexp"
	"strconv"
)

// EnhancedCode is the status code of RFC 3463 at the beginning of a reply's text (RFC
// 2034): 5.7.8 in "535 5.7.8 authentication failed".
type EnhancedCode struct{ Class, Subject, Detail int }

// String returns the code as in a reply, "5.7.8" (RFC 3463 2).
func (c EnhancedCode) String() string {
	return fmt.Sprintf("%d.%d.%d", c.Class, c.Subject, c.Detail)
}

// Enhanced returns the enhanced code of the first line that has one (RFC 2034 4 repeats
// it in each line). Its class must be the first digit of the reply. See MatchedReply.Enhanced
// for the greeting and the reply to EHLO.
func (r Reply) Enhanced() (EnhancedCode, bool) {
	for _, line := range r.Lines {
		code := parseEnhanced(line.Text)
		if line.Code != 0 && code.Class != 0 && code.Class == r.Class() {
			return code, true
		}
	}
	return EnhancedCode{}, false
}

// Enhanced returns the reply's enhanced code: "5.1.1". It returns "" if there is none,
// and for the replies to which RFC 2034 4 gives none: the greeting and those to EHLO.
func (a MatchedReply) Enhanced() string {
	switch a.Verb {
	case "GREETING", "EHLO", "LHLO", "HELO":
		return ""
	}
	code, ok := a.Reply.Enhanced()
	if !ok {
		return ""
	}
	return code.String()
}

// enhancedCode matches a code of three numbers of one to three digits (RFC 3463 2) at
// the start of a text. 5.1.1.2 is an address and 5.7.1-rc1 a version.
var enhancedCode = regexp.MustCompile(`^[ \t]*([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})([^-.0-9A-Za-z]|$)`)

// parseEnhanced returns the code that a text begins with, the zero code if there is none.
func parseEnhanced(text []byte) (c EnhancedCode) {
	if m := enhancedCode.FindSubmatch(text); m != nil {
		for i, n := range []*int{&c.Class, &c.Subject, &c.Detail} {
			*n, _ = strconv.Atoi(string(m[i+1]))
		}
	}
	return c
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
