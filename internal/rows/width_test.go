package rows

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"golang.org/x/text/width"

	"byhand/internal/sanitize"
)

// readings are the ways in which terminals measure a text: by the standard (UAX #11), narrow or
// East Asian; as go-runewidth does, with each of its options; and with a column for each
// combining mark.
var readings = map[string]func(text string) int{
	"narrow":     sum(standard(1)),
	"East Asian": sum(standard(2)),
	"clusters":   (&runewidth.Condition{StrictEmojiNeutral: true}).StringWidth,
	"emoji":      (&runewidth.Condition{}).StringWidth,
	"wide emoji": (&runewidth.Condition{EastAsianWidth: true}).StringWidth,
	"runes":      sum((&runewidth.Condition{EastAsianWidth: true}).RuneWidth),
}

func sum(of func(rune) int) func(string) int {
	return func(text string) (n int) {
		for _, r := range text {
			n += of(r)
		}
		return n
	}
}

// standard measures characters by the standard, and gives characters of ambiguous width
// this many columns.
func standard(ambiguous int) func(r rune) int {
	return func(r rune) int {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			return 2
		case width.EastAsianAmbiguous:
			return ambiguous
		}
		return 1
	}
}

// No terminal uses more columns for a character than byhand counts.
func TestWidestReading(t *testing.T) {
	for r := ' '; r <= unicode.MaxRune; r++ {
		text := string(r)
		if sanitize.Text("a"+text) != "a"+text {
			continue
		}
		for name, reading := range readings {
			if got, most := reading(text), Width(text); got > most || most < 1 {
				t.Errorf("%U: %d columns for a terminal (%s), %d counted", r, got, name, most)
			}
		}
	}
	for _, sequence := range []string{"1\u20e3", "🇩🇪", "👍🏽", "각", "क्षि", "👩‍🚀", "❤\ufe0f", "e\u0301\u0302"} {
		safe := sanitize.Text(sequence)
		for name, reading := range readings {
			if got, most := reading(safe), Width(safe); got > most {
				t.Errorf("%q: %d columns for a terminal (%s), %d counted", safe, got, name, most)
			}
		}
	}
}

// hostile adds texts that end where a row of 10, 40, 80 or 200 columns ends.
func hostile(f *testing.F) {
	const fake = "byhand: TLS 1.3, all verified"
	for _, cols := range []int{10, 40, 80, 200} {
		for _, fill := range []string{"x", "漢", "①", "\u3248", "\U0001D165", "é", "e\u0301", "\t", "x ", "🇩🇪", "\x1b", "\u3164", "\\", "<", " "} {
			f.Add(strings.Repeat(fill, cols)+fake, cols)
		}
	}
}

// FuzzRow: for any text and width, only the first row begins in the first column, and no
// row is wider than the terminal in any reading.
func FuzzRow(f *testing.F) {
	hostile(f)
	f.Fuzz(func(t *testing.T, text string, cols int) {
		cols = Least + max(0, cols)%300
		var b bytes.Buffer
		Writer{&b, at(cols)}.Say(text)
		checkRows(t, b.String(), Ours[:len(Ours)-1], "  ", cols)
		b.Reset()
		Writer{&b, at(cols)}.Table([][]string{{"host", text, text}})
		checkRows(t, b.String(), "host", "  ", cols)
		checkRows(t, List([]string{text, text}, cols), "  ", "  ", cols)
	})
}

// FuzzFit: the pieces of a text make up the text, and each fits in its columns.
func FuzzFit(f *testing.F) {
	hostile(f)
	f.Fuzz(func(t *testing.T, text string, room int) {
		room = 2 + max(0, room)%300
		text = Expand(sanitize.Text(text))
		var pieces []string
		for rest := text; rest != ""; {
			n := Fit(rest, room)
			if b := Fit([]byte(rest), room); b != n || n < 1 {
				t.Fatalf("%q in %d columns: %d bytes, %d of a slice", rest, room, n, b)
			}
			pieces = append(pieces, rest[:n])
			rest = rest[n:]
		}
		for _, piece := range pieces {
			widest(t, piece, room)
		}
		if strings.Join(pieces, "") != text || !utf8.ValidString(strings.Join(pieces, "\n")) {
			t.Fatalf("%q became %q", text, pieces)
		}
	})
}

func checkRows(t *testing.T, text, first, margin string, cols int) {
	t.Helper()
	if !strings.HasSuffix(text, "\n") {
		t.Fatalf("no line end: %q", text)
	}
	for i, row := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		begin := margin
		if i == 0 {
			begin = first
		}
		if !strings.HasPrefix(row, begin) && row != "" {
			t.Fatalf("%d columns: row %d is %q, does not begin with %q", cols, i, row, begin)
		}
		widest(t, row, cols)
	}
}

func widest(t *testing.T, row string, cols int) {
	t.Helper()
	for name, reading := range readings {
		if n := reading(row); n > cols {
			t.Fatalf("%q has %d columns (%s), more than %d", row, n, name, cols)
		}
	}
}
