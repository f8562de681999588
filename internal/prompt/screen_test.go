//go:build linux || darwin || freebsd

package prompt

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Text printed above a line does not change the line and its cursor, at any width, even if the
// line fills its rows exactly.
func TestTextAbove(t *testing.T) {
	long := strings.Repeat("0123456789", 7)
	for _, c := range []struct {
		cols         int
		typed        string
		left         int
		before, want string
	}{
		{80, "漢字😀abc", 3, "> 漢字😀abc\n@0,8", "> 漢字😀Zabc\n@1,9"},
		{80, "abc", 0, "> abc\n@0,5", "> abcZ\n@1,6"},
		{20, long[:18], 0, "> 012345678901234567\n\n@1,0", "> 012345678901234567\nZ\n@2,1"},
		{20, long[:18], 1, "> 012345678901234567\n@0,19", "> 01234567890123456Z\n7\n@2,0"},
		{20, long[:17], 0, "> 01234567890123456\n@0,19", "> 01234567890123456Z\n\n@2,0"},
		{20, long, 0, "> 012345678901234567\n89012345678901234567\n89012345678901234567\n890123456789\n@3,12",
			"> 012345678901234567\n89012345678901234567\n89012345678901234567\n890123456789Z\n@4,13"},
		{20, long, 60, "> 012345678901234567\n89012345678901234567\n89012345678901234567\n890123456789\n@0,12",
			"> 0123456789Z01234567\n"[:20] + "\n78901234567890123456\n78901234567890123456\n7890123456789\n@1,13"},
		{20, "漢字漢字漢字漢字漢", 0, "> 漢字漢字漢字漢字漢\n\n@1,0", "> 漢字漢字漢字漢字漢\nZ\n@2,1"},
		{20, "漢字漢字漢字漢字漢", 1, "> 漢字漢字漢字漢字漢\n@0,18", "> 漢字漢字漢字漢字Z\n漢\n@2,0"},
		{20, "a漢字漢字漢字漢字漢", 1, "> a漢字漢字漢字漢字\n漢\n@1,0", "> a漢字漢字漢字漢字Z\n漢\n@2,0"},
		{9, "漢字漢字漢字", 0, "> 漢字漢\n字漢字\n@1,6", "> 漢字漢\n字漢字Z\n@2,7"},
		{9, "漢字漢字漢字", 3, "> 漢字漢\n字漢字\n@1,0", "> 漢字漢Z\n字漢字\n@2,0"},
		{10, "漢字漢字", 0, "> 漢字漢字\n\n@1,0", "> 漢字漢字\nZ\n@2,1"},
		{80, "e\u0301a", 1, "> e\u0301a\n@0,3", "> e\u0301Za\n@1,4"},
		{80, "\x16\x01\x16\x7f\xffa\u202eb", 1, "> ^A^?\\xFFa<U+202E>b\n@0,19", "> ^A^?\\xFFa<U+202E>Zb\n@1,20"},
		{2, "abc", 0, ">\nab\nc\n@2,1", ">\nab\ncZ\n\n@5,0"},
		{1, "ab", 0, ">\n\na\nb\n\n@4,0", ">\n\na\nb\nZ\n\n@10,0"},
	} {
		t.Run(fmt.Sprintf("%d/%.12s/%d", c.cols, c.typed, c.left), func(t *testing.T) {
			s := newFixture(t, c.cols, Settings{})
			s.Ready("> ")
			s.press(c.typed + strings.Repeat("\x1b[D", c.left))
			s.sees(c.before)
			s.Write([]byte("!\n"))
			rows, at, _ := strings.Cut(c.before, "@")
			var r, col int
			fmt.Sscanf(at, "%d,%d", &r, &col)
			s.sees(fmt.Sprintf("!\n%s@%d,%d", rows, r+1, col))
			if c.cols > 2 {
				s.press("Z")
				s.sees("!\n" + c.want)
			}
		})
	}
}

// Text without a line ending is joined with its rest, even if the prompt was shown
// before the rest.
func TestPartialText(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("> ")
	s.Write([]byte("login: "))
	s.press("bob")
	s.sees("login:\n> bob\n@1,5") // after a moment
	s.Write([]byte("cont"))
	s.Write([]byte("inued"))
	s.sees("login: continued\n> bob\n@1,5")
	s.Write([]byte("x\r\nmore\nand "))
	s.sees("login: continuedx\nmore\nand\n> bob\n@3,5")
	s.press("\r")
	s.line()
	s.Write([]byte("so on\n"))
	s.sees("login: continuedx\nmore\nand\n> bob\nso on\n\n@5,0") // text above a finished line stays there
	s.Write([]byte("begun "))
	s.Ready("> ")
	s.sees("login: continuedx\nmore\nand\n> bob\nso on\nbegun\n>\n@6,2")
	s.Write([]byte("ended\n"))
	s.sees("login: continuedx\nmore\nand\n> bob\nso on\nbegun ended\n>\n@6,2")
}

// Partial text is shown before a line that was typed meanwhile, and when the editor closes.
func TestPartialTextInOrder(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.partTimer.Stop()
	s.Ready("> ")
	s.Write([]byte("first"))
	s.press("second\r")
	s.line()
	s.sees("first\n> second\n\n@2,0")
	s.Ready("> ")
	s.Write([]byte("third"))
	s.Close()
	s.sees("first\n> second\nthird\n>\n\n@4,0")
	s.Write([]byte("after\n"))
	s.sees("first\n> second\nthird\n>\nafter\n\n@5,0")
}

// Text without a line ending may wrap, or be too long to be measured.
func TestPartialTextOfAllKinds(t *testing.T) {
	s := newFixture(t, 10, Settings{})
	s.Ready("> ")
	for _, c := range []struct{ part, rest, want string }{
		{"0123456789", "\n", "0123456789"},
		{"0123456789ab", "c\n", "0123456789\nabc"},
		{"漢字漢字漢", "字\n", "漢字漢字漢\n字"},
		{"\x1b[31mred\x1b[0m", "dish\n", "reddish"},
		{strings.Repeat("x", maxTail+1), "y\n", strings.TrimRight(strings.Repeat("xxxxxxxxxx\n", maxTail/10)+strings.Repeat("x", maxTail%10+1), "\n") + "\ny"},
	} {
		s.Write([]byte(c.part))
		last := slices.MaxFunc(strings.Split(c.part, ""), strings.Compare)
		s.until("with its part", func(v *vt) bool {
			return slices.ContainsFunc(v.Rows(), func(row string) bool { return strings.Contains(row, last) }) && v.Rows()[v.Row] == ">"
		})
		s.Write([]byte(c.rest))
		s.until("with the rest of "+c.want, func(v *vt) bool {
			return strings.HasSuffix(strings.Join(v.Rows()[:v.Row], "\n"), c.want) && v.Rows()[v.Row] == ">"
		})
	}
}

// A line with more rows than the screen is shown in one row.
func TestLineTallerThanTheScreen(t *testing.T) {
	s := newFixture(t, 20, Settings{})
	setRows(s, 20, 4)
	s.Ready("> ")
	s.press(strings.Repeat("0123456789", 10))
	s.sees("890123456789\n@0,12")
	s.press("\x01")
	s.sees("> 01234567890123456\n@0,2")
	s.Write([]byte("!\n"))
	s.sees("!\n> 01234567890123456\n@1,2")
	s.press("\x05Z\r")
	if got := s.line(); string(got.Text) != strings.Repeat("0123456789", 10)+"Z" {
		t.Errorf("%q", got.Text)
	}
}

// The frame follows the terminal's width, with and without printed text at each
// width. At 17 and 51 columns it fills its rows exactly.
func TestResize(t *testing.T) {
	for _, printed := range []bool{true, false} {
		s := newFixture(t, 80, Settings{})
		s.Write([]byte("one\ntwo\nthree\n"))
		s.Ready("> ")
		s.press(hundred)
		s.until("with the line", func(v *vt) bool { return v.Row == 4 && v.Col == 22 })
		want := []string{"one", "two", "three", "> " + hundred}
		for _, cols := range []int{40, 120, 23, 17, 51, 102, 80} {
			s.mu.Lock()
			s.vt.Resize(cols)
			s.size(cols)
			s.mu.Unlock()
			s.restoreScreen(false) // what SIGWINCH does
			if printed {
				fmt.Fprintf(s, "now %d\n", cols)
				want = slices.Insert(want, len(want)-1, fmt.Sprint("now ", cols))
			}
			s.until("one copy of the line", func(v *vt) bool { return v.Col == 102%cols && slices.Equal(v.Joined(), want) })
		}
		s.press("Z")
		want[len(want)-1] += "Z"
		s.until("one copy of the line", func(v *vt) bool { return slices.Equal(v.Joined(), want) })
	}
}

func TestClearScreen(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Write([]byte("old\n"))
	s.Ready("> ")
	s.press("abc\x1b[D\x0c")
	s.sees("> abc\n@0,4")
	s.Write([]byte("!\n"))
	s.sees("!\n> abc\n@1,4")
}

// A new prompt replaces the one that is shown.
func TestPromptChanges(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	s.Ready("plain> ")
	s.press("STARTTLS")
	s.sees("plain> STARTTLS\n@0,15")
	s.Ready("\x1b[1mTLS\x1b[0m> ")
	s.sees("TLS> STARTTLS\n@0,13")
	s.Ready("a\x07b> ")
	s.sees("a^Gb> STARTTLS\n@0,14")
}

func setRows(s *fixture, cols, rows int) { s.rows = rows; s.size(cols) }
