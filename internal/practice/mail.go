package practice

import (
	"strconv"
	"strings"
)

func (s *session) cmdDATA(arg string) {
	if !s.alone("DATA", arg) {
		return
	}
	s.say(okData)
	data, big, err := readMessage(s.in, s.srv.limits.message, s.arm)
	if err != nil {
		s.lost(err)
		return
	}
	m, fate := s.msg, s.fate
	m.Data = data
	s.forget()
	if big {
		s.say(tooBig, s.srv.limits.message)
		return
	}
	if fate != nil {
		s.utter(*fate)
		return
	}
	s.srv.take(m)
	s.say(okMessage)
}

func (s *session) cmdMAIL(arg string) {
	from, params, ok := parsePath("FROM", arg)
	if !ok {
		s.usage("MAIL")
		return
	}
	for _, p := range params {
		if !s.parameter(p) {
			return
		}
	}
	if s.misbehaves(BySender, from) {
		return
	}
	s.msg.From, s.phase = from, hasMail
	s.say(okMail)
}

func (s *session) cmdRCPT(arg string) {
	to, params, ok := parsePath("TO", arg)
	switch {
	case !ok || to == "":
		s.usage("RCPT")
	case len(params) > 0:
		s.say(unknownParameter)
	case len(s.msg.To) >= s.srv.limits.recipients:
		s.say(tooManyRecipients)
	case s.limited():
		s.utter(reply{452, "4.5.3 Too many recipients: LIMITS says RCPTMAX=2"})
	case s.misbehaves(ByRecipient, to):
	default:
		s.accept(to)
		s.say(okRcpt)
	}
}

// parameters of MAIL, each with what it objects to in a value.
var parameters = map[string]func(value string, lim limits) replyID{
	"AUTH": func(value string, _ limits) replyID { return orSyntax(value != "") },
	"BODY": func(value string, _ limits) replyID {
		return orSyntax(strings.EqualFold(value, "7BIT") || strings.EqualFold(value, "8BITMIME"))
	},
	"SIZE": func(value string, lim limits) replyID {
		if value == "" || strings.Trim(value, "0123456789") != "" {
			return badSyntax
		}
		if n, err := strconv.Atoi(value); err != nil || n > lim.message { // an error is a number too long for an int
			return tooBig
		}
		return noReply
	},
}

func orSyntax(ok bool) replyID {
	if ok {
		return noReply
	}
	return badSyntax
}

// parameter checks one parameter of MAIL and says what is wrong with it.
func (s *session) parameter(p string) bool {
	key, value, _ := strings.Cut(p, "=")
	check := parameters[strings.ToUpper(key)]
	if check == nil {
		s.say(unknownParameter)
		return false
	}
	switch id := check(value, s.srv.limits); id {
	case noReply:
		return true
	case tooBig:
		s.say(id, s.srv.limits.message)
	default:
		s.usage("MAIL")
	}
	return false
}

// parsePath reads "FROM:<a@b> KEY=VALUE ...". Blanks around the colon and a
// missing pair of angle brackets are taken, which RFC 5321 3.3 does not allow:
// guides teach it and people type it.
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
	ok = path != "" && opened == closed && cleanAddress(addr)
	return addr, strings.Fields(rest), ok
}

// pathLen is where the path ends: at a blank outside quotes. A quote that is
// not closed leaves no path.
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

// cleanAddress refuses what could not be shown or would be read in two ways:
// control characters, and angle brackets outside quotes.
func cleanAddress(addr string) bool {
	quoted := strings.HasPrefix(addr, `"`)
	return !strings.ContainsFunc(addr, func(r rune) bool {
		return r < ' ' || r == 0x7f || !quoted && (r == '<' || r == '>')
	})
}
