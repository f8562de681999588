package rows

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func at(cols int) func() int { return func() int { return cols } }

// Rows are broken between words, and the spaces of a table are kept.
func TestFold(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"short", "short"},
		{"one two three", "one two|three"},
		{"one two  three", "one two|three"},
		{"123456789", "123456789"},
		{"1234567890", "123456789|0"},
		{"12345678901234 after", "123456789|01234|after"},
		{"before 12345678901234", "before 12|345678901|234"},
		{"  :tls   begins", "  :tls|begins"},
		{"a b c d e f", "a b c d e|f"},
		{"漢字漢字漢字", "漢字漢字|漢字"},
		{"①②③④⑤", "①②③④|⑤"},                     // East Asian terminals show them wide
		{"𝅥𝅥𝅥", "𝅥𝅥𝅥"},                          // musical stems: three times two columns
		{"ab漢字漢 x", "ab漢字漢|x"},                  // eight columns, and no room for " x"
		{"12345678e\u0301", "12345678|e\u0301"}, // a mark stays with its letter
		{"a\tb", "a       b"},
		{"a\tb\tc", "a       b|c"},
		{"             x", "|x"},
		{"trailing    ", "trailing"},
		{"x            ", "x"},
	} {
		if got := strings.Join(Fold(c.text, 0, 0, 9), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRow(t *testing.T) {
	for _, c := range []struct {
		cols       int
		text, want string
	}{
		{40, "a word or two more than the row can hold", "byhand: a word or two more than the row\n        can hold\n"},
		{40, strings.Repeat("x", 33), "byhand: " + strings.Repeat("x", 32) + "\n        x\n"},
		{39, strings.Repeat("x", 33), "byhand:\n  " + strings.Repeat("x", 33) + "\n"},
		{10, "tls to mail", "byhand:\n  tls to\n  mail\n"},
		{10, "connected", "byhand: co\n  nnected\n"},
		{8, "tls: 漢字漢", "byhand:\n  tls:\n  漢字漢\n"},
		{1, "a b", "byhand:\n  a b\n"},
		{40, "a\nbyhand: b\x1b", "byhand: a\\x0abyhand: b\\x1b\n"},
		{40, "", "byhand:\n"},
	} {
		var b bytes.Buffer
		if err := (Writer{&b, at(c.cols)}).Say(c.text); err != nil || b.String() != c.want {
			t.Errorf("%d columns, %q: %q, %v, want %q", c.cols, c.text, b.String(), err, c.want)
		}
	}
}

// On a pipe a row is one line, safe and with its head.
func TestPipe(t *testing.T) {
	var b bytes.Buffer
	w := Writer{To: &b}
	long := strings.Repeat("long ", 100) + "end"
	w.Say(long)
	w.Say("two\nbyhand: rows\t.")
	w.Row("> ", "sent")
	if want := "byhand: " + long + "\nbyhand: two\\x0abyhand: rows\t.\n> sent\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

// The width is read again for each row, because it may change.
func TestResize(t *testing.T) {
	var b bytes.Buffer
	widths := []int{100, 40}
	w := Writer{&b, func() int { n := widths[0]; widths = widths[1:]; return n }}
	for range 2 {
		w.Say("a word or two more than the row can hold")
	}
	if got, want := strings.Count(b.String(), "\n"), 3; got != want {
		t.Errorf("%d rows, want %d: %q", got, want, b.String())
	}
}

type broken struct{ error }

func (w broken) Write([]byte) (int, error) { return 0, w }

func TestError(t *testing.T) {
	full := broken{errors.New("disk full")}
	if err := (Writer{To: full}).Say("x"); !errors.Is(err, full) {
		t.Error(err)
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct {
		cols int
		all  []string
		want []string
	}{
		{20, []string{"LOGIN", "PLAIN", "XOAUTH2"}, []string{"  LOGIN    PLAIN", "  XOAUTH2"}},
		{10, []string{"byhand:", "ok"}, []string{"  byhand:", "  ok"}},
		{12, []string{"byhand: logged in"}, []string{"  byhand:", "  logged in"}},
		{80, []string{"a\tb\x1b", "漢"}, []string{`  a       b\x1b  漢`}},
		{80, nil, nil},
	} {
		got := strings.Split(List(c.all, c.cols), "\n")
		if got = got[:len(got)-1]; !slices.Equal(got, c.want) {
			t.Errorf("%q in %d columns: %q, want %q", c.all, c.cols, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	long := [][]string{{"SAY", "AND IT"}, {"RCPT", "says that the mailbox does not take any more mail"}}
	for _, c := range []struct {
		columns func() int
		cells   [][]string
		want    string
	}{
		{nil, [][]string{{"A", "BB"}, {"long", "-"}, {"ü", "x"}}, "A     BB\nlong  -\nü     x\n"},
		{nil, [][]string{{"a\tb\x1b\nc", "d"}}, "a b\\x1b\\x0ac  d\n"},
		{nil, [][]string{{`made safe before: \x1b<U+202E>`, "d"}}, "made safe before: \\x1b<U+202E>  d\n"},
		{nil, nil, ""},
		{at(40), long, "SAY   AND IT\nRCPT  says that the mailbox does not\n      take any more mail\n"},
		{at(10), long, "SAY   AND\n  IT\nRCPT  says\n  that the\n  mailbox\n  does not\n  take any\n  more\n  mail\n"},
	} {
		var b bytes.Buffer
		if err := (Writer{&b, c.columns}).Table(c.cells); err != nil || b.String() != c.want {
			t.Errorf("%q: %q, %v, want %q", c.cells, b.String(), err, c.want)
		}
	}
}
