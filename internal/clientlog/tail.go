package clientlog

import "byhand/internal/lazyregexp"

var (
	bareTail  = lazyregexp.New(`(?i)^(.*?)\b(?:DATA|QUIT|RSET|STARTTLS)([^A-Za-z0-9:].{0,60})$`)
	longShape = lazyregexp.New(`(?i)(?:\bEHLO \S|\bMAIL FROM: ?<|\bRCPT TO: ?<)`)
)

// learnTail finds the text that a tool writes after each line, such as the place in its
// source. It comes after a command that has no arguments, and after most others.
func learnTail(lines []string) string {
	tails, long := map[string]int{}, 0
	for _, line := range lines {
		head := line[:min(len(line), maxPrefix)]
		if longShape.MatchString(head) {
			long++
		}
		if g := bareTail.FindStringSubmatch(head); g != nil && endsMark(g[1]) && !openQuote.MatchString(g[1]) && len(tails) < maxMarks {
			tails[number.ReplaceAllString(g[2], string(anyNumber))] = 0
		}
	}
	for _, line := range lines {
		if !longShape.MatchString(line) {
			continue
		}
		for tail := range tails {
			if cutTail(line, tail) != line {
				tails[tail]++
			}
		}
	}
	best := ""
	for tail, n := range tails {
		if n > 0 && n*5 >= long*4 && len(tail) > len(best) {
			best = tail
		}
	}
	return best
}

// cutTail removes the tail from a line that ends with it.
func cutTail(line, tail string) string {
	at := len(line)
	for i := len(tail) - 1; i >= 0; i-- {
		end := at
		for tail[i] == anyNumber && at > 0 && isDigit(line[at-1]) {
			at--
		}
		if tail[i] != anyNumber && at > 0 && line[at-1] == tail[i] {
			at--
		}
		if at == end {
			return line
		}
	}
	return line[:at]
}
