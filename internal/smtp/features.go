package smtp

import (
	"bytes"
	"slices"
	"strings"
)

// Feature is a service extension in the reply to EHLO (RFC 5321 4.1.1.1): a keyword, as
// the server spells it, and its parameters.
//
// Some servers add "AUTH=PLAIN LOGIN", the form before RFC 4954, for old clients. It has
// the keyword "AUTH=", so it is listed but does not offer AUTH.
type Feature struct {
	Keyword string
	Params  []string
}

// Features returns what the last EHLO or LHLO offered, in order. It returns nothing if
// that was refused, after HELO, and between Secured and the next EHLO. The caller must not
// change it.
func (s *Session) Features() []Feature { return slices.Clip(s.features) }

// FindFeature returns the first feature with a keyword, in any case (RFC 5321 2.4).
func (s *Session) FindFeature(keyword string) (Feature, bool) {
	i := slices.IndexFunc(s.features, func(f Feature) bool {
		return strings.EqualFold(f.Keyword, keyword)
	})
	if i < 0 {
		return Feature{}, false
	}
	return s.features[i], true
}

// parseFeatures parses the reply to EHLO. Its first line names the server. A line with another
// code or without one is ignored.
func parseFeatures(r Reply) []Feature {
	var list []Feature
	for _, line := range r.Lines[1:] {
		if line.Code != r.Code {
			continue
		}
		if words := splitWords(splitOldAuth(line.Text)); len(words) > 0 {
			list = append(list, parseFeature(words))
		}
	}
	return list
}

func parseFeature(words [][]byte) Feature {
	f := Feature{Keyword: string(words[0])}
	for _, word := range words[1:] {
		f.Params = append(f.Params, string(word))
	}
	return f
}

// splitOldAuth separates the keyword of "AUTH=PLAIN" from its first parameter.
func splitOldAuth(text []byte) []byte {
	const old = "AUTH="
	text = bytes.TrimLeft(text, " \t")
	if len(text) < len(old) || !bytes.EqualFold(text[:len(old)], []byte(old)) {
		return text
	}
	return slices.Concat(text[:len(old)], []byte(" "), text[len(old):])
}
