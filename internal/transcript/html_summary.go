package transcript

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// htmlTally has the facts for the summary, from one pass over the entries.
type htmlTally struct {
	lasted           time.Duration // of the session
	openings         []*Opening
	tlsLists         [][]htmlFact
	secured          []*TLS
	ends             []*End
	sent, received   int64
	replies, refused int
	firstRefusals    []htmlRefusal // the first refusals
	slowest          time.Duration
	slowestTo        string // the verb of the slowest reply
	codes            map[int]*htmlCode
	users            []string
	clearSecrets     int // masked lines that were sent unencrypted
	secureLines      int
}

func countEntries(entries []Entry) *htmlTally {
	t := &htmlTally{codes: map[int]*htmlCode{}}
	for i, e := range entries {
		t.lasted = max(t.lasted, e.Elapsed)
		if e.Secure {
			t.secureLines++
		}
		switch {
		case e.Opening != nil:
			t.openings = append(t.openings, e.Opening)
		case e.TLS != nil:
			t.secured = append(t.secured, e.TLS)
			t.tlsLists = append(t.tlsLists, tlsFacts(e.TLS))
		case e.End != nil:
			t.ends = append(t.ends, e.End)
			t.sent += e.End.Sent
			t.received += e.End.Received
		case e.Kind == Sent:
			t.addSent(e)
		}
		if e.Reply != nil {
			t.addReply(i+1, e.Reply)
		}
	}
	return t
}

func (t *htmlTally) addSent(e Entry) {
	if e.Masked && !e.Secure {
		t.clearSecrets++
	}
	if e.User != "" && !slices.Contains(t.users, e.User) && len(t.users) < maxListed {
		t.users = append(t.users, e.User)
	}
}

func (t *htmlTally) addReply(row int, r *Reply) {
	t.replies++
	if r.Took > t.slowest {
		t.slowest, t.slowestTo = r.Took, r.Verb
	}
	if r.Code > 0 {
		t.addCode(r)
	}
	if !isRefusal(r) {
		return
	}
	t.refused++
	if len(t.firstRefusals) < maxListed {
		t.firstRefusals = append(t.firstRefusals, htmlRefusal{row, replyName(r)})
	}
}

func (t *htmlTally) addCode(r *Reply) {
	c := t.codes[r.Code]
	if c == nil {
		c = &htmlCode{Code: r.Code, Meaning: meaningOf(r.Code), Bad: isRefusal(r)}
		t.codes[r.Code] = c
	}
	c.Times++
	if e := safe(r.Enhanced); e != "" && len(c.Enhanced) < maxListed && !slices.Contains(c.Enhanced, e) {
		c.Enhanced = append(c.Enhanced, e)
		slices.Sort(c.Enhanced)
	}
}

// isRefusal reports whether a reply is a temporary or permanent refusal (RFC 5321 4.2.1).
func isRefusal(r *Reply) bool { return r.Code >= 400 && r.Code < 600 }

// replyName describes a reply: "550 5.1.1 to RCPT".
func replyName(r *Reply) string {
	name := fmt.Sprint(r.Code)
	if r.Enhanced != "" {
		name += " " + safe(r.Enhanced)
	}
	if r.Verb != "" {
		name += " to " + safe(r.Verb)
	}
	return name
}

// facts returns the summary, without facts that are not known.
func (t *htmlTally) facts() []htmlFact {
	f := t.connectionFacts()
	f = appendFact(f, "Lasted", formatDuration(t.lasted))
	if len(t.ends) > 0 {
		f = appendFact(f, "Bytes", formatNumber(t.sent)+" sent, "+formatNumber(t.received)+" received")
	}
	if t.replies > 0 {
		f = appendFact(f, "Replies", fmt.Sprintf("%s, %s refused", formatNumber(t.replies), formatNumber(t.refused)))
	}
	if t.slowest > 0 {
		slowest := formatDuration(t.slowest)
		if t.slowestTo != "" {
			slowest += ", to " + safe(t.slowestTo)
		}
		f = appendFact(f, "Slowest reply", slowest)
	}
	f = append(f, t.encryptionFact())
	if len(t.users) > 0 {
		f = append(f, htmlFact{Name: "Login as", Values: safeAll(t.users)})
	}
	if t.clearSecrets > 0 {
		f = append(f, htmlFact{"Secrets", []string{plural(t.clearSecrets, "line", "lines") + " with a secret sent unencrypted"}, true})
	}
	for _, end := range t.ends[max(0, len(t.ends)-1):] {
		f = appendFact(f, "Ended", safe(end.Text))
	}
	return f
}

// connectionFacts returns the addresses of the first connection, and how many more there are.
func (t *htmlTally) connectionFacts() []htmlFact {
	if len(t.openings) == 0 {
		return nil
	}
	o := t.openings[0]
	f := appendFact(nil, "Server", safe(o.Remote))
	f = appendFact(f, "Client", safe(o.Local))
	f = appendFact(f, "Proxy", safe(o.Proxy))
	if more := len(t.openings) - 1; more > 0 {
		f = appendFact(f, "Then", plural(more, "more connection", "more connections")+" (see below)")
	}
	return f
}

// appendFact adds a fact if it is known.
func appendFact(f []htmlFact, name, value string) []htmlFact {
	if value == "" {
		return f
	}
	return append(f, htmlFact{Name: name, Values: []string{value}})
}

func safeAll(texts []string) (all []string) {
	for _, text := range texts {
		all = append(all, safe(text))
	}
	return all
}

// quotedAll quotes names from a certificate, as byhand does everywhere.
func quotedAll(names []string) (all []string) {
	for _, name := range names {
		all = append(all, `"`+strings.ReplaceAll(safe(name), `"`, `\"`)+`"`)
	}
	return all
}

// codeTable returns the reply codes that came, in order.
func (t *htmlTally) codeTable() []*htmlCode {
	return slices.SortedFunc(maps.Values(t.codes), func(a, b *htmlCode) int { return cmp.Compare(a.Code, b.Code) })
}
