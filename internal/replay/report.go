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
		rows = append(rows, columns(replyRows(d.Was), replyRows(d.Is), width)...)
		rows = append(rows, "")
	}
	if variable > 0 {
		rows = append(rows, fmt.Sprintf("%s only in times, ids, names or numbers", countDiffering(variable)))
	}
	return append(rows, summary(total, judged))
}

func countDiffering(n int) string {
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
	return lineName(x) + ": " + describe(d)
}

// lineName names the line of an exchange.
func lineName(x *Exchange) string {
	switch x.Verb {
	case "GREETING":
		return "the greeting"
	case ".":
		return "the end of the message"
	case "":
		return "an unsolicited reply"
	}
	return cutLine(x.Line)
}

func describe(d Difference) string {
	switch d.Kind {
	case Code:
		return fmt.Sprintf("%s, now %s", describeResult(d.Was), describeResult(d.Is))
	case Enhanced:
		return fmt.Sprintf("%s, now %s", enhancedOrNone(d.Was.Enhanced), enhancedOrNone(d.Is.Enhanced))
	case Missing:
		return "no reply now"
	case Extra:
		return "no reply then"
	case Text:
		if d.Was.Verb == "EHLO" || d.Was.Verb == "LHLO" {
			return describeOffers(d.Was, d.Is)
		}
	}
	return "the text differs"
}

func describeResult(x *Exchange) string {
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

func enhancedOrNone(code string) string {
	if code == "" {
		return "no enhanced code"
	}
	return code
}

// describeOffers lists the keywords that EHLO no longer offers, and those that it offers now.
func describeOffers(was, is *Exchange) string {
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

// replyRows returns the lines of a reply as they crossed the wire.
func replyRows(x *Exchange) []string {
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
