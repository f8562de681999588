package refusal

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRows checks that each row is sane and can be reached.
func TestRows(t *testing.T) {
	causes := map[Cause]bool{}
	for _, f := range Facts() {
		causes[f.Cause] = true
	}
	date := regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)
	for _, table := range allTables() {
		if table.name != "" && (!strings.HasPrefix(table.source, "http") || table.checked != "" && !date.MatchString(table.checked)) {
			t.Errorf("%s: no source, or a wrong date: %q %q", table.name, table.source, table.checked)
		}
		checkPattern(t, table.name, table.marks)
		seen := map[[3]string]bool{}
		for _, w := range table.rows {
			key := [3]string{w.codes, w.verbs, w.says}
			if !causes[w.cause] || seen[key] || key == [3]string{} {
				t.Errorf("%s: %q: cause %q, seen before: %t", table.name, key, w.cause, seen[key])
			}
			seen[key] = true
			checkPattern(t, table.name, w.says)
		}
	}
}

// checkPattern checks that each piece of a pattern can be in a normalized text.
func checkPattern(t *testing.T, table, says string) {
	t.Helper()
	if says == "" {
		return
	}
	for part := range strings.SplitSeq(says, " & ") {
		for alternative := range strings.SplitSeq(strings.TrimPrefix(part, "!"), "|") {
			for piece := range strings.FieldsFuncSeq(alternative, func(r rune) bool { return r == '*' || r == '~' }) {
				class := strings.Trim(piece, "{}")
				if strings.HasPrefix(piece, "{") != strings.HasSuffix(piece, "}") || class != piece && classes[class] == "" {
					t.Errorf("%s: %q: no class %q", table, says, piece)
				}
			}
			if strings.Trim(alternative, " *~") == "" || alternative != strings.ToLower(alternative) || strings.Contains(alternative, "  ") {
				t.Errorf("%s: %q: empty, or not as in a normalized text: %q", table, says, alternative)
			}
		}
	}
	for name, words := range classes {
		if slices.Contains(strings.Split(words, "|"), "") || words != strings.ToLower(words) || strings.ContainsAny(words, "*~{}") {
			t.Errorf("class %s: %q", name, words)
		}
	}
}
