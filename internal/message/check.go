package message

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
)

// maxLine is the maximum length of a line of text in octets, without CRLF and a doubled
// dot (RFC 5321 4.5.3.1.6, RFC 5322 2.1.1).
const maxLine = 998

// Check reads a message of any size to its end and reports what matters before it is
// sent. If r fails, Check returns its error and a report on what came before.
//
//	line 1  From: a@example.net     a header field: name, colon, text (RFC 5322 2.2)
//	line 2   (space) more           continued: a folded field (2.2.3)
//	line 3                          the header ends
//	line 4  .profile                the body; this dot will be doubled
func Check(r io.Reader) (Report, error) { return check(r, blockSize) }

func check(r io.Reader, size int) (Report, error) {
	c := checker{src: newBlocks(r, size), report: Report{HeaderFacts: HeaderFacts{Fields: singleFields()}}, crlf: true, inHeader: true, field: -1}
	for {
		block, err := c.src.next()
		if err != nil {
			c.addLastLine()
			if err == io.EOF {
				err = nil
			}
			return c.report, err
		}
		c.addBlock(block)
	}
}

// checker is the state of Check.
type checker struct {
	src    *blocks
	report Report

	// The current line:
	length      int
	firstOctets []byte // its first octets, if a block ended in the line
	nuls        int
	eight       int
	utf8        utf8Check

	crlf     bool // the previous line ended in CRLF; at the start, the 354 did
	inHeader bool
	field    int // index of the last field in Fields; -1: not in Fields
}

// addBlock checks a block. It first searches the whole block for what is rare.
func (c *checker) addBlock(b []byte) {
	c.report.Octets += int64(len(b))
	nuls, eightBits := bytes.IndexByte(b, 0) >= 0, countEightBit(b) > 0
	for len(b) > 0 {
		n := 0
		if !nuls && !c.inHeader && c.length == 0 {
			n = c.addPlainLines(b, eightBits)
		}
		if n == 0 {
			n = len(b)
			if lf := bytes.IndexByte(b, '\n'); b[0] == '.' && lf >= 0 {
				n = lf + 1 // plain lines may follow
			}
			c.addLines(b[:n], nuls, eightBits)
		}
		b = b[n:]
	}
}

// addLines checks lines one by one.
func (c *checker) addLines(b []byte, nuls, eightBits bool) {
	for cut := newCutter(b); cut.hasMore(); {
		text, end := cut.next()
		if nuls {
			c.nuls += bytes.Count(text, []byte{0})
		}
		eight := 0
		if eightBits {
			eight = countEightBit(text)
			c.eight += eight
		}
		if c.inHeader && (eight > 0 || c.utf8.pending()) {
			c.utf8.add(text)
		}
		c.length += len(text)
		if end == unended || len(c.firstOctets) > 0 {
			c.firstOctets = append(c.firstOctets, text[:min(len(text), maxLine-len(c.firstOctets))]...)
			text = c.firstOctets
		}
		if end != unended {
			c.addLine(text[:min(len(text), maxLine)], end)
		}
	}
}

// addLastLine checks a last line without a line ending.
func (c *checker) addLastLine() {
	if c.length > 0 {
		c.report.NoLastEnd = true
		c.addLine(c.firstOctets, unended)
	}
}

// addLine checks a complete line; text is its first maxLine octets.
func (c *checker) addLine(text []byte, end ending) {
	r := &c.report
	r.Lines++
	r.Size += int64(c.length) + 2
	switch end {
	case crlf:
		r.CRLF++
	case bareLF:
		r.BareLF.add(1, r.Lines)
	case bareCR:
		r.BareCR.add(1, r.Lines)
	}
	if c.length > r.Longest {
		r.Longest, r.LongestLine = c.length, r.Lines
	}
	if c.length > maxLine {
		r.LongLines.add(1, r.Lines)
	}
	r.NULs.add(c.nuls, r.Lines)
	c.checkDots(text, end == crlf)
	if c.inHeader {
		c.addHeaderLine(text)
	}
	if c.inHeader {
		r.EightBitHeader.add(c.eight, r.Lines)
		r.BadUTF8.add(c.utf8.end(), r.Lines)
	} else {
		r.EightBitBody.add(c.eight, r.Lines)
	}
	c.crlf = end == crlf
	c.length, c.firstOctets, c.nuls, c.eight = 0, c.firstOctets[:0], 0, 0
}

// checkDots checks a leading dot (RFC 5321 4.5.2).
func (c *checker) checkDots(text []byte, isCRLF bool) {
	r := &c.report
	if len(text) == 0 || text[0] != '.' {
		return
	}
	r.Dots.add(1, r.Lines)
	switch {
	case c.length > 1 && text[1] != '.':
		r.Unstuffed.add(1, r.Lines)
	case c.length > 1:
	case c.crlf && isCRLF:
		r.Ends.add(1, r.Lines)
	default:
		r.LooseDots.add(1, r.Lines)
	}
}

// countEightBit counts the octets over 127. It is fast where there are none.
func countEightBit(b []byte) (n int) {
	const high = 0x8080808080808080
	for ; len(b) >= 16; b = b[16:] {
		first, second := binary.NativeEndian.Uint64(b)&high, binary.NativeEndian.Uint64(b[8:])&high
		if first|second != 0 {
			n += bits.OnesCount64(first) + bits.OnesCount64(second)
		}
	}
	for _, octet := range b {
		n += int(octet >> 7)
	}
	return n
}
