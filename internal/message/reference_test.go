package message

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// refLine is a line and its ending.
type refLine struct{ text, end string }

// refLines splits a message into lines, the simple way.
func refLines(in []byte) (lines []refLine) {
	ends := regexp.MustCompile(`\r\n|\n|\r`)
	for len(in) > 0 {
		at := ends.FindIndex(in)
		if at == nil {
			return append(lines, refLine{string(in), ""})
		}
		lines = append(lines, refLine{string(in[:at[0]]), string(in[at[0]:at[1]])})
		in = in[at[1]:]
	}
	return lines
}

// refCanonical converts each line ending to CRLF.
func refCanonical(in []byte) string {
	var b strings.Builder
	for _, l := range refLines(in) {
		b.WriteString(l.text + "\r\n")
	}
	return b.String()
}

// unstuff reads what follows the 354 like a server (RFC 5321 4.5.2). It returns the
// message and what a server would read as commands.
func unstuff(wire string) (message, commands string, ended bool) {
	for wire != "" {
		line, rest, found := strings.Cut(wire, "\r\n")
		if !found {
			return message, "", false
		}
		if line == "." {
			return message, rest, true
		}
		message += strings.TrimPrefix(line, ".") + "\r\n"
		wire = rest
	}
	return message, "", false
}

// refFound counts the lines for which n is not 0.
func refFound(lines []refLine, n func(i int, l refLine) int) (f Found) {
	for i, l := range lines {
		if k := n(i, l); k > 0 {
			if f.Line == 0 {
				f.Line = i + 1
			}
			f.Count += k
		}
	}
	return f
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func refEight(text string) (n int) {
	for i := range len(text) {
		n += oneIf(text[i] >= 0x80)
	}
	return n
}

// refReport is a simple Check: it has all lines in memory and makes one pass for each
// fact.
func refReport(in []byte) Report {
	lines := refLines(in)
	found := func(n func(i int, l refLine) int) Found { return refFound(lines, n) }
	r := Report{Octets: int64(len(in)), Size: int64(len(refCanonical(in))), Lines: len(lines)}
	r.Fields = singleFields()
	r.CRLF = found(func(_ int, l refLine) int { return oneIf(l.end == "\r\n") }).Count
	r.BareLF = found(func(_ int, l refLine) int { return oneIf(l.end == "\n") })
	r.BareCR = found(func(_ int, l refLine) int { return oneIf(l.end == "\r") })
	r.NoLastEnd = len(lines) > 0 && lines[len(lines)-1].end == ""
	r.NULs = found(func(_ int, l refLine) int { return strings.Count(l.text, "\x00") })
	r.LongLines = found(func(_ int, l refLine) int { return oneIf(len(l.text) > 998) })
	for i, l := range lines {
		if len(l.text) > r.Longest {
			r.Longest, r.LongestLine = len(l.text), i+1
		}
	}
	dot := regexp.MustCompile(`^\.`)
	r.Dots = found(func(_ int, l refLine) int { return oneIf(dot.MatchString(l.text)) })
	r.Unstuffed = found(func(_ int, l refLine) int { return oneIf(dot.MatchString(l.text) && l.text != "." && l.text[1] != '.') })
	ends := func(i int, l refLine) bool { return (i == 0 || lines[i-1].end == "\r\n") && l.end == "\r\n" }
	r.Ends = found(func(i int, l refLine) int { return oneIf(l.text == "." && ends(i, l)) })
	r.LooseDots = found(func(i int, l refLine) int { return oneIf(l.text == "." && !ends(i, l)) })
	body := refHeader(&r, lines)
	r.EightBitHeader = refFound(lines[:body], func(_ int, l refLine) int { return refEight(l.text) })
	r.BadUTF8 = refFound(lines[:body], func(_ int, l refLine) int { return oneIf(!utf8.ValidString(l.text)) })
	r.EightBitBody = found(func(i int, l refLine) int { return oneIf(i >= body) * refEight(l.text) })
	return r
}

// refHeader fills in the facts about the header and returns the index of the first line
// of the body.
func refHeader(r *Report, lines []refLine) int {
	field := regexp.MustCompile(`^([!-9;-~]+)[ \t]*:`)
	names := map[string][]int{}
	last := ""
	for i, l := range lines {
		text := l.text[:min(len(l.text), 998)]
		if i == 0 {
			text, r.BOM = strings.CutPrefix(text, "\xEF\xBB\xBF")
		}
		m := field.FindStringSubmatch(text)
		switch {
		case text == "":
			return i
		case i == 0 && m == nil && regexp.MustCompile(`^>?From `).MatchString(text):
			r.Mbox = true
			continue
		case regexp.MustCompile(`^[ \t]`).MatchString(text):
			r.LeadingSpace = r.LeadingSpace || i == 0
		case m == nil:
			r.NoBlankLine = i + 1
			return i
		default:
			r.HasHeader = true
			last = strings.ToLower(m[1])
			names[last] = append(names[last], i+1)
			text = text[len(m[0]):]
		}
		r.BccShown = r.BccShown || last == "bcc" && len(bytes.TrimSpace([]byte(text))) > 0
		for j := range r.Fields {
			f := &r.Fields[j]
			at := append(slices.Clone(names[strings.ToLower(f.Name)]), 0, 0)
			f.Count, f.Line, f.Again = len(at)-2, at[0], at[1]
		}
	}
	return len(lines)
}
