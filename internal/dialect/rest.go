package dialect

// A Continuation is what the lines after a command are: the text of a message, the octets of a
// literal or a chunk, or answers to challenges. If the server does not ask for them,
// they must not be sent as commands.
type Continuation struct {
	kind kind
	verb int    // of answers: which word of a line would be its verb
	left pieces // of octets: those that are left
}

type kind int

const (
	kindText    kind = iota + 1 // up to the final dot (RFC 5321 4.1.1.4)
	kindOctets                  // a fixed number, and for a literal the line after them (RFC 9051 4.3, RFC 3030 2)
	kindAnswers                 // to challenges, one per line (RFC 4954 4)
)

// IsText reports whether r is the text of a message.
func (r *Continuation) IsText() bool { return r != nil && r.kind == kindText }

// TakesEveryLine reports whether all lines belong to r until it ends.
func (r *Continuation) TakesEveryLine() bool { return r.kind != kindAnswers }

// Text returns the Continuation of DATA.
func Text() *Continuation { return &Continuation{kind: kindText} }

// Includes reports whether a line belongs to r. All lines belong to a text or to octets; an
// answer is any line that is not a command.
func (r *Continuation) Includes(line []byte) bool {
	return r.kind != kindAnswers || !IsVerb(words(line, r.verb+1)[r.verb])
}

// Consume takes a line that belongs to r, and reports whether it was the last one.
func (r *Continuation) Consume(line []byte, ending string) (last bool) {
	switch r.kind {
	case kindText:
		return string(line) == "."
	case kindOctets:
		r.left.push(append(append([]byte(nil), line...), ending...), func(piece) {})
		return r.left.literalLeft == 0 && !r.left.inside
	}
	return false
}

// literal returns the Continuation of a command whose literal is not sent yet.
func literal(p pieces) *Continuation { return &Continuation{kind: kindOctets, left: p.fork()} }

// octetsLeft returns the Continuation of a chunk of which n octets are not sent yet.
func octetsLeft(n int64) *Continuation {
	return &Continuation{kind: kindOctets, left: pieces{literalLeft: n}}
}
