package clientlog

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// The limits on what is learned.
const (
	maxMarks      = 64
	maxCandidates = 4000
	maxTries      = 300 // of the most frequent candidates
)

// count is how often a mark was before lines that look like those of a side.
type count struct {
	mark
	hits   [3]int // by side
	strong int    // commands that are not also words, or capabilities of a server
}

func (c *count) total() int { return c.hits[client] + c.hits[server] }

// learn finds the marks in the lines of a log.
func learn(lines []string) *marks {
	tail := learnTail(lines)
	if tail != "" {
		lines = slices.Clone(lines)
		for i := range lines {
			lines[i] = cutTail(lines[i], tail)
		}
	}
	counts := countMarks(lines)
	m := &marks{common: commonMark(counts), tail: tail}
	dropWords(counts)
	all := slices.SortedFunc(maps.Values(counts), func(a, b *count) int {
		return cmp.Or(b.total()-a.total(), len(a.key)-len(b.key), cmp.Compare(a.key, b.key))
	})
	for _, c := range all[:min(len(all), maxTries)] {
		if !isSpace(c.key) && !isCommon(c) && len(m.of) < maxMarks {
			m.add(c, lines)
		}
	}
	m.dropRare()
	m.sort()
	m.dropUnanswered(lines)
	m.learnMessageMark(lines)
	m.learnLayout(lines)
	m.learnChannels(lines)
	return m
}

func (m *marks) sort() {
	slices.SortStableFunc(m.of, func(a, b *mark) int { return len(b.key) - len(a.key) })
}

// dropWords removes the client's marks that come only before words such as HELP and AUTH,
// if others come before commands that cannot be anything else.
func dropWords(counts map[string]*count) {
	isWord := func(_ string, c *count) bool { return c.hits[client] > c.hits[server] && c.strong == 0 }
	for key, c := range counts {
		if c.strong > 0 && !isWord(key, c) {
			maps.DeleteFunc(counts, isWord)
			return
		}
	}
}

func countMarks(lines []string) map[string]*count {
	counts := map[string]*count{}
	for _, line := range lines {
		split(line, func(prefix, rest string, from side) {
			key := general(prefix)
			c := counts[key]
			if c == nil && len(counts) >= maxCandidates {
				return
			}
			if c == nil {
				c = &count{mark: mark{key: key, example: prefix, stem: stemOf(key)}}
				counts[key] = c
			}
			c.hits[from]++
			if from == client && strongCommand.MatchString(rest) {
				c.strong++
			}
		})
	}
	return counts
}

// add adds the mark if nearly all lines that it begins look like lines of one side.
func (m *marks) add(c *count, lines []string) {
	c.from, c.weight = client, c.total()
	if c.hits[server] > c.hits[client] {
		c.from = server
	}
	if m.isInReply(c.example) {
		return
	}
	replies, others := 0, 0
	for _, line := range lines {
		rest, _, ok := c.match(line)
		if !ok {
			continue
		}
		if rest, _ = unquoted(line[:len(line)-len(rest)], rest); isReply(rest) {
			replies++
		} else {
			others++
		}
	}
	switch {
	case c.from == server && replies < 4*others, c.from == client && others < 3*replies:
	case slices.ContainsFunc(m.of, func(o *mark) bool { return o.from != c.from && strings.TrimSpace(o.key) == strings.TrimSpace(c.key) }):
	default:
		m.of = append(m.of, &c.mark)
	}
}

// isInReply reports whether the text of a mark begins as a reply does: it is text from a
// server that imitates a mark.
func (m *marks) isInReply(example string) bool {
	if isReply(example) && example != "050 " {
		return true
	}
	return slices.ContainsFunc(m.of, func(o *mark) bool {
		rest, _, ok := o.match(example)
		return ok && o.from == server && isReply(rest)
	})
}

// dropRare removes long marks that one line has, unless a mark of the other side differs
// only by the direction. They are from a tool's comments.
func (m *marks) dropRare() {
	all := slices.Clone(m.of)
	m.of = slices.DeleteFunc(m.of, func(o *mark) bool {
		return o.weight < 2 && len(strings.TrimSpace(o.example)) > 5 && !slices.ContainsFunc(all, func(other *mark) bool {
			return other != o && other.stem == o.stem
		})
	})
}

// dropUnanswered removes marks of the client if a reply follows none of their lines, or
// few: they are from a tool's comments. Commands may be pipelined.
func (m *marks) dropUnanswered(lines []string) {
	asked, answered := map[*mark]int{}, map[*mark]int{}
	var last *mark
	replies := 0
	for _, line := range lines {
		f := m.find(line)
		switch {
		case f.mark != nil && f.mark.from == client && isCommand(f.text):
			asked[f.mark]++
			last = f.mark
		case isReply(strings.TrimSpace(f.text)) && (f.mark == nil || f.mark.from == server):
			replies++
			if last != nil {
				answered[last]++
			}
			last = nil
		}
	}
	m.of = slices.DeleteFunc(m.of, func(o *mark) bool {
		return o.from == client && replies > 0 && asked[o] > 0 && answered[o]*8 < asked[o]
	})
}

// isCommon reports whether a mark comes before lines of both sides.
func isCommon(c *count) bool {
	return min(c.hits[client], c.hits[server])*4 >= max(c.hits[client], c.hits[server])
}

// commonMark returns the most frequent mark that both sides have; nil: there is none.
func commonMark(counts map[string]*count) *mark {
	var best *count
	for _, c := range counts {
		if isSpace(c.key) || !isCommon(c) || c.total() < 2 {
			continue
		}
		if best == nil || c.total() > best.total() || c.total() == best.total() && c.key < best.key {
			best = c
		}
	}
	if best == nil {
		return nil
	}
	return &best.mark
}

// learnMessageMark finds the mark that a tool writes before the lines of a message, if
// it differs from the one before commands: it comes before the final dot.
func (m *marks) learnMessageMark(lines []string) {
	after, seen := false, 0
	for _, line := range lines {
		f := m.find(line)
		switch {
		case f.mark != nil && f.mark.from == server:
			after, seen = strings.HasPrefix(f.text, "354"), 0
		case f.mark != nil:
			after = false
		case after && strings.HasSuffix(line, "."):
			prefix := strings.TrimSuffix(line, ".")
			if seen > 0 && !isSpace(prefix) && endsMark(prefix) {
				key := general(prefix)
				m.of = append(m.of, &mark{from: client, inMessage: true, key: key, example: prefix, stem: stemOf(key)})
				m.sort()
				return
			}
		case after:
			seen++
		}
	}
}

// learnLayout finds out whether a mark comes before each line, or before many lines that
// were sent or received together.
func (m *marks) learnLayout(lines []string) {
	empty, full := 0, 0
	var last found
	for _, line := range lines {
		f := m.find(line)
		isAsked := (last.mark != nil && last.mark.from == client || last.mark == nil && !m.has(client)) && isCommand(last.text)
		switch {
		case isAsked && isSpace(line):
			empty++
		case isAsked:
			full++
		case f.mark == nil && last.mark != nil && last.mark.from == server && isPartial(last.text) && isReply(strings.TrimSpace(line)):
			m.spread = true
		}
		last = f
	}
	m.trailing = empty > 1 && empty > 4*full
	m.spread = m.spread || m.trailing
}
