package repl

import (
	"slices"
	"strings"

	"byhand/internal/explain"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// featureWords explains a capability.
func featureWords(f smtp.Feature) string {
	text := featureText(f)
	for _, e := range explain.All(explain.Keyword) {
		if e.Name == strings.ToUpper(f.Keyword) {
			text += ": " + e.Text
		}
	}
	return text
}

// changes lists the capabilities that are in only one of two EHLO replies.
func changes(before, after caps) []string {
	var all []string
	for _, p := range []struct {
		words    string
		in, from caps
	}{{"no longer offered " + after.when + ": ", before, after}, {"offered only " + after.when + ": ", after, before}} {
		var found []string
		for _, f := range p.in.features {
			if text := featureText(f); !p.from.has(text) {
				found = append(found, text)
			}
		}
		if len(found) > 0 {
			all = append(all, p.words+strings.Join(found, ", "))
		}
	}
	return all
}

// has reports whether one of the capabilities, as featureText writes it, is text.
func (c caps) has(text string) bool {
	return slices.ContainsFunc(c.features, func(f smtp.Feature) bool { return featureText(f) == text })
}

// featureText returns a capability with its parameters, sanitized.
func featureText(f smtp.Feature) string {
	return sanitize.Text(strings.Join(append([]string{strings.ToUpper(f.Keyword)}, f.Params...), " "))
}
