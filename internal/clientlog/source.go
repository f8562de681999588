package clientlog

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// line is a line of a log.
type line struct {
	text   string
	number int // from 1
}

// The limits on what is read at once.
const (
	maxLine     = 1 << 20 // bytes of a line; the rest of a longer one is another line
	sampleLines = 4000    // lines from which marks are learned
	sampleBytes = 2 << 20
)

// source reads the lines of a log.
type source struct {
	r      *bufio.Reader
	number int
	err    error // other than io.EOF
	clean  cleaner
}

func newSource(r io.Reader) *source {
	return &source{r: bufio.NewReaderSize(decoded(bufio.NewReader(r)), 64<<10)}
}

// raw returns the next line without its ending.
func (src *source) raw() (line, bool) {
	var long []byte
	for {
		part, err := src.r.ReadSlice('\n')
		if err == nil && long == nil {
			src.number++
			return line{string(bytes.TrimRight(part, "\r\n")), src.number}, true
		}
		long = append(long, part...)
		switch {
		case err == bufio.ErrBufferFull && len(long) < maxLine:
			continue
		case err != nil && err != bufio.ErrBufferFull && err != io.EOF:
			src.err = err
		}
		if len(long) == 0 {
			return line{}, false
		}
		src.number++
		return line{string(bytes.TrimRight(long, "\r\n")), src.number}, true
	}
}

// sample returns the next lines, from which marks are learned, and learns from them what
// surrounds the log. ok is false at the end.
func (src *source) sample() (out []line, ok bool) {
	var all []line
	size := 0
	for len(all) < sampleLines && size < sampleBytes {
		l, ok := src.raw()
		if !ok {
			break
		}
		size += len(l.text)
		all = append(all, l)
	}
	src.clean = newCleaner(all)
	ok = len(all) > 0
	out = all[:0]
	for _, l := range all {
		if l, isPart := src.clean.line(l); isPart {
			out = append(out, l)
		}
	}
	return out, ok
}

// next returns the next line without what surrounds it.
func (src *source) next() (line, bool) {
	for {
		l, ok := src.raw()
		if !ok {
			return l, false
		}
		if l, ok = src.clean.line(l); ok {
			return l, true
		}
	}
}

// decoded returns a reader of UTF-8: it removes a byte order mark, and decodes UTF-16.
func decoded(r *bufio.Reader) io.Reader {
	decoder := unicode.BOMOverride(encoding.Nop.NewDecoder())
	switch b, _ := r.Peek(4); {
	case len(b) < 4:
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		decoder = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	}
	return transform.NewReader(r, decoder)
}
