//go:build linux || darwin || freebsd

package prompt

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// lineFixture is a pty with a LineMode at one end and a user at the other.
type lineFixture struct {
	*LineMode
	t      *testing.T
	keys   *os.File // the user's end
	tty    *os.File
	screen strings.Builder // what line mode wrote
}

func newLineFixture(t *testing.T) *lineFixture {
	keys, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pty:", err)
	}
	term := &lineFixture{t: t, keys: keys, tty: tty}
	term.LineMode = NewLineMode(tty, &term.screen)
	t.Cleanup(func() { term.Close(); keys.Close(); tty.Close() })
	return term
}

// types presses keys and returns the line that results.
func (term *lineFixture) types(keys string) Line {
	term.t.Helper()
	io.WriteString(term.keys, keys)
	select {
	case line := <-term.Lines():
		return line
	case <-time.After(20 * time.Second):
		term.t.Fatalf("%q typed, and no line", keys)
	}
	return Line{}
}

func (term *lineFixture) echoes() bool {
	mode, err := unix.IoctlGetTermios(int(term.tty.Fd()), getTermios)
	if err != nil {
		term.t.Fatal(err)
	}
	return mode.Lflag&unix.ECHO != 0
}

func TestLinesAreTyped(t *testing.T) {
	term := newLineFixture(t)
	for keys, want := range map[string]string{
		"EHLO me\n": "EHLO me", "\n": "", "  spaces \t\n": "  spaces \t", "gone\x15kept\n": "kept", "caf\u00e9\n": "café",
	} {
		if got := term.types(keys); string(got.Text) != want || got.Err != nil || got.At.IsZero() {
			t.Errorf("%q typed: %q, %v, %v", keys, got.Text, got.Err, got.At)
		}
	}
}

// Ctrl-D is delivered and does not end the reading. An incomplete line is never
// delivered.
func TestCtrlD(t *testing.T) {
	term := newLineFixture(t)
	if got := term.types("\x04"); !errors.Is(got.Err, io.EOF) {
		t.Errorf("Ctrl-D: %q, %v", got.Text, got.Err)
	}
	if got := term.types("half\x04\x04"); !errors.Is(got.Err, io.EOF) || got.Text != nil {
		t.Errorf("Ctrl-D after half a line: %q, %v", got.Text, got.Err)
	}
	if got := term.types("more\n"); string(got.Text) != "more" {
		t.Errorf("after Ctrl-D: %q, %v", got.Text, got.Err)
	}
}

func TestHangUpDropsHalfALine(t *testing.T) {
	term := newLineFixture(t)
	io.WriteString(term.keys, "never sent")
	term.keys.Close()
	if got := <-term.Lines(); got.Err == nil || got.Text != nil {
		t.Errorf("%q, %v", got.Text, got.Err)
	}
}

func TestHideAndShow(t *testing.T) {
	term := newLineFixture(t)
	if !term.echoes() {
		t.Fatal("no echo to begin with")
	}
	if err := term.Hide(); err != nil || term.echoes() {
		t.Errorf("hidden: echo %v, %v", term.echoes(), err)
	}
	if got := term.types("secret\n"); string(got.Text) != "secret" {
		t.Errorf("%q", got.Text)
	}
	term.Show()
	if !term.echoes() {
		t.Error("the echo did not come back")
	}
	term.Hide()
	term.Close()
	if !term.echoes() {
		t.Error("closing did not bring the echo back")
	}
}

// Text written while a prompt is shown appears above a new prompt.
func TestTextAboveThePrompt(t *testing.T) {
	var screen strings.Builder
	term := &LineMode{out: newOutput(&screen, func() {})}
	term.Write([]byte("220 hi\n"))
	term.Ready("> ")
	term.Ready("> ") // is shown already
	term.Write([]byte("421 idle\n"))
	term.MarkTaken(Line{At: time.Now()})
	term.Write([]byte("250 ok\n"))
	term.Write([]byte("no end"))
	term.Ready("closed> ")
	term.Dropped()
	term.out.drain()
	want := "220 hi\n> \n421 idle\n> 250 ok\nno end\nclosed> \n"
	if screen.String() != want {
		t.Errorf("screen %q, want %q", screen.String(), want)
	}
}
