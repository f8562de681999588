//go:build linux || darwin || freebsd

package prompt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"testing"
	"time"
)

// numbered returns about size bytes: lines of 76 bytes, numbered from `from`.
func numbered(size, from int) []byte {
	p := make([]byte, 0, size+76)
	for n := from; len(p) < size; n++ {
		p = append(fmt.Appendf(p, "%-75d", n), '\n')
	}
	return p
}

// wrote reports whether the bytes written after the first `from` contain text, and how many
// bytes were written in all.
func (s *fixture) wrote(text string, from int) (ok bool, all int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Contains(s.stream.Bytes()[from:], []byte(text)), s.written
}

// Endless output above a half-typed line costs one redraw per block. The editor handles and
// shows keys meanwhile, and the line does not change.
func TestFlood(t *testing.T) {
	const blocks, block, late = 320, 64 << 10, 160 // 20 MB; a key must be shown within ten blocks
	s := newFixture(t, 80, Settings{})
	s.mu.Lock()
	s.vt.Keep = 1000
	s.mu.Unlock()
	s.Ready("> ")
	want := "> half"
	s.press("half")
	s.sees(want + "\n@0,6")
	lines, printed, keys, pressed, since := 0, 0, 0, 0, 0
	for i := range blocks {
		p := numbered(block, lines)
		s.Write(p)
		lines, printed = lines+len(p)/76, printed+len(p)
		switch shown, all := s.wrote(want, since); {
		case shown && len(want) < 60:
			since = all
			s.press("k")
			want, keys, pressed = want+"k", keys+1, i
		case !shown && i-pressed > late:
			t.Fatalf("%q is not shown", want)
		}
	}
	s.until("the end of the flood, and the line", func(v *vt) bool {
		rows := v.Rows()
		for k := 1; k <= 900; k++ {
			if v.Row < k || rows[v.Row-k] != strconv.Itoa(lines-k) {
				return false
			}
		}
		return rows[v.Row] == want && v.Col == len(want)
	})
	if keys < 5 {
		t.Errorf("only %d keys were shown", keys)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	most := printed + lines + 100*(blocks+keys+4) // a CR for each line, and the redraws
	t.Logf("%d keys; %d bytes for %d, of %d", keys, s.written, printed+lines, most)
	if s.written > most {
		t.Errorf("%d bytes to the terminal, and not %d", s.written, most)
	}
}

// TestWriteDoesNotWait: Write returns while the terminal accepts nothing, and later
// text appears after the earlier one.
func TestWriteDoesNotWait(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	p := numbered(1<<18, 0)
	s.mu.Lock() // the terminal accepts nothing
	written := make(chan struct{})
	go func() {
		s.Write(p)
		close(written)
	}()
	select {
	case <-written:
	case <-time.After(patience):
		t.Error("Write waits for the terminal")
	}
	s.mu.Unlock()
	<-written
	s.Write([]byte("after it\n"))
	last := strconv.Itoa(len(p)/76 - 1)
	s.until("the rest", func(v *vt) bool {
		rows := v.Rows()
		return v.Row >= 2 && rows[v.Row-1] == "after it" && rows[v.Row-2] == last
	})
}

// failing is a terminal that returns an error, once.
type failing struct {
	io.Writer
	err error
}

func (f *failing) Write(p []byte) (int, error) {
	if err := f.err; err != nil {
		f.err = nil
		return 0, err
	}
	return f.Writer.Write(p)
}

// TestWriteError: the next Write, or Close, returns an error of the terminal, once.
func TestWriteError(t *testing.T) {
	s := newFixture(t, 80, Settings{})
	broken := errors.New("broken")
	breaks := func() {
		s.comes("empty queue", func() bool { return !s.out.isBusy() })
		s.out.to = &failing{s.tty, broken}
	}
	breaks()
	for i, want := range []error{nil, broken, nil} {
		if _, err := s.Write([]byte("text\n")); err != want {
			t.Errorf("text %d: %v, want %v", i, err, want)
		}
		s.comes("empty queue", func() bool { return !s.out.isBusy() })
	}
	breaks()
	if _, err := s.Write([]byte("text\n")); err != nil {
		t.Error(err)
	}
	if err := s.Close(); !errors.Is(err, broken) {
		t.Errorf("Close: %v, want %v", err, broken)
	}
}
