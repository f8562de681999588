package repl

import "byhand/smtp"

// enhancedWords says what an enhanced code means.
func enhancedWords(string) []string { return nil }

// featureWords says what a keyword offers.
func featureWords(f smtp.Feature) string { return featureText(f) }
