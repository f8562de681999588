package repl

import (
	"strings"

	"byhand/internal/explain"
	"byhand/internal/smtp"
)

// enhancedWords says what an enhanced code means.
func enhancedWords(code string) []string {
	var all []string
	found, err := explain.Find(code)
	if err != nil {
		return []string{code + ": not a registered code"}
	}
	for _, e := range found {
		all = append(all, e.Name+": "+e.Text)
	}
	return all
}

// featureWords says what a keyword offers.
func featureWords(f smtp.Feature) string {
	text := featureText(f)
	for _, e := range explain.All(explain.Keyword) {
		if e.Name == strings.ToUpper(f.Keyword) {
			text += ": " + e.Text
		}
	}
	return text
}
