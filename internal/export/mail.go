package export

import (
	"slices"
	"strings"
)

// mail is what a program for sending mail can repeat of a session: a greeting, TLS, one
// login, and one message or its beginning.
type mail struct {
	s     *Session
	knows func(mechanism string) bool // the mechanisms of the program

	hello, name string // the verb and its argument; "": none
	startsTLS   bool
	saidAgain   bool // the greeting, after STARTTLS
	mechanism   string
	hasInitial  bool // the first answer is in the AUTH line
	inLogin     bool
	hasFrom     bool
	from        string
	params      string // after the address of MAIL
	to          []string
	accepted    int    // recipients
	message     []Line // with the final dot
	hasQuit     bool
	stopped     bool   // a refusal or QUIT: the program sends nothing more
	last        string // the last step, as swaks names it

	kept, lost []Line
}

// planMail finds what a program can repeat. knows reports whether it can log in with a
// mechanism.
func planMail(s *Session, knows func(string) bool) *mail {
	m := &mail{s: s, knows: knows, last: "CONNECT"}
	for i, l := range s.Lines {
		if m.take(l, s.Lines[i+1:]) {
			m.kept = append(m.kept, l)
		} else {
			m.lost = append(m.lost, l)
		}
	}
	return m
}

// take reports whether the program can send a line. rest is what follows.
func (m *mail) take(l Line, rest []Line) bool {
	switch {
	case l.Kind == Message:
		return m.takeMessage(l)
	case l.Kind == Answer:
		return m.inLogin
	}
	m.inLogin = false
	switch verb := m.s.verb(l); {
	case verb == "QUIT":
		ok := !m.hasQuit
		m.hasQuit, m.stopped = true, true
		return ok
	case m.stopped:
		return false
	case verb == "EHLO" || verb == "HELO" || verb == "LHLO":
		return m.takeHello(verb, l)
	case verb == "STARTTLS":
		return m.takeTLS(l)
	case verb == "AUTH":
		return m.takeLogin(l)
	}
	return m.takeEnvelope(l, rest)
}

func (m *mail) takeHello(verb string, l Line) bool {
	name := argument(l)
	switch {
	case !isWord(name) || m.hasFrom || m.mechanism != "":
		return false
	case m.hello == "":
		m.hello, m.name = verb, name
		m.last = "FIRST-HELO"
		m.stopped = l.IsRefused && verb != "EHLO"
		return true
	case m.hello == "EHLO" && verb == "HELO" && m.last == "FIRST-HELO" && !m.startsTLS: // after a refused EHLO
		m.hello = verb
	case m.startsTLS && !m.saidAgain && verb == m.hello && name == m.name:
		m.saidAgain = true
	default:
		return false
	}
	m.stopped = l.IsRefused
	m.last = "HELO"
	return true
}

func (m *mail) takeTLS(l Line) bool {
	if m.startsTLS || m.hello == "" || m.mechanism != "" || m.hasFrom {
		return false
	}
	m.startsTLS, m.stopped, m.last = true, l.IsRefused, "TLS"
	return true
}

func (m *mail) takeLogin(l Line) bool {
	mechanism, initial, _ := strings.Cut(argument(l), " ")
	mechanism = strings.ToUpper(mechanism)
	if m.mechanism != "" || m.hasFrom || m.hello == "" || !m.knows(mechanism) {
		return false
	}
	m.mechanism, m.hasInitial, m.inLogin, m.last = mechanism, initial != "", true, "AUTH"
	m.stopped = l.IsRefused
	return true
}

// takeEnvelope takes MAIL, RCPT and DATA of one message: the first that was not given up.
func (m *mail) takeEnvelope(l Line, rest []Line) bool {
	switch verb := m.s.verb(l); {
	case m.hasData():
		return false
	case verb == "MAIL" && !m.hasFrom:
		return m.takeFrom(l, rest)
	case verb == "RCPT" && m.hasFrom:
		return m.takeTo(l)
	case verb == "DATA" && m.accepted > 0:
		m.stopped, m.last = l.IsRefused, "DATA"
		return true
	case verb == "RSET" && m.hasFrom && m.hasMail(rest):
		m.drop()
	case verb == "RSET" && m.hasFrom:
		m.stopped = true
	}
	return false
}

func (m *mail) takeFrom(l Line, rest []Line) bool {
	address, params, ok := path(argument(l), "FROM:")
	if !ok || l.IsRefused && m.hasMail(rest) {
		return false
	}
	m.hasFrom, m.from, m.params, m.stopped, m.last = true, address, params, l.IsRefused, "MAIL"
	return true
}

func (m *mail) takeTo(l Line) bool {
	address, params, ok := path(argument(l), "TO:")
	if !ok || address == "" || params != "" || strings.Contains(address, ",") {
		return false
	}
	m.to, m.last = append(m.to, address), "RCPT"
	if !l.IsRefused {
		m.accepted++
	}
	return true
}

// drop removes the envelope so far.
func (m *mail) drop() {
	isEnvelope := func(l Line) bool { v := m.s.verb(l); return l.Kind == Command && (v == "MAIL" || v == "RCPT") }
	for _, l := range m.kept {
		if isEnvelope(l) {
			m.lost = append(m.lost, l)
		}
	}
	m.kept = slices.DeleteFunc(m.kept, isEnvelope)
	m.hasFrom, m.from, m.params, m.to, m.accepted = false, "", "", nil, 0
}

// hasMail reports whether another envelope follows.
func (m *mail) hasMail(rest []Line) bool {
	return slices.ContainsFunc(rest, func(l Line) bool { return l.Kind == Command && m.s.verb(l) == "MAIL" })
}

func (m *mail) takeMessage(l Line) bool {
	if m.last != "DATA" && m.last != "DOT" || m.stopped && m.last == "DATA" || m.last == "DOT" && m.isEnded() {
		return false
	}
	m.message, m.last = append(m.message, l), "DOT"
	return true
}

// hasData reports whether the program sends DATA.
func (m *mail) hasData() bool { return m.last == "DATA" || m.last == "DOT" }

// isEnded reports whether the message has its final dot.
func (m *mail) isEnded() bool {
	n := len(m.message)
	return n > 0 && m.message[n-1].Text == "." && m.message[n-1].Ending != ""
}

// path returns the address and the parameters of MAIL or RCPT: "FROM:<a@b> SIZE=1". ok is
// false if a program cannot send the address unchanged.
func path(text, prefix string) (address, params string, ok bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", "", false
	}
	rest, isOpen := strings.CutPrefix(text[len(prefix):], "<")
	address, params, isClosed := strings.Cut(rest, ">")
	return address, strings.TrimSpace(params), isOpen && isClosed && (address == "" || isWord(address)) && !strings.ContainsAny(address, "<\"")
}

// isWord reports whether text can be an argument of a program, which does not take it for an
// option or a file.
func isWord(text string) bool {
	return text != "" && !strings.ContainsAny(text, " \t\\") && !strings.ContainsAny(text[:1], "-@<") && isClean(text)
}
