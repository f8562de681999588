package clientlog

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// marks are what a tool writes before the lines of each side. They are learned from the
// log: most tools write the same text before each command, and another before each reply.
type marks struct {
	of     []mark
	common *regexp.Regexp // matches what comes before the lines of both sides: a timestamp; nil: nothing
}

// mark is a text before lines of one side.
type mark struct {
	from    side
	pattern *regexp.Regexp // group 1 is the line after the mark
	text    string         // an example: "S: "
}

// count is how often a mark was before lines that look like those of a side.
type count struct {
	example string
	hits    [3]int // by side
	lines   int    // lines with the mark
}

// learn finds the marks in the lines of a log.
func learn(lines []string) marks {
	counts := map[string]*count{}
	for _, line := range lines {
		split(line, func(prefix, _ string, from side) {
			key := general(prefix)
			c := counts[key]
			if c == nil {
				c = &count{example: prefix}
				counts[key] = c
			}
			c.hits[from]++
		})
	}
	m := marks{common: commonMark(counts)}
	for _, key := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(total(counts[b])-total(counts[a]), len(b)-len(a), cmp.Compare(a, b))
	}) {
		if c := counts[key]; strings.TrimSpace(c.example) != "" && !isCommon(c) {
			m.add(c, key, lines)
		}
		if len(m.of) >= maxMarks {
			break
		}
	}
	slices.SortStableFunc(m.of, func(a, b mark) int { return len(b.text) - len(a.text) })
	return m
}

// maxMarks is how many marks a tool may use.
const maxMarks = 8

func total(c *count) int { return c.hits[client] + c.hits[server] }

// add adds the mark if nearly all lines that it begins look like lines of one side.
func (m *marks) add(c *count, key string, lines []string) {
	pattern := compile(key)
	from, replies, others := client, 0, 0
	for _, line := range lines {
		if g := pattern.FindStringSubmatch(line); g != nil {
			if replyShape.MatchString(unquoted(c.example, g[1])) {
				replies++
			} else {
				others++
			}
		}
	}
	if c.hits[server] > c.hits[client] {
		from = server
	}
	switch {
	case from == server && replies < 4*others:
		return
	case from == client && (others < 3*replies || total(c) < 2 && len(strings.TrimSpace(c.example)) > 5):
		return
	case slices.ContainsFunc(m.of, func(o mark) bool {
		return o.text != "" && o.from != from && strings.TrimSpace(o.text) == strings.TrimSpace(c.example)
	}):
		return
	}
	m.of = append(m.of, mark{from, pattern, c.example})
}

// isCommon reports whether a mark comes before lines of both sides.
func isCommon(c *count) bool {
	return min(c.hits[client], c.hits[server])*4 >= max(c.hits[client], c.hits[server])
}

// commonMark returns a pattern for the most frequent mark that both sides have; nil: there
// is none.
func commonMark(counts map[string]*count) *regexp.Regexp {
	best, most := "", 1
	for key, c := range counts {
		if strings.TrimSpace(c.example) != "" && isCommon(c) && total(c) > most {
			best, most = key, total(c)
		}
	}
	if best == "" {
		return nil
	}
	return compile(best)
}

// cut returns the side that a line comes from, and the line without its mark.
func (m marks) cut(line string) (from side, text string) {
	for _, o := range m.of {
		if g := o.pattern.FindStringSubmatch(line); g != nil {
			return o.from, unquoted(o.text, g[1])
		}
	}
	if m.common != nil {
		if g := m.common.FindStringSubmatch(line); g != nil {
			return neither, g[1]
		}
	}
	return neither, line
}

// The parts of a mark that differ from line to line.
var (
	identifier = regexp.MustCompile(`[A-Za-z0-9_+/-]*(?:\d[A-Za-z_+/-]|[A-Za-z_+/-]\d)[A-Za-z0-9_+/-]*`)
	number     = regexp.MustCompile(`\d+`)
)

// general returns a mark with its variable parts replaced by control characters, so that
// it is the same for each line of the tool.
func general(prefix string) string {
	return number.ReplaceAllString(identifier.ReplaceAllString(prefix, "\x01"), "\x02")
}

// compile returns a pattern for lines that begin with a general mark.
func compile(key string) *regexp.Regexp {
	pattern := regexp.QuoteMeta(strings.TrimRight(key, " \t"))
	pattern = strings.ReplaceAll(pattern, "\x01", `[A-Za-z0-9_+/-]+`)
	pattern = strings.ReplaceAll(pattern, "\x02", `\d+`)
	if strings.TrimRight(key, " \t") != key {
		pattern += `(?:[ \t]|$)`
	}
	return regexp.MustCompile(`^` + pattern + `(.*)$`)
}
