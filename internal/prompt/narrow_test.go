//go:build linux || darwin || freebsd

package prompt

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byhand/internal/terminal"
)

// model is a screen on a model of a terminal, without an editor and a pty, and the text that
// should be on it.
type model struct {
	screen
	vt   *vt
	cols int
	rows int
	text string // what was printed
	line []rune
	pos  int
}

func newModel(cols int) *model {
	g := &model{vt: terminal.NewScreen(cols), cols: cols, rows: 60000}
	g.screen = screen{out: newOutput(cooked{g.vt}, func() {}), size: func() (int, int) { return g.cols, g.rows }}
	return g
}

// show draws a frame, and waits until it is drawn.
func (g *model) show(f frame) {
	g.screen.show(f)
	g.out.drain()
}

// cooked adds the CR to line ends, as a terminal does.
type cooked struct{ *vt }

func (c cooked) Write(p []byte) (int, error) {
	c.vt.Write([]byte(strings.ReplaceAll(string(p), "\n", "\r\n")))
	return len(p), nil
}

func (g *model) frame(prompt string, pos int) frame {
	var f frame
	f.prompt(prompt)
	f.runes(g.line)
	f.cursor += pos
	return f
}

// want returns the expected screen: the same text, written at once.
func (g *model) want(f frame) *vt {
	v := terminal.NewScreen(g.cols)
	out := cooked{v}
	out.Write([]byte(g.text))
	if g.text != "" && !strings.HasSuffix(g.text, "\n") {
		out.Write([]byte("\n"))
	}
	under := " "
	for i, c := range f.cells {
		if i >= f.cursor && c.width > 0 {
			under = c.text
			break
		}
		out.Write([]byte(c.text))
	}
	r, n := utf8.DecodeRuneInString(under)
	out.Write([]byte(under[:n]))
	row, col := v.Row, v.Col-min(narrow.RuneWidth(r), g.cols)
	if v.Pending {
		col++
	}
	if f.cursor < len(f.cells) {
		out.Write([]byte(under[n:]))
		for i := f.cursor; i < len(f.cells); i++ {
			if f.cells[i].width > 0 {
				for _, c := range f.cells[i+1:] {
					out.Write([]byte(c.text))
				}
				break
			}
		}
	}
	v.Row, v.Col, v.Pending = row, col, false
	return v
}

// testRunes are the runes to type and print: narrow ones, wide ones, combining marks, and some
// that are shown as several characters.
var testRunes = []rune("abc 0123456789漢字한😀\u0301é\t\x01\x7f\u202e")

func randomRunes(rnd *rand.Rand, n int) (line []rune) {
	for range n {
		line = append(line, testRunes[rnd.IntN(len(testRunes))])
	}
	return line
}

// Whatever is typed and printed, and however the width changes, the screen is the same as if
// the lines had been written at once, and the cursor is in the right position.
func TestAllWidths(t *testing.T) {
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		g := newModel(2 + rnd.IntN(30))
		var done []string
		f := g.frame("> ", 0)
		g.show(f)
		for range 40 {
			what := g.step(rnd)
			done = append(done, what)
			pos := 0
			if len(g.line) > 0 {
				pos = rnd.IntN(len(g.line) + 1)
			}
			if rnd.IntN(2) == 0 {
				pos = len(g.line)
			}
			f = g.frame("> ", pos)
			g.show(f)
			g.showPartial()
			g.out.drain()
			if want, got := g.want(f), g.vt; want.Text() != got.Text() || !slices.Equal(want.Joined(), got.Joined()) {
				t.Fatalf("seed %d, %s:\n%s\nwant\n%s", seed, strings.Join(done, ", "), got.Text(), want.Text())
			}
		}
	}
}

// With a prompt as wide as the terminal, and on very narrow terminals, each key is
// drawn once, for little more than the bytes of the line, and Enter works.
func TestNarrowTerminals(t *testing.T) {
	for cols, prompt := range map[int]string{0: "> ", 1: "> ", 2: "> ", 3: "> ", 20: "a prompt of twenty> "} {
		s := newFixture(t, cols, Settings{})
		if cols == 0 {
			cols = 80 // the default width
			s.mu.Lock()
			s.vt = terminal.NewScreen(cols)
			s.mu.Unlock()
		}
		g := newModel(cols)
		s.Ready(prompt)
		s.until("with a prompt", func(v *vt) bool { return v.Text() == g.want(g.frame(prompt, 0)).Text() })
		var line []rune
		for _, k := range []struct {
			key  string
			edit edit
		}{
			{"漢", insert([]rune("漢"))}, {"a", insert([]rune("a"))}, {"字b", insert([]rune("字b"))}, {"c d", insert([]rune("c d"))},
			{"\x1b[D", moved(-1)}, {"\x1b[D", moved(-1)}, {"\x1b[D", moved(-1)}, {"\x1b[D", moved(-1)}, {"\x1b[C", moved(1)},
			{"\x01", moved(-100)}, {"\x05", moved(100)}, {"\x1b[D", moved(-1)}, {"!", insert([]rune("!"))}, {"\x7f", deleteBack},
		} {
			s.mu.Lock()
			before := s.written
			s.mu.Unlock()
			g.line, g.pos = k.edit(g.line, g.pos)
			line = g.line
			s.press(k.key)
			want := g.want(g.frame(prompt, g.pos)).Text()
			s.until(want, func(v *vt) bool { return v.Text() == want })
			s.mu.Lock()
			if n, most := s.written-before, 60+len(prompt)+len(string(line)); n > most {
				t.Errorf("%d columns: %d bytes to the terminal for %q, and not %d", cols, n, k.key, most)
			}
			s.mu.Unlock()
		}
		s.press("\r")
		if l := s.line(); string(l.Text) != string(line) {
			t.Errorf("%d columns: %q", cols, l.Text)
		}
	}
}

// moved moves the cursor.
func moved(by int) edit {
	return func(line []rune, pos int) ([]rune, int) { return line, min(max(pos+by, 0), len(line)) }
}

// A line that was cut on a screen with few rows is shown completely when it has more rows.
func TestLowScreen(t *testing.T) {
	g := newModel(2)
	g.line, g.rows = []rune("漢字漢字"), 3
	f := g.frame("> ", 2)
	g.show(f)
	if got := g.vt.Text(); got != "\n@0,0" || g.fits() {
		t.Errorf("%q, fits: %v", got, g.fits())
	}
	g.rows = 60000
	g.printAbove([]byte("!\n"))
	g.out.drain()
	g.text = "!\n"
	if want, got := g.want(g.frame("> ", 2)).Text(), g.vt.Text(); want != got || !g.fits() {
		t.Errorf("%q, want %q, fits: %v", got, want, g.fits())
	}
	g.rows = 4
	if g.fits() {
		t.Error("five rows fit on four")
	}
}

// step makes a random change to the screen and returns its description.
func (g *model) step(rnd *rand.Rand) string {
	switch k := rnd.IntN(6); k {
	case 0, 1:
		g.line = randomRunes(rnd, rnd.IntN(3*g.cols))
		return fmt.Sprintf("line %q", string(g.line))
	case 2:
		g.cols = 2 + rnd.IntN(30)
		g.vt.Resize(g.cols)
		return fmt.Sprint("columns ", g.cols)
	default:
		text := strings.Repeat("x", rnd.IntN(2*g.cols)) + strings.Repeat("漢", rnd.IntN(g.cols)) + "y"
		if k > 3 {
			text += "\n"
		}
		g.printAbove([]byte(text))
		g.out.drain()
		g.text += text
		return fmt.Sprintf("text %q", text)
	}
}
