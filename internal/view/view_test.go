package view

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/conn"
)

func received(text, ending string) conn.Event {
	return conn.Event{Kind: conn.Received, Line: []byte(text), Ending: ending}
}

// TestScreenGutter checks that server text comes after a gutter and has no control
// characters.
func TestScreenGutter(t *testing.T) {
	var out bytes.Buffer
	v := New(Settings{Err: io.Discard, OnTerminal: true}, &Outlet{To: &out})
	v.Received(received("250-first", "\r\n"), 0)
	v.Received(received("250 la", ""), 0)
	v.Received(received("st", "\r\n"), 12*time.Millisecond)
	inside := received("\x1b[2Jbyhand: fake\rover", "\n")
	inside.Secure = true
	v.Received(inside, 0)
	want := "<-        250-first\n" +
		"<-  12 ms 250 last\n" +
		"<~        \\x1b[2Jbyhand: fake\\x0dover\n"
	if out.String() != want {
		t.Errorf("screen:\n%swant:\n%s", out.String(), want)
	}
}

// TestScreenRows checks that no row is wider than the terminal, which would wrap it
// without a gutter, and that a line of 70 columns fits into a row of 80.
func TestScreenRows(t *testing.T) {
	seventy := strings.Repeat("x", 70)
	for _, c := range []struct {
		line string
		took time.Duration
		want string
	}{
		{seventy, 0, "<-        " + seventy},
		{seventy, 99900 * time.Millisecond, "<- 99.9 s " + seventy[:70]},
		{seventy + "y", 0, "<-        " + seventy + "\n<-    ... y"},
		{seventy, 12345 * time.Second, "<- 12345.0 s " + seventy[3:] + "\n<-    ... xxx"},
	} {
		var out bytes.Buffer
		v := New(Settings{Err: io.Discard, OnTerminal: true, Columns: func() int { return 80 }}, &Outlet{To: &out})
		v.Received(received(c.line, "\r\n"), c.took)
		if out.String() != c.want+"\n" {
			t.Errorf("%q after %v:\n%swant:\n%s", c.line, c.took, out.String(), c.want)
		}
	}
}

// TestScreenRowsOfEveryWidth checks that every row has a gutter: with wide characters, in
// narrow terminals, and for sent lines.
func TestScreenRowsOfEveryWidth(t *testing.T) {
	for _, c := range []struct {
		cols       int
		line, want string
	}{
		{16, "220 \u4e00\u4e00\u4e00\u4e00\u4e00byhand: x", "<- 220 \u4e00\u4e00\u4e00\u4e00|<-. \u4e00byhand: x"},
		{16, "220 \u3248\u3248\u3248\u3248\u3248byhand: x", "<- 220 \u3248\u3248\u3248\u3248|<-. \u3248byhand: x"},
		{16, "220 \U0001D165\U0001D165\U0001D165\U0001D165\U0001D165byhand: x", "<- 220|<-.  \U0001D165\U0001D165\U0001D165\U0001D165\U0001D165b|<-. yhand: x"},
		{30, "220 " + strings.Repeat("\u2460", 10), "<-        220 " + strings.Repeat("\u2460", 8) + "|<-    ... \u2460\u2460"},
		{10, "220 hello", "<- 220 hel|<-. lo"},
		{8, "\u4e00\u4e00\u4e00", "<- \u4e00\u4e00|<-. \u4e00"},
		{1, "123456", "<- 12345|<-. 6"},
		{24, "a\tb\tc", "<- a       b       c"},
		{18, "a\tb\tc", "<- a       b      |<-.  c"},
	} {
		var out bytes.Buffer
		v := New(Settings{Err: io.Discard, OnTerminal: true, Columns: func() int { return c.cols }}, &Outlet{To: &out})
		v.Received(received(c.line, "\r\n"), 0)
		if got := strings.ReplaceAll(strings.TrimSuffix(out.String(), "\n"), "\n", "|"); got != c.want {
			t.Errorf("received, %d columns: %q, want %q", c.cols, got, c.want)
		}
		out.Reset()
		v.Sent(received(c.line, "\r\n"))
		if got := strings.ReplaceAll(strings.TrimSuffix(out.String(), "\n"), "\n", "|"); got != strings.ReplaceAll(c.want, "<-", "->") {
			t.Errorf("sent, %d columns: %q", c.cols, got)
		}
	}
}

// turn is a lock that the goroutine that uses a View holds.
type turn struct{ sync.Mutex }

// after is Settings.After.
func (t *turn) after(d time.Duration, do func()) *time.Timer {
	return time.AfterFunc(d, func() {
		t.Lock()
		defer t.Unlock()
		do()
	})
}

// TestScreenUnfinished checks that an incomplete line is shown after partDelay, and when the
// connection ends.
func TestScreenUnfinished(t *testing.T) {
	r, w := io.Pipe()
	var turn turn
	v := New(Settings{Err: io.Discard, OnTerminal: true, After: turn.after}, &Outlet{To: w})
	turn.Lock()
	v.Received(received("login: ", ""), 0)
	turn.Unlock()
	buf := make([]byte, 100)
	n, _ := r.Read(buf) // written by the timer
	if got := string(buf[:n]); got != "<-        login: \n" {
		t.Errorf("screen %q", got)
	}
	var out buffer
	v = New(Settings{Err: io.Discard, OnTerminal: true}, &Outlet{To: &out})
	v.Received(received("cut o", ""), 0)
	v.FinishLine(false)
	if got := out.String(); got != "<-        cut o\n" {
		t.Errorf("screen %q", got)
	}
}

// TestScreenContinues checks that the rest of a line continues its row in the same colour,
// and that a line ending alone adds no row. The next line, and the next connection, start
// a new row.
func TestScreenContinues(t *testing.T) {
	r, w := io.Pipe()
	var turn turn
	v := New(Settings{Err: io.Discard, OnTerminal: true, Color: true, After: turn.after}, &Outlet{To: w})
	rows := bufio.NewReader(r)
	shown := regexp.MustCompile(`\x1b\[2m(.*?)\x1b\[0(?:;(\d+))?m(.*?)(?:\x1b\[0m)?\n`)
	for _, step := range []struct{ text, ending, gutter, color, row string }{
		{"250-ha", "", "<-        ", "32", "250-ha"},
		{"5lf", "", "<-    ... ", "32", "5lf"},
		{" a line", "\r\n", "<-    ... ", "32", " a line"},
		{"550 no", "", "<-        ", "31", "550 no"},
		{"\r\n250 ok", "\r\n", "<-        ", "32", "250 ok"},
	} {
		go func() { // it writes to the pipe
			turn.Lock()
			defer turn.Unlock()
			text, ended := strings.CutPrefix(step.text, "\r\n")
			if ended {
				v.Received(received("", "\r\n"), 0)
			}
			v.Received(received(text, step.ending), 0)
		}()
		row, err := rows.ReadString('\n') // the timer shows an incomplete line
		got := shown.FindStringSubmatch(row)
		if err != nil || got == nil || got[1] != step.gutter || got[2] != step.color || got[3] != step.row {
			t.Fatalf("%q: %q, %v", step.text, row, err)
		}
	}
	var out buffer
	v = New(Settings{Err: io.Discard, OnTerminal: true}, &Outlet{To: &out})
	v.Received(received("cut o", ""), 0)
	v.FinishLine(false)
	v.Received(received("220 hi", "\r\n"), 0)
	if got := out.String(); got != "<-        cut o\n<-        220 hi\n" {
		t.Errorf("the next connection's first row: %q", got)
	}
}

func TestScreenColours(t *testing.T) {
	var out bytes.Buffer
	v := New(Settings{Err: io.Discard, OnTerminal: true, Color: true}, &Outlet{To: &out})
	for _, line := range []string{"250 a", "354 b", "450 c", "550 d", "* e"} {
		v.Received(received(line, "\r\n"), 0)
	}
	plain := regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(out.String(), "")
	if want := "<-        250 a\n<-        354 b\n<-        450 c\n<-        550 d\n<-        * e\n"; plain != want {
		t.Errorf("without colours: %q", plain)
	}
	for _, piece := range []string{"\x1b[0;32m250", "\x1b[0;36m354", "\x1b[0;33m450", "\x1b[0;31m550"} {
		if !strings.Contains(out.String(), piece) {
			t.Errorf("no %q in %q", piece, out.String())
		}
	}
}

// TestPipeWritesOnce checks that the lines of one read are written at once.
func TestPipeWritesOnce(t *testing.T) {
	w := &counting{}
	v := New(Settings{Err: io.Discard}, &Outlet{To: w})
	first := received("250-a", "\r\n")
	first.More = true
	v.Received(first, 0)
	v.Received(received("250 b", "\r\n"), 0)
	if w.writes != 1 || w.text != "250-a\r\n250 b\r\n" {
		t.Errorf("%d writes, %q", w.writes, w.text)
	}
}

type counting struct {
	writes int
	text   string
}

func (c *counting) Write(p []byte) (int, error) {
	c.writes++
	c.text += string(p)
	return len(p), nil
}

// TestOutlet checks that the first error is kept, and that nothing is written after it.
func TestOutlet(t *testing.T) {
	full := errors.New("disk full")
	o := &Outlet{To: writer(func([]byte) (int, error) { return 0, full })}
	if o.Failed() {
		t.Error("failed before anything was written")
	}
	o.Write([]byte("x"))
	o.To = writer(func([]byte) (int, error) { t.Error("written after the error"); return 0, nil })
	o.Write([]byte("y"))
	if o.Reason() != full {
		t.Errorf("reason %v", o.Reason())
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestSentLine(t *testing.T) {
	for want, e := range map[string]conn.Event{
		"EHLO me":                            {Line: []byte("EHLO me"), Ending: "\r\n"},
		"AUTH PLAIN ******** (6 characters)": {Line: []byte("AUTH PLAIN secret"), Secret: 6, Ending: "\r\n"},
		"\\x1b (ends in \"\\n\")":            {Line: []byte("\x1b"), Ending: "\n"},
	} {
		if got := sentLine(e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0.1 ms": 123 * time.Microsecond, "10 ms": 9960 * time.Microsecond, "9.9 ms": 9900 * time.Microsecond,
		"999 ms": 999 * time.Millisecond, "1.0 s": 999_600 * time.Microsecond, "62.5 s": 62500 * time.Millisecond,
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
}

// buffer is a buffer that the timer of a View may write to.
type buffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// TestWordsAreWrapped checks that byhand's own text is indented on a terminal.
func TestWordsAreWrapped(t *testing.T) {
	var errs bytes.Buffer
	v := New(Settings{Err: &errs, ErrColumns: func() int { return 40 }}, &Outlet{To: io.Discard})
	v.Note("a word or two more than the row can hold")
	if want := "byhand: a word or two more than the row\n        can hold\n"; errs.String() != want {
		t.Errorf("%q, want %q", errs.String(), want)
	}
}

// BenchmarkScreen shows a long reply on a terminal of 80 columns.
func BenchmarkScreen(b *testing.B) {
	const line = "250-mx.example.net at your service, [192.0.2.1], size 52428800"
	v := New(Settings{Err: io.Discard, OnTerminal: true, Columns: func() int { return 80 }}, &Outlet{To: io.Discard})
	e := received(line, "\r\n")
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.More = i%1000 != 0
		v.Received(e, 0)
	}
}
