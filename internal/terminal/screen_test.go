package terminal

import (
	"slices"
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	for _, c := range []struct{ name, wrote, want string }{
		{"text", "ab\r\ncd", "ab\ncd\n@1,2"},
		{"a full row waits", "0123456789", "0123456789\n@0,10"},
		{"a full row and more", "0123456789a", "0123456789\na\n@1,1"},
		{"a full row and a line ending", "0123456789\r\na", "0123456789\na\n@1,1"},
		{"wide cells", "漢字漢字漢", "漢字漢字漢\n@0,10"},
		{"a wide cell at an odd edge", "a漢字漢字漢", "a漢字漢字\n漢\n@1,2"},
		{"half of a wide cell", "漢字\rx", "x 字\n@0,1"},
		{"marks", "e\u0301漢\u0301x", "e\u0301漢\u0301x\n@0,4"},
		{"a mark after the last column", "012345678e\u0301x", "012345678e\u0301\nx\n@1,1"},
		{"moves", "ab\ncd\r\x1b[A\x1b[3Cx", "ab x\n  cd\n@0,4"},
		{"erases", "abc\r\ndef\r\x1b[A\x1b[C\x1b[J", "a\n@0,1"},
		{"erases a row", "abc\r\ndef\r\x1b[A\x1b[C\x1b[K", "a\ndef\n@0,1"},
		{"clears", "abc\r\ndef\x1b[H\x1b[2Jx", "x\n@0,1"},
		{"colours", "\x1b[1;31mred\x1b[0m\x1b[m", "red\n@0,3"},
	} {
		for _, size := range []int{len(c.wrote), 1} { // whole, and byte by byte
			s := NewScreen(10)
			for p := range slices.Chunk([]byte(c.wrote), size) {
				s.Write(p)
			}
			if got := s.Text(); got != c.want || s.Odd != nil {
				t.Errorf("%s: %q, want %q; odd: %q", c.name, got, c.want, s.Odd)
			}
		}
	}
}

func TestWide(t *testing.T) {
	s := NewScreen(4)
	s.Wide = true
	s.Write([]byte("a①b\u0301②"))
	if got := s.Text(); got != "a①b\u0301\n②\n@1,2" {
		t.Errorf("%q", got)
	}
}

func TestOdd(t *testing.T) {
	s := NewScreen(10)
	for _, p := range []string{"\b", "\t", "\x1b[3B", "\x1b[0C", "\x1b]0;", "\x1b[?25l", "\x1b[2K"} {
		s.Odd = nil
		if s.Write([]byte(p)); len(s.Odd) != 1 {
			t.Errorf("%q: odd is %q", p, s.Odd)
		}
	}
	s.Write([]byte("\a\x1b[?2004h"))
	if s.Bells != 1 || !s.Paste {
		t.Error(s.Bells, s.Paste)
	}
}

// TestResizeAsTmux: want is what tmux 3.3a shows when its window gets these widths in order.
func TestResizeAsTmux(t *testing.T) {
	digits := strings.Repeat("0123456789", 3)
	for _, c := range []struct {
		name, wrote string
		steps       map[int]string
	}{
		{"the cursor after the text", "above\r\n" + digits, map[int]string{
			30: "above\n" + digits + "\n@1,30", 15: "above\n" + digits[:15] + "\n" + digits[15:] + "\n@2,15",
			10: "above\n0123456789\n0123456789\n0123456789\n@3,10", 50: "above\n" + digits + "\n@1,30"}},
		{"the cursor on a space", "above\r\n" + digits + " \r\x1b[30C", map[int]string{
			30: "above\n" + digits + "\n\n@2,0", 15: "above\n" + digits[:15] + "\n" + digits[15:] + "\n\n@3,0",
			10: "above\n0123456789\n0123456789\n0123456789\n\n@4,0", 50: "above\n" + digits + "\n@1,30"}},
		{"wide cells", "above\r\n漢字漢字漢字漢字abc \r\x1b[19C", map[int]string{
			11: "above\n漢字漢字漢\n字漢字abc\n@2,9", 7: "above\n漢字漢\n字漢字\n漢字abc\n\n@4,0",
			40: "above\n漢字漢字漢字漢字abc\n@1,19", 10: "above\n漢字漢字漢\n字漢字abc\n@2,9"}},
		{"the cursor on a wide cell", "above\r\n漢字漢字漢字\r\x1b[6C", map[int]string{
			7: "above\n漢字漢\n字漢字\n@2,0", 8: "above\n漢字漢字\n漢字\n@1,6"}},
	} {
		s := NewScreen(40)
		s.Write([]byte(c.wrote))
		for _, cols := range []int{30, 15, 11, 7, 40, 10, 8, 50} {
			s.Resize(cols)
			if want, ok := c.steps[cols]; ok && s.Text() != want {
				t.Errorf("%s, at %d columns: %q, want %q", c.name, cols, s.Text(), want)
			}
		}
	}
}

func TestJoined(t *testing.T) {
	s := NewScreen(4)
	s.Write([]byte("0123456789\r\nab\r\n\r\n漢字漢\r\n"))
	if got, want := s.Joined(), []string{"0123456789", "ab", "", "漢字漢", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := s.Rows(), []string{"0123", "4567", "89", "ab", "", "漢字", "漢", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestKeep(t *testing.T) {
	s := NewScreen(10)
	s.Keep = 2
	s.Write([]byte(strings.Repeat("x\r\n", 100) + "y\r\nz"))
	if got := s.Text(); got != "x\ny\nz\n@2,1" {
		t.Errorf("%q", got)
	}
}
