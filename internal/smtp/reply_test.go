package smtp

import "testing"

// reply parses one reply.
func reply(t testing.TB, wire string) Reply {
	t.Helper()
	var p Parser
	replies := p.Push([]byte(wire))
	if len(replies) != 1 || p.pending() {
		t.Fatalf("%q is not one reply", wire)
	}
	return replies[0]
}

func TestClass(t *testing.T) {
	tests := []struct {
		in      string
		class   int
		refused bool
	}{
		{"220 x\r\n", 2, false},
		{"250-x\r\n550 y\r\n", 5, true},
		{"354 x\r\n", 3, false},
		{"421 x\r\n", 4, true},
		{"599 x\r\n", 5, true},
		{"199 x\r\n", 0, false},
		{"600 x\r\n", 0, false},
		{"hello\r\n", 0, false},
	}
	for _, tt := range tests {
		r := reply(t, tt.in)
		if r.Class() != tt.class || r.Refused() != tt.refused {
			t.Errorf("%q: class %d, refused %v", tt.in, r.Class(), r.Refused())
		}
	}
}

func TestText(t *testing.T) {
	if got := reply(t, "250-a\r\nb\r\n250 \r\n").Text(); got != "a\nb\n" {
		t.Errorf("got %q", got)
	}
}

func TestFlawsString(t *testing.T) {
	tests := []struct {
		f    Flaws
		want string
	}{
		{0, ""},
		{BareCode, "no text after the code"},
		{MixedCodes | BareLF, "its lines have different codes, a line ends in LF without CR"},
		{Unfinished | NoCode | OddCode, "the reply is incomplete, a line has no code, a code is not valid in SMTP"},
		{LongLine | ManyLines, "a line is too long, there are too many lines"},
	}
	for _, tt := range tests {
		if got := tt.f.String(); got != tt.want {
			t.Errorf("%d: got %q, want %q", tt.f, got, tt.want)
		}
	}
}

func TestEnhanced(t *testing.T) {
	tests := []struct{ in, want string }{
		{"535 5.7.8 Error: authentication failed\r\n", "5.7.8"},
		{"250 2.1.0\r\n", "2.1.0"},
		{"452  4.5.3 too many\r\n", "4.5.3"},
		{"550 5.7.139: off\r\n", "5.7.139"},
		{"550 5.123.999 x\r\n", "5.123.999"},
		{"550-5.1.1 a\r\n550 5.1.2 b\r\n", "5.1.1"},
		{"550-words\r\n550 5.1.2 b\r\n", "5.1.2"},
		{"250-5.1.1 a\r\n550 b\r\n", "5.1.1"},
		// No code: another class, more or fewer numbers, not at the start, no reply code.
		{"550 2.1.1 x\r\n", ""},
		{"550 4.1.1 x\r\n", ""},
		{"550 5.1.1.2 x\r\n", ""},
		{"550 5.1 x\r\n", ""},
		{"550 5.1.\r\n", ""},
		{"550 5.1.1234 x\r\n", ""},
		{"550 5.1.1-rc1 x\r\n", ""},
		{"550 5.1.1a x\r\n", ""},
		{"550 5,1,1 x\r\n", ""},
		{"550 (5.1.1) x\r\n", ""},
		{"550 no 5.1.1\r\n", ""},
		{"550\r\n", ""},
		{"550-x\r\n5.1.1 y\r\n550 z\r\n", ""},
		{"600 6.1.1 x\r\n", ""},
		{"600 0.1.1 x\r\n", ""},
		{"600 5.1 x\r\n", ""},
	}
	for _, tt := range tests {
		code, ok := reply(t, tt.in).Enhanced()
		got := ""
		if ok {
			got = code.String()
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPhaseString(t *testing.T) {
	tests := map[Phase]string{
		Greeting: "greeting", Command: "command", Challenge: "challenge",
		Message: "message", Closed: "closed", 5: "unknown", -1: "unknown",
	}
	for phase, want := range tests {
		if got := phase.String(); got != want {
			t.Errorf("%d: got %q, want %q", int(phase), got, want)
		}
	}
}
