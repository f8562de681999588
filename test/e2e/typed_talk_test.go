//go:build linux || darwin

package e2e

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"byhand/internal/terminal"
)

// exchanges is how many lines a test of random typing sends.
func exchanges() int {
	if n, err := strconv.Atoi(os.Getenv("BYHAND_EXCHANGES")); err == nil {
		return n
	}
	return 150
}

// talker is an SMTP server that replies after random delays, and sends unsolicited replies.
type talker struct {
	net.Listener
	mu   sync.Mutex
	got  []string // the lines it received
	said []string // the lines it sent
	c    net.Conn
	over chan struct{} // closed when the session is over
}

func talks(t *testing.T) *talker {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &talker{Listener: l, over: make(chan struct{})}
	go s.serve()
	t.Cleanup(func() { l.Close() })
	return s
}

func (s *talker) serve() {
	defer close(s.over)
	c, err := s.Accept()
	if err != nil {
		return
	}
	s.c = c
	s.say("220 hi")
	go s.chatter()
	rnd := rand.New(rand.NewPCG(1, 1))
	for lines := bufio.NewScanner(c); lines.Scan(); {
		line := lines.Text()
		s.mu.Lock()
		s.got = append(s.got, line)
		k := len(s.got)
		s.mu.Unlock()
		if line == "QUIT" {
			s.say("221 bye")
			c.Close()
			return
		}
		time.Sleep(time.Duration(rnd.IntN(3000)) * time.Microsecond)
		for j := range k % 3 {
			s.say(fmt.Sprintf("250-%d of %d", j, k))
		}
		s.say(fmt.Sprintf("250 all of %d", k))
	}
}

// chatter sends unsolicited replies until the session is over.
func (s *talker) chatter() {
	rnd := rand.New(rand.NewPCG(2, 2))
	for k := 0; ; k++ {
		select {
		case <-s.over:
			return
		case <-time.After(time.Duration(rnd.IntN(8000)) * time.Microsecond):
			s.say(fmt.Sprintf("250 unsolicited %d", k))
		}
	}
}

func (s *talker) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := fmt.Fprintf(s.c, "%s\r\n", line); err == nil {
		s.said = append(s.said, line)
	}
}

// TestTypedExchanges: however a user types and whenever a server replies, each line of either
// is on its own row, and nothing else is on the screen.
func TestTypedExchanges(t *testing.T) {
	t.Parallel()
	for _, cols := range []int{80, 37, 20} {
		t.Run(fmt.Sprint(cols), func(t *testing.T) { typedExchanges(t, cols) })
	}
}

func typedExchanges(t *testing.T, cols int) {
	s := talks(t)
	x := typed(t, "--no-color", "--no-history", "smtp://"+s.Addr().String())
	if err := pty.Setsize(x.ctrl, &pty.Winsize{Rows: 60000, Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	x.sees("plain> ")
	rnd := rand.New(rand.NewPCG(3, uint64(cols)))
	var sent []string
	for range exchanges() {
		line := randomLine(rnd)
		typeInBursts(x, rnd, line+"\r")
		sent = append(sent, line)
	}
	x.types("QUIT\r")
	x.asks("closed> ", "\r")
	x.exits(0)
	<-s.over
	s.mu.Lock() // of the chatter
	defer s.mu.Unlock()
	if got := strings.Join(s.got, "\n"); got != strings.Join(append(sent, "QUIT"), "\n") {
		t.Errorf("the server got\n%s\nand not\n%s", got, strings.Join(sent, "\n"))
	}
	judge(t, s, x, cols, sent)
}

// waits matches the waiting time that the prompt shows on a slow machine.
var waits = regexp.MustCompile(`, waiting [0-9ms]+`)

// judge reports unexpected rows and missing rows.
func judge(t *testing.T, s *talker, x *typist, cols int, sent []string) {
	t.Helper()
	want := map[string]int{"closed>": 1, s.Addr().String() + " plain> QUIT": 1}
	for _, line := range s.said {
		want[line]++
	}
	for _, line := range sent {
		want[strings.TrimRight(s.Addr().String()+" plain> "+line, " ")]++
	}
	screen := terminal.NewScreen(cols)
	screen.Write([]byte(x.all()))
	glitches := 0
	for _, row := range whole(screen.Joined()) {
		row = strings.TrimRight(waits.ReplaceAllString(row, ""), " ")
		if row == "" || strings.HasPrefix(row, "byhand: ") {
			continue
		}
		if want[row]--; want[row] < 0 {
			glitches++
			t.Errorf("a row %q", row)
		}
	}
	for row, n := range want {
		if n > 0 {
			glitches++
			t.Errorf("no row %q", row)
		}
	}
	t.Logf("%d columns: %d exchanges, %d lines of the server's, %d glitches", cols, len(sent), len(s.said), glitches)
}

// gutter matches the beginning of a row of server text. In a row that continues another it
// contains dots.
var gutter = regexp.MustCompile(`^<-( .{6} |\. | )`)

// whole joins the rows of lines that byhand wrapped.
func whole(rows []string) (all []string) {
	for _, row := range rows {
		head := gutter.FindString(row)
		if goesOn := strings.Contains(head, "...") || head == "<-. " || strings.HasPrefix(row, "  "); goesOn && len(all) > 0 {
			all[len(all)-1] += strings.TrimPrefix(row, head)
			continue
		}
		all = append(all, strings.TrimPrefix(row, head))
	}
	return all
}

// randomLine returns a line of one alphabet.
func randomLine(rnd *rand.Rand) string {
	alphabet := []rune([]string{"abcdefghij klmnop.<>@", "漢字かな한글、", "😀🎉🚀", "éèàü"}[max(0, rnd.IntN(7)-3)])
	line := []rune("x")
	for range rnd.IntN(50) {
		line = append(line, alphabet[rnd.IntN(len(alphabet))])
	}
	return strings.TrimRight(string(line), " ")
}

// typeInBursts types with pauses and some corrected mistakes.
func typeInBursts(x *typist, rnd *rand.Rand, line string) {
	for runes := []rune(line); len(runes) > 0; {
		n := min(1+rnd.IntN(8), len(runes))
		keys := string(runes[:n])
		if rnd.IntN(4) == 0 && !strings.Contains(keys, "\r") {
			keys += "Z\x7f"
		}
		x.types(keys)
		runes = runes[n:]
		if rnd.IntN(3) == 0 {
			time.Sleep(time.Duration(rnd.IntN(2000)) * time.Microsecond)
		}
	}
}
