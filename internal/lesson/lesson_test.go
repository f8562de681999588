package lesson

import (
	"errors"
	"os"
	"strings"
	"testing"

	"byhand/internal/smtp"
)

const sound = "// for teachers\n# 1 A title\n\n== One\nSome words\nthat go on.\n\nMore.\ntype: EHLO me\nwant: EHLO 250\nelse 5yz: No: go on.\n== Two\nRead this.\n== Three\nx\nwant: TLS\n"

func TestParse(t *testing.T) {
	for _, text := range []string{sound, strings.ReplaceAll(sound, "\n", "\r\n"), "\ufeff" + sound, sound[:len(sound)-1]} {
		l, err := Parse("dir/x.txt", text)
		if err != nil {
			t.Fatal(err)
		}
		one := l.Steps[0]
		if l.Title != "1 A title" || len(l.Steps) != 3 || strings.Join(one.Paragraphs, "|") != "Some words that go on.|More." || one.Type != "EHLO me" || one.Verb != "EHLO" ||
			one.Codes[0] != "250" || one.Remarks[0] != (Remark{"5yz", "No: go on."}) || l.Steps[1].Verb != "" || l.Steps[2].Verb != "TLS" {
			t.Errorf("%+v", l)
		}
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "x.txt:1: a lesson needs a title (# TITLE) and steps (== NAME)",
		"# t\n":                             "x.txt:1: a lesson needs a title (# TITLE) and steps (== NAME)",
		"== a\nx\n":                         "x.txt:2: a lesson needs a title (# TITLE) and steps (== NAME)",
		"# t\nwords\n":                      `x.txt:2: "words" comes before the first step (== NAME)`,
		"# t\n== a\n== b\n":                 `x.txt:3: step "a" has no text`,
		"# t\n== a\nx\n== b\n":              `x.txt:4: step "b" has no text`,
		"# t\n== a\nx\ntype: y\n== b\n":     `x.txt:5: step "a" has no "want:" line (want: EHLO 250)`,
		"# t\n== a\nx\nwant: EHLO\n":        "x.txt:4: want: needs a command and a code (want: EHLO 250), or TLS",
		"# t\n== a\nx\nwant: EHLO ok\n":     `x.txt:4: "ok" is not a reply code (250, or 2yz for all that begin with 2)`,
		"# t\n== a\nx\nwant: EHLO 1yz\n":    `x.txt:4: "1yz" is not a reply code (250, or 2yz for all that begin with 2)`,
		"# t\n== a\nx\nelse 99: y\n":        `x.txt:4: "99" is not a reply code (250, or 2yz for all that begin with 2)`,
		"# t\n== a\n\xff\n":                 "x.txt:1: the file is not UTF-8",
		strings.Repeat("x", maxSize+1) + "": "x.txt:1: the file is larger than 1 MiB",
	} {
		_, err := Parse(`C:\lessons\x.txt`, text)
		var fault *FaultError
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

// reply returns a reply to a command.
func reply(to string, code int) smtp.MatchedReply {
	return smtp.MatchedReply{Verb: to, Reply: smtp.Reply{Code: code, Lines: []smtp.ReplyLine{{Code: code}}}}
}

func TestPupil(t *testing.T) {
	l, err := Parse("x", sound)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPupil(l)
	for _, c := range []struct {
		does func() []string
		want string
	}{
		{p.Introduce, "lesson: 1 A title"},
		{p.StepText, "step 1 of 3: One"},
		{func() []string { return p.HandleReply(reply("NOOP", 250)) }, ""},
		{func() []string { return p.HandleReply(reply("EHLO", 554)) }, "No: go on."},
		{func() []string { return p.HandleReply(reply("MAIL", 450)) }, "450: the mailbox is temporarily unavailable"},
		{p.HandleTLS, ""},
		{func() []string { return p.HandleReply(reply("EHLO", 250)) }, "step 2 of 3: Two"},
		{p.StepText, "type: :lesson skip"},
		{func() []string { return p.HandleReply(reply("EHLO", 250)) }, ""},
		{p.Skip, "step 3 of 3: Three"},
		{p.HandleTLS, `end of lesson "1 A title"`},
		{p.Skip, "end of lesson"},
		{func() []string { return p.HandleReply(reply("EHLO", 500)) }, ""},
	} {
		if got := strings.Join(c.does(), "\n"); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if !p.IsDone() {
		t.Error("the lesson has not ended")
	}
}

// TestRewind: after a refused login, the lesson goes back to its first step.
func TestRewind(t *testing.T) {
	p := NewPupil(All()[0])
	p.HandleReply(reply("EHLO", 250))
	p.HandleReply(reply("AUTH", 334))
	p.HandleReply(reply("AUTH", 334))
	if got := strings.Join(p.HandleReply(reply("AUTH", 535)), ""); !strings.Contains(got, "Start again") {
		t.Errorf("%q", got)
	}
	if got := p.StepText()[0]; !strings.Contains(got, "step 2 of 9") {
		t.Errorf("%q", got)
	}
}

// TestBuiltInLessons: the built-in lessons can be parsed, and each step waits for a command
// that byhand knows.
func TestBuiltInLessons(t *testing.T) {
	all := All()
	if len(all) < 8 {
		t.Errorf("%d lessons", len(all))
	}
	for i, l := range all {
		if !strings.HasPrefix(l.Title, string(rune('1'+i))+" ") {
			t.Errorf("lesson %d is %q", i+1, l.Title)
		}
		for _, s := range l.Steps {
			if s.Verb != "" && s.Verb != "TLS" && s.Verb != "." && !smtp.IsVerb(s.Verb) {
				t.Errorf("%s: %q waits for a reply to %s", l.Title, s.Name, s.Verb)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sound)
	text, _ := os.ReadFile("lessons/1-message.txt")
	f.Add(string(text))
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse("x", text)
		if err != nil {
			return
		}
		p := NewPupil(l)
		p.Introduce()
		for range len(l.Steps) + 1 {
			p.HandleReply(reply("EHLO", 550))
			p.Skip()
		}
		if !p.IsDone() {
			t.Error("the lesson does not end")
		}
	})
}
