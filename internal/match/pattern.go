// Package match searches a short text for many patterns at once.
package match

import (
	"strings"
)

// Pattern is what must be in a text. It is written in lower case:
//
//	mailbox full|quota      either
//	mailbox*full            both, in this order
//	mailbox~full            the same, with at most 40 bytes in between
//	mailbox & full          both, in any order
//	full & !not full        the first, and not the second
//	{mailbox}~{full}        a word of each class
//	=full                   the whole text
//
// | binds tighter than " & ". The spelling is folded as in Normalize: "ungültig" finds
// "ungultig" and the other way round. The text has a space at both ends, so " no " is a
// whole word.
type Pattern struct {
	id         int // its place in the index
	conditions []condition
}

// condition wants one of the alternatives in the text, or none of them.
type condition struct {
	not bool
	any [][]piece
}

// piece is one of several literals. near: at most nearBytes after the piece before it.
// whole: nothing else is in the text.
type piece struct {
	near  bool
	whole bool
	any   []string
}

const nearBytes = 40

// Compile reads a pattern. The pattern "" is in every text. All patterns must be compiled
// before the first text is prepared.
func (d *Dictionary) Compile(says string) Pattern {
	p := Pattern{id: d.patterns}
	d.patterns++
	for part := range strings.SplitSeq(says, " & ") {
		if part == "" {
			continue
		}
		var c condition
		part, c.not = strings.CutPrefix(part, "!")
		for alternative := range strings.SplitSeq(part, "|") {
			c.any = append(c.any, d.compilePieces(alternative))
		}
		p.conditions = append(p.conditions, c)
	}
	d.file(&p)
	return p
}

func (d *Dictionary) compilePieces(alternative string) []piece {
	var pieces []piece
	for {
		at := strings.IndexAny(alternative, "*~")
		text := alternative
		if at >= 0 {
			text = alternative[:at]
		}
		near := len(pieces) > 0 && pieces[len(pieces)-1].near
		if len(pieces) == 0 {
			pieces = append(pieces, piece{})
		}
		text, whole := strings.CutPrefix(text, "=")
		pieces[len(pieces)-1] = piece{near, whole, d.literalsOf(text)}
		if at < 0 {
			return pieces
		}
		pieces = append(pieces, piece{near: alternative[at] == '~'})
		alternative = alternative[at+1:]
	}
}

// literalsOf returns the texts that a piece matches: itself, or the words of a class.
func (d *Dictionary) literalsOf(text string) []string {
	words := []string{text}
	if name, isClass := strings.CutPrefix(text, "{"); isClass {
		words = strings.Split(d.Classes[strings.TrimSuffix(name, "}")], "|")
	}
	var all []string
	for _, word := range words {
		all = append(all, foldSpelling(word))
	}
	return all
}

// IsIn reports whether text has all that p wants.
func (p Pattern) IsIn(text *Text) bool {
	if len(p.conditions) > 0 && !text.mayHave(p.id) {
		return false
	}
	for i := range p.conditions {
		if c := &p.conditions[i]; c.holds(text.text) == c.not {
			return false
		}
	}
	return true
}

func (c *condition) holds(text string) bool {
	for _, pieces := range c.any {
		if follow(pieces, text) {
			return true
		}
	}
	return false
}

// follow reports whether pieces come in text in this order.
func follow(pieces []piece, text string) bool {
	if len(pieces) == 0 {
		return true
	}
	again := len(pieces) > 1 && pieces[1].near // only then can a later occurrence fit better
	for _, l := range pieces[0].any {
		rest, place := text, text
		if pieces[0].near {
			place = text[:min(len(text), nearBytes+len(l))]
		}
		for at := strings.Index(place, l); at >= 0; at = strings.Index(place, l) {
			rest, place = rest[at+len(l):], place[at+len(l):]
			if (!pieces[0].whole || len(l)+2 == len(text)) && follow(pieces[1:], rest) {
				return true
			}
			if !again || l == "" {
				break
			}
		}
	}
	return false
}
