package clientlog

import "strings"

// flow puts lines together from the pieces in which each side sent them. Its lines begin
// with "A: " or "B: ".
type flow struct {
	rest [2]string
	name string // of the connection; "": there is one
}

// The directions of a flow. Which one is the client's, is learned as for any log.
const (
	sideA = iota
	sideB
)

// add returns the lines that the piece completes.
func (f *flow) add(from int, piece string) (lines []string) {
	lines = f.flush(1 - from)
	text := f.rest[from] + piece
	for {
		l, rest, found := strings.Cut(text, "\n")
		if !found {
			break
		}
		lines = append(lines, f.line(from, strings.TrimSuffix(l, "\r")))
		text = rest
	}
	f.rest[from] = text[:min(len(text), maxLine)]
	return lines
}

// flush returns the line that one side did not complete before the other sent something.
func (f *flow) flush(from int) (lines []string) {
	if f.rest[from] != "" {
		lines = []string{f.line(from, f.rest[from])}
	}
	f.rest[from] = ""
	return lines
}

func (f *flow) line(from int, text string) string { return string("AB"[from]) + f.name + ": " + text }

// omitted returns a line that says that data is not in the log.
func (f *flow) omitted(from int) string { return f.line(from, "...") }
