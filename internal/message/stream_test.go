package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// framed returns messages, and what is sent for them with DATA and with BDAT.
func framed() []struct{ name, in, data, bdat string } {
	return []struct{ name, in, data, bdat string }{
		{"empty", "", ".\r\n", ""},
		{"canonical", "a\r\nb\r\n", "a\r\nb\r\n.\r\n", "a\r\nb\r\n"},
		{"LF", "a\nb\n", "a\r\nb\r\n.\r\n", "a\r\nb\r\n"},
		{"CR", "a\rb\r", "a\r\nb\r\n.\r\n", "a\r\nb\r\n"},
		{"mixed", "a\nb\r\nc\rd\n\re\r\r\nf\r\n", "a\r\nb\r\nc\r\nd\r\n\r\ne\r\n\r\nf\r\n.\r\n", "a\r\nb\r\nc\r\nd\r\n\r\ne\r\n\r\nf\r\n"},
		{"only line ends", "\n\n\r\n\r", "\r\n\r\n\r\n\r\n.\r\n", "\r\n\r\n\r\n\r\n"},
		{"no last line end", "a", "a\r\n.\r\n", "a\r\n"},
		{"a CR is the last octet", "a\r", "a\r\n.\r\n", "a\r\n"},
		{"a dot on its own line", ".", "..\r\n.\r\n", ".\r\n"},
		{"dots on their own lines", ".\r\n.\n.\r.", "..\r\n..\r\n..\r\n..\r\n.\r\n", ".\r\n.\r\n.\r\n.\r\n"},
		{"stuffed already: stuffed again", "..\r\n...a\r\n", "...\r\n....a\r\n.\r\n", "..\r\n...a\r\n"},
		{"dots elsewhere", "a.\r\n .\r\na\r\n", "a.\r\n .\r\na\r\n.\r\n", "a.\r\n .\r\na\r\n"},
		{"smuggled: LF.LF", "a\n.\nMAIL FROM:<>\n", "a\r\n..\r\nMAIL FROM:<>\r\n.\r\n", "a\r\n.\r\nMAIL FROM:<>\r\n"},
		{"smuggled: CR.CR", "a\r.\rQUIT\r", "a\r\n..\r\nQUIT\r\n.\r\n", "a\r\n.\r\nQUIT\r\n"},
		{"smuggled: LF.CRLF, CRLF.LF", "a\n.\r\nb\r\n.\nc", "a\r\n..\r\nb\r\n..\r\nc\r\n.\r\n", "a\r\n.\r\nb\r\n.\r\nc\r\n"},
		{"any octets", "\x00\xff\xc3\xa9\n", "\x00\xff\xc3\xa9\r\n.\r\n", "\x00\xff\xc3\xa9\r\n"},
	}
}

// readers returns sources that split their octets and report EOF in different ways.
func readers() map[string]func(string) io.Reader {
	return map[string]func(string) io.Reader{
		"whole":              func(s string) io.Reader { return strings.NewReader(s) },
		"one octet":          func(s string) io.Reader { return iotest.OneByteReader(strings.NewReader(s)) },
		"halves":             func(s string) io.Reader { return iotest.HalfReader(strings.NewReader(s)) },
		"data and EOF":       func(s string) io.Reader { return iotest.DataErrReader(strings.NewReader(s)) },
		"one octet with EOF": func(s string) io.Reader { return iotest.DataErrReader(iotest.OneByteReader(strings.NewReader(s))) },
	}
}

func TestStream(t *testing.T) {
	for _, c := range framed() {
		for how, reader := range readers() {
			for _, size := range []int{2, 3, 7, blockSize} {
				got, err := io.ReadAll(newStream(reader(c.in), size, true, ".\r\n"))
				if err != nil || string(got) != c.data {
					t.Errorf("%s, %s, blocks of %d:\n got  %q, %v\n want %q", c.name, how, size, got, err, c.data)
				}
				got, err = io.ReadAll(newStream(reader(c.in), size, false, ""))
				if err != nil || string(got) != c.bdat {
					t.Errorf("%s, %s, blocks of %d, for BDAT:\n got  %q, %v\n want %q", c.name, how, size, got, err, c.bdat)
				}
			}
		}
		if err := iotest.TestReader(Frame(strings.NewReader(c.in)), []byte(c.data)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got, err := io.ReadAll(Canonical(strings.NewReader(c.in))); err != nil || string(got) != c.bdat {
			t.Errorf("%s: Canonical: %q, %v", c.name, got, err)
		}
	}
}

// TestStreamReads: Read and Next continue where the other stopped.
func TestStreamReads(t *testing.T) {
	const in, out = "a\n.\n", "a\r\n..\r\n.\r\n"
	s := Frame(strings.NewReader(in))
	if n, err := s.Read(make([]byte, 4)); n != 4 || err != nil {
		t.Errorf("Read: %d, %v", n, err)
	}
	if n, err := s.Read([]byte{}); n != 0 || err != nil {
		t.Errorf("Read of nothing: %d, %v", n, err)
	}
	if block, err := s.Next(); string(block) != out[4:] || err != nil {
		t.Errorf("Next: %q, %v", block, err)
	}
	for range 2 {
		if block, err := s.Next(); block != nil || err != io.EOF {
			t.Errorf("after the end: %q, %v", block, err)
		}
	}
}

// TestStreamBlocks: a block ends with a line ending and has about 256 KB; the last one
// includes the final dot.
func TestStreamBlocks(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		line := strings.Repeat("x", 75)
		s := Frame(strings.NewReader(strings.Repeat(line+end, 20000)))
		var blocks, octets int
		for {
			block, err := s.Next()
			if err == io.EOF {
				break
			}
			if blocks++; !bytes.HasSuffix(block, []byte("\r\n")) || err != nil {
				t.Fatalf("%q: block %d ends with %q, %v", end, blocks, block[len(block)-9:], err)
			}
			octets += len(block)
			if size := len(block); octets < 20000*77 && (size < 250<<10 || size > 270<<10) {
				t.Errorf("%q: block %d has %d octets", end, blocks, size)
			}
		}
		if octets != 20000*77+3 || blocks != 6 {
			t.Errorf("%q: %d blocks, %d octets", end, blocks, octets)
		}
	}
}

// TestStreamLongLine: a line of any length stays one line and is not kept in memory.
func TestStreamLongLine(t *testing.T) {
	for _, start := range []string{"", "."} {
		const size = 1200 << 10
		in := start + strings.Repeat(".", size) + "\r" + strings.Repeat(".", size)
		s := Frame(strings.NewReader(in))
		var got strings.Builder
		for {
			block, err := s.Next()
			if err != nil {
				break
			}
			if len(block) > 2*blockSize {
				t.Errorf("a block of %d", len(block))
			}
			got.Write(block)
		}
		want := "." + start + strings.Repeat(".", size) + "\r\n." + strings.Repeat(".", size) + "\r\n.\r\n"
		if got.String() != want {
			t.Errorf("%d octets, want %d", got.Len(), len(want))
		}
	}
}

// TestStreamFails: if the source fails, complete lines are sent but never the final dot,
// however often the stream is read. An error that wraps io.EOF is a failure.
func TestStreamFails(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, fail := range []error{broken, io.ErrUnexpectedEOF, fmt.Errorf("archive: %w", io.EOF)} {
		for in, want := range map[string]string{"": "", "a": "", "a\r": "", "a\nb": "a\r\n", "a\rb": "a\r\n", "a\r\n.\r\n": "a\r\n..\r\n", "\r\n.": "\r\n"} {
			s := Frame(io.MultiReader(strings.NewReader(in), iotest.ErrReader(fail)))
			var got bytes.Buffer
			for range 3 {
				if _, err := io.Copy(&got, s); err != fail {
					t.Errorf("%q: error %v, want %v", in, err, fail)
				}
			}
			if got.String() != want {
				t.Errorf("%q, then %v: %q was sent, want %q", in, fail, &got, want)
			}
		}
	}
}
