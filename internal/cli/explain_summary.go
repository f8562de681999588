package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/maillog"
	"byhand/internal/refusal"
)

// summary counts the refusals in a log by cause.
type summary struct {
	total   int
	causes  map[refusal.Cause]*causeCount
	reasons map[string]advice.Reason // of replies seen before, by maskedKey
}

// causeCount is how many refusals have a cause, and the first of them.
type causeCount struct {
	count int
	cause refusal.Cause
	first maillog.Found
	reply refusal.Reply
}

// maxReasons bounds the memory of a summary.
const maxReasons = 4096

// count counts a refusal, and returns why the server refused.
func (s *summary) count(r refusal.Reply, found maillog.Found) advice.Reason {
	key := maskedKey(r)
	reason, known := s.reasons[key]
	if !known {
		if len(s.reasons) >= maxReasons {
			clear(s.reasons)
		}
		reason = advice.Why(advice.Refusal{Reply: r})
		s.reasons[key] = reason
	}
	s.total++
	c := s.causes[reason.Cause]
	if c == nil {
		c = &causeCount{cause: reason.Cause, first: found, reply: r}
		s.causes[reason.Cause] = c
	}
	c.count++
	return reason
}

// maskedKey returns what replies have in common that differ only in addresses.
func maskedKey(r refusal.Reply) string {
	var b strings.Builder
	b.WriteString(r.Verb)
	for word := range strings.FieldsSeq(r.Text) {
		if b.WriteByte(' '); !strings.ContainsAny(word, "@<[") {
			b.WriteString(word)
		}
	}
	return fmt.Sprint(r.Code, r.Enhanced, b.String())
}

// showSummary prints the causes, the most frequent first.
func (f *explainFlags) showSummary(s *summary) error {
	all := slices.SortedFunc(maps.Values(s.causes), func(a, b *causeCount) int {
		return cmp.Or(b.count-a.count, cmp.Compare(a.first.Line, b.first.Line))
	})
	for _, c := range all {
		lines := describe.Refusal(advice.Refusal{Reply: c.reply})
		where := fmt.Sprintf("line %d: ", c.first.Line)
		if c.first.Verb != "" {
			where = fmt.Sprintf("line %d, to %s: ", c.first.Line, c.first.Verb)
		}
		lines = append([]string{lines[0], where + c.first.Text}, lines[1:]...)
		head := fmt.Sprintf("%7d  ", c.count)
		for _, line := range lines {
			if err := f.out.Row(head, line); err != nil {
				return err
			}
			head = strings.Repeat(" ", len(head))
		}
	}
	return nil
}
