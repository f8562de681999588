package dialect

// A Rest is what the lines after a command are: the text of a message, the octets of a
// literal or a chunk, or answers to challenges. If the server does not ask for them,
// they must not be sent as commands.
type Rest struct {
	kind   kind
	verb   int    // of answers: which word of a line would be its verb
	octets pieces // of octets: those that are left
}

type kind int

const (
	text    kind = iota + 1 // up to the final dot (RFC 5321 4.1.1.4)
	octets                  // a fixed number, and for a literal the line after them (RFC 9051 4.3, RFC 3030 2)
	answers                 // to challenges, one per line (RFC 4954 4)
)

// IsText reports whether r is the text of a message.
func (r *Rest) IsText() bool { return r != nil && r.kind == text }

// Counts reports whether all lines belong to r until it ends.
func (r *Rest) Counts() bool { return r.kind != answers }

// Text returns the Rest of DATA.
func Text() *Rest { return &Rest{kind: text} }

// Is reports whether a line belongs to r. All lines belong to a text or to octets; an
// answer is any line that is not a command.
func (r *Rest) Is(line []byte) bool {
	return r.kind != answers || !IsVerb(words(line, r.verb+1)[r.verb])
}

// Take takes a line that belongs to r, and reports whether it was the last one.
func (r *Rest) Take(line []byte, ending string) (last bool) {
	switch r.kind {
	case text:
		return string(line) == "."
	case octets:
		r.octets.push(append(append([]byte(nil), line...), ending...), func(piece) {})
		return r.octets.octets == 0 && !r.octets.inside
	}
	return false
}

// literal returns the Rest of a command whose literal is not sent yet.
func literal(p pieces) *Rest { return &Rest{kind: octets, octets: p.fork()} }

// octetsLeft returns the Rest of a chunk of which n octets are not sent yet.
func octetsLeft(n int64) *Rest { return &Rest{kind: octets, octets: pieces{octets: n}} }
