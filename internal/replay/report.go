package replay

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"byhand/internal/sanitize"
)

const (
	maxRows = 20  // how many lines of a reply are shown
	maxText = 400 // how many bytes of a line are shown
)

// cutLine makes a line safe to show, and cuts it if it is too long.
func cutLine(line string) string {
	if len(line) <= maxText {
		return sanitize.Text(line)
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(line[end]) {
		end--
	}
	return fmt.Sprintf("%s... %d more bytes", sanitize.Text(line[:end]), len(line)-end)
}

// Report returns rows that show the differences of two sessions side by side, and a summary.
// No row is wider than width. total is how many exchanges there are. Report shows the
// differences of kind Variable only if strict is set; otherwise it counts them.
func Report(all []Difference, total int, strict bool, width int) []string {
	var rows []string
	variable, judged := 0, 0
	for _, d := range all {
		if d.Kind == Variable && !strict {
			variable++
			continue
		}
		judged++
		rows = append(rows, subject(d))
		rows = append(rows, columns(shown(d.Was), shown(d.Is), width)...)
		rows = append(rows, "")
	}
	if variable > 0 {
		rows = append(rows, fmt.Sprintf("%s only in times, ids, names or numbers", differ(variable)))
	}
	return append(rows, summary(total, judged))
}

func differ(n int) string {
	if n == 1 {
		return "1 reply differs"
	}
	return fmt.Sprintf("%d replies differ", n)
}

func summary(total, judged int) string {
	replies := fmt.Sprintf("%d replies", total)
	if total == 1 {
		replies = "1 reply"
	}
	switch judged {
	case 0:
		return replies + ", all the same"
	case 1:
		return replies + ", 1 differs"
	}
	return fmt.Sprintf("%s, %d differ", replies, judged)
}

// subject says which reply differs, and how.
func subject(d Difference) string {
	x := d.Was
	if x == nil {
		x = d.Is
	}
	line := cutLine(x.Line)
	switch {
	case x.To == "GREETING":
		line = "the greeting"
	case x.To == ".":
		line = "the end of the message"
	case x.To == "":
		line = "an unsolicited reply"
	}
	return line + ": " + what(d)
}

func what(d Difference) string {
	switch d.Kind {
	case Code:
		return fmt.Sprintf("%s, now %s", code(d.Was), code(d.Is))
	case Enhanced:
		return fmt.Sprintf("%s, now %s", none(d.Was.Enhanced), none(d.Is.Enhanced))
	case Missing:
		return "no reply now"
	case Extra:
		return "no reply then"
	case Text:
		if d.Was.To == "EHLO" || d.Was.To == "LHLO" {
			return offers(d.Was, d.Is)
		}
	}
	return "the text differs"
}

func code(x *Exchange) string {
	switch {
	case x.Broken:
		return fmt.Sprintf("%d, which breaks the protocol", x.Code)
	case x.Code != 0:
		return fmt.Sprint(x.Code)
	case x.result() != "":
		return x.result()
	}
	return "no code"
}

func none(code string) string {
	if code == "" {
		return "no enhanced code"
	}
	return code
}

// offers lists the keywords that EHLO no longer offers, and those that it offers now.
func offers(was, is *Exchange) string {
	var parts []string
	then, now := constantText(was, is)
	for _, p := range []struct {
		words   string
		in, out []string
	}{{"no longer offered: ", then, now}, {"offered now: ", now, then}} {
		var gone []string
		for _, line := range p.in[1:] {
			if _, found := slices.BinarySearch(p.out[1:], line); !found {
				gone = append(gone, cutLine(line))
			}
		}
		if len(gone) > maxRows {
			gone = append(gone[:maxRows], fmt.Sprintf("and %d more", len(gone)-maxRows))
		}
		if len(gone) > 0 {
			parts = append(parts, p.words+strings.Join(gone, ", "))
		}
	}
	if len(parts) == 0 {
		return "the text differs"
	}
	return strings.Join(parts, "; ")
}

// shown returns the lines of a reply as they crossed the wire.
func shown(x *Exchange) []string {
	if x == nil || len(x.Lines) == 0 {
		return []string{"(no reply)"}
	}
	var rows []string
	for i, line := range x.Lines {
		if i == maxRows {
			return append(rows, fmt.Sprintf("(and %d more lines)", len(x.Lines)-i))
		}
		separator := " "
		if i < len(x.Lines)-1 {
			separator = "-"
		}
		if x.Code != 0 {
			line = fmt.Sprintf("%d%s%s", x.Code, separator, line)
		}
		rows = append(rows, strings.TrimRight(cutLine(line), " "))
	}
	return rows
}
