package repl

import (
	"fmt"
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]parsed{
		"EHLO me":      {meaning: verbatim, text: []byte("EHLO me")},
		"":             {meaning: verbatim, text: []byte("")},
		" :tls":        {meaning: verbatim, text: []byte(" :tls")},
		"::x":          {meaning: verbatim, text: []byte(":x")},
		":::":          {meaning: verbatim, text: []byte("::")},
		":# words":     {meaning: comment},
		":#":           {meaning: comment},
		":tls":         {meaning: command, name: "tls"},
		":TLS":         {meaning: command, name: "tls"},
		":b64  two ":   {meaning: command, name: "b64", arg: " two "},
		":":            {meaning: command},
		": tls":        {meaning: command, arg: "tls"},
		":raw \"a b\"": {meaning: command, name: "raw", arg: `"a b"`},
	} {
		if got := parse([]byte(line)); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("parse(%q) = %v, want %v", line, got, want)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string]string{
		"--show --send x y": "map[--send:true --show:true] x y",
		"-- --show":         "map[] --show",
		" --show":           "map[]  --show",
		"--show":            "map[--show:true] ",
		"":                  "map[] ",
	} {
		found, rest := cutOptions(arg)
		if got := fmt.Sprint(found) + " " + rest; got != want {
			t.Errorf("options(%q) = %q, want %q", arg, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string][]string{
		"host 25":       {"host", "25"},
		"  host\t25 ":   {"host", "25"},
		`"a b" c`:       {"a b", "c"},
		`"never closed`: {"never closed"},
		"":              nil,
	} {
		if got := splitWords(arg); !slices.Equal(got, want) {
			t.Errorf("words(%q) = %q, want %q", arg, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string]string{
		`"a\r\n"`:      "a\r\n",
		`a\r\n`:        "a\r\n",
		`"\x00\xff\\"`: "\x00\xff\\",
		`"say \"hi\""`: `say "hi"`,
		`"\t\0\e\a"`:   "\t\x00\x1b\a",
		`"no end`:      "error",
		`"no end\"`:    "error",
		`"\q"`:         "error",
		`"\x4"`:        "error",
		`ends in \`:    "error",
	} {
		got, err := unescape(arg)
		if err != nil {
			got = []byte("error")
		}
		if string(got) != want {
			t.Errorf("unescape(%s) = %q, %v, want %q", arg, got, err, want)
		}
	}
}

// FuzzParse: the parser never panics. A line that is not a colon-command is sent
// unchanged, or without its first colon.
func FuzzParse(f *testing.F) {
	for _, c := range Commands() {
		f.Add([]byte(c.Usage()))
	}
	f.Add([]byte("::"))
	f.Fuzz(func(t *testing.T, line []byte) {
		p := parse(line)
		if sent := len(p.text); p.meaning == verbatim && sent != len(line) && sent != len(line)-1 {
			t.Errorf("%q sends %q", line, p.text)
		}
		cutOptions(p.arg)
		splitWords(p.arg)
		unescape(p.arg)
		parseExpectation(p.arg)
	})
}
