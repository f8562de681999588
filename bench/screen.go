package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// ---- (8) a flood on the screen ----

const (
	screenLimit = 30 * time.Second      // how long one client may take to show it
	keyEvery    = 50 * time.Millisecond // a key is pressed
	half        = "~~"                  // half a line, which no reply contains
	lastLine    = "250 the flood is over"
)

// flood makes a reply of n megabytes, in lines of about 70 columns, and writes it to
// {tmp}/flood.txt.
func flood(n int) ([]byte, error) {
	var b bytes.Buffer
	for i := 0; b.Len() < n*1e6; i++ {
		at := i * 53 % (patLen / 2)
		fmt.Fprintf(&b, "250-%08d %s\r\n", i, bytes.ReplaceAll(patCRLF[at:at+57], []byte("\r\n"), []byte("::")))
	}
	b.WriteString(lastLine + "\r\n")
	return b.Bytes(), os.WriteFile(filepath.Join(tmpDir, "flood.txt"), b.Bytes(), 0o644)
}

// typist presses keys and measures how long each takes to appear on the screen.
type typist struct {
	wanted atomic.Pointer[string] // the text that the key will show; nil: no key was pressed
	since  time.Time
	seen   []float64 // ms
}

// typeOn keeps replacing the last key with another one until stop is closed.
func (t *typist) typeOn(w io.Writer, stop <-chan struct{}) {
	tick := time.NewTicker(keyEvery)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		if t.wanted.Load() != nil {
			continue // the last key is not on the screen yet
		}
		key := string(rune('a' + i%26))
		want := half + key
		t.since = time.Now()
		t.wanted.Store(&want)
		io.WriteString(w, "\x7f"+key)
	}
}

// look records the time when a key appears on the screen.
func (t *typist) look(shown []byte) {
	if want := t.wanted.Load(); want != nil && bytes.Contains(shown, []byte(*want)) {
		t.seen = append(t.seen, ms(time.Since(t.since)))
		t.wanted.Store(nil)
	}
}

// watch reads the terminal as fast as it can until the last line appears.
func watch(p *proc, t *typist) (ok bool) {
	wd := time.AfterFunc(screenLimit, p.kill)
	defer wd.Stop()
	buf := make([]byte, 1<<16)
	fd := int(p.out.Fd())
	for have := 0; ; { // have: the end of the previous read
		n, err := syscall.Read(fd, buf[have:])
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return false
		}
		t.look(buf[:have+n])
		if bytes.Contains(buf[:have+n], []byte(lastLine)) {
			return true
		}
		have = copy(buf, buf[max(0, have+n-len(lastLine)):have+n])
	}
}

// screenRun makes one client show the flood. If the client has a server, it requests the flood,
// and half a line is typed before the flood arrives.
func screenRun(test string, c *Client, text []byte) {
	release := make(chan struct{})
	s := serve(func(tc *net.TCPConn) { pourAt(tc, text, release) })
	defer s.close()
	p, err := spawn(c.argv("screen", s.port), spawnOpts{pty: true, env: []string{"TERM=xterm"}})
	if err != nil {
		close(release)
		return
	}
	if strings.Contains(c.Cmd["screen"], "{port}") {
		time.AfterFunc(300*time.Millisecond, func() { io.WriteString(p.in, "NOOP\r") })
		time.AfterFunc(1200*time.Millisecond, func() { io.WriteString(p.in, half+"z") })
		time.AfterFunc(1500*time.Millisecond, func() { p.t0 = time.Now(); close(release) })
	} else {
		close(release)
	}
	t, stop, stopped := &typist{}, make(chan struct{}), make(chan struct{})
	go func() { <-release; t.typeOn(p.in, stop); close(stopped) }()
	ok := watch(p, t)
	took := time.Since(p.t0)
	p.kill()
	close(stop)
	<-stopped
	_, cpu := p.finish(0)
	if !ok {
		fail(test, c.Name)
		return
	}
	recScreen(test, c.Name, float64(len(text))/1e6, took, cpu, t.seen)
}

func recScreen(test, name string, mb float64, took time.Duration, cpu float64, keys []float64) {
	rec(test, "MB/s", name, mb/took.Seconds())
	rec(test, "cpu s/GB", name, cpu/mb*1e3)
	if len(keys) > 0 {
		slices.Sort(keys)
		rec(test, "key echo, median ms", name, median(keys))
		rec(test, "key echo, p99 ms", name, keys[len(keys)*99/100])
	}
}

// pourAt sends a greeting, waits for a line and for release, and sends the flood.
func pourAt(tc *net.TCPConn, text []byte, release <-chan struct{}) {
	tc.SetDeadline(time.Now().Add(screenLimit))
	if _, err := io.WriteString(tc, banner); err != nil {
		return
	}
	if _, err := tc.Read(make([]byte, 512)); err != nil {
		return
	}
	<-release
	tc.Write(text)
	io.Copy(io.Discard, tc) // until the client closes
}

func testScreen() {
	text, err := flood(pick(100, 10))
	die(err)
	for r := 0; r < bulkRounds; r++ {
		for _, c := range clients {
			if c.has("screen") != "" && c.in("screen") {
				screenRun("screen", c, text)
			}
		}
		note("screen round %d", r+1)
	}
}
