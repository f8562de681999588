package clientlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

// FuzzRead: Read never panics, and what the client said is in the log.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob(logs + "*.log")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	for _, d := range documented {
		f.Add(d.log)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 64<<10 {
			return
		}
		log, ok := Read(text)
		if ok != (len(log.Sessions) > 0) {
			t.Fatal("ok is wrong")
		}
		for _, s := range log.Sessions {
			for _, e := range s.Entries {
				if e.Kind == transcript.Sent && strings.ContainsAny(e.Text, "\r\n") {
					t.Fatalf("a line has two: %q", e.Text)
				}
			}
		}
	})
}

// FuzzMarked: each line of the client in a log with marks comes after a client's mark.
func FuzzMarked(f *testing.F) {
	f.Add("S: 250 C: RCPT TO:<x@y>\n", "C: ")
	f.Add("*** RCPT TO:<x@y>\n", "* ")
	f.Fuzz(func(t *testing.T, noise, before string) {
		if strings.Contains(noise, "-> ") || len(noise) > 4096 || strings.ContainsAny(before, "\r\n") {
			return
		}
		text := as("<- ", " -> ") + before + noise
		for _, s := range mustRead(text).Sessions {
			for _, l := range linesOf(s) {
				if l != "(message)" && l != "TLS" && !strings.Contains(text, l) {
					t.Fatalf("%q is not in the log", l)
				}
			}
		}
	})
}
