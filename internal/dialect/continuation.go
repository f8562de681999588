package dialect

// Continuation says what the lines after a command belong to: the text of a message, the octets
// of a literal or a chunk, or answers to challenges. If the server does not ask for them, they
// must not be sent as commands.
type Continuation struct {
	kind kind
	verb int    // kindAnswers: the index of the verb in a line that is a command
	left pieces // kindOctets: the octets still to be sent
}

type kind int

const (
	kindText    kind = iota + 1 // up to the final dot (RFC 5321 4.1.1.4)
	kindOctets                  // a fixed number, and for a literal the line after them (RFC 9051 4.3, RFC 3030 2)
	kindAnswers                 // to challenges, one per line (RFC 4954 4)
)

// IsText reports whether c is the text of a message.
func (c *Continuation) IsText() bool { return c != nil && c.kind == kindText }

// TakesEveryLine reports whether all lines belong to c until it ends.
func (c *Continuation) TakesEveryLine() bool { return c.kind != kindAnswers }

// Text returns the Continuation of DATA.
func Text() *Continuation { return &Continuation{kind: kindText} }

// Includes reports whether a line belongs to c. All lines belong to a text or to octets; an
// answer is any line that is not a command.
func (c *Continuation) Includes(line []byte) bool {
	return c.kind != kindAnswers || !IsVerb(words(line, c.verb+1)[c.verb])
}

// Consume takes a line that belongs to c, and reports whether it was the last one.
func (c *Continuation) Consume(line []byte, ending string) (last bool) {
	switch c.kind {
	case kindText:
		return string(line) == "."
	case kindOctets:
		c.left.push(append(append([]byte(nil), line...), ending...), func(piece) {})
		return c.left.literalLeft == 0 && !c.left.inside
	}
	return false
}

// literal returns the Continuation of a command whose literal is not sent yet.
func literal(p pieces) *Continuation { return &Continuation{kind: kindOctets, left: p.fork()} }

// octetsLeft returns the Continuation of a chunk of which n octets are not sent yet.
func octetsLeft(n int64) *Continuation {
	return &Continuation{kind: kindOctets, left: pieces{literalLeft: n}}
}
