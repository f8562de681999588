package smtp

import "strings"

// Reply is one whole reply of a server, of one line or several (RFC 5321 4.2):
//
//	250-mx.example.net
//	250 SIZE 10240000
type Reply struct {
	Code  int         // of the last line; 0 when that line has none
	Lines []ReplyLine // in order, nothing left out but what LongLine and ManyLines say
	Flaws Flaws       // what is wrong with it
}

// ReplyLine is one line of a reply (RFC 5321 4.2.1). A line without a code is
// kept whole in Text.
type ReplyLine struct {
	Code   int    // 0: none
	Last   bool   // ends its reply: "250 ok" or "250", not "250-more"
	Text   []byte // behind code and separator, as it came
	Ending string // "\r\n", "\n", or "" where the stream ended
}

// Class is the first digit of the code, which says how it went (RFC 5321
// 4.2.1): 2 to 5, or 0 when there is no code or its first digit means nothing.
func (r Reply) Class() int {
	if class := r.Code / 100; class >= 2 && class <= 5 {
		return class
	}
	return 0
}

// Refused reports whether the server said no, for now (4yz) or for good (5yz).
// RFC 5321 4.2.1.
func (r Reply) Refused() bool { return r.Class() == 4 || r.Class() == 5 }

// AsksForText reports whether the reply is the one to DATA that lets the text follow
// (RFC 5321 4.1.1.4): 354, in every line.
func (r Reply) AsksForText() bool { return r.Code == 354 && r.Flaws&MixedCodes == 0 }

// Text is what the lines say, joined with "\n": for people and for searching,
// never to decide by (RFC 5321 4.2.1: the digits decide).
func (r Reply) Text() string {
	texts := make([]string, len(r.Lines))
	for i, line := range r.Lines {
		texts[i] = string(line.Text)
	}
	return strings.Join(texts, "\n")
}

// splitCode takes a line apart at its code. Three digits that begin with 1 to
// 9 and are followed by a space, a dash or the end are a code, also those RFC
// 5321 4.2 has no meaning for ("199", "260", "600": see OddCode), because a
// server that sends one means it as a reply. sep is ' ', '-' or 0 for the end.
func splitCode(line []byte) (code int, sep byte, text []byte) {
	if len(line) < 3 || line[0] == '0' || !digit(line[0]) || !digit(line[1]) || !digit(line[2]) {
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

// odd reports a code outside [2-5][0-5][0-9].
func odd(code int) bool { return code/100 < 2 || code/100 > 5 || code/10%10 > 5 }

func digit(c byte) bool { return c >= '0' && c <= '9' }
