package smtp

import (
	"bufio"
	"bytes"
	"fmt"
	"net/textproto"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// line returns a ReplyLine.
func line(code int, last bool, text string, ending string) ReplyLine {
	return ReplyLine{Code: code, Last: last, Text: []byte(text), Ending: ending}
}

var parserTests = []struct {
	name, in string
	want     []Reply
	pending  bool
}{
	{"one line", "250 ok\r\n", []Reply{{250, []ReplyLine{line(250, true, "ok", "\r\n")}, 0}}, false},
	{"no text", "250 \r\n", []Reply{{250, []ReplyLine{line(250, true, "", "\r\n")}, 0}}, false},
	{"bare", "250\r\n", []Reply{{250, []ReplyLine{line(250, true, "", "\r\n")}, BareCode}}, false},
	{"several lines", "250-a\r\n250-\r\n250 c\r\n", []Reply{{250, []ReplyLine{
		line(250, false, "a", "\r\n"), line(250, false, "", "\r\n"), line(250, true, "c", "\r\n")}, 0}}, false},
	{"bare end", "250-a\r\n250\r\n", []Reply{{250, []ReplyLine{
		line(250, false, "a", "\r\n"), line(250, true, "", "\r\n")}, BareCode}}, false},
	{"mixed, the last one counts", "250-a\r\n550 b\r\n", []Reply{{550, []ReplyLine{
		line(250, false, "a", "\r\n"), line(550, true, "b", "\r\n")}, MixedCodes}}, false},
	{"mixed in the middle", "250-a\r\n251-b\r\n250 c\r\n", []Reply{{250, []ReplyLine{
		line(250, false, "a", "\r\n"), line(251, false, "b", "\r\n"), line(250, true, "c", "\r\n")}, MixedCodes}}, false},
	{"bare LF", "250-a\n250 b\r\n", []Reply{{250, []ReplyLine{
		line(250, false, "a", "\n"), line(250, true, "b", "\r\n")}, BareLF}}, false},
	{"CR is text", "250 a\rb\r\r\n", []Reply{{250, []ReplyLine{line(250, true, "a\rb\r", "\r\n")}, 0}}, false},
	{"rubbish alone", "+OK hi\r\n\r\n25 x\r\n", []Reply{
		{0, []ReplyLine{line(0, true, "+OK hi", "\r\n")}, NoCode},
		{0, []ReplyLine{line(0, true, "", "\r\n")}, NoCode},
		{0, []ReplyLine{line(0, true, "25 x", "\r\n")}, NoCode}}, false},
	{"rubbish within", "250-a\r\nb\r\n250 c\r\n", []Reply{{250, []ReplyLine{
		line(250, false, "a", "\r\n"), line(0, false, "b", "\r\n"), line(250, true, "c", "\r\n")}, NoCode}}, false},
	{"not a code", "2500\r\n", []Reply{{0, []ReplyLine{line(0, true, "2500", "\r\n")}, NoCode}}, false},
	{"digits missing", "x50 a\r\n2x0 a\r\n25x a\r\n", []Reply{
		{0, []ReplyLine{line(0, true, "x50 a", "\r\n")}, NoCode},
		{0, []ReplyLine{line(0, true, "2x0 a", "\r\n")}, NoCode},
		{0, []ReplyLine{line(0, true, "25x a", "\r\n")}, NoCode}}, false},
	{"a tab is not a separator", "250\tok\r\n", []Reply{{0, []ReplyLine{line(0, true, "250\tok", "\r\n")}, NoCode}}, false},
	{"000 is not a code", "000 x\r\n", []Reply{{0, []ReplyLine{line(0, true, "000 x", "\r\n")}, NoCode}}, false},
	{"odd codes", "199 a\r\n260 b\r\n600\r\n", []Reply{
		{199, []ReplyLine{line(199, true, "a", "\r\n")}, OddCode},
		{260, []ReplyLine{line(260, true, "b", "\r\n")}, OddCode},
		{600, []ReplyLine{line(600, true, "", "\r\n")}, OddCode | BareCode}}, false},
	{"edges of what is not odd", "200 a\r\n559 b\r\n", []Reply{
		{200, []ReplyLine{line(200, true, "a", "\r\n")}, 0},
		{559, []ReplyLine{line(559, true, "b", "\r\n")}, 0}}, false},
	{"part of a line", "250 ok\r\n25", []Reply{{250, []ReplyLine{line(250, true, "ok", "\r\n")}, 0}}, true},
	{"a CR alone is part of a line", "\r", nil, true},
	{"open reply", "250-ok\r\n", nil, true},
}

func TestParser(t *testing.T) {
	for _, tt := range parserTests {
		t.Run(tt.name, func(t *testing.T) {
			for n := 1; n <= len(tt.in); n++ {
				var p Parser
				got := push(&p, []byte(tt.in), n)
				if !same(got, tt.want) {
					t.Errorf("pieces of %d:\n got %+v\nwant %+v", n, got, tt.want)
				}
				if p.pending() != tt.pending {
					t.Errorf("pieces of %d: pending is %v", n, p.pending())
				}
			}
		})
	}
}

func TestFlush(t *testing.T) {
	tests := []struct {
		in   string
		want Reply
	}{
		{"250", Reply{250, []ReplyLine{line(250, true, "", "")}, BareCode | Unfinished}},
		{"250 ok\r", Reply{250, []ReplyLine{line(250, true, "ok\r", "")}, Unfinished}},
		{"25", Reply{0, []ReplyLine{line(0, true, "25", "")}, NoCode | Unfinished}},
		{"250-a\n", Reply{250, []ReplyLine{line(250, false, "a", "\n")}, BareLF | Unfinished}},
		{"250-a\r\n250-b", Reply{250, []ReplyLine{line(250, false, "a", "\r\n"), line(250, false, "b", "")}, Unfinished}},
		{"250-a\r\nb", Reply{0, []ReplyLine{line(250, false, "a", "\r\n"), line(0, false, "b", "")}, NoCode | Unfinished}},
	}
	for _, tt := range tests {
		var p Parser
		p.Push([]byte(tt.in))
		got, ok := p.Flush()
		if !ok || !same([]Reply{got}, []Reply{tt.want}) {
			t.Errorf("%q: got %+v, %v; want %+v", tt.in, got, ok, tt.want)
		}
		if r, ok := p.Flush(); ok || p.pending() {
			t.Errorf("%q: a second Flush gives %+v", tt.in, r)
		}
	}
	var p Parser
	p.Push([]byte("250 ok\r\n"))
	if r, ok := p.Flush(); ok {
		t.Errorf("nothing held, but Flush gives %+v", r)
	}
}

// The caller may overwrite a slice after Push.
func TestParserCopies(t *testing.T) {
	var p Parser
	b := []byte("250-hello\r\n")
	p.Push(b)
	clear(b)
	r := p.Push([]byte("250 x\r\n"))
	if got := r[0].Text(); got != "hello\nx" {
		t.Errorf("got %q", got)
	}
}

func TestLongLine(t *testing.T) {
	for _, ending := range []string{"\r\n", "\n"} {
		full := "250 " + strings.Repeat("x", maxLine-4)
		for _, more := range []string{"", "y", "\ry"} {
			var p Parser
			got := p.Push([]byte(full + more + ending))
			if len(got) != 1 || len(got[0].Lines[0].Text) != maxLine-4 || got[0].Lines[0].Ending != ending {
				t.Fatalf("%d replies", len(got))
			}
			if long := got[0].Flaws&LongLine != 0; long != (more != "") {
				t.Errorf("%q too much: long is %v", more, long)
			}
		}
	}
	var p Parser
	for range 1000 {
		p.Push(bytes.Repeat([]byte("250 "), 1000))
	}
	if n := cap(p.line.text); n > 2*maxLine {
		t.Errorf("%d octets are kept of an endless line", n)
	}
}

func TestManyLines(t *testing.T) {
	var p Parser
	for i := range maxLines + 5 {
		p.Push(fmt.Appendf(nil, "250-%d\r\n", i))
	}
	r := p.Push([]byte("550 end\r\n"))[0]
	last := r.Lines[len(r.Lines)-1]
	if len(r.Lines) != maxLines || string(last.Text) != "end" || r.Code != 550 {
		t.Errorf("%d lines, last %q, code %d", len(r.Lines), last.Text, r.Code)
	}
	if r.Flaws != ManyLines|MixedCodes {
		t.Errorf("flaws: %v", r.Flaws)
	}
	if r = p.Push([]byte("250 next\r\n"))[0]; r.Flaws != 0 {
		t.Errorf("flaws of the next reply: %v", r.Flaws)
	}
}

// The total size is limited too.
func TestManyLongLines(t *testing.T) {
	var p Parser
	long := []byte("250-" + strings.Repeat("x", maxLine-4) + "\r\n")
	for range 100 {
		p.Push(long)
		p.Push([]byte("250-short\r\n"))
	}
	r := p.Push([]byte("250 end\r\n"))[0]
	if len(r.Text()) > maxText+maxLine || r.Flaws != ManyLines || !strings.HasSuffix(r.Text(), "\nend") {
		t.Errorf("%d octets kept, flaws %v", len(r.Text()), r.Flaws)
	}
	for _, l := range r.Lines[:len(r.Lines)-1] {
		if len(l.Text) == 0 {
			t.Error("a line was lost below the limit")
		}
	}
}

func push(p *Parser, b []byte, n int) []Reply {
	var got []Reply
	for piece := range slices.Chunk(b, n) {
		got = append(got, p.Push(bytes.Clone(piece))...)
	}
	return got
}

// same compares replies. An empty text equals nil.
func same(a, b []Reply) bool {
	return reflect.DeepEqual(normal(a), normal(b))
}

func normal(replies []Reply) string {
	var b strings.Builder
	for _, r := range replies {
		fmt.Fprintf(&b, "%d %v\n", r.Code, r.Flaws)
		for _, l := range r.Lines {
			fmt.Fprintf(&b, "\t%d %v %q %q\n", l.Code, l.Last, l.Text, l.Ending)
		}
	}
	return b.String()
}

// wire returns a reply as it was received.
func wire(r Reply) []byte {
	var b []byte
	for i, l := range r.Lines {
		bare := i == len(r.Lines)-1 && r.Flaws&BareCode != 0
		switch {
		case l.Code == 0:
		case bare:
			b = fmt.Appendf(b, "%d", l.Code)
		case l.Last:
			b = fmt.Appendf(b, "%d ", l.Code)
		default:
			b = fmt.Appendf(b, "%d-", l.Code)
		}
		b = append(append(b, l.Text...), l.Ending...)
	}
	return b
}

// FuzzParser checks that any split gives the same replies, and that nothing is lost.
func FuzzParser(f *testing.F) {
	for _, tt := range parserTests {
		f.Add([]byte(tt.in), uint16(3))
	}
	f.Add([]byte("250-a\r\n25"), uint16(1))
	f.Fuzz(func(t *testing.T, in []byte, n uint16) {
		all := func(n int) (got []Reply) {
			var p Parser
			got = push(&p, in, n)
			if r, ok := p.Flush(); ok {
				got = append(got, r)
			}
			return got
		}
		whole := all(len(in) + 1)
		for _, n := range []int{1, int(n) + 1} {
			if got := all(n); !same(got, whole) {
				t.Errorf("pieces of %d:\n got %s\nwant %s", n, normal(got), normal(whole))
			}
		}
		var back []byte
		for _, r := range whole {
			if r.Flaws&(LongLine|ManyLines) != 0 {
				return
			}
			back = append(back, wire(r)...)
		}
		if !bytes.Equal(back, in) {
			t.Errorf("kept %q of %q", back, in)
		}
	})
}

// FuzzParserOracle compares well-formed replies with net/textproto.
func FuzzParserOracle(f *testing.F) {
	f.Add(uint16(250), "mx\nSIZE 1000\n")
	f.Add(uint16(334), "")
	f.Add(uint16(999), "250 a\n250-b\n-\n ")
	f.Fuzz(func(t *testing.T, n uint16, text string) {
		code := 100 + int(n)%900
		texts := strings.Split(strings.ReplaceAll(text, "\r", ""), "\n")
		var in []byte
		for i, text := range texts {
			sep := "-"
			if i == len(texts)-1 {
				sep = " "
			}
			in = fmt.Appendf(in, "%d%s%s\r\n", code, sep, text)
		}
		wantCode, want, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(in))).ReadResponse(0)
		if err != nil || len(in) > maxLine {
			return
		}
		var p Parser
		got := p.Push(in)
		if len(got) != 1 || got[0].Code != wantCode || got[0].Text() != want || got[0].Flaws&^OddCode != 0 {
			t.Errorf("%q: got %s, textproto %d %q", in, normal(got), wantCode, want)
		}
	})
}
