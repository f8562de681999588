//go:build linux || darwin

package e2e

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestTypedDuringReplies: replies that arrive while a line is typed appear above it, and
// the line is sent as typed.
func TestTypedDuringReplies(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nwait talk\nS: 250 by the way\nS: 250-and\nS: 250 more\nC: NOOP 漢字😀Zabc\nS: 250 ok")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP 漢字😀abc\x1b[D\x1b[D\x1b[D")
	x.sees("abc")
	close(s.Event("talk"))
	x.sees("more")
	x.sees("NOOP 漢字😀abc")
	x.types("Z\r")
	x.sees("250 ok\r\n")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	plain := "127.0.0.1:" + s.Port() + " plain> "
	want := []string{"250 by the way", "byhand: ...", "250-and", "250 more", "byhand: ...", plain + "NOOP 漢字😀Zabc", "250 ok", strings.TrimSpace(plain), "byhand: ..."}
	if got := gutterless(x.rows()); !strings.HasSuffix(got, "220 hi\n"+strings.Join(want, "\n")+"\n\n") {
		t.Errorf("the screen is\n%s", got)
	}
}

// gutterless removes the columns before a server's lines, and the text of byhand's own lines.
func gutterless(rows string) string {
	var b strings.Builder
	for row := range strings.Lines(rows) {
		if rest, ok := strings.CutPrefix(row, "<-"); ok && len(row) > gutterColumns {
			row = rest[gutterColumns-len("<-"):]
		} else if strings.HasPrefix(row, "byhand: ") {
			row = "byhand: ...\n"
		}
		b.WriteString(row)
	}
	return b.String()
}

// TestTypedHistory: the history works in this session and the next. No file contains a secret,
// and no key recalls one.
func TestTypedHistory(t *testing.T) {
	t.Parallel()
	const secret, password = "AGJvYgBUcjB1YjRkb3I=", "Tr0ub4dor"
	state := t.TempDir()
	old := syscall.Umask(0o022)
	defer syscall.Umask(old)
	s := serves(t, "S: 220 hi\nC: AUTH PLAIN\nS: 334 \nC: *\nS: 501 no\nC: AUTH PLAIN "+secret+"\nS: 535 no\nC: AUTH PLAIN \nS: 501 no\nC: NOOP\nS: 250 ok")
	x := typed(t, "XDG_STATE_HOME="+state, "127.0.0.1", s.Port())
	x.asks("plain> ", "AUTH PLAIN\r")
	x.sees("334 ")
	x.asks("plain> ", "*\r")
	x.sees("501 no")
	x.asks("plain> ", "\x1b[A\x1b[A ") // recalled, and a secret added
	x.asks("AUTH PLAIN ", secret+"\r")
	x.sees("535 no")
	x.asks("plain> ", "\x1b[A\r") // recalled without the secret
	x.sees("501 no")
	x.asks("plain> ", ":b64\r")
	x.asks("text (hidden): ", "x\x15"+password+"\r")
	x.sees("********")
	x.asks("plain> ", "\x19\x1b[A\x1b[B\x12ub4d\x07\x15NOOP\r")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	if n := strings.Count(x.rows(), secret); n != 1 {
		t.Errorf("the visible secret is there %d times:\n%s", n, x.rows())
	}
	if strings.Contains(x.all(), password) {
		t.Errorf("the hidden secret is on the screen:\n%s", visible(x.all()))
	}
	path := filepath.Join(state, "byhand", "history")
	got, err := os.ReadFile(path)
	if want := "AUTH PLAIN\n*\nAUTH PLAIN \n:b64\nNOOP\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	wantInNoFile(t, state, secret, password, base64.StdEncoding.EncodeToString([]byte(password)))

	s = serves(t, "S: 220 hi\nC: NOOP\nS: 250 ok")
	x = typed(t, "XDG_STATE_HOME="+state, "127.0.0.1", s.Port())
	x.asks("plain> ", "\x1b[A\r")
	x.sees("250 ok")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// wantInNoFile checks that no file below dir contains any of the words.
func wantInNoFile(t *testing.T, dir string, words ...string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, word := range words {
			if strings.Contains(string(text), word) {
				t.Errorf("%q is in %s", word, d.Name())
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestTypedSharedHistory: two sessions at once lose no line of the history.
func TestTypedSharedHistory(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	var xs []*typist
	for who := range 2 {
		s := serves(t, strings.ReplaceAll("S: 220 hi\nC: one?\nS: 250 ok\nC: two?\nS: 250 ok\nC: three?\nS: 250 ok", "?", fmt.Sprint(who)))
		xs = append(xs, typed(t, "XDG_STATE_HOME="+state, "127.0.0.1", s.Port()))
		defer finishServer(t, s)
	}
	for _, line := range []string{"one", "two", "three"} {
		for who, x := range xs {
			x.asks("plain> ", fmt.Sprint(line, who, "\r"))
			x.sees("250 ok")
		}
	}
	for _, x := range xs {
		x.asks("plain> ", "\x04")
		x.exits(0)
	}
	got, err := os.ReadFile(filepath.Join(state, "byhand", "history"))
	if want := "one0\none1\ntwo0\ntwo1\nthree0\nthree1\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
}

// TestTypedNoHistory: --no-history writes nothing. If the file cannot be used, byhand
// reports it and continues.
func TestTypedNoHistory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words []string
		file  bool // a file has the folder's name
		says  bool
	}{
		{[]string{"--no-history"}, false, false},
		{[]string{"--no-history"}, true, false},
		{nil, true, true},
	} {
		state := filepath.Join(t.TempDir(), "state")
		if c.file {
			if err := os.WriteFile(state, nil, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		s := serves(t, "S: 220 hi\nC: NOOP\nS: 250 ok\nC: NOOP\nS: 250 ok")
		x := typed(t, append(append([]string{"XDG_STATE_HOME=" + state}, c.words...), "127.0.0.1", s.Port())...)
		x.asks("plain> ", "NOOP\r")
		x.sees("250 ok")
		x.asks("plain> ", "\x1b[A\r") // the lines of this session are in the history anyway
		x.sees("250 ok")
		x.asks("plain> ", "\x04")
		x.exits(0)
		finishServer(t, s)
		if info, err := os.Stat(state); err == nil && info.IsDir() {
			t.Errorf("%q made %s", c.words, state)
		}
		if strings.Contains(x.all(), "history") != c.says {
			t.Errorf("%q, file %v:\n%s", c.words, c.file, visible(x.all()))
		}
	}
}

// TestTypedSignal: when a signal ends byhand, the terminal has its former mode, and a
// half-typed line is not sent.
func TestTypedSignal(t *testing.T) {
	t.Parallel()
	for signal, status := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130, syscall.SIGQUIT: 131} {
		s := serves(t, "S: 220 hi")
		x := typed(t, "127.0.0.1", s.Port())
		x.asks("plain> ", "MAIL FRO")
		x.sees("MAIL FRO")
		x.cmd.Process.Signal(signal)
		x.exits(status)
		finishServer(t, s)
	}
}

// TestTypedWaiting: the prompt says how long byhand has waited for a reply.
func TestTypedWaiting(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: NOOP\nwait answer\nS: 250 ok\nC: RSET\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\r")
	x.sees("plain, waiting 1s> ")
	x.types("RSE")
	x.sees("plain, waiting 2s> RSE")
	close(s.Event("answer"))
	x.sees("plain> RSE")
	x.asks("", "T\r")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// TestTypedTab: TAB completes a command; in a message it inserts a tab.
func TestTypedTab(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: DATA\nS: 354 go\nC: a	:he	b\nC: .\nS: 250 ok")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", ":q\t\x15:\t\t\x15:inf\t\r")
	x.sees(":starttls")
	x.sees(":info")
	x.asks("plain> ", "DATA\r")
	x.asks("plain message> ", "a\t:he\tb\r")
	x.asks("plain message> ", ".\r")
	x.sees("250 ok")
	x.asks("plain> ", ":q")
	x.sees("uit")
	x.types("\x1b[C\r") // Right accepts the grey suggestion
	x.exits(0)
	finishServer(t, s)
}

// TestTypedBytes: pasted bytes that are not UTF-8 are sent unchanged, and Enter alone sends an
// empty line.
func TestTypedBytes(t *testing.T) {
	t.Parallel()
	s := serves(t, `S: 220 hi
		C= "NOOP \xe9\xff\xfe\r\n"
		S: 250 ok
		C= "\r\n"
		quiet
		S: 500 what?`)
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "\x1b[200~NOOP \xe9\xff\xfe\x1b[201~\r")
	x.sees("250 ok")
	x.asks("plain> ", "\r")
	x.sees("500 what?")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// TestTypedDropped: lines queued after one without a reply are not sent, and Ctrl-C drops
// them.
func TestTypedDropped(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nC: NOOP\nmark asked\nquiet\nwait answer\nS: 250 ok\nC: RSET\nS: 250 done")
	x := typed(t, "127.0.0.1", s.Port())
	x.asks("plain> ", "NOOP\rNOOP 2\rNOOP 3\r")
	<-s.Event("asked")
	x.sees("1s; Ctrl-C")
	x.types("\x03")
	x.sees("2 lines")
	x.sees("> ")
	close(s.Event("answer"))
	x.sees("250 ok")
	x.types("RSET\r")
	x.sees("250 done")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
}

// TestTypedHangupInLine: when the server closes while a line is half typed, byhand
// reports it above the line, and the line can be completed.
func TestTypedHangupInLine(t *testing.T) {
	t.Parallel()
	s := serves(t, "S: 220 hi\nwait hangup\nS: 421 tired\nclose\naccept\nS: 220 again")
	x := typed(t, "--no-color", "127.0.0.1", s.Port())
	x.asks("plain> ", ":agin\x1b[D\x1b[D")
	x.sees(":agin")
	close(s.Event("hangup"))
	x.sees("closed> :agin")
	x.types("a\r")
	x.sees("220 again")
	x.asks("plain> ", "\x04")
	x.exits(0)
	finishServer(t, s)
	const want = "\n421 tired\nbyhand: ...\nbyhand: ...\nclosed> :again\n"
	if got := gutterless(x.rows()); !strings.Contains(got, want) {
		t.Errorf("the screen is\n%s", got)
	}
}
