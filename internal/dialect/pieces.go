package dialect

import (
	"bytes"
	"strconv"
)

// maxLine is how much of a line is kept; the rest is dropped.
const maxLine = 8 << 10

// lines cuts a stream into lines. The zero value is ready.
type lines struct {
	part    []byte // the line that is coming, up to maxLine
	dropped bool   // more than that came
}

// next takes bytes up to the first line ending. It returns the line without its
// ending, once that came, and the bytes after it. The line is valid until the
// next call.
func (l *lines) next(b []byte) (line, rest []byte, ended bool) {
	line, rest, ended = bytes.Cut(b, []byte("\n"))
	room := maxLine - len(l.part)
	l.part = append(l.part, line[:min(len(line), room)]...)
	l.dropped = l.dropped || len(line) > room
	if !ended {
		return nil, nil, false
	}
	line = bytes.TrimSuffix(l.part, []byte("\r"))
	l.part = l.part[:0]
	return line, rest, true
}

// push takes the next bytes and calls ended for each line that they complete.
func (l *lines) push(b []byte, ended func(line []byte)) {
	for len(b) > 0 {
		line, rest, complete := l.next(b)
		if complete {
			l.dropped = false
			ended(line)
		}
		b = rest
	}
}

// fork returns a copy that shares nothing with l.
func (l *lines) fork() lines { return lines{bytes.Clone(l.part), l.dropped} }

// A piece is one line of a command or response. There is more than one where it
// carries literals (RFC 9051 4.3):
//
//	a LOGIN {3+}           size 3
//	bob {7}                continues, size 7, waits
//	hunter2                continues
type piece struct {
	text      []byte // without its ending
	continues bool   // it comes after a literal of the same command or response
	literal   []byte // and that literal, up to maxLine
	size      int64  // of the literal that follows; -1: the command or response is complete
	waits     bool   // the receiver sends "+" before the literal follows
}

// pieces cuts a stream of commands or responses that may carry literals. The
// zero value is ready.
type pieces struct {
	lines   lines
	octets  int64  // of a literal, still to come
	literal []byte // and what came of it, up to maxLine
	inside  bool   // the command or response goes on after a literal
	waits   bool   // the literal needs the receiver's leave
}

// push takes the next bytes and calls ended for each line that they complete.
func (p *pieces) push(b []byte, ended func(piece)) {
	for len(b) > 0 {
		if n := min(p.octets, int64(len(b))); n > 0 {
			p.literal = append(p.literal, b[:min(n, int64(maxLine-len(p.literal)))]...)
			p.octets, b = p.octets-n, b[n:]
			continue
		}
		line, rest, complete := p.lines.next(b)
		if complete {
			p.end(line, ended)
		}
		b = rest
	}
}

// end reports a line that is complete.
func (p *pieces) end(line []byte, ended func(piece)) {
	one := piece{text: line, continues: p.inside, literal: p.literal, size: -1}
	if !p.lines.dropped {
		one.size, one.waits = announced(line)
	}
	p.octets, p.inside, p.waits = max(0, one.size), one.size >= 0, one.waits
	p.literal, p.lines.dropped = nil, false
	ended(one)
}

// fork returns a copy that shares nothing with p.
func (p *pieces) fork() pieces {
	f := *p
	f.lines, f.literal = p.lines.fork(), bytes.Clone(p.literal)
	return f
}

// announced returns the size of the literal that a line ends with, and whether
// it waits for the receiver's leave; -1: it announces none.
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
