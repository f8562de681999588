package smtp

// How much of one reply is kept. A hostile server may send a million lines
// (SECURITY.md, T15); an honest reply has a few kilobytes.
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
			replies = append(replies, p.takeReply())
		}
	}
	return replies
}

// pending reports whether a reply is not complete.
func (p *Parser) pending() bool { return !p.line.empty() || p.inReply() }

// Flush must be called at the end of the stream. It returns the reply that is not
// complete, with the flaw Unfinished, and resets the Parser. It returns false if there is
// none.
func (p *Parser) Flush() (Reply, bool) {
	if !p.pending() {
		return Reply{}, false
	}
	if !p.line.empty() {
		p.line.addHeldCR()
		p.add("")
	}
	p.reply.Flaws |= Unfinished
	return p.takeReply(), true
}

func (p *Parser) inReply() bool { return len(p.reply.Lines) > 0 }

func (p *Parser) takeReply() Reply {
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
		line.Last = !p.inReply()
	}
	p.setFlaw(NoCode, code == 0)
	p.setFlaw(BareCode, code != 0 && sep == 0)
	p.setFlaw(OddCode, code != 0 && isOddCode(code))
	p.setFlaw(MixedCodes, code != 0 && p.inReply() && code != p.reply.Lines[0].Code)
	p.setFlaw(BareLF, ending == "\n")
	p.setFlaw(LongLine, long)
	p.reply.Code = code
	p.keep(line)
	return line.Last
}

func (p *Parser) setFlaw(f Flaws, is bool) {
	if is {
		p.reply.Flaws |= f
	}
}

// keep appends the line. When the reply is too large, it replaces the previous line
// instead, so that the last line and its code are always kept.
func (p *Parser) keep(line ReplyLine) {
	lines := p.reply.Lines
	p.setFlaw(ManyLines, len(lines) == maxLines || p.size+len(line.Text) > maxText)
	if p.reply.Flaws&ManyLines != 0 {
		p.line.text = lines[len(lines)-1].Text[:0] // reused for the next line: there may be millions
		lines[len(lines)-1] = line
		return
	}
	p.size += len(line.Text)
	p.reply.Lines = append(lines, line)
}
