package smtp

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A dialogue is the text of a session, with a line for each step:
//
//	S: 220 mx ready     | command 0 GREETING
//	C: EHLO me          | command 1
//	c: "a\r\nb"         bytes sent, in Go's quotes; s: bytes received
//	TLS                 Secured
//	EOF                 Hangup
//
// After the last " | " come the phase, the number of replies owed, and the verbs of
// the replies that this step completed, "unsolicited" for "". Without it, the step must not
// complete a reply. Whole steps and single bytes must give the same result.
type step struct {
	who     string
	bytes   []byte
	checked bool
	want    string
}

func dialogue(t testing.TB, literal string) []step {
	t.Helper()
	var steps []step
	for line := range strings.Lines(strings.TrimSpace(literal)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var st step
		if i := strings.LastIndex(line, " | "); i >= 0 {
			st.checked, st.want = true, strings.Join(strings.Fields(line[i+3:]), " ")
			line = strings.TrimRight(line[:i], " ")
		}
		who, text, _ := strings.Cut(line, ":")
		st.who = who
		text = strings.TrimPrefix(text, " ")
		switch who {
		case "C", "S":
			text += "\r\n"
		case "c", "s":
			unquoted, err := strconv.Unquote(text)
			if err != nil {
				t.Fatalf("dialogue line %q: %v", line, err)
			}
			text = unquoted
		case "TLS", "EOF":
		default:
			t.Fatalf("dialogue line %q", line)
		}
		st.bytes = []byte(text)
		steps = append(steps, st)
	}
	return steps
}

// play plays one step in pieces of n bytes, or whole if n is 0.
func play(s *Session, st step, n int) []MatchedReply {
	var answers []MatchedReply
	switch st.who {
	case "TLS":
		s.Secured()
		return nil
	case "EOF":
		return s.Hangup()
	}
	if n == 0 {
		n = len(st.bytes) + 1
	}
	for piece := range slices.Chunk(st.bytes, n) {
		if st.who == "S" || st.who == "s" {
			answers = append(answers, s.Received(piece)...)
		} else {
			s.Sent(piece)
		}
	}
	return answers
}

func state(s *Session, answers []MatchedReply) string {
	words := []string{s.Phase().String(), strconv.Itoa(s.Owed())}
	for _, a := range answers {
		words = append(words, cmp.Or(a.Verb, "unsolicited"))
	}
	return strings.Join(words, " ")
}

// run plays a dialogue, checks it and returns s.
func run(t *testing.T, s *Session, literal string, n int) *Session {
	t.Helper()
	for i, st := range dialogue(t, literal) {
		answers := play(s, st, n)
		got := state(s, answers)
		switch {
		case st.checked && got != st.want:
			t.Fatalf("pieces of %d: step %d, %s: %q:\n got %s\nwant %s", n, i+1, st.who, st.bytes, got, st.want)
		case !st.checked && len(answers) > 0:
			t.Fatalf("pieces of %d: step %d, %s: %q: unexpected %s", n, i+1, st.who, st.bytes, got)
		}
	}
	return s
}

// past returns a session after a dialogue, which it does not check.
func past(t testing.TB, literal string) *Session {
	t.Helper()
	s := new(Session)
	for _, st := range dialogue(t, literal) {
		play(s, st, 0)
	}
	return s
}

// testDialogues runs each dialogue after the steps in before.
func testDialogues(t *testing.T, lmtp bool, before string, table []struct{ name, text string }) {
	for _, tt := range table {
		for _, n := range []int{0, 1, 3} {
			t.Run(fmt.Sprintf("%s/%d", tt.name, n), func(t *testing.T) {
				s := past(t, before)
				s.LMTP = s.LMTP || lmtp
				run(t, s, tt.text, n)
			})
		}
	}
}
