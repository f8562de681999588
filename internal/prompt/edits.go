package prompt

import (
	"slices"
	"unicode"
)

// edit changes a line with the cursor at pos, and returns the new line and
// position. It may change line in place.
type edit func(line []rune, pos int) ([]rune, int)

// insert inserts text at the cursor.
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

// deleteWord deletes back to a space.
func deleteWord(line []rune, pos int) ([]rune, int) {
	from := wordStart(line, pos, unicode.IsSpace)
	return slices.Delete(line, from, pos), from
}

// deletePart deletes back to anything but letters and digits.
func deletePart(line []rune, pos int) ([]rune, int) {
	from := wordStart(line, pos, notInWord)
	return slices.Delete(line, from, pos), from
}

// wordStart returns where the word before pos begins. gap reports whether a rune separates
// words.
func wordStart(line []rune, pos int, gap func(rune) bool) int {
	for pos > 0 && gap(line[pos-1]) {
		pos--
	}
	for pos > 0 && !gap(line[pos-1]) {
		pos--
	}
	return pos
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// transpose swaps the runes before and after the cursor and moves the cursor right. At the end
// of the line it swaps the last two runes. ^T does the same in other editors.
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
