package refusal

import (
	"regexp"
	"strconv"
	"strings"

	"byhand/internal/match"
)

// subject is a reply in the form in which rows are compared with it.
type subject struct {
	code   string
	status []string // the three numbers of the enhanced code; nil: none
	verb   string
	host   string
	full   match.Text // the normalized text
	words  match.Text // the same without local parts and paths, whose words mislead
}

// maxMatched is how many bytes of a text are compared with the tables.
const maxMatched = 2000

func subjectOf(r *Reply) *subject {
	s := &subject{verb: r.Verb, host: strings.ToLower(strings.TrimSuffix(r.Host, "."))}
	if r.Code != 0 {
		s.code = strconv.Itoa(r.Code)
	}
	if r.Enhanced != "" {
		s.status = strings.Split(r.Enhanced, ".")
	}
	switch r.Verb { // the other names of a command
	case "HELO", "LHLO":
		s.verb = "EHLO"
	case "BDAT":
		s.verb = "."
	}
	decoded, _ := Decode([]byte(r.Text[:min(len(r.Text), maxMatched)]))
	full := match.Normalize(decoded)
	s.full, s.words = match.Index(full), match.Index(withoutNames(full))
	return s
}

var namesInText = regexp.MustCompile(`[^\s<>"'(),;:\[\]]+@|(https?://[^\s/]+)/\S*`)

// withoutNames returns text with only the domains of its mail addresses and URLs.
func withoutNames(text string) string {
	if !strings.Contains(text, "@") && !strings.Contains(text, "://") {
		return text
	}
	return namesInText.ReplaceAllString(text, "$1@")
}

// codePattern is one alternative of row.codes.
type codePattern struct {
	code   string   // "550", "5yz"; "": any
	status []string // "5", "7", "z"; nil: any
}

func compileCodes(codes string) []codePattern {
	var all []codePattern
	for alternative := range strings.SplitSeq(codes, "|") {
		var p codePattern
		for code := range strings.FieldsSeq(alternative) {
			if strings.Contains(code, ".") {
				p.status = strings.Split(code, ".")
			} else {
				p.code = code
			}
		}
		if p.code != "" || p.status != nil {
			all = append(all, p)
		}
	}
	return all
}

// hasCode compares the codes of s with a pattern, in which y and z are any digits.
func (s *subject) hasCode(p codePattern) bool {
	if p.code != "" {
		if len(p.code) != len(s.code) {
			return false
		}
		for i := range len(p.code) {
			if p.code[i] != s.code[i] && p.code[i] < 'y' {
				return false
			}
		}
	}
	if p.status != nil && len(s.status) != len(p.status) {
		return false
	}
	for i, part := range p.status {
		if part != s.status[i] && part != "z" {
			return false
		}
	}
	return true
}
