package prompt

import (
	"slices"
	"unicode"
)

// edit is something done to a line with the cursor at pos: the line is its to
// change, and it returns what became of both.
type edit func(line []rune, pos int) ([]rune, int)

func insert(what []rune) edit {
	return func(line []rune, pos int) ([]rune, int) {
		return slices.Insert(line, pos, what...), pos + len(what)
	}
}

// restore replaces the line with an earlier one.
func restore(line []rune, pos int) edit {
	return func([]rune, int) ([]rune, int) { return slices.Clone(line), pos }
}

func deleteNext(line []rune, pos int) ([]rune, int) {
	if pos < len(line) {
		line = slices.Delete(line, pos, pos+1)
	}
	return line, pos
}

func deleteBack(line []rune, pos int) ([]rune, int) {
	if pos == 0 {
		return line, pos
	}
	return deleteNext(line, pos-1)
}

func deleteToStart(line []rune, pos int) ([]rune, int) { return slices.Delete(line, 0, pos), 0 }
func deleteToEnd(line []rune, pos int) ([]rune, int)   { return line[:pos], pos }

// deleteWord deletes back to a blank, deletePart to anything but a letter.
func deleteWord(line []rune, pos int) ([]rune, int) {
	from := wordStart(line, pos, unicode.IsSpace)
	return slices.Delete(line, from, pos), from
}

func deletePart(line []rune, pos int) ([]rune, int) {
	from := wordStart(line, pos, noLetter)
	return slices.Delete(line, from, pos), from
}

// wordStart returns where the word begins that stands before pos; gap tells
// what stands between words.
func wordStart(line []rune, pos int, gap func(rune) bool) int {
	for pos > 0 && gap(line[pos-1]) {
		pos--
	}
	for pos > 0 && !gap(line[pos-1]) {
		pos--
	}
	return pos
}

func noLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// transpose swaps the two runes before the cursor, as ^T does elsewhere: in
// the middle of a line it moves one on.
func transpose(line []rune, pos int) ([]rune, int) {
	if pos == 0 || len(line) < 2 {
		return line, pos
	}
	if pos < len(line) {
		pos++
	}
	line[pos-1], line[pos-2] = line[pos-2], line[pos-1]
	return line, pos
}
