package advice

import (
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Candidates returns the texts that can replace line[from:pos]: verbs, parameters and
// mechanisms that the server offers, and addresses that were used. They follow the
// case of the typed text.
func Candidates(s State, line string, pos int) (list []string, from int) {
	typed := line[:pos]
	if s.Phase != smtp.Command || s.HandshakeDue {
		return nil, pos
	}
	verb, arg, hasArg := strings.Cut(typed, " ")
	if !hasArg {
		return matching(verbs(s), typed), 0
	}
	word := arg[strings.LastIndexByte(arg, ' ')+1:]
	from = pos - len(word)
	switch strings.ToUpper(verb) {
	case "MAIL":
		return pathCandidates(s, "FROM:<", s.parameterCandidates("MAIL"), arg, word, from)
	case "RCPT":
		return pathCandidates(s, "TO:<", s.parameterCandidates("RCPT"), arg, word, from)
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

// pathCandidates completes the argument of MAIL or RCPT: begin, an address that was used,
// or a parameter.
func pathCandidates(s State, begin string, parameters []string, arg, word string, from int) ([]string, int) {
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

// verbs returns the commands that may come now.
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

// matching returns the texts that begin with typed, ignoring case, sorted. If typed is in
// lower case, so is the rest.
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

// Ghost returns the rest of the most useful line that begins with line; "": none. The
// prompt shows it in grey, and adds it to the line only if the user accepts it.
func Ghost(s State, line string) string {
	if line == "" || s.Phase != smtp.Command {
		return ""
	}
	for _, next := range Next(s) {
		if strings.HasPrefix(next.Line, ":") {
			continue
		}
		if found := matching([]string{fixedPart(next.Line)}, line); len(found) == 1 {
			return found[0][len(line):]
		}
	}
	list, from := Candidates(s, line, len(line))
	if len(list) == 1 {
		return strings.TrimRight(list[0][len(line)-from:], " ")
	}
	return ""
}

// fixedPart returns a suggestion without the example address or name, which the user has
// to type.
func fixedPart(line string) string {
	if at := strings.IndexByte(line, '<'); at >= 0 {
		return line[:at+1]
	}
	if verb, _, ok := strings.Cut(line, " "); ok && (verb == "EHLO" || verb == "LHLO" || verb == "VRFY") {
		return verb + " "
	}
	return line
}
