package transcript

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"byhand/internal/sanitize"
)

// said returns the lines of both sides.
func said(entries []Entry) string {
	var all []string
	for _, e := range entries {
		switch e.Kind {
		case Sent, Received:
			all = append(all, map[Kind]string{Sent: "C", Received: "S"}[e.Kind]+"|"+e.Text+e.Ending)
		case Command:
			all = append(all, sanitize.Words(e.Text)) // as the text format writes it
		case Secured:
			all = append(all, "TLS")
		}
	}
	return strings.Join(all, "")
}

func wide(text string, big bool) string {
	b := []byte{0xff, 0xfe}
	if big {
		b = []byte{0xfe, 0xff}
	}
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestReadIsTolerant(t *testing.T) {
	const want = "S|220 hi\r\nC|EHLO me\r\n"
	for name, text := range map[string]string{
		"as byhand writes it":           "# byhand transcript 1\nS: 220 hi\nC: EHLO me\n",
		"CRLF":                          "S: 220 hi\r\nC: EHLO me\r\n",
		"a BOM":                         "\xef\xbb\xbfS: 220 hi\nC: EHLO me\n",
		"UTF-16":                        wide("S: 220 hi\r\nC: EHLO me\r\n", false),
		"UTF-16, big":                   wide("S: 220 hi\nC: EHLO me\n", true),
		"no line end":                   "S: 220 hi\nC: EHLO me",
		"half a line":                   "S: 220 hi\nC: EHLO me\n#",
		"quoted in a mail":              "> S: 220 hi\n> C: EHLO me\n",
		"quoted twice":                  ">> S: 220 hi\n> > C: EHLO me\n>\n",
		"indented":                      "    S: 220 hi\n\tC: EHLO me\n",
		"no space":                      "S:220 hi\nC:EHLO me\n",
		"a no-break space at the start": "S:\u00a0220 hi\nC:\u00a0EHLO me\n",
		"small letters":                 "s: 220 hi\nc: EHLO me\n",
		"empty lines":                   "\n\nS: 220 hi\n\n\nC: EHLO me\n\n",
		"comments":                      "# what follows is strange\nS: 220 hi\n#\n#oh\nC: EHLO me\n",
		"exact":                         "S= \"220 hi\\r\\n\"\nC=\"EHLO me\\r\\n\" \n",
		"Markdown":                      "Dear all,\n\n```\nS: 220 hi\nC: EHLO me\n```\n\nC: as in comment\n",
		"fences of tildes":              "~~~~ text\nS: 220 hi\nC: EHLO me\n~~~~\n",
		"other blocks":                  "```sh\nbyhand replay x\n```\n```text\nS: 220 hi\nC: EHLO me\n```\n```\nthe end\n```\n",
		"a fence never closed":          "x\n```\nS: 220 hi\nC: EHLO me\n",
		"quoted Markdown":               "> ```text\n> S: 220 hi\n> C: EHLO me\n> ```\n",
		"JSON":                          `{"v":1,"event":"received","text":"220 hi"}` + "\n" + `{"v":1,"event":"sent","text":"EHLO me"}`,
		"JSON, much more":               "\n" + `{ "v": 1, "event": "received", "base64": "MjIwIGhp", "new": [1] }` + "\r\n\r\n" + `{"v":1,"event":"dream"}` + "\n" + `{"v":1,"event":"sent","text":"EHLO me","ending":"\r\n"}` + "\n",
	} {
		entries, _, err := readAll(strings.NewReader(text))
		if err != nil || said(entries) != want {
			t.Errorf("%s: %q, %v", name, said(entries), err)
		}
	}
}

func TestReadText(t *testing.T) {
	for text, want := range map[string]string{
		"# :auth PLAIN bob\nC: AUTH PLAIN ********":    ":auth PLAIN bobC|AUTH PLAIN ********\r\n",
		"C: STARTTLS\nS: 220 go\n# tls: TLS 1.3\nC: x": "C|STARTTLS\r\nS|220 go\r\nTLSC|x\r\n",
		"C: x\n# tls: a\n# tls: b\n# tls: c":           "C|x\r\nTLS",
		"C:\nC: \nC:  x":                               "C|\r\nC|\r\nC| x\r\n",
		`C= "a"` + "\n" + `C= "b\n"` + "\nC= `c`":      "C|aC|b\nC|c",
	} {
		entries, _, err := readAll(strings.NewReader(text))
		if err != nil || said(entries) != want {
			t.Errorf("%q: %q, want %q (%v)", text, said(entries), want, err)
		}
	}
	entries, _, _ := readAll(strings.NewReader("# user: bob\nC: ********\nC: x\n"))
	if e := entries[0]; !e.Masked || e.User != "bob" || entries[1].Masked {
		t.Errorf("%+v", entries)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		says string // a part of the error
		hint bool
	}{
		"nothing":            {"", 0, "empty", false},
		"only spaces":        {" \n\t\r\n", 0, "empty", false},
		"a BOM alone":        {"\xef\xbb\xbf", 0, "empty", false},
		"prose":              {"Dear all,\nit broke.\n", 1, `"Dear all,"`, false},
		"prose after a line": {"C: x\nIt broke.", 2, `"It broke."`, false},
		"a long line":        {strings.Repeat("y", 1000), 1, `"` + strings.Repeat("y", 40) + `"`, false},
		"comments alone":     {"# byhand transcript 1\n# opened: x\n", 0, "no line", true},
		"Markdown without":   {"```\nls\n```\n", 0, "no line", true},
		"half a quoted line": {"C: x\nC= \"AUTH PL", 2, `"C= \"AUTH PL"`, false},
		"not quoted":         {"C= x\n", 1, `"C= x"`, false},
		"HTML":               {"<!DOCTYPE html>\n<title>x", 0, "HTML", true},
		"our HTML":           {"<!doctype html>\n", 0, "HTML", true},
		"a program":          {"\x7fELF\x02\x00\x00", 0, "not text", false},
		"half an object":     {`{"v":1,"event":"sent","text":"x"}` + "\n" + `{"v":1,"ev`, 2, `"{\"v\":1,\"ev" is cut off`, false},
		"another version":    {`{"v":2,"event":"sent","text":"x"}`, 1, `"v" is 2`, false},
		"other JSON":         {`{"a":1}`, 1, `"v" is 0`, false},
		"no object":          {"{}\n[]\n", 1, `"v" is 0`, false},
		"centuries":          {`{"v":1,"elapsed_ms":1e300}`, 1, "long", false},
		"a command without":  {`{"v":1,"event":"command","text":"tls"}`, 1, `"tls"`, false},
		"JSON of events":     {`{"v":1,"event":"notice","text":"x"}`, 0, "no line", true},
	} {
		_, _, err := readAll(strings.NewReader(c.text))
		var unread *ReadError
		if !errors.As(err, &unread) || unread.Line != c.line || !strings.Contains(unread.What, c.says) || (unread.Hint != "") != c.hint {
			t.Errorf("%s: %+v, want %q in line %d", name, unread, c.says, c.line)
		}
	}
	if _, _, err := readAll(strings.NewReader(strings.Repeat("C: x\n", MaxRead/5+1))); err == nil || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("too much: %v", err)
	}
	for _, text := range []string{"C: x\nS: " + strings.Repeat("x", maxLine), "\n" + `{"v":1,"event":"sent","text":"` + strings.Repeat("x", maxLine+1) + `"}`} {
		if _, _, err := readAll(strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") || !strings.Contains(err.Error(), "1 MiB") {
			t.Errorf("a long line: %v", err)
		}
	}
	if _, _, err := readAll(failing{}); !errors.Is(err, errBroken) {
		t.Errorf("a file that breaks: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func TestReadLimit(t *testing.T) {
	text := strings.Repeat("C: all work and no play makes Jack a dull boy\n", 10<<20/46)
	entries, _, err := readAll(strings.NewReader(text))
	if err != nil || len(entries) != 10<<20/46 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

// readAll returns all entries of a transcript.
func readAll(r io.Reader) ([]Entry, Format, error) {
	entries, format, err := Read(r)
	if err != nil {
		return nil, format, err
	}
	return slices.Collect(entries), format, nil
}
