package message

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFacts(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "0 octets in 0 lines",
		"a\r\n":                             "3 octets in 1 line",
		"a\n\n":                             "5 octets in 2 lines, LF endings",
		"a\rb":                              "6 octets in 2 lines, CR endings",
		"a\r\nb\r":                          "6 octets in 2 lines, mixed endings",
		"a\nb\r\nc\rd\r\n":                  "12 octets in 4 lines, mixed endings",
		".\n..\nx\xff\n":                    "11 octets in 3 lines, LF endings, 8-bit, 2 leading dots",
		"\xff:\r\n.\r\n":                    "7 octets in 2 lines, 8-bit, 1 leading dot",
		strings.Repeat("12345678\n", 1234):  "12,340 octets in 1,234 lines, LF endings",
		strings.Repeat("1", 999_998):        "1,000,000 octets in 1 line",
		strings.Repeat("12345678\r\n", 100): "1,000 octets in 100 lines",
	} {
		if r, err := Check(strings.NewReader(in)); r.Facts() != want || err != nil {
			t.Errorf("%.40q: %s, %v, want %s", in, r.Facts(), err, want)
		}
	}
}

// TestCheckIsFrame: the size for SIZE= is the size that is sent, without what RFC 1870
// 3 does not count.
func TestCheckIsFrame(t *testing.T) {
	for _, c := range framed() {
		r, err := Check(strings.NewReader(c.in))
		if err != nil || r.Size != int64(len(c.bdat)) || r.Octets != int64(len(c.in)) || r.Empty() != (c.in == "") {
			t.Errorf("%s: %+v, %v", c.name, r, err)
		}
		if stuffed := r.Size + int64(r.Dots.Count) + 3; stuffed != int64(len(c.data)) {
			t.Errorf("%s: %d octets after DATA, want %d", c.name, stuffed, len(c.data))
		}
	}
}

// TestCheckLarge: Check agrees with the reference on lines longer than a block and on
// messages of many blocks.
func TestCheckLarge(t *testing.T) {
	long := strings.Repeat("é", 50_000)
	for name, in := range map[string]string{
		"a long field":       "Subject: " + long + "\n\n" + long,
		"a bad one":          "Subject: " + long + "\xc3\n\n",
		"cut in a character": "Subjec: " + long + "\n\n",
		"a name of 997":      "From: a\n" + strings.Repeat("x", 997) + ":\n",
		"a name of 998":      "From: a\n" + strings.Repeat("x", 998) + ":\n",
		"many lines":         "From: a\n\n" + strings.Repeat("some text\r\n.\n", 40_000) + ".",
		"no line":            strings.Repeat(".", 200_000),
	} {
		got, err := Check(strings.NewReader(in))
		want := refReport([]byte(in))
		if err != nil || got.Facts() != want.Facts() || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got  %+v\n want %+v", name, err, got, want)
		}
	}
}

// TestCheckCut: a character in the header may be split between blocks.
func TestCheckCut(t *testing.T) {
	for _, word := range []string{"é", "é€😀x", "\xc3", "\xc3a", "x\xc3aa\xa9", "\xc3\xc3", "\xe9t", "\x80", "\xf0\x9f\x98", "\xf0\x9fa", "\xe2\x82\xac\xe2\x82", "😀\xf0\x9f"} {
		for size := 2; size < 9; size++ {
			in := "X:" + strings.Repeat(" ", size) + word + "\nY: é\n\n"
			got, err := check(strings.NewReader(in), size)
			if want := refReport([]byte(in)); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%q in blocks of %d: %v\n got  %+v\n want %+v", in, size, err, got, want)
			}
		}
	}
}

// TestCheckFails: Check returns the source's error and a report on what came before.
func TestCheckFails(t *testing.T) {
	broken := errors.New("disk on fire")
	r, err := Check(io.MultiReader(strings.NewReader("From: a\nDa"), iotest.ErrReader(broken)))
	if err != broken || r.Lines != 1 || r.Field("from").Count != 1 || r.NoLastEnd {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestField(t *testing.T) {
	r, _ := Check(strings.NewReader("To: a\nX: y\nto: b\nTO: c\n\nCc: d\n"))
	if f := r.Field("tO"); f != (Field{Name: "To", Count: 3, Line: 1, Again: 3}) {
		t.Errorf("To: %+v", f)
	}
	if f := r.Field("Cc"); f != (Field{Name: "Cc"}) {
		t.Errorf("Cc: %+v", f)
	}
	if f := r.Field("X"); f != (Field{Name: "X"}) {
		t.Errorf("X, which may occur many times: %+v", f)
	}
}
