package dialect

// A Rest is what the lines after a command are meant for: the text of a message, the
// octets of a literal or of a chunk, or answers to challenges. If the server answers
// the command without asking for them, they are not commands.
type Rest struct {
	kind   kind
	verb   int    // answers: which word of a line is the verb, if it is a command
	octets pieces // octets: those still to come
}

type kind int

const (
	text    kind = iota + 1 // up to the final dot (RFC 5321 4.1.1.4)
	octets                  // counted, and for a literal the line after them (RFC 9051 4.3, RFC 3030 2)
	answers                 // to challenges, one a line (RFC 4954 4)
)

// IsText reports whether it is the text of a message.
func (r *Rest) IsText() bool { return r != nil && r.kind == text }

// Counts reports whether each line belongs to it until it ends, whatever the line says.
func (r *Rest) Counts() bool { return r.kind != answers }

// Text returns the Rest of DATA.
func Text() *Rest { return &Rest{kind: text} }

// Is reports whether a line belongs to it. All lines belong to a text or a literal; an
// answer is any line that is not a command.
func (r *Rest) Is(line []byte) bool {
	return r.kind != answers || !IsVerb(words(line, r.verb+1)[r.verb])
}

// Take counts a line that belongs to it, and reports whether it was the last one.
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

// literal returns the Rest of a command whose literal was not asked for.
func literal(p pieces) *Rest { return &Rest{kind: octets, octets: p.fork()} }

// octetsLeft returns the Rest of a BDAT.
func octetsLeft(n int64) *Rest { return &Rest{kind: octets, octets: pieces{octets: n}} }
