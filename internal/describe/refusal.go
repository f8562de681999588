package describe

import (
	"fmt"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/explain"
	"byhand/internal/refusal"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// Refusal explains a refusal in lines: its cause, the line that the server objects to,
// whether the same can work later, and what to type next.
func Refusal(r advice.Refusal) []string {
	reason := advice.Why(r)
	all := []string{causeWords(reason)}
	if reason.ByCode || reason.Cause == refusal.Unknown {
		all = append(all, codeWords(r.Code, r.Enhanced))
	}
	switch f := reason.Fault; {
	case f != nil:
		mark := "  " + strings.Repeat(" ", len([]rune(sanitize.Text(r.Line[:f.At])))) + "^"
		if f.What != reason.Words { // causeWords has said it
			mark += " " + f.What
		}
		all = append(all, "  "+sanitize.Text(r.Line), mark)
	case reason.Line != "" && reason.Line != r.Line:
		all = append(all, fmt.Sprintf("the server objects to the %s: %s", reason.Blame, sanitize.Text(reason.Line)))
	}
	switch reason.Retry {
	case refusal.Can:
		all = append(all, "temporary: it may work later")
	case refusal.Cannot:
		all = append(all, "permanent: retrying won't help")
	}
	if reason.Next != "" {
		all = append(all, "hint: "+reason.Next)
	}
	return all
}

// causeWords returns the cause, what it means, and which provider says so where.
func causeWords(reason advice.Reason) string {
	text := string(reason.Cause) + ": "
	if reason.Provider != "" {
		text += reason.Provider + ": "
	}
	if reason.Words == "" {
		return text + reason.Cause.Means()
	}
	text += reason.Words
	if reason.Source != "" {
		text += " (" + reason.Source + ")"
	}
	return text
}

// codeWords explains the codes of a refusal. It points out an enhanced code whose class
// is not that of the reply code (RFC 2034 4).
func codeWords(code int, enhanced string) string {
	text := fmt.Sprintf("%d: not defined in any RFC", code)
	if meaning := smtp.Meaning(code); meaning != "" {
		text = fmt.Sprintf("%d: %s", code, meaning)
	}
	switch {
	case enhanced == "":
		return text
	case enhanced[0] != byte('0'+code/100):
		text += fmt.Sprintf("; %s contradicts %d: the first digits differ, and the reply code decides", enhanced, code)
	}
	return text + "; " + strings.Join(enhancedWords(enhanced), "; ")
}

// enhancedWords explains an enhanced code.
func enhancedWords(code string) (all []string) {
	found, err := explain.Find(code)
	if err != nil {
		return []string{code + ": not a registered code"}
	}
	for _, e := range found {
		all = append(all, e.Name+": "+e.Text)
	}
	return all
}

// IsRefusal reports whether text is a reply that refused something, not only words of the
// dictionary.
func IsRefusal(text string) bool {
	r := refusal.Parse(text)
	switch {
	case r.Code != 0 && r.Code < 400, r.Text == "":
		return false
	case r.Code != 0:
		return !isWord(r.Text)
	}
	return !isWord(text) && (r.Enhanced != "" || refusal.Explain(r).Cause != refusal.Unknown)
}

// isWord reports whether the dictionary has all words of text.
func isWord(text string) bool {
	_, err := explain.Find(text)
	return err == nil
}
