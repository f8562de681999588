package advice

import (
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Candidates returns what may stand in place of line[from:pos]: verbs, their
// parameters as far as they are offered, mechanisms offered, addresses used. All
// is in the case that was begun.
func Candidates(s State, line string, pos int) (list []string, from int) {
	typed := line[:pos]
	if s.Phase != smtp.Command || s.Ready {
		return nil, pos
	}
	verb, arg, more := strings.Cut(typed, " ")
	if !more {
		return matching(verbs(s), typed), 0
	}
	word := arg[strings.LastIndexByte(arg, ' ')+1:]
	from = pos - len(word)
	switch strings.ToUpper(verb) {
	case "MAIL":
		return behindPath(s, "FROM:<", mailParameters(s), arg, word, from)
	case "RCPT":
		return behindPath(s, "TO:<", rcptParameters(s), arg, word, from)
	case "AUTH":
		if word == arg {
			return matching(s.mechanisms(), word), from
		}
	case "HELP":
		if word == arg {
			return matching(verbs(State{Hello: "EHLO"}), word), from
		}
	}
	return nil, pos
}

// behindPath completes "FROM:<", an address that was used, and parameters.
func behindPath(s State, begin string, parameters []string, arg, word string, from int) ([]string, int) {
	if word != arg {
		if !strings.Contains(arg, ">") {
			return nil, from
		}
		return matching(parameters, word), from
	}
	if len(word) < len(begin) {
		return matching([]string{begin}, word), from
	}
	if !strings.EqualFold(word[:len(begin)], begin) || strings.Contains(word, ">") {
		return nil, from
	}
	var all []string
	for _, address := range s.Used {
		if typed := word[len(begin):]; strings.HasPrefix(address, typed) && typed != address {
			all = append(all, word[:len(begin)]+address+">")
		}
	}
	slices.Sort(all)
	return all, from
}

// verbs are those that are legal now, as they are typed.
func verbs(s State) []string {
	all := []string{s.hello() + " ", "HELP", "NOOP", "QUIT", "RSET", "VRFY "}
	if !s.LMTP {
		all = append(all, "HELO ")
	}
	if s.Hello == "" {
		return all
	}
	if s.Has("STARTTLS") && !s.Secure {
		all = append(all, "STARTTLS")
	}
	if s.Has("AUTH") && !s.Authenticated {
		all = append(all, "AUTH ")
	}
	if s.Envelope.Begun {
		all = append(all, "RCPT TO:<")
	} else {
		all = append(all, "MAIL FROM:<")
	}
	if s.Recipients > 0 {
		all = append(all, "DATA")
		if s.Has("CHUNKING") {
			all = append(all, "BDAT ")
		}
	}
	for _, verb := range []string{"ETRN", "EXPN", "XCLIENT", "XFORWARD", "BURL"} {
		if s.Has(verb) {
			all = append(all, verb+" ")
		}
	}
	return all
}

// offered is a parameter and the keyword that offers it.
type offered struct{ keyword, parameter string }

// mailParameters and rcptParameters are those that EHLO offers (RFC 1870, 6152,
// 3030, 6531, 3461, 4954, 8689, 6710, 4865, 2852, 7293).
func mailParameters(s State) []string {
	return s.parameters([]offered{{"SIZE", "SIZE="}, {"8BITMIME", "BODY=8BITMIME"}, {"8BITMIME", "BODY=7BIT"},
		{"BINARYMIME", "BODY=BINARYMIME"}, {"SMTPUTF8", "SMTPUTF8"}, {"DSN", "RET=FULL"}, {"DSN", "RET=HDRS"}, {"DSN", "ENVID="},
		{"AUTH", "AUTH=<>"}, {"REQUIRETLS", "REQUIRETLS"}, {"MT-PRIORITY", "MT-PRIORITY="}, {"FUTURERELEASE", "HOLDFOR="},
		{"FUTURERELEASE", "HOLDUNTIL="}, {"DELIVERBY", "BY="}})
}

func rcptParameters(s State) []string {
	return s.parameters([]offered{{"DSN", "NOTIFY=NEVER"}, {"DSN", "NOTIFY=SUCCESS"}, {"DSN", "NOTIFY=FAILURE"}, {"DSN", "NOTIFY=DELAY"},
		{"DSN", "NOTIFY=SUCCESS,FAILURE,DELAY"}, {"DSN", "ORCPT=rfc822;"}, {"RRVS", "RRVS="}})
}

func (s *State) parameters(table []offered) []string {
	var all []string
	for _, o := range table {
		if s.Has(o.keyword) {
			all = append(all, o.parameter)
		}
	}
	return all
}

// matching returns those of all that begin as typed does, in its case, sorted.
func matching(all []string, typed string) []string {
	var found []string
	for _, c := range all {
		if len(typed) > len(c) || !strings.EqualFold(c[:len(typed)], typed) {
			continue
		}
		rest := c[len(typed):]
		if typed != "" && typed == strings.ToLower(typed) && typed != strings.ToUpper(typed) {
			rest = strings.ToLower(rest)
		}
		found = append(found, typed+rest)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Ghost returns the rest of the one line that is most useful of those that
// begin as line does: shown in grey, and in the line only when somebody takes
// it.
func Ghost(s State, line string) string {
	if line == "" || s.Phase != smtp.Command {
		return ""
	}
	for _, next := range Next(s) {
		if strings.HasPrefix(next.Line, ":") {
			continue
		}
		if found := matching([]string{begun(next.Line)}, line); len(found) == 1 {
			return found[0][len(line):]
		}
	}
	list, from := Candidates(s, line, len(line))
	if len(list) == 1 {
		return strings.TrimRight(list[0][len(line)-from:], " ")
	}
	return ""
}

// begun is a suggestion without the name that only its author knows.
func begun(line string) string {
	if at := strings.IndexByte(line, '<'); at >= 0 {
		return line[:at+1]
	}
	if verb, _, ok := strings.Cut(line, " "); ok && (verb == "EHLO" || verb == "LHLO" || verb == "VRFY") {
		return verb + " "
	}
	return line
}
