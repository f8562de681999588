package clientlog

import (
	"byhand/internal/lazyregexp"
	"strconv"
	"strings"
)

// packetHeader matches the line before the data of a packet: groups are the sender, the
// receiver, and what follows.
var packetHeaders = []*lazyregexp.Regexp{
	lazyregexp.New(`^(?:[\d-]+T[\d:.]+Z? )?([\da-f.:]+\.\d{5})-([\da-f.:]+\.\d{5}): (.*)$`),                  // tcpflow -c
	lazyregexp.New(`^T (?:[\d/]+ [\d:.]+ )?(\S+:\d+) -> (\S+:\d+) \[[A-Z]+\]()`),                             // ngrep
	lazyregexp.New(`^(?:[\d-]+ )?[\d:.]+ (?:\S+ +(?:In|Out) +)?IP6? (\S+) > (\S+): .*length (\d+)(?::.*)?$`), // tcpdump -A
}

// packets rewrites what programs print that capture packets.
type packets struct {
	flows  map[string]*flow
	flow   *flow
	from   int
	kind   int // the index of the header
	length int // tcpdump: bytes of data
	lines  []string
	size   int
}

func newPackets() rewriter {
	p := &packets{flows: map[string]*flow{}, kind: -1}
	return p.take
}

// take takes a line of output.
func (p *packets) take(line string) []string {
	for kind, header := range packetHeaders {
		g := header.FindStringSubmatch(line)
		if g == nil {
			continue
		}
		out := p.end()
		p.begin(kind, g[1], g[2])
		if kind == 2 {
			p.length, _ = strconv.Atoi(g[3])
		} else if g[3] != "" {
			p.keep(g[3])
		}
		return out
	}
	if p.kind == 1 && strings.HasPrefix(line, "#") {
		return p.end()
	}
	if p.kind >= 0 {
		p.keep(line)
	}
	if line == "" && p.kind == 1 {
		return p.end()
	}
	return nil
}

// keep keeps a line of the packet.
func (p *packets) keep(line string) {
	if p.size += len(line); p.size < maxLine {
		p.lines = append(p.lines, line)
	}
}

// begin begins a packet.
func (p *packets) begin(kind int, from, to string) {
	p.kind, p.lines, p.size = kind, nil, 0
	p.from = sideA
	if from > to {
		from, to, p.from = to, from, sideB
	}
	name := from + "-" + to
	if p.flow = p.flows[name]; p.flow == nil {
		if len(p.flows) >= maxChannels {
			clear(p.flows)
		}
		p.flow = &flow{name: " " + number.FindString(reversed(from)) + "/" + number.FindString(reversed(to))}
		p.flows[name] = p.flow
	}
}

// reversed returns the text with its last part first: the port.
func reversed(address string) string { return address[strings.LastIndexAny(address, ".:")+1:] }

// end returns the lines of the packet.
func (p *packets) end() []string {
	if p.kind < 0 || len(p.lines) == 0 {
		return nil
	}
	lines := p.lines
	kind := p.kind
	p.lines, p.size = nil, 0
	switch kind {
	case 0: // each packet ends with an empty line
		return p.flow.add(p.from, strings.Join(lines, "\n"))
	case 1:
		return p.flow.add(p.from, ngrepText(lines))
	}
	text := strings.Join(lines, "\r\n")
	if p.length == 0 || p.length > len(text) {
		return nil
	}
	return p.flow.add(p.from, text[len(text)-p.length:])
}

// ngrepText returns the data of a packet. ngrep writes a dot in place of a control
// character; only with -W byline is each line on one of its own.
func ngrepText(lines []string) string {
	var b strings.Builder
	if !strings.HasPrefix(lines[0], "  ") {
		for _, l := range lines {
			if text, ok := strings.CutSuffix(l, "."); ok {
				b.WriteString(text + "\r\n")
			} else {
				b.WriteString(l)
			}
		}
		return b.String()
	}
	for _, l := range lines {
		b.WriteString(strings.TrimPrefix(l, "  "))
	}
	text := strings.TrimRight(b.String(), " ")
	text, ok := strings.CutSuffix(text, "..")
	if !ok || strings.Contains(text, "..") && !isReply(text) {
		return "...\r\n"
	}
	return strings.ReplaceAll(text, "..", "\r\n") + "\r\n"
}

var (
	followNode   = lazyregexp.New(`^Node ([01]): `)
	followHeader = lazyregexp.New(`^(\t?)(\d+)$`)
)

// newFollow rewrites what tshark prints with -z follow,tcp,ascii: before each piece is its
// length, after a tab if the second node sent it.
func newFollow() rewriter {
	var f flow
	from, left := sideA, 0
	return func(line string) []string {
		if left > 0 {
			text := line + "\r\n"
			text = text[:min(len(text), left)]
			left -= len(text)
			return f.add(from, text)
		}
		if g := followHeader.FindStringSubmatch(line); g != nil {
			from = len(g[1])
			left, _ = strconv.Atoi(g[2])
			return nil
		}
		if followNode.MatchString(line) {
			return []string{"connecting to " + line[len("Node 0: "):]}
		}
		return nil
	}
}
