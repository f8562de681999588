package transcript

import (
	"strings"
	"testing"

	"byhand/conn"
)

func sent(line string, secret int) conn.Event {
	return conn.Event{Kind: conn.Sent, Line: []byte(line), Ending: "\r\n", Secret: secret}
}

func received(line string) conn.Event {
	return conn.Event{Kind: conn.Received, Line: []byte(line), Ending: "\r\n"}
}

func record(r *Recorder, e conn.Event) { r.Record(e, Facts{}) }

func texts(r *Recorder) string {
	var all []string
	entries, _ := r.Entries()
	for _, e := range entries {
		all = append(all, e.Text+e.Ending)
	}
	return strings.Join(all, "")
}

// Each form of a secret is masked, in the line that carried it and where the
// server says it back; the rest stays.
func TestSecretsAreMasked(t *testing.T) {
	for name, test := range map[string]struct{ line, secret, back, want string }{
		"as typed":                        {"AUTH X ", "topsecret", "no topsecret here", "no ******** here"},
		"base64":                          {"", "dG9wc2VjcmV0", "dG9wc2VjcmV0?", "********?"},
		"decoded":                         {"", "dG9wc2VjcmV0", "topsecret?", "********?"},
		"PLAIN, password":                 {"AUTH PLAIN ", "AGJvYgB0b3BzZWNyZXQ=", "bob: topsecret", "bob: ********"},
		"PLAIN, encoded":                  {"AUTH PLAIN ", "AGJvYgB0b3BzZWNyZXQ=", "dG9wc2VjcmV0", "********"},
		"short ones only where they were": {"PASS ", "abc", "abc", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Recorder{}
			record(r, sent(test.line+test.secret, len(test.secret)))
			record(r, received(test.back))
			if want := test.line + Mask + "\r\n" + test.want + "\r\n"; texts(r) != want {
				t.Errorf("%q, want %q", texts(r), want)
			}
		})
	}
}

// A line that comes in pieces is one entry, and a secret in two pieces is one.
func TestPiecesAreJoined(t *testing.T) {
	r := &Recorder{}
	record(r, conn.Event{Kind: conn.Sent, Line: []byte("AUTH PLAIN top"), Secret: 3})
	record(r, received("250 between"))
	record(r, sent("secret", 6))
	record(r, conn.Event{Kind: conn.Received, Line: []byte("no tops")})
	record(r, received("ecret"))
	record(r, conn.Event{Kind: conn.Received, Line: []byte("cut o")})
	record(r, conn.Event{Kind: conn.Ended, End: &conn.End{}})
	want := "250 between\r\nAUTH PLAIN " + Mask + "\r\nno " + Mask + "\r\ncut o"
	if texts(r) != want {
		t.Errorf("%q, want %q", texts(r), want)
	}
}

// The buffer an event's line lies in is used again: what was kept must not be.
func TestLinesAreCopied(t *testing.T) {
	r, line := &Recorder{}, []byte("250 ok")
	record(r, conn.Event{Kind: conn.Received, Line: line, Ending: "\n"})
	copy(line, "550 no")
	if texts(r) != "250 ok\n" {
		t.Errorf("%q", texts(r))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	r, line := &Recorder{}, strings.Repeat("x", 1<<20)
	for range 20 {
		record(r, received(line))
	}
	kept, dropped := r.Entries()
	if len(kept) != Limit>>20 || dropped != 20-len(kept) {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
	r = &Recorder{}
	for range 20 {
		record(r, conn.Event{Kind: conn.Received, Line: []byte(line)}) // never ends
	}
	if kept, _ := r.Entries(); len(kept) < 4 {
		t.Errorf("an endless line is kept whole: %d entries", len(kept))
	}
}
