package describe

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/explain"
	"byhand/internal/lazyregexp"
	"byhand/internal/refusal"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// Refusal explains a refusal in at most five lines: its cause, the line that the server
// objects to, what the provider means or the session shows, whether the same can work
// later, and what to type next.
func Refusal(r advice.Refusal) []string {
	reason := advice.Why(r)
	rows := refusalRows(reason, r)
	if height(rows) > 5 && reason.Provider != "" && reason.Words != "" {
		if reason.Source = ""; height(refusalRows(reason, r)) > 5 {
			reason.Provider, reason.Words = "", reason.Provider+": "+reason.Words // instead of what the cause means
		}
		rows = refusalRows(reason, r)
	}
	return rows
}

// height returns how many rows of a terminal with 80 columns the lines need.
func height(lines []string) (n int) {
	const columns = 80 - len("byhand: ")
	for _, line := range lines {
		n += (len([]rune(line)) + columns - 1) / columns
	}
	return n
}

func refusalRows(reason advice.Reason, r advice.Refusal) []string {
	all := append([]string{causeWords(reason)}, blamed(reason, r)...)
	if meaning := meaningWords(reason, r); meaning != "" && reason.Fault == nil {
		all = append(all, meaning)
	}
	switch reason.Retry {
	case refusal.Can:
		all = append(all, "temporary: it may work later")
	case refusal.Cannot:
		all = append(all, "permanent: retrying without a change won't help")
	}
	if reason.Next != "" {
		all = append(all, "hint: "+reason.Next)
	}
	return all
}

// causeWords returns the cause, and what it means in one sentence.
func causeWords(reason advice.Reason) string {
	text := string(reason.Cause) + ": "
	switch {
	case reason.Words == "" && reason.Provider != "":
		return text + reason.Provider + ": " + reason.Cause.Means()
	case reason.Words == "", reason.Provider != "":
		return text + reason.Cause.Means()
	}
	return text + reason.Words
}

// blamed shows the line that the server objects to: with a caret at the mistake in it, or
// if it is not the refused line.
func blamed(reason advice.Reason, r advice.Refusal) []string {
	switch {
	case reason.Fault != nil:
		line, caret := pointAt(reason.Line, reason.Fault.At)
		if !strings.Contains(causeWords(reason), reason.Fault.What) {
			caret += " " + reason.Fault.What
		}
		return []string{"  " + line, "  " + caret}
	case reason.Line != r.Line:
		return []string{fmt.Sprintf("the server objects to the %s: %s", reason.Blame, sanitize.Text(reason.Line))}
	case reason.Blame == refusal.Client:
		if address := clientAddress(r.Text); address != "" {
			return []string{"the server objects to the client's address: " + address}
		}
	}
	return nil
}

// widest is how many columns of a line are shown around a mistake.
const widest = 64

// pointAt returns a line, sanitized and cut to widest, and a caret under its byte at.
func pointAt(line string, at int) (shown, caret string) {
	before, after := []rune(sanitize.Text(line[:at])), []rune(sanitize.Text(line[at:]))
	if len(before)+len(after) > widest {
		const room = widest / 2
		if len(before) > room {
			before = append([]rune("..."), before[len(before)-room+3:]...)
		}
		if rest := widest - len(before); len(after) > rest {
			after = append(after[:rest-3:rest-3], []rune("...")...)
		}
	}
	return string(before) + string(after), strings.Repeat(" ", len(before)) + "^"
}

var ipAddress = lazyregexp.New(`\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}`)

// clientAddress returns the only IP address in the text of a reply; "": none, or several.
func clientAddress(text string) string {
	found := slices.Compact(ipAddress.FindAllString(text, -1))
	if len(found) != 1 || net.ParseIP(found[0]) == nil {
		return ""
	}
	return found[0]
}

// meaningWords returns what the session shows, what the provider means, or what the codes
// mean if the text says nothing; "": nothing that the cause does not say.
func meaningWords(reason advice.Reason, r advice.Refusal) string {
	switch {
	case reason.Detail != "":
		return reason.Detail
	case reason.Provider != "" && reason.Words != "":
		text := reason.Provider + ": " + reason.Words
		if reason.Source != "" {
			text += " (" + reason.Source + ")"
		}
		return text
	case r.Code != 0 && reason.Cause == refusal.Unknown:
		return codeWords(r.Code, r.Enhanced)
	case reason.ByCode && r.Enhanced != "":
		return "based on the code, not the text: " + codeWords(r.Code, r.Enhanced)
	case reason.ByCode:
		return fmt.Sprintf("based on the code %d, not the text", r.Code)
	}
	return ""
}

// codeWords explains the codes of a refusal: the enhanced code if it is registered,
// otherwise the reply code. It points out an enhanced code whose class is not that of the
// reply code (RFC 2034 4).
func codeWords(code int, enhanced string) string {
	basic := fmt.Sprintf("%d: not defined in any RFC", code)
	if meaning := smtp.Meaning(code); meaning != "" {
		basic = fmt.Sprintf("%d: %s", code, meaning)
	}
	words, registered := enhancedWords(enhanced)
	switch {
	case enhanced == "":
		return basic
	case enhanced[0] != byte('0'+code/100):
		return fmt.Sprintf("%s contradicts %d: the first digits differ, and the reply code decides; %s", enhanced, code, basic)
	case registered:
		return words
	}
	return basic + "; " + words
}

// enhancedWords explains an enhanced code, and reports whether it is registered.
func enhancedWords(code string) (words string, registered bool) {
	i := slices.IndexFunc(explain.All(explain.EnhancedCode), func(e explain.Entry) bool { return len(code) > 1 && e.Name[1:] == code[1:] })
	if i < 0 {
		return code + ": not a registered code", false
	}
	return code + ": " + explain.All(explain.EnhancedCode)[i].Text, true
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
