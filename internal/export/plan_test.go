package export

import (
	"slices"
	"strings"
	"testing"
)

// dialogue makes a session of lines: "-" begins a refused command, "=" an answer, "." a
// line of the message, "~" a line inside TLS.
func dialogue(text string) *Session {
	s := &Session{Protocol: "smtp", Host: "h.test", Port: "25"}
	for line := range strings.SplitSeq(text, "|") {
		l := Line{Ending: "\r\n", Replies: 1}
		line, l.IsSecure = strings.CutPrefix(line, "~")
		line, l.IsRefused = strings.CutPrefix(line, "-")
		if rest, ok := strings.CutPrefix(line, "="); ok {
			line, l.Kind = rest, Answer
		} else if rest, ok := strings.CutPrefix(line, "."); ok {
			line, l.Kind = rest, Message
		}
		l.Text = line
		s.Lines = append(s.Lines, l)
	}
	return s
}

// TestPlans: what each program does not send, and which program is the default.
func TestPlans(t *testing.T) {
	for _, c := range []struct {
		session, swaks, curl, openssl, best string
	}{
		{"EHLO a|MAIL FROM:<a@b>|RCPT TO:<c@d>|DATA|.x|..|QUIT", "", "", "", "swaks"},
		{"EHLO a|NOOP|QUIT", "NOOP", "", "", "curl"},
		{"EHLO a|-VRFY x|NOOP|QUIT", "VRFY x|NOOP", "NOOP", "", "curl"},
		{"EHLO a|MAIL FROM:<a@b>|RSET|MAIL FROM:<c@d>|RCPT TO:<e@f>|QUIT", "MAIL FROM:<a@b>|RSET", "", "", "curl"},
		{"EHLO a|MAIL FROM:<a@b>|RCPT TO:<c@d>|DATA|..|MAIL FROM:<e@f>|RCPT TO:<g@h>|DATA|..|QUIT",
			"MAIL FROM:<e@f>|RCPT TO:<g@h>|DATA", "MAIL FROM:<e@f>|RCPT TO:<g@h>|DATA", "", "openssl"},
		{"EHLO a|MAIL FROM:<a@b>|-RCPT TO:<c@d>|-DATA|QUIT", "DATA", "DATA", "", "swaks"},
		{"EHLO a|AUTH SCRAM-SHA-256|=x|=y|QUIT", "AUTH|(the answer to a challenge)|(the answer to a challenge)",
			"AUTH|(the answer to a challenge)|(the answer to a challenge)", "AUTH|(the answer to a challenge)|(the answer to a challenge)", "swaks"},
		{"EHLO a|MAIL FROM:<-x>|RCPT TO:<@f>|QUIT", "MAIL FROM:<-x>|RCPT TO:<@f>", "", "", "curl"},
		{"EHLO a|BDAT 3 LAST|QUIT", "BDAT 3 LAST", "BDAT 3 LAST", "BDAT 3 LAST", "swaks"},
		{"NOOP|EHLO a|STARTTLS|~EHLO a|~QUIT", "NOOP", "", "NOOP", "curl"},
	} {
		s := dialogue(c.session)
		for tool, want := range map[string]string{"swaks": c.swaks, "curl": c.curl, "openssl": c.openssl} {
			i := slices.Index(Tools(), tool)
			if got := strings.Join(tools[i].plan(s).lost, "|"); got != want {
				t.Errorf("%s: %s does not send %q, want %q", c.session, tool, got, want)
			}
		}
		var b strings.Builder
		if err := Write(&b, *s, ""); err != nil || !strings.Contains(b.String(), "with "+c.best+", which") {
			t.Errorf("%s: the default is not %s: %v\n%s", c.session, c.best, err, b.String())
		}
	}
}

// TestGaps: a session with gaps is not repeated.
func TestGaps(t *testing.T) {
	s := dialogue("EHLO a|QUIT")
	s.Dropped = 3
	var b strings.Builder
	if err := Write(&b, *s, ""); err != nil || strings.Contains(b.String(), "EHLO") || !strings.Contains(b.String(), "exit 1") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"a b":   `'a b'`,
		"it's":  `'it'\''s'`,
		"é":     `'é'`,
		"\x1b'": `"$(printf '\033\047')"`,
		"\xff%": `"$(printf '\377%%')"`,
	} {
		if got := quote(text); got != want {
			t.Errorf("quote(%q) = %s, want %s", text, got, want)
		}
	}
	if got := delimiter([]string{"END", "END1", "x"}); got != "END2" {
		t.Errorf("delimiter %q", got)
	}
}
