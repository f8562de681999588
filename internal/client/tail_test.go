package client

import (
	"strings"
	"testing"

	"byhand/conn"
)

// TestLastLine: whether the last line received completes a reply.
func TestLastLine(t *testing.T) {
	line := func(text, ending string) conn.Event {
		return conn.Event{Kind: conn.Received, Line: []byte(text), Ending: ending}
	}
	for name, c := range map[string]struct {
		events []conn.Event
		want   string // in the description; "": it does, or there is none
	}{
		"nothing":           {nil, ""},
		"a whole reply":     {[]conn.Event{line("250 ok", "\r\n")}, ""},
		"one more promised": {[]conn.Event{line("250-first", "\r\n"), line("250-hi", "\r\n")}, `"250-hi", but no line that begins with "250 "`},
		"half a line":       {[]conn.Event{line("250 o", "")}, `"250 o" without a line ending`},
		"in two pieces":     {[]conn.Event{line("250 o", ""), line("k", "\r\n")}, ""},
		"a long one":        {[]conn.Event{line(strings.Repeat("x", 2*tailLength), "")}, strings.Repeat("x", tailLength) + `" without`},
		"not a code":        {[]conn.Event{line("abc-d", "\r\n")}, ""},
		"sent since":        {[]conn.Event{line("250-hi", "\r\n"), {Kind: conn.Sent}}, ""},
	} {
		var last lastLine
		for _, e := range c.events {
			last.update(e)
		}
		if got := last.unfinished(); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
