package smtp

// What is kept of one reply. A server may send a million lines of one reply
// (threats.md T15); the text of an honest one is a few kilobytes.
const (
	maxLines = 10_000
	maxText  = 1 << 20 // octets, over all lines
)

// Parser cuts a stream into replies (RFC 5321 4.2). It is pushed to, never
// reads, and loses nothing within the caps: text no server should send is kept
// and flagged. The zero value is ready.
//
// A line without a code inside a multi-line reply is kept as one of its lines;
// outside it is a Reply of its own, with Code 0 and NoCode. A code that ends a
// line ("250 " or "250") ends the reply, whatever code the reply began with.
type Parser struct {
	line  LineBuffer
	reply Reply // the multi-line reply that is open
	size  int   // octets of text in it
}

// Push takes the next bytes and returns the replies they complete. How the
// stream is cut into pushes makes no difference.
func (p *Parser) Push(b []byte) []Reply {
	var replies []Reply
	for len(b) > 0 {
		var ending string
		if b, ending = p.line.Push(b); ending == "" {
			break
		}
		if p.add(ending) {
			replies = append(replies, p.take())
		}
	}
	return replies
}

// pending reports whether part of a line, or an open multi-line reply, is held.
func (p *Parser) pending() bool { return !p.line.empty() || p.open() }

// Flush is for the end of the stream: it returns what is held, flagged
// Unfinished, and false when nothing is. The Parser is then as new.
func (p *Parser) Flush() (Reply, bool) {
	if !p.pending() {
		return Reply{}, false
	}
	if !p.line.empty() {
		p.line.settle()
		p.add("")
	}
	p.reply.Flaws |= Unfinished
	return p.take(), true
}

func (p *Parser) open() bool { return len(p.reply.Lines) > 0 }

func (p *Parser) take() Reply {
	r := p.reply
	p.reply, p.size = Reply{}, 0
	return r
}

// add makes the line that is complete part of the reply, and reports whether
// it is the last one.
func (p *Parser) add(ending string) bool {
	raw, long := p.line.Take()
	code, sep, text := splitCode(raw)
	line := ReplyLine{Code: code, Last: sep != '-', Text: text, Ending: ending}
	if code == 0 {
		line.Last = !p.open()
	}
	p.flag(NoCode, code == 0)
	p.flag(BareCode, code != 0 && sep == 0)
	p.flag(OddCode, code != 0 && odd(code))
	p.flag(MixedCodes, code != 0 && p.open() && code != p.reply.Lines[0].Code)
	p.flag(BareLF, ending == "\n")
	p.flag(LongLine, long)
	p.reply.Code = code
	p.keep(line)
	return line.Last
}

func (p *Parser) flag(f Flaws, is bool) {
	if is {
		p.reply.Flaws |= f
	}
}

// keep appends the line, or past the caps puts it in the place of the one
// before: so the last line is always there, and with it the code.
func (p *Parser) keep(line ReplyLine) {
	lines := p.reply.Lines
	p.flag(ManyLines, len(lines) == maxLines || p.size+len(line.Text) > maxText)
	if p.reply.Flaws&ManyLines != 0 {
		p.line.text = lines[len(lines)-1].Text[:0] // for the next line: there may be millions
		lines[len(lines)-1] = line
		return
	}
	p.size += len(line.Text)
	p.reply.Lines = append(lines, line)
}
