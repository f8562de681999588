package conn

import (
	"io"
	"net"
	"slices"
	"strings"
	"testing"
)

// segments is a net.Conn whose Reads return one byte string each, as far as it fits, and
// then the error last.
type segments struct {
	net.Conn // nil: nothing else may be called
	left     []string
	last     error
	before   func() // each Read
}

func (s *segments) Read(p []byte) (int, error) {
	if s.before != nil {
		s.before()
	}
	if len(s.left) == 0 {
		return 0, s.last
	}
	n := copy(p, s.left[0])
	if s.left[0] = s.left[0][n:]; s.left[0] == "" {
		s.left = s.left[1:]
	}
	return n, nil
}

func (s *segments) Close() error { return nil }

// read runs a reader over the segments. It returns the tape, and the events after each
// Read and, if there are any, at the end.
func read(t testing.TB, stream ...string) (tape *tape, reported []string) {
	t.Helper()
	tape = newTape(t)
	heard := 0
	look := func() {
		var now []string
		for _, e := range tape.events()[heard:] {
			if heard++; e.Kind == Received {
				now = append(now, show(e))
			}
		}
		reported = append(reported, strings.Join(now, ", "))
	}
	from := &segments{left: slices.Clone(stream), last: io.EOF, before: look}
	c := over(t, from, Security{}, tape)
	c.startReader()
	<-c.Ended()
	if look(); reported[len(reported)-1] == "" {
		reported = reported[:len(reported)-1]
	}
	tape.ends(t, Closed)
	return tape, reported[1:]
}

func TestReaderReportsAtOnce(t *testing.T) {
	for _, test := range []struct {
		name   string
		stream []string
		want   []string
	}{
		{"a line", []string{"220 mx\r\n"}, []string{`S "220 mx" CRLF 8`}},
		{"an empty line", []string{"\r\n"}, []string{`S "" CRLF 2`}},
		{"two lines in one read", []string{"250-a\r\n250 b\r\n"}, []string{`S "250-a" CRLF 7 +, S "250 b" CRLF 14`}},
		{"a line in three reads", []string{"22", "0 mx", "\r\n"}, []string{`S "22" 2`, `S "0 mx" 6`, `S "" CRLF 8`}},
		{"a partial line after a line", []string{"250-a\r\n25", "0 b\r\n"},
			[]string{`S "250-a" CRLF 7 +, S "25" 9`, `S "0 b" CRLF 14`}},
		{"CR and LF apart", []string{"220 mx\r", "\n"}, []string{`S "220 mx" 6`, `S "" CRLF 8`}},
		{"CR and LF apart, with more after them", []string{"a\r", "\nb\r", "\n"},
			[]string{`S "a" 1`, `S "" CRLF 3 +, S "b" 4`, `S "" CRLF 6`}},
		{"a CR alone in a read", []string{"a", "\r", "\n"}, []string{`S "a" 1`, ``, `S "" CRLF 3`}},
		{"a line and a CR held back", []string{"a\r\n\r", "\n"}, []string{`S "a" CRLF 3`, `S "" CRLF 5`}},
		{"a CR inside a line", []string{"a\rb\r\n"}, []string{`S "a\rb" CRLF 5`}},
		{"a CR that turns out to be none", []string{"a\r", "b"}, []string{`S "a" 1`, `S "\rb" 3`}},
		{"CR CR LF", []string{"a\r\r\n"}, []string{`S "a\r" CRLF 4`}},
		{"CR CR LF, each alone", []string{"\r", "\r", "\n"}, []string{``, `S "\r" 1`, `S "" CRLF 3`}},
		{"a CR at the end of all", []string{"bye\r"}, []string{`S "bye" 3`, `S "\r" 4`}},
		{"only a CR", []string{"\r"}, []string{``, `S "\r" 1`}},
		{"LF alone", []string{"a\nb\n\n"}, []string{`S "a" LF 2 +, S "b" LF 4 +, S "" LF 5`}},
		{"LF first", []string{"a", "\nb"}, []string{`S "a" 1`, `S "" LF 2 +, S "b" 3`}},
		{"NUL", []string{"a\x00\r\n\x00"}, []string{`S "a\x00" CRLF 4 +, S "\x00" 5`}},
		{"telnet's IAC is data", []string{"\xff\xfd\x18\xff\xff"}, []string{`S "\xff\xfd\x18\xff\xff" 5`}},
		{"nothing", nil, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, reported := read(t, test.stream...); !slices.Equal(reported, test.want) {
				t.Errorf("reported:\n%s\nwant:\n%s", strings.Join(reported, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// lines splits a whole stream into lines as the reader must.
func lines(stream string) (all []string) {
	for s := range strings.Lines(stream) {
		switch {
		case strings.HasSuffix(s, "\r\n"):
			s = s[:len(s)-2] + "|CRLF"
		case strings.HasSuffix(s, "\n"):
			s = s[:len(s)-1] + "|LF"
		}
		all = append(all, s)
	}
	return all
}

// joined joins the pieces of received lines.
func (p *tape) joined() (all []string) {
	part := ""
	for _, e := range p.events() {
		if e.Kind != Received {
			continue
		}
		part += string(e.Line)
		if e.Ending != "" {
			all = append(all, part+map[string]string{"\r\n": "|CRLF", "\n": "|LF"}[e.Ending])
			part = ""
		}
	}
	if part != "" {
		all = append(all, part)
	}
	return all
}

// FuzzReader checks that the lines do not depend on how the stream is split into reads.
func FuzzReader(f *testing.F) {
	for _, stream := range []string{"220 mx\r\n", "250-a\r\n250 b\r\n", "a\r\r\n\n\rb\n", "\r", "\x00\xff\r", "no end"} {
		f.Add(stream, "", uint8(0))
		f.Add(stream, strings.Repeat("\x01", 20), uint8(9))
		f.Add(stream, "\x02\x03", uint8(1))
	}
	f.Fuzz(func(t *testing.T, stream, sizes string, room uint8) {
		from := &segments{last: io.EOF}
		rest := stream
		for _, size := range []byte(sizes) {
			if n := min(int(size), len(rest)); n > 0 {
				from.left, rest = append(from.left, rest[:n]), rest[n:]
			}
		}
		if rest != "" {
			from.left = append(from.left, rest)
		}
		tape := &tape{grew: make(chan struct{})}
		c := over(t, from, Security{}, tape)
		r := &reader{layer: from, buf: make([]byte, 2+int(room))}
		if err := c.readAll(r); err != io.EOF {
			t.Errorf("readAll: %v", err)
		}
		c.reportHeldCR(r)
		tape.check(t)
		if got, want := tape.joined(), lines(stream); !slices.Equal(got, want) {
			t.Errorf("came out as %q, want %q", got, want)
		}
	})
}
