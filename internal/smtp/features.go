package smtp

import (
	"bytes"
	"slices"
	"strings"
)

// Feature is one line of what a server offers in its reply to EHLO (RFC 5321
// 4.1.1.1): a keyword, as the server spells it, and its parameters.
//
// "AUTH=PLAIN LOGIN", the form before RFC 4954 that some servers add for old
// clients, has the keyword "AUTH=" and so is listed but is no offer of AUTH.
type Feature struct {
	Keyword string
	Params  []string
}

// Features is what the last EHLO or LHLO offered, in order; nothing after one
// that was refused, after HELO, and after Secured until the next.
func (s *Session) Features() []Feature { return slices.Clone(s.features) }

// Offers finds the first feature with the keyword, case-blind (RFC 5321
// 2.4).
func (s *Session) Offers(keyword string) (Feature, bool) {
	i := slices.IndexFunc(s.features, func(f Feature) bool {
		return strings.EqualFold(f.Keyword, keyword)
	})
	if i < 0 {
		return Feature{}, false
	}
	return s.features[i], true
}

// features reads the reply to EHLO; its first line names the server, and a
// line of another code, or of none, offers nothing.
func features(r Reply) []Feature {
	var list []Feature
	for _, line := range r.Lines[1:] {
		if line.Code != r.Code {
			continue
		}
		if words := fields(oldAuth(line.Text)); len(words) > 0 {
			list = append(list, feature(words))
		}
	}
	return list
}

func feature(words [][]byte) Feature {
	f := Feature{Keyword: string(words[0])}
	for _, word := range words[1:] {
		f.Params = append(f.Params, string(word))
	}
	return f
}

// oldAuth parts "AUTH=PLAIN" into a keyword and its first parameter.
func oldAuth(text []byte) []byte {
	const old = "AUTH="
	text = bytes.TrimLeft(text, " \t")
	if len(text) < len(old) || !bytes.EqualFold(text[:len(old)], []byte(old)) {
		return text
	}
	return slices.Concat(text[:len(old)], []byte(" "), text[len(old):])
}
