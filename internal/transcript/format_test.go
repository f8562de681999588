package transcript

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file in testdata, or rewrites the file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("it differs from %s; run go test ./internal/transcript -update and read the diff\n%s", file, got)
	}
}

// written returns a transcript as a file has it.
func written(t testing.TB, f Format, entries []Entry) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, entries, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// odd returns a session with rare entries.
func odd() []Entry {
	at := time.Date(2026, 11, 24, 10, 15, 2, 0, time.UTC)
	return []Entry{
		{Kind: Opened, Time: at, Opening: &Opening{Target: "unix:/run/my socket", Proxy: "socks5://127.0.0.1:1080"}},
		{Kind: Received, Time: at, Text: "220 \x1b[2Jhi", Ending: "\n"},
		{Kind: Sent, Time: at, Text: "trailing space ", Ending: "\r\n"},
		{Kind: Sent, Time: at, Text: "", Ending: "\r\n"},
		{Kind: Sent, Time: at, Text: "no end"},
		{Kind: Sent, Time: at.Add(3 * time.Second), Text: "\xff\xfe \"quoted\" \\ ü \u202e", Ending: "\r"},
		{Kind: Sent, Time: at.Add(3 * time.Second), Text: " C: indented", Ending: "\r\n"},
		{Kind: Command, Time: at.Add(3 * time.Second), Text: `:auth PLAIN "tim tester"`},
		{Kind: Sent, Time: at.Add(3 * time.Second), Phase: "challenge", Text: Mask, Ending: "\r\n", Masked: true, User: "tim tester"},
		{Kind: Notice, Time: at.Add(3 * time.Second), Text: "two\nlines\r\nC: not a line"},
		{Kind: Secured, Time: at.Add(3 * time.Second), Secure: true, TLS: &TLS{Version: "TLS 1.2", Cipher: "C", Problems: []string{"it expired", "\x1b[1m"}}},
		{Kind: Received, Time: at.Add(3 * time.Second), Secure: true, Text: "250 ok", Ending: "\r\n", Reply: &Reply{Code: 250, Lines: []string{"ok", "\xff"}, Took: 1234567}},
		{Kind: Ended, Time: at.Add(time.Hour), Elapsed: time.Hour, End: &End{Text: "the server closed the connection", Sent: 12, Received: 1 << 40}},
	}
}

func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		golden(t, "session"+f.Extension(), written(t, f, htmlSample()))
		golden(t, "odd"+f.Extension(), written(t, f, odd()))
	}
}

// TestRowsAreComplete fails for a row that lacks a fact, or repeats one of another row.
func TestRowsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range formats {
		if r.format == "" || r.recognizes == nil || (r.writer == nil) == (r.whole == nil) {
			t.Errorf("%q: no name, not recognized, or not written in exactly one way", r.format)
		}
		for _, extension := range strings.Fields(r.extensions) {
			if got, err := FormatOf("a" + strings.ToUpper(extension)); got != r.format || err != nil || seen[extension] {
				t.Errorf("%s: the extension %q means %q", r.format, extension, got)
			}
			seen[extension] = true
		}
	}
}

// TestReadBack: JSON keeps everything. Text and Markdown keep every byte of both sides, the
// users, the colon-commands, and where TLS is.
func TestReadBack(t *testing.T) {
	for name, entries := range map[string][]Entry{"session": htmlSample(), "odd": odd()} {
		for _, f := range formats {
			format := f.format
			if f.read == nil {
				continue
			}
			got, sniffed, err := readAll(strings.NewReader(written(t, format, entries)))
			if err != nil || sniffed != format {
				t.Errorf("%s in %s: read as %s, %v", name, format, sniffed, err)
			}
			want := entries
			if format != JSON {
				got, want = outline(got), outline(entries)
			}
			for i := range want {
				if i >= len(got) || !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("%s in %s: entry %d is\n%+v, want\n%+v", name, format, i, got[min(i, len(got)-1)], want[i])
					break
				}
			}
		}
	}
}

// outline returns what text keeps of entries.
func outline(entries []Entry) []Entry {
	var all []Entry
	for _, e := range entries {
		short := Entry{Kind: e.Kind, Secure: e.Secure}
		switch e.Kind {
		case Sent, Received:
			short.Text, short.Ending, short.Masked, short.User = e.Text, e.Ending, e.Masked, e.User
		case Command:
			short.Text = e.Text
		case Notice:
			continue // a line ending in a note is escaped
		case Opened, Ended:
			short.Secure = false
		}
		all = append(all, short)
	}
	return all
}

// TestTimes: text keeps times to the millisecond.
func TestTimes(t *testing.T) {
	entries, _, err := readAll(strings.NewReader(written(t, Text, odd())))
	if err != nil {
		t.Fatal(err)
	}
	want := odd()[0].Time
	if !entries[0].Time.Equal(want) || !entries[5].Time.Equal(want.Add(3*time.Second)) {
		t.Errorf("%v, %v", entries[0].Time, entries[5].Time)
	}
}

func TestDroppedIsShown(t *testing.T) {
	for _, f := range formats {
		var b bytes.Buffer
		if err := Write(&b, f.format, htmlSample(), 17); err != nil || !strings.Contains(b.String(), "17 ") || !strings.Contains(b.String(), "could not be kept") {
			t.Errorf("%s: %v, or the missing entries are not mentioned", f.format, err)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{
		"a.txt": Text, "a.log": Text, "a.MD": Markdown, "a.markdown": Markdown, "a.html": HTML, "a.HTM": HTML, "a.json": JSON,
		"a.jsonl": JSON, "a.ndjson": JSON, "a": "", "a.pdf": "", "txt": "", ".txt": Text, "a.txt/b": "",
	} {
		if got, err := FormatOf(name); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// pipe runs a program with input as its standard input, and returns its output.
func pipe(t *testing.T, input string, words ...string) string {
	t.Helper()
	if _, err := exec.LookPath(words[0]); err != nil {
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skipf("no %s on this machine: CONTRIBUTING.md says which packages the tests use", words[0])
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdin = strings.NewReader(input)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil || errs.Len() > 0 {
		t.Fatalf("%s: %v, %s", words[0], err, errs.String())
	}
	return string(out)
}

// TestJQ: jq can read the JSON, and each object has the required keys.
func TestJQ(t *testing.T) {
	entries := append(htmlSample(), odd()...)
	for _, payload := range payloads {
		entries = append(entries, Entry{Kind: Received, Text: payload, Ending: "\r\n"})
	}
	got := pipe(t, written(t, JSON, entries), "jq", "-r", `if .v == 1 and (.event|type) == "string" then .event else error("schema") end`)
	var want []string
	for _, e := range entries {
		want = append(want, string(e.Kind))
	}
	if !slices.Equal(strings.Fields(got), want) {
		t.Errorf("jq reads %q, want %q", strings.Fields(got), want)
	}
	if got := pipe(t, written(t, JSON, htmlSample()), "jq", "-r", `select(.reply.code == 550) | .reply | "\(.enhanced) \(.to) \(.took_ms)"`); got != "5.1.1 RCPT 95\n" {
		t.Errorf("the refusal: %q", got)
	}
}

// TestMarkdownRenders: whatever the lines are, the document is a heading and one block of
// code with every line of the text format.
func TestMarkdownRenders(t *testing.T) {
	entries := append(htmlSample(), odd()...)
	for _, payload := range append(payloads, "```", "~~~", "    indented", "\r```") {
		entries = append(entries, Entry{Kind: Received, Text: payload, Ending: "\r\n"}, Entry{Kind: Sent, Text: payload, Ending: "\n"})
	}
	entries[0].Opening = &Opening{Target: "<b>*evil*\n# x"}
	got := pipe(t, written(t, Markdown, entries), "cmark", "--to", "xml")
	for element, want := range map[string]int{"<heading": 1, "<code_block": 1, "<emph": 0, "<html": 0, "<paragraph": 0, "<link": 0} {
		if n := strings.Count(got, element); n != want {
			t.Errorf("%d of %s, want %d, in:\n%s", n, element, want, got)
		}
	}
	if strings.Count(got, "\n") < strings.Count(written(t, Text, entries), "\n") {
		t.Error("lines are missing")
	}
}
