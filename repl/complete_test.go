package repl

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCandidates(t *testing.T) {
	for line, want := range map[string]string{
		":":                "all",
		":s":               ":save ,:send ,:ses ,:starttls",
		":b":               ":b64 ,:batch ,:bdat ",
		":c":               ":caps,:cert,:close",
		":x":               "",
		"::b":              "",
		"E":                "",
		"":                 "",
		":b64 -":           "--clear,--escapes,--literal,--send,--show",
		":open --s":        "--server-name,--starttls",
		":b64 --sh":        "--show",
		":b64 --show --se": "--send",
		":b64 x":           "",
		":eol ":            "cr,crlf,lf,none",
		":eol c":           "cr,crlf",
		":EOL n":           "none",
		":help q":          "quit",
		":help :q":         ":quit",
		":nothing x":       "",
	} {
		list, from := Candidates(line, len(line))
		got := strings.Join(list, ",")
		if want == "all" {
			want, got = "16", strings.Repeat("16", len(list)/len(commands))
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
		for _, c := range list {
			if !strings.HasPrefix(c, line[from:]) {
				t.Errorf("%q: %q does not begin with %q", line, c, line[from:])
			}
		}
	}
}

// TestCandidatesInTheMiddle: text after the cursor does not matter.
func TestCandidatesInTheMiddle(t *testing.T) {
	if list, from := Candidates(":st 25", 3); !slices.Equal(list, []string{":starttls"}) || from != 0 {
		t.Errorf("%q, %d", list, from)
	}
}

func TestGhost(t *testing.T) {
	for line, want := range map[string]string{":st": "arttls", ":b": "", ":ba": "tch", ":c": "", ":": "", ":b64": "", ":b64 -": "", "EH": "", "::s": "", "": ""} {
		if got := Ghost(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestFileNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"mail.eml", "mail.txt", "two words", ".hidden", "folder/inside", "漢字"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	slash := string(filepath.Separator)
	for word, want := range map[string]string{
		"":                        "folder" + slash + ",mail.eml,mail.txt,漢字",
		"m":                       "mail.eml,mail.txt",
		"f":                       "folder" + slash,
		"folder" + slash:          "folder" + slash + "inside",
		`"tw`:                     `"two words`,
		".":                       ".hidden",
		"nowhere" + slash + "x":   "",
		dir + slash + "mail.e":    dir + slash + "mail.eml",
		"." + slash + "ma":        "." + slash + "mail.eml,." + slash + "mail.txt",
		"mail.eml" + slash + "no": "",
	} {
		if got := strings.Join(completions("FILE", word), ","); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := completions("[--verbatim] FILE", "--"); !slices.Equal(got, []string{"--verbatim"}) {
		t.Errorf("%q", got)
	}
}
