package transcript

import (
	"testing"
	"time"
)

// TestAppendSimple compares the fast way to write a line with encoding/json.
func TestAppendSimple(t *testing.T) {
	at := time.Date(2026, 12, 1, 10, 30, 0, 1_020_300, time.FixedZone("", 3600))
	line := Entry{Kind: Received, Time: at, Elapsed: 1_000_001, Phase: "command", Text: "250-SIZE 1 <&>", Ending: "\r\n"}
	for name, test := range map[string]struct {
		change func(*Entry)
		fast   bool
	}{
		"a line":             {func(*Entry) {}, true},
		"inside TLS":         {func(e *Entry) { e.Secure = true }, true},
		"sent":               {func(e *Entry) { e.Kind = Sent }, true},
		"an empty line":      {func(e *Entry) { e.Text = "" }, true},
		"whole milliseconds": {func(e *Entry) { e.Elapsed = 12 * time.Millisecond }, true},
		"a whole second":     {func(e *Entry) { e.Time = at.Truncate(time.Second) }, true},
		"a quote":            {func(e *Entry) { e.Text = `"` }, false},
		"a backslash":        {func(e *Entry) { e.Text = `\` }, false},
		"a control":          {func(e *Entry) { e.Text = "\x1b" }, false},
		"not ASCII":          {func(e *Entry) { e.Text = "é" }, false},
		"a bare LF":          {func(e *Entry) { e.Ending = "\n" }, false},
		"masked":             {func(e *Entry) { e.Masked = true }, false},
		"a reply":            {func(e *Entry) { e.Reply = &Reply{Code: 250} }, false},
		"no phase":           {func(e *Entry) { e.Phase = "" }, false},
		"no time":            {func(e *Entry) { e.Time = time.Time{} }, false},
	} {
		e := line
		test.change(&e)
		got, fast := appendSimple(nil, &e)
		if want := string(encode(newJSON(&e))); fast != test.fast || fast && string(got) != want {
			t.Errorf("%s: %q, %v, want %q, %v", name, got, fast, want, test.fast)
		}
	}
}
