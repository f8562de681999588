package clientlog

import "strings"

// byStem is the position of a mark's stem: two tools wrote the log.
const byStem = -1

// learnChannels finds out what names the connection if the lines of several are mixed: a
// process number, an identifier, the tool. It is a part of the mark by which each
// connection begins as connections do.
func (m *marks) learnChannels(lines []string) {
	m.channel = func(found) string { return "" }
	width := 0
	for _, o := range m.of {
		width = max(width, strings.Count(o.key, string(anyWord))+strings.Count(o.key, string(anyNumber)))
	}
	for at := min(width, 12) - 1; at >= byStem; at-- {
		channel := func(f found) string { return pick(f, at) }
		if m.separates(lines, channel) {
			m.channel = channel
			return
		}
	}
}

func pick(f found, at int) string {
	switch {
	case at == byStem:
		return f.mark.stem
	case at < len(f.vars):
		return f.vars[at]
	}
	return ""
}

// separates reports whether the lines of each channel begin as a connection does, and
// those of at least two are mixed.
func (m *marks) separates(lines []string, channel func(found) string) bool {
	type state struct{ begins, talks bool }
	all := map[string]*state{}
	last, switches := "", 0
	for _, line := range lines {
		f := m.find(line)
		if f.mark == nil {
			continue
		}
		name := channel(f)
		s := all[name]
		if s == nil {
			s = &state{begins: beginsSession(f)}
			all[name] = s
		}
		s.talks = s.talks || f.mark.from == client && isCommand(f.text)
		if name != last {
			switches++
		}
		last = name
	}
	right, wrong := 0, 0
	for _, s := range all {
		if s.begins && s.talks {
			right++
		} else {
			wrong++
		}
	}
	return right > 1 && wrong*10 <= right && switches > len(all)
}

// beginsSession reports whether a connection may begin with the line.
func beginsSession(f found) bool {
	if f.mark.from == server {
		return strings.HasPrefix(f.text, "220") || strings.HasPrefix(f.text, "+OK") || strings.HasPrefix(f.text, "* OK")
	}
	return isGreeting(f.text)
}

// isGreeting reports whether the client's line is EHLO, HELO or LHLO.
func isGreeting(text string) bool {
	return len(text) > 4 && strings.Contains("EHLO HELO LHLO ", strings.ToUpper(text[:5]))
}
