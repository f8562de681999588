//go:build linux || darwin || freebsd

package prompt

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inTmux is set in the environment of the test when it runs in tmux.
const inTmux = "BYHAND_TEST_IN_TMUX"

// tmux is a real terminal with a program in it.
type tmux struct {
	t      *testing.T
	socket string
}

// newTmux starts this test again in tmux, in a window with cols columns.
func newTmux(t *testing.T, cols int) *tmux {
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip("no tmux")
	}
	dir, err := os.MkdirTemp("", "tmux") // the path of t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	x := &tmux{t: t, socket: filepath.Join(dir, "s")}
	t.Cleanup(func() { x.do("kill-server"); os.RemoveAll(dir) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	x.do("new-session", "-d", "-x", fmt.Sprint(cols), "-y", "24", "-e", inTmux+"=1", self, "-test.run=^"+t.Name()+"$")
	return x
}

func (x *tmux) do(args ...string) string {
	x.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-u", "-f", "/dev/null", "-S", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// rows returns the rows of the window, including those that scrolled out.
func (x *tmux) rows() []string {
	return strings.Split(strings.TrimRight(x.do("capture-pane", "-p", "-S", "-", "-t", ":"), "\n "), "\n")
}

// resize changes the window's width, and waits until the program can read it.
func (x *tmux) resize(cols int) {
	x.t.Helper()
	x.do("resize-window", "-x", fmt.Sprint(cols))
	tty, err := os.OpenFile(strings.TrimSpace(x.do("display-message", "-p", "#{pane_tty}")), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		x.t.Fatal(err)
	}
	defer tty.Close()
	late := time.Now().Add(patience)
	for is := 0; is != cols; is, _ = sizeOf(tty) {
		if time.Now().After(late) {
			x.t.Fatalf("%d columns, and not %d", is, cols)
		}
		time.Sleep(time.Millisecond)
	}
}

func (x *tmux) press(keys string) { x.do("send-keys", "-l", keys) }

// sees waits until the window shows these lines, wrapped, with the cursor after
// the last.
func (x *tmux) sees(cols int, lines ...string) {
	x.t.Helper()
	var want []string
	for _, line := range lines {
		for part := range slices.Chunk([]byte(line), cols) {
			want = append(want, strings.TrimRight(string(part), " "))
		}
	}
	var rows []string
	at := ""
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		rows, at = x.rows(), strings.TrimSpace(x.do("display-message", "-p", "#{cursor_x}"))
		if slices.Equal(rows, want) && at == fmt.Sprint(len(lines[len(lines)-1])%cols) {
			return
		}
	}
	x.t.Fatalf("%d columns, the cursor in %s:\n%s\nwant\n%s", cols, at, strings.Join(rows, "\n"), strings.Join(want, "\n"))
}

// rowsPrinted returns the first rows that the program prints.
func rowsPrinted(n int) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprint("row ", i+1))
	}
	return lines
}

var hundred = strings.Repeat("0123456789", 10)

// widths are the window's widths, in order. At 17 and 51 the line
// fills its rows exactly.
var widths = []int{40, 120, 23, 17, 51, 103, 102, 101, 80}

// After its width has changed, a real terminal shows one copy of the line and all the text
// above it, even if text scrolls out of the window together with part of the line.
func TestResizeInTmux(t *testing.T) {
	if os.Getenv(inTmux) != "" {
		editInTmux(t, 3)
		return
	}
	x := newTmux(t, 80)
	lines := append(rowsPrinted(3), "> ")
	x.sees(80, lines...)
	x.press(hundred)
	lines[3] += hundred
	x.sees(80, lines...)
	for _, cols := range widths {
		x.resize(cols)
		x.sees(cols, lines...)
	}
	x.press("Z")
	lines[3] += "Z"
	x.sees(80, lines...)
}

// Text is printed and typed after each change of width.
func TestTalkAndResizeInTmux(t *testing.T) {
	if os.Getenv(inTmux) != "" {
		editInTmux(t, 15)
		return
	}
	x := newTmux(t, 80)
	typed := "> " + hundred
	lines := append(rowsPrinted(15), "> ")
	x.sees(80, lines...)
	x.press(hundred)
	lines[15] = typed
	x.sees(80, lines...)
	for i, cols := range widths {
		x.resize(cols)
		x.press("\t")
		lines = append(lines[:len(lines)-1], fmt.Sprintf("  tab %d  .", i+1), typed)
		x.sees(cols, lines...)
		x.press("Z")
		x.sees(cols, append(lines[:len(lines)-1:len(lines)-1], typed+"Z")...)
		x.press("\x7f")
		x.sees(cols, lines...)
	}
}

// editInTmux is the program. It prints a row when TAB is pressed.
func editInTmux(t *testing.T, rows int) {
	n := 0
	e, err := NewEditor(Settings{In: os.Stdin, Out: os.Stdout, Candidates: func(string, int) ([]string, int) {
		n++
		return []string{fmt.Sprint("tab ", n), "."}, 0
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for i := range rows {
		fmt.Fprintf(e, "row %d\n", i+1)
	}
	e.Ready("> ")
	<-e.Lines()
}
