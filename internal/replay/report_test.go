package replay

import (
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	then = "S: 220 mail.x.org\nC: EHLO me\nS: 250-mail.x.org\nS: 250-STARTTLS\nS: 250 SIZE 100\nC: MAIL FROM:<a@b>\nS: 250 2.1.0 Ok\nC: RCPT TO:<c@d>\nS: 250 2.1.5 Ok\nC: NOOP\nS: 250 fine\nC: QUIT\nS: 221 bye"
	now  = "S: 220 mail.y.net\nC: EHLO me\nS: 250-mail.y.net\nS: 250 SIZE 200\nC: MAIL FROM:<a@b>\nS: 550 5.7.1 not \x1b[1myou: this refusal is so long that it does not fit\nC: RCPT TO:<c@d>\nS: 250 2.1.0 Ok\nC: NOOP\nS: 250 well\nC: QUIT"
)

func report(t *testing.T, width int, strict bool) []string {
	was, is := exchanged(entriesOf(t, then)), exchanged(entriesOf(t, strings.Replace(now, "\x1b", "\\x1b", 1)))
	return Report(Compare(was, is), len(was), strict, width)
}

func TestReport(t *testing.T) {
	for width, want := range map[int]string{64: `EHLO me: no longer offered: SIZE 100, STARTTLS; offered now: SIZE 200
  then                          | now
  250-mail.x.org                | 250-mail.y.net
  250-STARTTLS                  | 250 SIZE 200
  250 SIZE 100                  |

MAIL FROM:<a@b>: 250, now 550
  then                          | now
  250 2.1.0 Ok                  | 550 5.7.1 not \x5cx1b[1myou:
                                | this refusal is so long that
                                | it does not fit

RCPT TO:<c@d>: 2.1.5, now 2.1.0
  then                          | now
  250 2.1.5 Ok                  | 250 2.1.0 Ok

NOOP: the text differs
  then                          | now
  250 fine                      | 250 well

QUIT: no reply now
  then                          | now
  221 bye                       | (no reply)

1 reply differs only in times, ids, names or numbers
6 replies, 5 differ`, 30: `EHLO me: no longer offered: SIZE 100, STARTTLS; offered now: SIZE 200
  then
    250-mail.x.org
    250-STARTTLS
    250 SIZE 100
  now
    250-mail.y.net
    250 SIZE 200
`} {
		got := strings.Join(report(t, width, false), "\n")
		if width < minColumns {
			got = got[:min(len(want), len(got))]
		}
		if got != want {
			t.Errorf("width %d:\n%s\nwant\n%s", width, got, want)
		}
	}
	if got := report(t, 80, true); !strings.HasPrefix(strings.Join(got, "\n"), "the greeting: the text differs\n") || got[len(got)-1] != "6 replies, 6 differ" {
		t.Errorf("strict:\n%s", strings.Join(got, "\n"))
	}
	if got := Report(nil, 1, false, 80); len(got) != 1 || got[0] != "1 reply, all the same" {
		t.Errorf("%q", got)
	}
}

// TestReportFits: only the row that begins a difference is wider than the given width.
func TestReportFits(t *testing.T) {
	for width := 20; width < 120; width++ {
		for _, row := range report(t, width, true) {
			if strings.HasPrefix(row, " ") && utf8.RuneCountInString(row) > width {
				t.Errorf("width %d: %q has %d", width, row, utf8.RuneCountInString(row))
			}
		}
	}
}

func TestReportIsBounded(t *testing.T) {
	long := Exchange{Verb: "HELP", Line: "HELP", Code: 214, Lines: strings.Split(strings.Repeat("x ", 1000), " ")}
	short := Exchange{Verb: "HELP", Line: "HELP", Code: 502, Lines: []string{"no"}}
	got := Report(Compare([]Exchange{long}, []Exchange{short}), 1, false, 80)
	if len(got) > maxRows+10 || !strings.Contains(strings.Join(got, "\n"), "(and 981 more lines)") {
		t.Errorf("%d rows:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestReportCutsLines(t *testing.T) {
	long := strings.Repeat("ä", 50_000)
	was := []Exchange{{Verb: "EHLO", Line: "EHLO me", Code: 250, Lines: []string{"x"}}, {Verb: "NOOP", Line: "NOOP " + long, Code: 250, Lines: []string{"ok"}}}
	is := []Exchange{{Verb: "EHLO", Line: "EHLO me", Code: 250, Lines: append([]string{"x", long}, strings.Split(strings.Repeat("y ", 100), " ")...)},
		{Verb: "NOOP", Line: "NOOP", Code: 250, Lines: []string{long}}}
	got := strings.Join(Report(Compare(was, is), 2, false, 80), "\n")
	if len(got) > 20*maxText || !strings.Contains(got, "... 99606 more bytes") || !utf8.ValidString(got) || strings.Contains(got, `\x`) {
		t.Errorf("%d bytes:\n%.3000s", len(got), got)
	}
}
