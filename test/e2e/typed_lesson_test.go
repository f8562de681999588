//go:build linux || darwin

package e2e

import (
	"strings"
	"testing"
)

// TestTypedLesson follows the lesson of byhand practice --lesson to a delivered message,
// with three mistakes on the way.
func TestTypedLesson(t *testing.T) {
	t.Parallel()
	x := typed(t, "practice", "--lesson")
	for _, line := range []struct{ types, then string }{
		{"MAIL FROM:<me>", "EHLO"}, // a mistake
		{"EHLO me", "step 2 of 9"},
		{"auth login", "step 3 of 9"},
		{"apikey", "base64"}, // a mistake
		{"auth login", "step 3 of 9"},
		{"YXBpa2V5", "step 4 of 9"},
		{"d3Jvbmc=", "password"}, // a mistake
		{"auth login", "step 3 of 9"},
		{"YXBpa2V5", "step 4 of 9"},
		{"bm90LWEtc2VjcmV0", "step 5 of 9"},
		{"MAIL FROM:<a@b.c>", "step 6 of 9"},
		{"RCPT TO:<d@e.f>", "step 7 of 9"},
		{"DATA", "step 8 of 9"},
	} {
		x.asks("plain> ", line.types)
		x.sees(line.types)
		x.types("\r")
		x.sees(line.then)
	}
	for _, line := range []string{"Subject: hi", "", "Hello", "."} {
		x.asks("message> ", line)
		x.types("\r")
	}
	x.sees("<a@b.c> to <d@e.f>")
	x.sees("step 9 of 9")
	x.asks("plain> ", ":lesson repeat")
	x.types("\r")
	x.sees("step 9 of 9")
	x.asks("plain> ", "QUIT\r")
	x.sees("end of lesson")
	x.asks("closed> ", ":lesson skip")
	x.types("\r")
	x.sees("byhand: ")
	x.asks("closed> ", "\r")
	x.exits(0)
	if strings.Contains(x.all(), "panic") {
		t.Error(visible(x.all()))
	}
}
