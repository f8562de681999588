package clientlog

import (
	"byhand/internal/lazyregexp"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// messageFields are the names under which loggers write the text of an entry.
var messageFields = []string{"msg", "message", "log", "text", "line", "data", "MESSAGE", "payload", "content", "event", "@message"}

// newJSON rewrites lines that are JSON objects, as structured loggers write them: the other
// fields become the mark. Each line of a text with many has it.
func newJSON() rewriter {
	return func(line string) []string {
		at := strings.IndexByte(line, '{')
		if at < 0 || at > 100 {
			return []string{line}
		}
		var fields map[string]any
		if json.Unmarshal([]byte(line[at:]), &fields) != nil {
			return []string{line}
		}
		name := textField(fields)
		text, ok := fields[name].(string)
		if !ok {
			return nil
		}
		var mark strings.Builder
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			if value, ok := fields[key].(string); ok && key != name && len(value) < 40 && !strings.ContainsAny(value, " \n") && !isVariable.MatchString(key) {
				mark.WriteString(key + "=" + value + " ")
			}
		}
		mark.WriteString(name + ": ")
		var out []string
		text = strings.ReplaceAll(text, "\r\n", "\n")
		if strings.Count(text, "\n") == 1 {
			text = strings.TrimSuffix(text, "\n")
		}
		for l := range strings.SplitSeq(text, "\n") {
			out = append(out, mark.String()+l)
			if len(out) == 1 { // all lines of an entry are of one side
				direction, _ := cutDirection(l)
				mark.WriteString(direction)
			}
		}
		return out
	}
}

// isVariable matches the names of fields that differ from entry to entry.
var isVariable = lazyregexp.New(`(?i)^@?(?:time|timestamp|ts|date|seq|elapsed|duration.*|code|caller|file|line|message|data|level_value)$`)

// textField returns the name of the field with the text: one that is a command or a
// reply, else the one with a usual name.
func textField(fields map[string]any) string {
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		text, _ := fields[key].(string)
		if _, rest := cutDirection(text); len(text) > 3 && (isReply(rest) && len(text) > 4 || strongCommand.MatchString(rest)) {
			return key
		}
	}
	for _, name := range messageFields {
		if _, ok := fields[name].(string); ok {
			return name
		}
	}
	return ""
}

// cutDirection removes a mark such as "C: " from the text of an entry.
func cutDirection(text string) (mark, rest string) {
	at := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("CS<>-=~: ", r) })
	if at < 0 || at > 6 {
		return "", text
	}
	return text[:at], text[at:]
}

// newExchange rewrites the protocol logs of Exchange: CSV with the fields date-time,
// connector-id, session-id, sequence-number, local-endpoint, remote-endpoint, event, data
// and context. Its events are + (connected), - (disconnected), > and < (sent and
// received), and * (comments).
func newExchange() rewriter {
	return func(line string) []string {
		r := csv.NewReader(strings.NewReader(line))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		fields, err := r.Read()
		if err != nil || len(fields) < 8 || strings.HasPrefix(line, "#") {
			return nil
		}
		session, event, data := fields[2], fields[6], fields[7]
		if event != ">" && event != "<" {
			return []string{"note " + strings.Join(fields[6:], " ") + " connected to " + fields[5]}
		}
		var out []string
		for l := range strings.SplitSeq(strings.ReplaceAll(data, "\r\n", "\n"), "\n") {
			out = append(out, "session "+session+" "+event+" "+l)
		}
		return out
	}
}

// newMutt rewrites a line of mutt's log to which mutt wrote the dot before a line of a
// message apart from the line.
func newMutt() rewriter {
	return func(line string) []string { return []string{muttDot.ReplaceAllString(line, "$1..")} }
}

var muttDot = lazyregexp.New(`(\d+> )\.\[\d{4}-\d\d-\d\d [^]]*\].*?\d+> \.`)
