//go:build linux || darwin || freebsd

package prompt

import (
	"strings"
	"testing"
)

// offers completes the last word of the line from a list.
func offers(list ...string) func(string, int) ([]string, int) {
	return func(line string, pos int) ([]string, int) {
		from := strings.LastIndexByte(line[:pos], ' ') + 1
		var found []string
		for _, w := range list {
			if typed := line[from:pos]; strings.HasPrefix(w, typed) || strings.HasPrefix(w, strings.ToUpper(typed)) {
				found = append(found, w)
			}
		}
		return found, from
	}
}

// TAB inserts the only candidate, or the common prefix of all candidates.
func TestComplete(t *testing.T) {
	s := newFixture(t, 80, Settings{Candidates: offers("EHLO ", "STARTTLS", "STARTMAIL", "漢字", "漢語x", "漢語y", "\xe9t\xe9 ", "\xe8a\xff1", "\xe8a\xff2", "two  ", "a\tb")})
	for keys, want := range map[string]string{
		"EH\tme":              "EHLO me",
		"eh\tme":              "EHLO me",
		"s\t":                 "START",
		"s\tt\t":              "STARTTLS",
		"s\t\x7f\x7f\t":       "START",
		"NOOP eh\t":           "NOOP EHLO ",
		"eh\x01x \x06\x06\t":  "x EHLO ",
		"ehxyz\x02\x02\x02\t": "EHLO xyz",
		"漢\t":                 "漢",
		"漢語\t":                "漢語",
		"漢語x\t":               "漢語x",
		"é 漢字\t!":             "é 漢字!",
		"\xe9\t!":             "\xe9t\xe9 !",
		"\xe8\t":              "\xe8a\xff",
		"\xe8\t2\t":           "\xe8a\xff2",
		"tw\t!":               "two  !",
		"a\t":                 "a\tb",
		"none\t":              "none",
		"EHLO  \t":            "EHLO  ",
	} {
		s.types(keys+"\r", want)
	}
}

// Several candidates are listed above the line, which does not change. Control characters in
// them are escaped.
func TestCandidatesAreShown(t *testing.T) {
	s := newFixture(t, 40, Settings{Candidates: offers("alpha", "alphabet", "al漢字", "al\x1b[31m\a", "al\xff", "al\u202eb", "al\n", "b")})
	s.Ready("> ")
	s.press("x a\t")
	s.sees("> x al\n@0,6") // their common prefix
	s.press("\x1b[D!\x1b[C\t")
	s.press("\x02\x7f\x06\t")
	shown := "  alpha           alphabet\n" +
		"  al漢字          al\\x1b[31m\\x07\n" +
		"  al\\xff          al<U+202E>b\n" +
		"  al\\x0a\n"
	s.sees(shown + "> x al\n@4,6")
	s.press("\t\r")
	if l := s.line(); string(l.Text) != "x al" {
		t.Errorf("%+v", l)
	}
	s.sees(shown + shown + "> x al\n\n@9,0")
}

// A list wider than the screen has a row for each candidate. No row begins in the
// first column.
func TestCandidatesOnANarrowScreen(t *testing.T) {
	s := newFixture(t, 10, Settings{Candidates: offers("alpha", "alpbyhand: ok")})
	s.Ready("> ")
	s.press("alp\t")
	s.sees("  alpha\n  alpbyhan\n  d: ok\n> alp\n@3,5")
}

// Without candidates the terminal's bell rings.
func TestNoCandidates(t *testing.T) {
	for name, c := range map[string]func(string, int) ([]string, int){
		"none": offers(), "no function": nil,
		"before the line": func(string, int) ([]string, int) { return []string{"x"}, -1 },
		"after it":        func(string, int) ([]string, int) { return []string{"x"}, 4 },
	} {
		s := newFixture(t, 80, Settings{Candidates: c})
		s.Ready("> ")
		s.press("abc\t")
		s.until("rung: "+name, func(v *vt) bool { return v.Bells == 1 && v.Text() == "> abc\n@0,5" })
		s.types("d\r", "abcd")
	}
}

// ghosts are hints for EHLO.
func ghosts(line string) string {
	if rest, ok := strings.CutPrefix("EHLO 漢字.example", line); ok && line != "" {
		return rest
	}
	return ""
}

// A hint is shown after the line and leaves the cursor where it is. It is not part
// of the line until a key adds it.
func TestHint(t *testing.T) {
	s := newFixture(t, 80, Settings{Color: true, Ghost: ghosts})
	s.Ready("> ")
	s.press("EH")
	s.sees("> EHLO 漢字.example\n@0,4")
	if !strings.Contains(s.tape(), "\x1b[90mLO 漢字.example\x1b[0m") {
		t.Errorf("the hint is not grey: %q", s.tape())
	}
	s.Write([]byte("220 hi\n"))
	s.sees("220 hi\n> EHLO 漢字.example\n@1,4")
	s.press("X")
	s.sees("220 hi\n> EHX\n@1,5")
	s.press("\x7f")
	s.sees("220 hi\n> EHLO 漢字.example\n@1,4")
	s.press("\x1b[D") // the cursor is not at the end
	s.sees("220 hi\n> EH\n@1,3")
	s.press("\x1b[C\r")
	if l := s.line(); string(l.Text) != "EH" {
		t.Errorf("%+v", l)
	}
	s.sees("220 hi\n> EH\n\n@2,0")
}

// Right, End and similar keys add the hint to the line.
func TestHintIsAccepted(t *testing.T) {
	s := newFixture(t, 80, Settings{Color: true, Ghost: ghosts})
	for _, key := range []string{"\x1b[C", "\x1b[F", "\x05", "\x06", "\x1b[4~"} {
		s.Ready("> ")
		s.press("EH")
		s.until("with a hint", func(v *vt) bool { return v.Rows()[v.Row] == "> EHLO 漢字.example" && v.Col == 4 })
		s.press(key)
		s.until("with it taken", func(v *vt) bool { return v.Rows()[v.Row] == "> EHLO 漢字.example" && v.Col == 19 })
		s.press("!\r")
		if l := s.line(); string(l.Text) != "EHLO 漢字.example!" {
			t.Errorf("%q: %+v", key, l)
		}
	}
}

// A hint is removed when the line ends, in every way. In a message, in a search and without
// color there is no hint.
func TestHintIsRemoved(t *testing.T) {
	s := newFixture(t, 80, Settings{Color: true, Ghost: ghosts})
	hinted := func(keys string) {
		t.Helper()
		s.Ready("> ")
		s.press(keys)
		s.until("with a hint", func(v *vt) bool { return v.Rows()[v.Row] == "> EHLO 漢字.example" })
	}
	hinted("EHL")
	s.press("\x03")
	s.sees("> EHL^C\n>\n@1,2")
	hinted("E")
	s.SetTextMode(true)
	s.sees("> EHL^C\n> E\n@1,3")
	s.press("H")
	s.sees("> EHL^C\n> EH\n@1,4")
	s.SetTextMode(false)
	s.press("\x12")
	s.sees("> EHL^C\n(reverse search `') EH\n@1,22")
	s.press("\x07")
	s.sees("> EHL^C\n> EHLO 漢字.example\n@1,4")
	if err := s.Hide(); err != nil {
		t.Error(err)
	}
	s.Ready("key: ")
	s.press("EH")
	s.sees("> EHL^C\nkey: **\n@1,7")
	s.press("\r")
	s.line()
	s.Show()
	hinted("")
	s.Close()
	s.sees("> EHL^C\nkey: **\n> EH\n\n@3,0")

	s = newFixture(t, 80, Settings{Ghost: ghosts})
	s.Ready("> ")
	s.press("EH")
	s.sees("> EH\n@0,4")
	s.types("\x1b[C\r", "EH")
}

// Ghost and Candidates may write.
func TestCallbacksMayWrite(t *testing.T) {
	var s *fixture
	s = newFixture(t, 80, Settings{Color: true,
		Ghost:      func(line string) string { s.Write([]byte("about " + line + "\n")); return "!" },
		Candidates: func(line string, pos int) ([]string, int) { s.Write([]byte("tab\n")); return []string{"x"}, pos }})
	s.Ready("> ")
	s.press("a")
	s.sees("about a\n> a!\n@1,3")
	s.press("\t")
	s.sees("about a\ntab\nabout ax\n> ax!\n@3,4")
}
