package advice

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// parameterFact describes a parameter of MAIL or RCPT.
type parameterFact struct {
	verb, name  string
	keyword     string   // the EHLO keyword that allows it
	values      string   // a regular expression for its values; "": it takes none
	description string   // of the values, for the user; if a name has several facts, the last describes all
	candidates  []string // what TAB completes
}

// parameterFacts are from RFC 1870, 2852, 3030, 3461, 4865, 4954, 6152, 6531, 6710, 7293
// and 8689.
var parameterFacts = []parameterFact{
	{"MAIL", "SIZE", "SIZE", `\d{1,20}`, "a number of bytes", []string{"SIZE="}},
	{"MAIL", "BODY", "8BITMIME", `7BIT|8BITMIME`, "7BIT or 8BITMIME", []string{"BODY=8BITMIME", "BODY=7BIT"}},
	{"MAIL", "BODY", "BINARYMIME", `BINARYMIME`, "7BIT, 8BITMIME or BINARYMIME", []string{"BODY=BINARYMIME"}},
	{"MAIL", "SMTPUTF8", "SMTPUTF8", "", "no value", []string{"SMTPUTF8"}},
	{"MAIL", "RET", "DSN", `FULL|HDRS`, "FULL or HDRS", []string{"RET=FULL", "RET=HDRS"}},
	{"MAIL", "ENVID", "DSN", `\S{1,100}`, "at most 100 characters", []string{"ENVID="}},
	{"MAIL", "AUTH", "AUTH", `\S+`, "<> or an address", []string{"AUTH=<>"}},
	{"MAIL", "REQUIRETLS", "REQUIRETLS", "", "no value", []string{"REQUIRETLS"}},
	{"MAIL", "MT-PRIORITY", "MT-PRIORITY", `-?\d`, "a number from -9 to 9", []string{"MT-PRIORITY="}},
	{"MAIL", "HOLDFOR", "FUTURERELEASE", `\d{1,9}`, "a number of seconds", []string{"HOLDFOR="}},
	{"MAIL", "HOLDUNTIL", "FUTURERELEASE", `\S+`, "a date and time (RFC 3339)", []string{"HOLDUNTIL="}},
	{"MAIL", "BY", "DELIVERBY", `-?\d{1,9};[NR]T?`, "seconds and N or R, such as 120;R", []string{"BY="}},
	{"RCPT", "NOTIFY", "DSN", `NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY)){0,2}`, "NEVER, or a list of SUCCESS, FAILURE and DELAY",
		[]string{"NOTIFY=NEVER", "NOTIFY=SUCCESS", "NOTIFY=FAILURE", "NOTIFY=DELAY", "NOTIFY=SUCCESS,FAILURE,DELAY"}},
	{"RCPT", "ORCPT", "DSN", `[\w-]+;\S+`, "a type and an address, such as rfc822;bob@example.net", []string{"ORCPT=rfc822;"}},
	{"RCPT", "RRVS", "RRVS", `\S+`, "a date and time (RFC 3339)", []string{"RRVS="}},
}

// parameterCandidates returns the completions for the parameters of verb that the server offers.
func (s *State) parameterCandidates(verb string) []string {
	var all []string
	for _, p := range parameterFacts {
		if p.verb == verb && s.Has(p.keyword) {
			all = append(all, p.candidates...)
		}
	}
	return all
}

// parameterFault returns the first mistake in the parameters of a MAIL or RCPT command; nil:
// there is none. The path of the command must be valid. s is the state before the command.
func parameterFault(line, verb string, s *State) *Fault {
	end := closingBracket(line)
	if end < 0 {
		return nil
	}
	for _, word := range strings.Fields(line[end+1:]) {
		at := end + 1 + strings.Index(line[end+1:], word)
		if what := parameterMistake(word, verb, s); what != "" {
			return &Fault{at, what, strings.TrimRight(line[:at], " ") + line[at+len(word):]}
		}
	}
	return nil
}

// parameterMistake describes what is wrong with a parameter; "": nothing, or not known.
func parameterMistake(word, verb string, s *State) string {
	name, value, _ := strings.Cut(strings.ToUpper(word), "=")
	known := slices.DeleteFunc(slices.Clone(parameterFacts), func(p parameterFact) bool { return p.name != name })
	if len(known) == 0 {
		return ""
	}
	last := known[len(known)-1]
	if last.verb != verb {
		return fmt.Sprintf("%s is a parameter of %s, not of %s", name, last.verb, verb)
	}
	i := slices.IndexFunc(known, func(p parameterFact) bool { return regexp.MustCompile("^(?:" + p.values + ")$").MatchString(value) })
	switch {
	case i < 0:
		return fmt.Sprintf("%s takes %s", name, last.description)
	case s.Hello != "" && !s.Has(known[i].keyword):
		return fmt.Sprintf("the server does not offer %s, which %s needs", known[i].keyword, name)
	}
	return ""
}
