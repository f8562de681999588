package smtp

import "strings"

// Reply is a server's reply, of one line or several (RFC 5321 4.2):
//
//	250-mx.example.net
//	250 SIZE 10240000
type Reply struct {
	Code  int         // of the last line; 0: it has none
	Lines []ReplyLine // all lines, unless Flaws contains LongLine or ManyLines
	Flaws Flaws       // what is wrong with it
}

// ReplyLine is one line of a reply (RFC 5321 4.2.1). Text contains a line without a code
// as a whole.
type ReplyLine struct {
	Code   int    // 0: none
	Last   bool   // ends its reply: "250 ok" or "250", not "250-more"
	Text   []byte // what follows the code and the separator
	Ending string // "\r\n", "\n", or "" at the end of the connection
}

// Class returns the first digit of the code (RFC 5321 4.2.1): 2 to 5, or 0 if there is no
// code or its first digit is not defined.
func (r Reply) Class() int {
	if class := r.Code / 100; class >= 2 && class <= 5 {
		return class
	}
	return 0
}

// Refused reports whether the server refused, temporarily (4yz) or permanently (5yz)
// (RFC 5321 4.2.1).
func (r Reply) Refused() bool { return r.Class() == 4 || r.Class() == 5 }

// AsksForText reports whether the reply to DATA asks for the text (RFC 5321 4.1.1.4): 354
// in every line.
func (r Reply) AsksForText() bool { return r.Code == 354 && r.Flaws&MixedCodes == 0 }

// Text returns the text of all lines, joined with "\n". It is for display and for
// searching: only the code says what a reply means (RFC 5321 4.2.1).
func (r Reply) Text() string {
	texts := make([]string, len(r.Lines))
	for i, line := range r.Lines {
		texts[i] = string(line.Text)
	}
	return strings.Join(texts, "\n")
}

// splitCode splits a line after its code: three digits, the first not 0, and then a
// space, a dash or the end. Codes that RFC 5321 4.2 does not define ("199", "260", "600")
// count too, because a server that sends one means a reply: see OddCode. sep is ' ', '-'
// or, at the end of the line, 0.
func splitCode(line []byte) (code int, sep byte, text []byte) {
	if len(line) < 3 || line[0] == '0' || !isDigit(line[0]) || !isDigit(line[1]) || !isDigit(line[2]) {
		return 0, 0, line
	}
	code = int(line[0]-'0')*100 + int(line[1]-'0')*10 + int(line[2]-'0')
	switch {
	case len(line) == 3:
		return code, 0, line[3:]
	case line[3] == ' ', line[3] == '-':
		return code, line[3], line[4:]
	}
	return 0, 0, line
}

// isOddCode reports whether a code is outside [2-5][0-5][0-9].
func isOddCode(code int) bool { return code/100 < 2 || code/100 > 5 || code/10%10 > 5 }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
