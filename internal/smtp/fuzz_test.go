package smtp

import (
	"bytes"
	"fmt"
	"testing"
)

// fuzzSteps cuts the fuzzer's bytes into steps at each NUL. The first byte of a step is
// its kind.
func fuzzSteps(data []byte) []step {
	var steps []step
	for part := range bytes.SplitSeq(data, []byte{0}) {
		if len(part) == 0 {
			continue
		}
		who, rest := string(part[:1]), part[1:]
		switch who {
		case "T":
			steps = append(steps, step{who: "TLS"})
		case "E":
			steps = append(steps, step{who: "EOF"})
		case "s", "c":
			steps = append(steps, step{who: who, bytes: rest})
		default:
			steps = append(steps, step{who: "c", bytes: part})
		}
	}
	return steps
}

// all returns the whole visible state of a session.
func all(s *Session, answers []MatchedReply) string {
	mech, step := s.Auth()
	text := fmt.Sprintf("%s|%s %d %q|%v %v|%v", state(s, answers), mech, step, s.Challenge(),
		s.Authenticated(), s.QuitAnswered(), s.Features())
	for _, a := range answers {
		text += "\n" + normal([]Reply{a.Reply})
	}
	return text
}

// FuzzSession checks that it makes no difference how the bytes are cut, that the number
// of owed replies is never negative, and that no more replies are counted than were owed.
func FuzzSession(f *testing.F) {
	verbs := []string{"EHLO me", "HELO me", "LHLO me", "MAIL FROM:<>", "RCPT TO:<a@b>", "DATA", "BDAT 3", "BDAT 3 LAST",
		"RSET", "NOOP", "QUIT", "VRFY a", "STARTTLS", "AUTH LOGIN", "AUTH PLAIN x", "XCLIENT A=b", "*", ".", "", "text"}
	states := []string{
		"", "s220 hi\r\n", "s220-hi\r\n", "s220 hi\r\n\x00cRCPT TO:<a>\r\nRCPT TO:<b>\r\n\x00s250 ok\r\n250 ok\r\n",
		"s220 hi\r\n\x00cAUTH LOGIN\r\n", "s220 hi\r\n\x00cAUTH LOGIN\r\n\x00s334 x\r\n",
		"s220 hi\r\n\x00cDATA\r\n", "s220 hi\r\n\x00cDATA\r\n\x00s354 x\r\n", "s220 hi\r\n\x00cDATA\r\n\x00s354 x\r\n\x00c\n.\n",
		"s220 hi\r\n\x00cBDAT 5\r\n",
	}
	replies := []string{"250-mx\r\n250 AUTH x", "334 x", "354 x", "220 x", "503 x", "421 x", "x"}
	for i, before := range states {
		for j, verb := range verbs {
			r := replies[(i+j)%len(replies)]
			f.Add(fmt.Appendf(nil, "%s\x00c%s\r\n\x00s%s\r\n\x00c%s\r\n\x00s250 a\r\n250 b\r\n\x00T\x00cNOOP\r\n\x00s25\x00E", before, verb, r, verb),
				i%2 == 0, uint8(j))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, lmtp bool, n uint8) {
		whole := &Session{LMTP: lmtp}
		cut := []*Session{{LMTP: lmtp}, {LMTP: lmtp}}
		for _, st := range fuzzSteps(data) {
			owed := whole.Owed()
			if k := whole.Secret(st.bytes); k < 0 || k > len(st.bytes) {
				t.Fatalf("%d secret bytes of %q", k, st.bytes)
			}
			answers := play(whole, st, 0)
			check(t, st, owed, whole, answers)
			want := all(whole, answers)
			for i, size := range []int{1, int(n) + 1} {
				if got := all(cut[i], play(cut[i], st, size)); got != want {
					t.Fatalf("%s: %q in pieces of %d:\n got %s\nwant %s", st.who, st.bytes, size, got, want)
				}
			}
		}
	})
}

func check(t *testing.T, st step, owed int, s *Session, answers []MatchedReply) {
	t.Helper()
	if s.Owed() < 0 {
		t.Fatalf("%s: %q: %d owed", st.who, st.bytes, s.Owed())
	}
	if s.Phase() == Challenge && s.Secret([]byte("password")) != 8 {
		t.Fatal("an answer is not secret")
	}
	if s.Phase() != Closed && s.Phase() != Greeting && len(s.pending.commands) == 0 && len(s.held) > 0 {
		t.Fatalf("%q is held without a command that decides", s.held)
	}
	for i, a := range answers {
		if a.Reply.Code == 0 && a.Verb != "" {
			t.Fatalf("%d: a line without code answers %q", i, a.Verb)
		}
		if a.Verb == "" && a.Reply.Code != 0 && i == 0 && owed > 0 && st.who == "s" {
			t.Fatalf("%d owed, but %d is unsolicited", owed, a.Reply.Code)
		}
	}
}

// BenchmarkParserFlood parses a reply that does not end.
func BenchmarkParserFlood(b *testing.B) {
	text := bytes.Repeat([]byte("250-all work and no play makes Jack a dull boy, all work and no play\r\n"), 900)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var p Parser
	for b.Loop() {
		p.Push(text)
	}
}

// BenchmarkParser parses a usual session's replies.
func BenchmarkParser(b *testing.B) {
	text := []byte("250-mail.byhand.test\r\n250-PIPELINING\r\n250-SIZE 209715200\r\n250-AUTH PLAIN LOGIN\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n250 2.1.0 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var p Parser
	for b.Loop() {
		p.Push(text)
	}
}
