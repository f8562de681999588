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
type Pattern []condition

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
	any   []literal
}

// literal is a text to search for, and three of its trigrams.
type literal struct {
	text  string
	grams [3]uint16
}

const nearBytes = 40

// Classes are words of one meaning by the name of the class, separated by |.
type Classes map[string]string

// Compile reads a pattern. The pattern "" is in every text.
func (classes Classes) Compile(says string) Pattern {
	var p Pattern
	for part := range strings.SplitSeq(says, " & ") {
		if part == "" {
			continue
		}
		var c condition
		part, c.not = strings.CutPrefix(part, "!")
		for alternative := range strings.SplitSeq(part, "|") {
			c.any = append(c.any, classes.compilePieces(alternative))
		}
		p = append(p, c)
	}
	return p
}

func (classes Classes) compilePieces(alternative string) []piece {
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
		pieces[len(pieces)-1] = piece{near, whole, classes.literalsOf(text)}
		if at < 0 {
			return pieces
		}
		pieces = append(pieces, piece{near: alternative[at] == '~'})
		alternative = alternative[at+1:]
	}
}

// literalsOf returns what a piece stands for: itself, or the words of a class.
func (classes Classes) literalsOf(text string) []literal {
	words := []string{text}
	if name, isClass := strings.CutPrefix(text, "{"); isClass {
		words = strings.Split(classes[strings.TrimSuffix(name, "}")], "|")
	}
	var all []literal
	for _, word := range words {
		all = append(all, newLiteral(foldSpelling(word)))
	}
	return all
}

func newLiteral(text string) literal {
	l := literal{text: text}
	for i := range l.grams {
		if n := len(text) - 2; n > 0 {
			l.grams[i] = gram(text[i*(n-1)/2:])
		}
	}
	return l
}

// IsIn reports whether text has all that p wants.
func (p Pattern) IsIn(text *Text) bool {
	for i := range p {
		if p[i].holds(text) == p[i].not {
			return false
		}
	}
	return true
}

func (c *condition) holds(text *Text) bool {
	for _, pieces := range c.any {
		if text.mayHave(pieces) && follow(pieces, text.text) {
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
			place = text[:min(len(text), nearBytes+len(l.text))]
		}
		for at := strings.Index(place, l.text); at >= 0; at = strings.Index(place, l.text) {
			rest, place = rest[at+len(l.text):], place[at+len(l.text):]
			if (!pieces[0].whole || len(l.text)+2 == len(text)) && follow(pieces[1:], rest) {
				return true
			}
			if !again || l.text == "" {
				break
			}
		}
	}
	return false
}
