//go:build linux || darwin || freebsd

package prompt

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// window is a pty with an editor at one end, and a terminal at the other that reads
// as fast as it can.
type window struct {
	*Editor
	b         *testing.B
	keys, tty *os.File
	seen      chan struct{}

	mu   sync.Mutex
	want []byte
	tail []byte // the end of the last read: a text may be split between two reads
}

func newWindow(b *testing.B, rows uint16) *window {
	keys, tty, err := pty.Open()
	if err != nil {
		b.Skip("no pty:", err)
	}
	if err := pty.Setsize(keys, &pty.Winsize{Rows: rows, Cols: 80}); err != nil {
		b.Fatal(err)
	}
	w := &window{b: b, keys: keys, tty: tty, seen: make(chan struct{}, 1)}
	go w.look()
	if w.Editor, err = NewEditor(Settings{In: tty, Out: tty}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close(); tty.Close(); keys.Close() })
	return w
}

func (w *window) look() {
	buf := make([]byte, 64<<10)
	for {
		n, err := w.keys.Read(buf)
		if err != nil {
			return
		}
		w.mu.Lock()
		if len(w.want) > 0 {
			if w.tail = append(w.tail, buf[:n]...); bytes.Contains(w.tail, w.want) {
				w.want = nil
				w.seen <- struct{}{}
			}
			w.tail = append(w.tail[:0], w.tail[max(0, len(w.tail)-100):]...)
		}
		w.mu.Unlock()
	}
}

// press types keys and waits until the terminal has received text.
func (w *window) press(keys, text string) {
	w.mu.Lock()
	w.want, w.tail = []byte(text), w.tail[:0]
	w.mu.Unlock()
	if _, err := io.WriteString(w.keys, keys); err != nil {
		w.b.Fatal(err)
	}
	select {
	case <-w.seen:
	case <-time.After(patience):
		w.b.Fatalf("%q is not shown", text)
	}
}

// line waits for a line of length bytes.
func (w *window) line(length int) {
	l := <-w.Lines()
	if w.MarkTaken(l); len(l.Text) != length || l.Err != nil {
		w.b.Fatalf("%d bytes, %v; want %d", len(l.Text), l.Err, length)
	}
}

// BenchmarkKey measures one key, from the press to the last byte of the redraw, in lines of
// several lengths.
func BenchmarkKey(b *testing.B) {
	for _, c := range []struct{ length, rows int }{{20, 60000}, {200, 60000}, {2000, 60000}, {20000, 60000}, {20000, 24}} {
		b.Run(fmt.Sprintf("length=%d/rows=%d", c.length, c.rows), func(b *testing.B) {
			w := newWindow(b, uint16(c.rows))
			w.Ready("> ")
			w.press(strings.Repeat("x", c.length-1)+"y", "xy \r")
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					w.press("z", "xyz \r")
				} else {
					w.press("\x7f", "xy \r")
				}
			}
		})
	}
}

// BenchmarkFlood measures endless output in blocks of 64 KB: without an editor, while nothing
// is typed, and above a half-typed line.
func BenchmarkFlood(b *testing.B) {
	p := numbered(64<<10, 0)
	for _, kind := range []string{"plain", "idle", "typing"} {
		b.Run(kind, func(b *testing.B) {
			w := newWindow(b, 24)
			out := io.Writer(w)
			if kind == "typing" {
				w.Ready("> ")
				w.press("half", "> half \r")
			} else if kind == "plain" {
				out = w.tty
			}
			b.SetBytes(int64(len(p)))
			for b.Loop() {
				out.Write(p)
			}
		})
	}
}

// BenchmarkKeyInFlood measures one key during endless output.
func BenchmarkKeyInFlood(b *testing.B) {
	w := newWindow(b, 24)
	w.Ready("> ")
	w.press("half", "> half \r")
	p := numbered(64<<10, 0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				w.Write(p)
			}
		}
	}()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		if i%2 == 0 {
			w.press("z", "> halfz \r")
		} else {
			w.press("\x7f", "> half \r")
		}
		took = append(took, time.Since(began))
	}
	close(stop)
	<-stopped
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-median")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "µs-worst")
}

// BenchmarkPaste measures a paste, from its first byte to the delivery of its last line.
func BenchmarkPaste(b *testing.B) {
	for _, c := range []struct{ lines, length int }{{10000, 55}, {10, 998}, {1, 20000}, {1, 100000}} {
		for _, brackets := range [][2]string{{}, {"\x1b[200~", "\x1b[201~"}} {
			b.Run(fmt.Sprintf("lines=%d/length=%d/bracketed=%v", c.lines, c.length, brackets[0] != ""), func(b *testing.B) {
				paste := brackets[0] + strings.Repeat(strings.Repeat("x", c.length)+"\r", c.lines) + brackets[1]
				w := newWindow(b, 24)
				b.SetBytes(int64(len(paste)))
				for b.Loop() {
					go io.WriteString(w.keys, paste)
					for range c.lines {
						w.Ready("> ")
						w.line(c.length)
					}
				}
			})
		}
	}
}
