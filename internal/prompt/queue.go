package prompt

import "time"

// kind is the kind of a token.
type kind int

const (
	textToken kind = iota
	keyToken
	endToken // the end of a line
)

// token is text, a key or an end of line.
type token struct {
	kind   kind
	text   []rune
	key    rune
	pasted bool
	at     time.Time // of an end of line: when it was typed, or when the paste began
}

// line returns the line with this text that the end of line t ends.
func (t token) line(text []rune) Line { return Line{Text: toBytes(text), At: t.at, Pasted: t.pasted} }

// queue is the input that the user has typed and that is not part of a line yet.
type queue struct {
	tokens   []token
	complete int // how many complete lines it contains
}

func (q *queue) empty() bool { return len(q.tokens) == 0 }

// push adds t. It joins text to text before it, because one paste takes many reads.
func (q *queue) push(t token) {
	if n := len(q.tokens); t.kind == textToken && n > 0 {
		if last := &q.tokens[n-1]; last.kind == textToken && last.pasted == t.pasted {
			last.text = append(last.text, t.text...)
			clear(t.text)
			return
		}
	}
	if t.kind == endToken {
		q.complete++
	}
	q.tokens = append(q.tokens, t)
}

// pop removes the first token.
func (q *queue) pop() token {
	t := q.tokens[0]
	q.tokens[0] = token{} // it may be a secret
	if q.tokens = q.tokens[1:]; t.kind == endToken {
		q.complete--
	}
	return t
}

// popRune removes the first rune. The first token must be text.
func (q *queue) popRune() rune {
	front := &q.tokens[0]
	r := front.text[0]
	if front.text = front.text[1:]; len(front.text) == 0 {
		q.pop()
	}
	return r
}

// popLine removes the first line if it is complete and contains only text.
func (q *queue) popLine() (line []rune, end token, ok bool) {
	n := len(q.tokens)
	switch {
	case n > 0 && q.tokens[0].kind == endToken:
		return nil, q.pop(), true
	case n > 1 && q.tokens[0].kind == textToken && q.tokens[1].kind == endToken:
		return q.pop().text, q.pop(), true
	}
	return nil, token{}, false
}

// firstEnd returns the end of the first complete line.
func (q *queue) firstEnd() (end token, ok bool) {
	for _, t := range q.tokens {
		if t.kind == endToken {
			return t, true
		}
	}
	return token{}, false
}

// drop empties the queue and returns how many lines it contained, including an incomplete one.
func (q *queue) drop() int {
	n := q.complete
	if last := len(q.tokens) - 1; last >= 0 && q.tokens[last].kind == textToken {
		n++
	}
	for _, t := range q.tokens {
		clear(t.text)
	}
	*q = queue{}
	return n
}
