package smtp

// How much of one reply is kept. A hostile server may send a million lines (threats.md
// T15); an honest reply has a few kilobytes.
const (
	maxLines = 10_000
	maxText  = 1 << 20 // octets, over all lines
)

// Parser cuts a stream into replies (RFC 5321 4.2). Invalid text is kept and flagged.
// The zero value is ready to use.
//
// A line without a code belongs to the multi-line reply around it. Outside of one, it is
// a Reply with Code 0 and the flaw NoCode. A line with a code and no dash ("250 " or
// "250") ends the reply, whatever code the reply began with.
type Parser struct {
	line  LineBuffer
	reply Reply // the multi-line reply that is not complete
	size  int   // octets of text in it
}

// Push takes the next bytes and returns the replies that they complete. It makes no
// difference how the stream is cut.
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

// pending reports whether a reply is not complete.
func (p *Parser) pending() bool { return !p.line.empty() || p.open() }

// Flush must be called at the end of the stream. It returns the reply that is not
// complete, with the flaw Unfinished, and resets the Parser. It returns false if there is
// none.
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

// add adds the complete line to the reply, and reports whether it is the last one.
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

// keep appends the line. When the reply is too large, it replaces the previous line
// instead, so that the last line and its code are always kept.
func (p *Parser) keep(line ReplyLine) {
	lines := p.reply.Lines
	p.flag(ManyLines, len(lines) == maxLines || p.size+len(line.Text) > maxText)
	if p.reply.Flaws&ManyLines != 0 {
		p.line.text = lines[len(lines)-1].Text[:0] // reused for the next line: there may be millions
		lines[len(lines)-1] = line
		return
	}
	p.size += len(line.Text)
	p.reply.Lines = append(lines, line)
}
