//go:build linux || darwin || freebsd

package prompt

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

var long = flag.Bool("long", os.Getenv("BYHAND_LONG") != "", "run the tests that take minutes")

// exchanges returns how many lines a test of random typing sends.
func exchanges() int {
	if n, err := strconv.Atoi(os.Getenv("BYHAND_EXCHANGES")); err == nil {
		return n
	}
	if *long {
		return 10000
	}
	return 500
}

// Text is printed while the user types. Each printed line is on its own row, each typed line
// follows its prompt, and nothing else is on the screen.
func TestTalkWhileTyping(t *testing.T) {
	for _, cols := range []int{80, 37, 20} {
		t.Run(fmt.Sprint(cols), func(t *testing.T) {
			t.Parallel()
			talkWhileTyping(t, cols, exchanges()/3+1)
		})
	}
}

// alphabets are the characters to type: narrow ones, wide ones, and ones of several runes.
var alphabets = []string{"abcdefghijklmnop qrstuvwxyz:<>@.", "漢字かな한글、。", "😀🎉🚀", "éèàüß", "e\u0301o\u0308"}

func talkWhileTyping(t *testing.T, cols, n int) {
	s := openFixture(t, cols, Settings{}, false)
	rnd := rand.New(rand.NewPCG(uint64(cols), 1))
	stop, talked := make(chan struct{}), make(chan int)
	go func() { // unsolicited lines
		k := 0
		pause := rand.New(rand.NewPCG(uint64(cols), 2))
		for {
			select {
			case <-stop:
				talked <- k
				return
			case <-time.After(time.Duration(pause.IntN(3000)) * time.Microsecond):
				fmt.Fprintf(s, "* unsolicited %d\n", k)
				k++
			}
		}
	}()
	var sent []string
	typed := make(chan struct{})
	go func() {
		defer close(typed)
		for range n {
			keys, line := typing(rnd)
			sent = append(sent, line)
			typeRandomly(s, rnd, keys)
		}
	}()
	var got []string
	for i := range n {
		s.Ready("> ")
		l := s.line()
		got = append(got, string(l.Text))
		for j := range 1 + i%3 {
			fmt.Fprintf(s, "250 reply %d of %d\n", j, i)
		}
	}
	<-typed
	close(stop)
	k := <-talked
	s.Ready("> ")
	s.Write([]byte("the end\n"))
	s.until("its end", func(v *vt) bool {
		rows := v.Rows()
		return len(rows) > 2 && rows[v.Row] == ">" && v.Col == 2 && rows[v.Row-1] == "the end"
	})
	judge(t, s, got, sent, k)
}

// judge compares the screen with what was typed and printed.
func judge(t *testing.T, s *fixture, got, sent []string, unsolicited int) {
	want := map[string]int{">": 1, "the end": 1}
	for i, line := range sent {
		if got[i] != line {
			t.Fatalf("line %d: got %q, typed %q", i, got[i], line)
		}
		want[strings.TrimRight("> "+line, " ")]++
		for j := range 1 + i%3 {
			want[fmt.Sprintf("250 reply %d of %d", j, i)]++
		}
	}
	for k := range unsolicited {
		want[fmt.Sprintf("* unsolicited %d", k)]++
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	glitches := 0
	for _, row := range s.vt.Joined() {
		if want[row]--; want[row] < 0 {
			if glitches++; glitches <= 5 {
				t.Errorf("a row %q", row)
			}
		}
	}
	for row, n := range want {
		if n > 0 {
			if glitches++; glitches <= 10 {
				t.Errorf("no row %q", row)
				tape := s.stream.String()
				if i := strings.Index(tape, row); i >= 0 {
					t.Logf("%q", tape[max(0, i-400):min(i+400, len(tape))])
				}
			}
		}
	}
	t.Logf("%d exchanges, %d unsolicited lines, %d glitches, %d rows", len(sent), unsolicited, glitches, len(s.vt.Rows()))
}

// typing returns keys, including corrections, and the line that results.
func typing(rnd *rand.Rand) (keys []string, line string) {
	var runes []rune
	pos := 0
	alphabet := []rune(alphabets[max(0, rnd.IntN(len(alphabets)+4)-4)])
	for range rnd.IntN(40) {
		switch k := rnd.IntN(12); {
		case k == 0 && pos > 0:
			keys = append(keys, "\x1b[D")
			pos--
		case k == 1 && pos < len(runes):
			keys = append(keys, "\x1b[C")
			pos++
		case k == 2 && pos > 0:
			keys = append(keys, "\x7f")
			runes, pos = deleteBack(runes, pos)
		default:
			r := alphabet[rnd.IntN(len(alphabet))]
			keys = append(keys, string(r))
			runes, pos = insert([]rune{r})(runes, pos)
		}
	}
	return append(keys, "\r"), string(runes)
}

// typeRandomly types in bursts, at random times.
func typeRandomly(s *fixture, rnd *rand.Rand, keys []string) {
	for len(keys) > 0 {
		n := 1 + rnd.IntN(3)
		if rnd.IntN(4) == 0 {
			n = len(keys)
		}
		n = min(n, len(keys))
		s.press(strings.Join(keys[:n], ""))
		keys = keys[n:]
		if rnd.IntN(3) == 0 {
			time.Sleep(time.Duration(rnd.IntN(2000)) * time.Microsecond)
		}
	}
}
