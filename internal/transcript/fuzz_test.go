package transcript

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"byhand/internal/sanitize"
)

// FuzzRead: reading any file returns entries or an error, and the entries are the same
// after they are written and read again.
func FuzzRead(f *testing.F) {
	for _, format := range []Format{Text, Markdown, JSON} {
		f.Add([]byte(written(f, format, htmlSample())))
		f.Add([]byte(written(f, format, odd())))
	}
	f.Add([]byte("> s:\u00a0220 hi\r\n>\n> c: QUIT\n#:auth"))
	f.Add([]byte(wide("C: x", true)))
	f.Add([]byte("C:\n#:\x850"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, _, err := readAll(bytes.NewReader(data))
		if err != nil {
			if strings.ContainsAny(sanitize.Words(err.Error()), "\n\x1b") {
				t.Errorf("%q", err)
			}
			return
		}
		for _, format := range []Format{Text, Markdown, JSON} {
			again, sniffed, err := readAll(strings.NewReader(written(t, format, entries)))
			if err != nil || sniffed != format || said(again) != said(entries) {
				t.Errorf("%s: %q, want %q (%v, read as %s)", format, said(again), said(entries), err, sniffed)
			}
		}
	})
}

// FuzzJSON: entries and JSON are the same after they are written and read again.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(written(f, JSON, htmlSample())))
	f.Add([]byte(written(f, JSON, odd())))
	f.Add([]byte(`{"v":1,"event":"sent","text":"","elapsed_ms":-0.000001,"time":"2026-11-24T10:00:00.1+01:00","reply":{"lines":[{"base64":"/w=="}]}}`))
	f.Add([]byte(`{"v":1,"event":"sent","text":"x` + strings.Repeat("\u0301", 40) + `"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := jsonEntries(data)
		if err != nil {
			return
		}
		text := written(t, JSON, entries)
		again, err := jsonEntries([]byte(text))
		if err != nil || !reflect.DeepEqual(again, entries) {
			t.Fatalf("%v\n got %+v\nwant %+v", err, again, entries)
		}
		if twice := written(t, JSON, again); twice != text {
			t.Errorf("\n got %s\nwant %s", twice, text)
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSuffix(line, "\n"); sanitize.Words(line) != line {
				t.Errorf("a line that is not safe to show: %q", line)
			}
		}
	})
}

// jsonEntries returns all entries that readJSON reads.
func jsonEntries(data []byte) (all []Entry, err error) {
	err = readJSON(data, func(e Entry) bool {
		all = append(all, e)
		return true
	})
	return all, err
}
