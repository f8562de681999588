package clientlog

import (
	"slices"
	"strings"

	"byhand/internal/lazyregexp"
)

// maxChannels is how many connections may be open at once in a log.
const maxChannels = 500

// parser turns the lines of a log into sessions.
type parser struct {
	marks    *marks
	tool     *tool
	rewrite  rewriter // nil: lines are read as they are
	out      func(Session) bool
	channels map[string]*dialogue
	last     *dialogue // to which the last line belongs
	pending  []pending // lines whose meaning the next one decides
	stopped  bool
	unsure   int
	notes    notes // what the tool says of the next session
}

// pending is an unattributed line.
type pending struct {
	found
	line int
}

// learnFrom learns the marks of the tool from a sample of the log.
func (p *parser) learnFrom(sample []line) {
	p.tool = toolOf(sample)
	if p.rewrite = nil; p.tool.rewrite != nil {
		p.rewrite = p.tool.rewrite()
	}
	var lines []string
	for _, l := range sample {
		if p.rewrite == nil {
			lines = append(lines, l.text)
			continue
		}
		lines = append(lines, p.rewrite(l.text)...)
	}
	if p.rewrite != nil {
		p.rewrite = p.tool.rewrite() // it may remember the sample
	}
	p.marks = learn(lines)
	for _, d := range p.channels {
		d.learned(p.marks, p.tool)
	}
}

func newParser(out func(Session) bool) *parser {
	return &parser{out: out, tool: &tool{}, channels: map[string]*dialogue{}}
}

// knows reports whether the log has sessions: then its marks are known.
func (p *parser) knows() bool { return len(p.marks.of) > 0 || len(p.channels) > 0 }

// take takes the next line of the log.
func (p *parser) take(l line) {
	if p.rewrite == nil {
		p.attribute(l.text, l.number)
		return
	}
	for _, text := range p.rewrite(l.text) {
		p.attribute(text, l.number)
	}
}

// attribute finds out which side a line comes from.
func (p *parser) attribute(text string, number int) {
	f := p.marks.find(text)
	if f.mark == nil {
		p.withoutMark(f, text, number)
		return
	}
	p.flush(p.marks.trailing)
	d := p.channelOf(f)
	p.last = d
	if !d.marked(f, number) {
		p.note(text)
	}
}

// channelOf returns the dialogue of the connection that a line belongs to.
func (p *parser) channelOf(f found) *dialogue {
	name := p.marks.channel(f)
	d := p.channels[name]
	if d == nil {
		if len(p.channels) >= maxChannels {
			p.end()
		}
		d = newDialogue(p.marks, p.tool, &p.notes, p.give)
		p.channels[name] = d
	}
	return d
}

// give passes a session on.
func (p *parser) give(s Session) {
	if !p.stopped {
		p.stopped = !p.out(s)
	}
}

// withoutMark takes a line that has no mark.
func (p *parser) withoutMark(f found, text string, number int) {
	if isSpace(text) && p.marks.spread && p.last != nil {
		p.pending = append(p.pending, pending{f, number})
		if len(p.pending) > 1000 {
			p.flush(false)
		}
		return
	}
	p.flush(false)
	d := p.last
	if d == nil {
		d = p.channelOf(found{mark: &mark{}})
	}
	if !d.unmarked(f, text, number) {
		p.note(text)
		return
	}
	p.last = d
}

// flush takes the empty lines that were held back. The last is the tool's if it writes one
// after each line of the client.
func (p *parser) flush(trailing bool) {
	if trailing && len(p.pending) > 0 {
		p.pending = p.pending[:len(p.pending)-1]
	}
	for _, e := range p.pending {
		p.last.unmarked(e.found, e.text, e.line)
	}
	p.pending = p.pending[:0]
}

// end ends all sessions.
func (p *parser) end() {
	p.flush(p.marks != nil && p.marks.trailing)
	for name, d := range p.channels {
		d.end()
		delete(p.channels, name)
	}
	p.last = nil
}

// notes is what a tool says of the connection, before the first line of the session.
type notes struct {
	target string // "mx.example.net:587"; "": not known
	tls    bool   // TLS began
}

var (
	targetIn = lazyregexp.New(`(?i)^.(?:onnect(?:ed|ing)?|rying|pening|esolving|onnection (?:established|opened)|onnection: opening|pening connection)(?: to)?(?: host)?:? \(?['"]?([A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z0-9-]+|localhost)['"]?(?:[ ,:]+(?:\([^)]*\) )?(?:port:? )?(\d{2,5})\b)?`)
	tlsIn    = lazyregexp.New(`(?i)TLS (?:started|connection (?:established|started)|handshake (?:complete|done|succe)|session (?:established|parameters)|is active)|SSL connection using|SSL-Session:|New, TLSv|TLSv1\.\d, Cipher|handshaked|Handshake was completed|Cipher is |upgraded with STARTTLS|secured`)
)

// The words that are quick to find, before targetIn and tlsIn.
var (
	targetWords = []string{"onnect", "rying ", "pening", "esolving"}
	tlsWords    = []string{"TLS", "SSL", "ipher", "andshake", "secured"}
)

func hasWord(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// noteTarget looks for the server that a tool connects to.
func (p *parser) noteTarget(text string) {
	for _, word := range targetWords {
		at := strings.Index(text, word)
		if at < 1 {
			continue
		}
		m := targetIn.FindStringSubmatch(text[at-1:])
		switch {
		case m == nil:
		case m[2] != "":
			p.notes.target = m[1] + ":" + m[2]
		case p.notes.target == "":
			p.notes.target = m[1]
		}
	}
}

// note takes a line that belongs to neither side.
func (p *parser) note(text string) {
	if isSpace(text) {
		return
	}
	p.unsure++
	text = text[:min(len(text), maxPrefix)]
	p.noteTarget(text)
	if hasWord(text, tlsWords) && tlsIn.MatchString(text) {
		if p.last == nil || !p.last.secured() {
			p.notes.tls = true
		}
	}
}
