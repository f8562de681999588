package smtp

import "bytes"

// maxLine is how many octets of a line are kept, without its ending. RFC 5321 4.5.3.1
// requires 512 and RFC 4954 4 12,288. A hostile server may send a line without end.
const maxLine = 64 << 10

// LineBuffer collects one line, up to 64 KiB of it. The zero value is an empty line.
type LineBuffer struct {
	text   []byte
	heldCR bool // the last byte was a CR: the next byte tells whether it is text
	long   bool // the line was longer than is kept
}

// Push takes b up to its first LF. ending is "\r\n" or "\n" if the line is complete
// and can be taken, "" if b has no LF; rest is what follows the line.
func (l *LineBuffer) Push(b []byte) (rest []byte, ending string) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		l.add(b)
		return nil, ""
	}
	l.add(b[:i])
	ending = "\n"
	if l.heldCR {
		ending = "\r\n"
	}
	return b[i+1:], ending
}

// add appends b, which contains no LF. It holds back a final CR.
func (l *LineBuffer) add(b []byte) {
	if len(b) == 0 {
		return
	}
	l.addHeldCR()
	if b[len(b)-1] == '\r' {
		l.heldCR = true
		b = b[:len(b)-1]
	}
	l.keep(b)
}

// Text returns what was pushed of the line, without a final CR.
func (l *LineBuffer) Text() []byte { return l.text }

// Fork returns a copy that shares nothing with l.
func (l *LineBuffer) Fork() LineBuffer {
	f := *l
	f.text = bytes.Clone(l.text)
	return f
}

// addHeldCR adds a CR that was held back to the text.
func (l *LineBuffer) addHeldCR() {
	if l.heldCR {
		l.heldCR = false
		l.keep([]byte{'\r'})
	}
}

func (l *LineBuffer) keep(b []byte) {
	if room := maxLine - len(l.text); len(b) > room {
		b = b[:room]
		l.long = true
	}
	l.text = append(l.text, b...)
}

// Take returns the text without its ending, reports whether the line was longer than
// is kept, and starts the next line.
func (l *LineBuffer) Take() (text []byte, isLong bool) {
	text, isLong = l.text, l.long
	*l = LineBuffer{}
	return text, isLong
}

func (l *LineBuffer) empty() bool { return len(l.text) == 0 && !l.heldCR }
