package smtp

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAuthStep(t *testing.T) {
	tests := []struct{ steps, want string }{
		{"C: AUTH LOGIN", ` 0 ""`},
		{"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6", `LOGIN 1 "VXNlcm5hbWU6"`},
		{"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: x", ` 0 "VXNlcm5hbWU6"`},
		{"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: x\nS: 334 UGFzc3dvcmQ6", `LOGIN 2 "UGFzc3dvcmQ6"`},
		{"C: auth login dXNlcg==\nS: 334 UGFzc3dvcmQ6", `LOGIN 2 "UGFzc3dvcmQ6"`},
		{"C: auth login =\nS: 334 UGFzc3dvcmQ6", `LOGIN 2 "UGFzc3dvcmQ6"`},
		{"C: AUTH LOGIN\nS: 334 x\nC: y\nS: 535 no\nC: DATA", ` 0 "x"`},
		{"c: \"AUTH LOGIN \\r\\n\"\nS: 334 x", `LOGIN 1 "x"`},
		{"C: auth plain\nS: 334 ", `PLAIN 1 ""`},
		{"C: auth xoauth2 dXNlcj0=\nS: 334 e30=", `XOAUTH2 1 "e30="`},
		{"C: auth xoauth2 dXNlcj0=\nS: 334 e30=\nC:\nS: 535 no", ` 0 "e30="`},
		{"C: auth\nS: 334 x", ` 1 "x"`},
		{"C: AUTH LOGIN\nS: 334 x\nC: *\nS: 501 no\nC: AUTH PLAIN", ` 0 ""`},
		{"C: AUTH LOGIN x\nS: 535 no\nC: AUTH CRAM-MD5\nS: 334 y", `CRAM-MD5 1 "y"`},
		{"C: STARTTLS\nS: 334 x", ` 0 ""`},
		{"C: AUTH LOGIN\nS: 334 x\nTLS", ` 0 ""`},
		{"C: AUTH LOGIN\nS: 334 x\nC: y\nS: 235 ok\nC: XCLIENT\nS: 220 x", ` 0 ""`},
	}
	for _, tt := range tests {
		s := past(t, greeted+tt.steps)
		mech, step := s.Auth()
		if got := fmt.Sprintf("%s %d %q", mech, step, s.Challenge()); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.steps, got, tt.want)
		}
	}
}

func TestAuthenticated(t *testing.T) {
	tests := []struct {
		steps string
		want  bool
	}{
		{"C: AUTH PLAIN x", false},
		{"C: AUTH PLAIN x\nS: 235 ok", true},
		{"C: AUTH PLAIN x\nS: 535 no", false},
		{"C: AUTH PLAIN\nS: 334 ", false},
		{"C: AUTH PLAIN\nS: 334 \nC: x\nS: 235 ok", true},
		{"C: AUTH PLAIN x\nS: 235 ok\nC: AUTH PLAIN x\nS: 503 already", true},
		{"C: AUTH PLAIN x\nS: 235 ok\nC: EHLO me\nS: 250 mx", true},
		{"C: AUTH PLAIN x\nS: 235 ok\nTLS", false},
		{"C: AUTH PLAIN x\nS: 235 ok\nC: XCLIENT\nS: 220 mx", false},
		{"S: 235 ok", false},
		{"c: \"AUTH PLAIN\\r\\nsecret\\r\\n\"\nS: 504 no\nS: 250 what", false},
	}
	for _, tt := range tests {
		if got := past(t, greeted+tt.steps).Authenticated(); got != tt.want {
			t.Errorf("%q: got %v", tt.steps, got)
		}
	}
}

func TestQuitAnswered(t *testing.T) {
	tests := []struct {
		steps string
		want  bool
	}{
		{"C: QUIT", false},
		{"C: QUIT\nS: 221 bye", true},
		{"C: QUIT\nS: 421 bye", true},
		{"C: quit now\nS: 501 no argument", false},
		{"C: QUIT\ns: \"221 b\"\nEOF", false},
		{"S: 221 bye", false},
		{"C: QUIT\nS: 221 bye\nEOF", true},
		{"C: QUIT\nS: 221 bye\nC: NOOP\nS: 421 bye", true},
	}
	for _, tt := range tests {
		if got := past(t, greeted+tt.steps).QuitAnswered(); got != tt.want {
			t.Errorf("%q: got %v", tt.steps, got)
		}
	}
}

// A caller may decode the challenge in place.
func TestChallengeIsACopy(t *testing.T) {
	s := past(t, greeted+"C: AUTH LOGIN\nS: 334 abcd")
	clear(s.Challenge())
	if got := s.Challenge(); string(got) != "abcd" {
		t.Errorf("got %q", got)
	}
}

// Many equal commands without a reply take the memory of one, and each gets its
// reply.
func TestManyEqualCommands(t *testing.T) {
	var s Session
	s.Received([]byte("220 hi\r\n"))
	const many = 100_000
	s.Sent([]byte("EHLO me\r\n" + strings.Repeat("NOOP\r\n", many) + "RSET\r\nNOOP\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<c@d>\r\n"))
	if len(s.pending.commands) != 6 || s.Owed() != many+5 {
		t.Errorf("%d kept, %d owed", len(s.pending.commands), s.Owed())
	}
	for i, want := range append(append([]string{"EHLO"}, slices.Repeat([]string{"NOOP"}, many)...), "RSET", "NOOP", "MAIL", "MAIL", "") {
		a := s.Received([]byte("250 ok\r\n"))
		if len(a) != 1 || a[0].Verb != want || s.Owed() != max(0, many+4-i) {
			t.Fatalf("reply %d: %+v, want %q; %d owed", i, a, want, s.Owed())
		}
	}
	if got := s.Envelope().From; got != "c@d" {
		t.Errorf("from %q", got)
	}
}

// If too much is held after DATA, it counts as accepted, however the bytes are cut.
func TestHeldIsCapped(t *testing.T) {
	flood := bytes.Repeat([]byte("text\r\n"), maxHeld/6+10)
	for _, n := range []int{7, 1000, len(flood)} {
		s := past(t, greeted+"C: DATA")
		play(s, step{who: "c", bytes: flood}, n)
		if len(s.held) != 0 || s.Owed() != 1 || s.Phase() != Message {
			t.Fatalf("%d held, %d owed, %v", len(s.held), s.Owed(), s.Phase())
		}
		t.Run("taken", func(t *testing.T) {
			s := *s
			run(t, &s, `
				S: 354 go         | message 0 DATA
				C: .              | command 1
				S: 250 ok         | command 0 .`, n)
		})
		t.Run("refused", func(t *testing.T) {
			s := *s
			run(t, &s, `
				S: 503 no         | command 0 DATA
				S: 500 what       | command 0 unsolicited
				C: QUIT           | command 1`, n)
		})
	}
}

// After AUTH each line expects a reply: it is an answer or a command.
func TestHeldAuthIsCapped(t *testing.T) {
	flood := bytes.Repeat([]byte("x\r\n"), maxHeld/3+10)
	for _, n := range []int{7, 1000, len(flood)} {
		s := past(t, greeted+"C: AUTH LOGIN")
		play(s, step{who: "c", bytes: flood}, n)
		if want := maxHeld/3 + 11; s.Owed() != want || len(s.held) != 0 {
			t.Fatalf("%d owed, want %d; %d held", s.Owed(), want, len(s.held))
		}
		run(t, s, "S: 535 no | command "+fmt.Sprint(s.Owed()-1)+" AUTH", 0)
	}
}

// A limited part of a long line is kept.
func TestSentLongLine(t *testing.T) {
	s := past(t, greeted)
	for range 100 {
		s.Sent(bytes.Repeat([]byte("x"), maxLine))
	}
	s.Sent([]byte("\r\n"))
	if s.Owed() != 1 || cap(s.out.part.text) > 2*maxLine {
		t.Errorf("%d owed, %d held", s.Owed(), cap(s.out.part.text))
	}
}

// DependsOnReply is true from AUTH, an answer or DATA until the reply.
func TestDependsOnReply(t *testing.T) {
	tests := []struct {
		steps string
		want  bool
	}{
		{"", false},
		{"C: NOOP", false},
		{"C: DATA", true},
		{"C: NOOP\nC: DATA\nS: 250 ok", true},
		{"C: DATA\nS: 354 go", false},
		{"C: DATA\nS: 503 no", false},
		{"C: DATA\nS: 354 go\nC: .", false},
		{"C: AUTH LOGIN", true},
		{"C: AUTH LOGIN\nS: 334 x", false},
		{"C: AUTH LOGIN\nS: 334 x\nC: y", true},
		{"C: AUTH LOGIN\nS: 334 x\nC: y\nS: 535 no", false},
		{"C: BDAT 5", false},
	}
	for _, tt := range tests {
		if got := past(t, greeted+tt.steps).DependsOnReply(); got != tt.want {
			t.Errorf("%q: got %v", tt.steps, got)
		}
	}
}

func TestIsVerb(t *testing.T) {
	for to, want := range map[string]bool{"EHLO": true, "RCPT": true, "AUTH": true, "CRLF": false, "": false, "PASS64==": false} {
		if IsVerb(to) != want {
			t.Errorf("IsVerb(%q) = %v", to, !want)
		}
	}
}
