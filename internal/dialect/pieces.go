package dialect

import (
	"bytes"
	"strconv"

	"byhand/internal/smtp"
)

// eachLine adds b, the next bytes of a stream, to l. It calls ended for each completed
// line, without its line ending.
func eachLine(l *smtp.LineBuffer, b []byte, ended func(line []byte)) {
	for ending := ""; len(b) > 0; {
		if b, ending = l.Push(b); ending != "" {
			line, _ := l.Take()
			ended(line)
		}
	}
}

// maxLiteral is the maximum number of bytes of a literal that are kept.
const maxLiteral = 8 << 10

// piece is one line of a command or response. A command or response with literals (RFC
// 9051 4.3) has several pieces:
//
//	a LOGIN {3+}           size 3
//	bob {7}                continues, size 7, waits
//	hunter2                continues
type piece struct {
	text      []byte // without its ending
	continues bool   // it follows a literal of the same command or response
	literal   []byte // that literal, up to maxLiteral
	size      int64  // of the literal that follows; -1: the command or response is complete
	waits     bool   // the literal follows only after a "+" from the receiver
}

// pieces cuts a stream of commands or responses that may contain literals. The zero
// value is ready to use.
type pieces struct {
	line        smtp.LineBuffer
	literalLeft int64  // how many octets of the current literal are still to come
	literal     []byte // the octets of it that have come, up to maxLiteral
	inside      bool   // the command or response continues after a literal
	waits       bool   // the literal follows only after a "+" from the receiver
}

// push adds the next bytes of the stream. It calls ended for each completed piece.
func (p *pieces) push(b []byte, ended func(piece)) {
	for len(b) > 0 {
		if n := min(p.literalLeft, int64(len(b))); n > 0 {
			p.literal = append(p.literal, b[:min(n, int64(maxLiteral-len(p.literal)))]...)
			p.literalLeft, b = p.literalLeft-n, b[n:]
			continue
		}
		rest, ending := p.line.Push(b)
		if ending != "" {
			p.end(ended)
		}
		b = rest
	}
}

// end calls ended for a completed line.
func (p *pieces) end(ended func(piece)) {
	line, isLong := p.line.Take()
	one := piece{text: line, continues: p.inside, literal: p.literal, size: -1}
	if !isLong {
		one.size, one.waits = announced(line)
	}
	p.literalLeft, p.inside, p.waits = max(0, one.size), one.size >= 0, one.waits
	p.literal = nil
	ended(one)
}

// fork returns a copy that shares nothing with p.
func (p *pieces) fork() pieces {
	f := *p
	f.line, f.literal = p.line.Fork(), bytes.Clone(p.literal)
	return f
}

// announced returns the size of the literal that a line announces at its end; -1: none.
// waits reports whether the sender has to wait for a "+".
//
//	{17}  {17+}  ~{17}     RFC 9051 4.3, RFC 7888, RFC 3516 4.4
func announced(line []byte) (size int64, waits bool) {
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' {
		return -1, false
	}
	digits, plus := bytes.CutSuffix(line[open+1:len(line)-1], []byte("+"))
	n, err := strconv.ParseUint(string(digits), 10, 63)
	if err != nil {
		return -1, false
	}
	return int64(n), !plus
}
