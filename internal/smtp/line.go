package smtp

import "bytes"

// maxLine is how much of one line is kept, ending not counted. RFC 5321
// 4.5.3.1 asks for 512 octets, RFC 4954 4 for 12288; a hostile peer sends a
// line that never ends.
const maxLine = 64 << 10

// lineBuf gathers one line from pieces. The zero value is an empty line.
type lineBuf struct {
	text []byte
	cr   bool // a CR came last: the next byte tells whether it is text
	long bool // more came than is kept
}

// push takes b up to its first LF. ending is "\r\n" or "\n" when the line is
// complete and to be taken, "" when b ran out first; rest is what follows it.
func (l *lineBuf) push(b []byte) (rest []byte, ending string) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		l.add(b)
		return nil, ""
	}
	l.add(b[:i])
	ending = "\n"
	if l.cr {
		ending = "\r\n"
	}
	return b[i+1:], ending
}

// add appends b, which holds no LF; a CR at its end is held back.
func (l *lineBuf) add(b []byte) {
	if len(b) == 0 {
		return
	}
	l.settle()
	if b[len(b)-1] == '\r' {
		l.cr = true
		b = b[:len(b)-1]
	}
	l.keep(b)
}

// settle makes a CR that was held back part of the text.
func (l *lineBuf) settle() {
	if l.cr {
		l.cr = false
		l.keep([]byte{'\r'})
	}
}

func (l *lineBuf) keep(b []byte) {
	if room := maxLine - len(l.text); len(b) > room {
		b = b[:room]
		l.long = true
	}
	l.text = append(l.text, b...)
}

// take hands the text over and starts the next line.
func (l *lineBuf) take() (text []byte, long bool) {
	text, long = l.text, l.long
	*l = lineBuf{}
	return text, long
}

func (l *lineBuf) empty() bool { return len(l.text) == 0 && !l.cr }
