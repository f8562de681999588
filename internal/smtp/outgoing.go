package smtp

import "bytes"

// outgoing cuts what is sent into lines, and finds the octets of messages.
type outgoing struct {
	part      LineBuffer
	octets    int64 // of a BDAT chunk, not sent yet
	text      bool  // between DATA and the final dot
	afterCRLF bool  // in text: the previous line ended with CRLF
	oddDot    bool  // in text: a dot on its own line was sent, but not between CRLFs
}

// next skips the rest of a chunk and takes a line. ending is "" if the line is not
// complete.
func (o *outgoing) next(b []byte) (line []byte, ending string, rest []byte) {
	n := min(o.octets, int64(len(b)))
	o.octets -= n
	rest, ending = o.part.Push(b[n:])
	if ending != "" {
		line, _ = o.part.Take()
	}
	return line, ending, rest
}

// skipLines skips the whole lines at the beginning of b that cannot end a message, because
// they do not begin with a dot. It is ten times as fast as next.
func (o *outgoing) skipLines(b []byte) (rest []byte) {
	if !o.text || !o.part.empty() || b[0] == '.' {
		return b
	}
	lf := beforeDot(b)
	if lf >= 0 {
		o.afterCRLF = lf > 0 && b[lf-1] == '\r'
	}
	return b[lf+1:]
}

// beforeDot returns the index of the first LF that a dot follows, or else of the last LF,
// or -1. b does not begin with a dot. Most text has fewer dots than lines, so that looking
// for dots is faster than looking for "\n.".
func beforeDot(b []byte) int {
	for at := 1; ; at++ {
		dot := bytes.IndexByte(b[at:], '.')
		if dot < 0 {
			return bytes.LastIndexByte(b, '\n')
		}
		if at += dot; b[at-1] == '\n' {
			return at - 1
		}
	}
}

// begin starts a message. The CRLF of DATA counts as the one before a dot (RFC 5321
// 4.1.1.4).
func (o *outgoing) begin() { o.text, o.afterCRLF, o.oddDot = true, true, false }

// ends reports whether a line of text ends the message. Only CRLF.CRLF does (RFC 5321
// 4.1.1.4). If a server accepts less, its reply shows it: see Session.endsText.
func (o *outgoing) ends(line []byte, ending string) bool {
	dot, crlf := string(line) == ".", ending == "\r\n"
	end := dot && o.afterCRLF && crlf
	o.oddDot = o.oddDot || dot && !end
	o.afterCRLF = crlf
	o.text = !end
	return end
}

// lookahead reads the bytes between AUTH or DATA and its reply as if DATA were accepted
// and AUTH finished. Owed and Secret use it until the reply comes.
type lookahead struct {
	outgoing
	owed int
	auth bool // they contain an AUTH
}

func (a *lookahead) feed(b []byte) {
	for len(b) > 0 {
		var line []byte
		var ending string
		line, ending, b = a.next(b)
		switch {
		case ending == "":
		case !a.text:
			a.trackCommand(parseCommand(line))
		case a.ends(line, ending):
			a.owed++
		}
	}
}

func (a *lookahead) trackCommand(c command) {
	a.owed++
	a.octets = c.octets
	a.auth = a.auth || c.verb == "AUTH"
	if c.verb == "DATA" {
		a.begin()
	}
}
