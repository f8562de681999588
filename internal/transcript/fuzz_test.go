package transcript

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"byhand/internal/sanitize"
)

// FuzzRead: whatever a file has, reading ends with entries or a reason, and what
// was read is written and read alike.
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

// FuzzJSON: events, JSON, events, JSON: nothing changes.
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
				t.Errorf("a line that no screen may have: %q", line)
			}
		}
	})
}

// FuzzText: both sides' bytes come back, whatever they are, and no line in the
// file is one that a screen may not have.
func FuzzText(f *testing.F) {
	f.Add([]byte("220 hi\r\n"), []byte("EHLO me\r\n\r\n.\r\n"))
	f.Add([]byte("\x1b[2J\n# :auth\r\n"), []byte("S: x\r\n```\r\n \t\r\n\u00a0\r\nC= \"x\"\r\n\xff\r"))
	f.Add([]byte("<\u05a9\n"), []byte(strings.Repeat("\u0301", 40)+"\n"))
	f.Fuzz(func(t *testing.T, server, client []byte) {
		r := &Recorder{}
		record(r, bulk(string(client), 0))
		for line := range bytes.Lines(server) {
			e := received(strings.TrimSuffix(string(line), "\n"))
			e.Ending = "\n"
			record(r, e)
		}
		entries, dropped := r.Entries()
		if len(entries) == 0 || dropped > 0 {
			return
		}
		for _, format := range []Format{Text, Markdown} {
			text := written(t, format, entries)
			got, sniffed, err := readAll(strings.NewReader(text))
			if err != nil || sniffed != format {
				t.Fatalf("read as %s, %v:\n%s", sniffed, err, text)
			}
			for kind, want := range map[Kind][]byte{Sent: client, Received: server} {
				var all strings.Builder
				for _, e := range got {
					if e.Kind == kind {
						all.WriteString(e.Text + e.Ending)
					}
				}
				if kind == Received && len(want) > 0 && !bytes.HasSuffix(want, []byte("\n")) {
					want = append(want[:len(want):len(want)], '\n')
				}
				if all.String() != string(want) {
					t.Errorf("%s: %q, want %q", kind, all.String(), want)
				}
			}
			for line := range strings.Lines(text) {
				if line = strings.TrimSuffix(line, "\n"); sanitize.Words(line) != line {
					t.Errorf("a line that no screen may have: %q", line)
				}
			}
		}
	})
}

// jsonEntries are all that readJSON reads.
func jsonEntries(data []byte) (all []Entry, err error) {
	err = readJSON(data, func(e Entry) bool {
		all = append(all, e)
		return true
	})
	return all, err
}
