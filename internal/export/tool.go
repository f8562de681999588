package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Tool is a program that repeats a session.
type Tool string

// tools has every program and what plans its script. Of two that reproduce as much, the
// first is the default.
var tools = []struct {
	tool Tool
	plan func(*Session) *script
}{
	{"swaks", planSwaks},
	{"curl", planCurl},
	{"openssl", planOpenSSL},
}

// Tools returns all programs.
func Tools() (all []string) {
	for _, t := range tools {
		all = append(all, string(t.tool))
	}
	return all
}

// IsTool reports whether a program of that name can repeat a session.
func IsTool(name string) bool { return slices.Contains(Tools(), name) }

// script is the part of a script that depends on the program.
type script struct {
	tool  Tool
	body  strings.Builder
	kept  int      // lines of the client that the script sends
	extra int      // lines that it sends in addition
	lost  []string // lines that it does not send, safe to show
	notes []string // other differences, each a sentence
	needs []need
}

// need is an environment variable that the script uses.
type need struct {
	name  string
	usual string // its value if it is not set; "": it must be set
	what  string // what it is
}

// addf adds a line to the script. Only quoted text of the session may be in it.
func (p *script) addf(format string, args ...any) { fmt.Fprintf(&p.body, format+"\n", args...) }

// lose counts a line that the script does not send.
func (p *script) lose(s *Session, l Line) {
	text := l.Text
	if v := s.verb(l); v == "AUTH" || v == "AUTHENTICATE" || v == "PASS" || v == "LOGIN" || v == "APOP" {
		text = v
	}
	switch {
	case l.Kind == Answer:
		text = "(the answer to a challenge)"
	case l.Kind == Message:
		return
	}
	p.lost = append(p.lost, text)
}

// note adds a sentence once.
func (p *script) note(text string) {
	if !slices.Contains(p.notes, text) {
		p.notes = append(p.notes, text)
	}
}

// require adds a variable once.
func (p *script) require(n need) {
	if !slices.ContainsFunc(p.needs, func(o need) bool { return o.name == n.name }) {
		p.needs = append(p.needs, n)
	}
}

// Write writes the script for a program; "": the one that reproduces most of the session. It
// returns the errors of w.
func Write(w io.Writer, s Session, tool Tool) error {
	if s.Dropped > 0 {
		_, err := fmt.Fprintf(w, "#!/bin/sh\n# byhand wrote this script. %d entries could not be kept,\n# so it cannot repeat the session.\n"+
			"echo 'the session is incomplete: nothing was sent' >&2\nexit 1\n", s.Dropped)
		return err
	}
	var best *script
	for _, t := range tools {
		if tool != "" && t.tool != tool {
			continue
		}
		p := t.plan(&s)
		p.tool = t.tool
		if best == nil || p.kept-p.extra > best.kept-best.extra {
			best = p
		}
	}
	_, err := io.WriteString(w, best.header(&s, tool == "")+best.body.String())
	return err
}
