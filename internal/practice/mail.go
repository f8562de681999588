package practice

import (
	"errors"
	"strconv"
	"strings"
)

func (s *session) cmdDATA(string) reply {
	s.send(okData)
	data, big, err := readMessage(s.in, s.srv.limits.message, s.extendDeadline)
	if err != nil {
		return s.replyToError(err)
	}
	m, refusal := s.msg, s.dotReply
	m.Data = data
	s.dropMessage()
	switch {
	case big:
		return tooBig.with(s.srv.limits.message)
	case refusal != noReply:
		return refusal
	}
	s.srv.deliver(m)
	return okMessage
}

func (s *session) cmdMAIL(arg string) reply {
	from, params, ok := parsePath("FROM", arg)
	if !ok {
		return badSyntax
	}
	for _, p := range params {
		if r := checkParameter(p, s.srv.limits.message); r != noReply {
			return r
		}
	}
	if sc := findScenario(BySender, from); sc != nil {
		return sc.play(s)
	}
	if r := exampleFor(from); r != noReply {
		return r
	}
	s.msg.From, s.phase = from, hasMail
	return okMail
}

func (s *session) cmdRCPT(arg string) reply {
	to, params, ok := parsePath("TO", arg)
	switch {
	case !ok || to == "":
		return badSyntax
	case len(params) > 0:
		return unknownParameter
	case len(s.msg.To) >= s.srv.limits.recipients:
		return tooManyRecipients
	case s.isLimited() && len(s.msg.To) >= maxLimited:
		return overLimit
	}
	if sc := findScenario(ByRecipient, to); sc != nil {
		return sc.play(s)
	}
	if r := exampleFor(to); r != noReply {
		return r
	}
	return s.acceptRecipient(to)
}

func (s *session) acceptRecipient(to string) reply {
	s.msg.To, s.phase = append(s.msg.To, to), hasRcpt
	return okRcpt
}

// checkParameter returns the reply to a bad parameter of MAIL, or noReply.
func checkParameter(p string, maxSize int) reply {
	key, value, _ := strings.Cut(strings.ToUpper(p), "=")
	ok := value != ""
	switch key {
	case "AUTH":
	case "BODY":
		ok = value == "7BIT" || value == "8BITMIME"
	case "SIZE":
		n, err := strconv.ParseUint(value, 10, 64)
		if errors.Is(err, strconv.ErrRange) || n > uint64(maxSize) {
			return tooBig.with(maxSize)
		}
		ok = err == nil
	default:
		return unknownParameter
	}
	if !ok {
		return badSyntax
	}
	return noReply
}

// parsePath parses "FROM:<a@b> KEY=VALUE ...". It accepts spaces around the colon
// and a path without angle brackets. RFC 5321 3.3 allows neither, but guides teach
// them and people type them.
func parsePath(word, arg string) (addr string, params []string, ok bool) {
	before, after, found := strings.Cut(arg, ":")
	if !found || !strings.EqualFold(strings.Trim(before, " \t"), word) {
		return "", nil, false
	}
	after = strings.TrimLeft(after, " \t")
	n := pathLen(after)
	path, rest := after[:n], after[n:]
	inner, opened := strings.CutPrefix(path, "<")
	addr, closed := strings.CutSuffix(inner, ">")
	ok = path != "" && opened == closed && isClean(addr)
	return addr, strings.Fields(rest), ok
}

// pathLen returns the length of the path, which ends at a space outside quotes.
// It returns 0 if a quote is not closed.
func pathLen(s string) int {
	quoted, escaped := false, false
	for i := range len(s) {
		switch {
		case escaped:
			escaped = false
		case quoted && s[i] == '\\':
			escaped = true
		case s[i] == '"':
			quoted = !quoted
		case !quoted && (s[i] == ' ' || s[i] == '\t'):
			return i
		}
	}
	if quoted {
		return 0
	}
	return len(s)
}

// isClean reports whether an address has no control characters and no angle
// brackets outside quotes.
func isClean(addr string) bool {
	quoted := strings.HasPrefix(addr, `"`)
	return !strings.ContainsFunc(addr, func(r rune) bool {
		return r < ' ' || r == 0x7f || !quoted && (r == '<' || r == '>')
	})
}
