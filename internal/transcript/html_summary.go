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
	tls              [][]htmlFact
	secured          []*TLS
	ends             []*End
	sent, received   int64
	replies, refused int
	named            []htmlRefusal // the first refusals
	slowest          time.Duration
	slowestTo        string // the verb of the slowest reply
	codes            map[int]*htmlCode
	users            []string
	clearSecrets     int // masked lines that were sent unencrypted
	secureLines      int
}

func tally(entries []Entry) *htmlTally {
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
			t.tls = append(t.tls, tlsFacts(e.TLS))
		case e.End != nil:
			t.ends = append(t.ends, e.End)
			t.sent += e.End.Sent
			t.received += e.End.Received
		case e.Kind == Sent:
			t.sentLine(e)
		}
		if e.Reply != nil {
			t.reply(i+1, e.Reply)
		}
	}
	return t
}

func (t *htmlTally) sentLine(e Entry) {
	if e.Masked && !e.Secure {
		t.clearSecrets++
	}
	if e.User != "" && !slices.Contains(t.users, e.User) && len(t.users) < maxNamed {
		t.users = append(t.users, e.User)
	}
}

func (t *htmlTally) reply(row int, r *Reply) {
	t.replies++
	if r.Took > t.slowest {
		t.slowest, t.slowestTo = r.Took, r.To
	}
	if r.Code > 0 {
		t.code(r)
	}
	if !refused(r) {
		return
	}
	t.refused++
	if len(t.named) < maxNamed {
		t.named = append(t.named, htmlRefusal{row, replyName(r)})
	}
}

func (t *htmlTally) code(r *Reply) {
	c := t.codes[r.Code]
	if c == nil {
		c = &htmlCode{Code: r.Code, Meaning: meaningOf(r.Code), Bad: refused(r)}
		t.codes[r.Code] = c
	}
	c.Times++
	if e := safe(r.Enhanced); e != "" && len(c.Enhanced) < maxNamed && !slices.Contains(c.Enhanced, e) {
		c.Enhanced = append(c.Enhanced, e)
		slices.Sort(c.Enhanced)
	}
}

// refused reports whether a reply is a temporary or permanent refusal (RFC 5321 4.2.1).
func refused(r *Reply) bool { return r.Code >= 400 && r.Code < 600 }

// replyName describes a reply: "550 5.1.1 to RCPT".
func replyName(r *Reply) string {
	name := fmt.Sprint(r.Code)
	if r.Enhanced != "" {
		name += " " + safe(r.Enhanced)
	}
	if r.To != "" {
		name += " to " + safe(r.To)
	}
	return name
}

// facts returns the summary, without facts that are not known.
func (t *htmlTally) facts() []htmlFact {
	f := t.places()
	f = appendFact(f, "Lasted", htmlTook(t.lasted))
	if len(t.ends) > 0 {
		f = appendFact(f, "Bytes", grouped(t.sent)+" sent, "+grouped(t.received)+" received")
	}
	if t.replies > 0 {
		f = appendFact(f, "Replies", fmt.Sprintf("%s, %s refused", grouped(t.replies), grouped(t.refused)))
	}
	if t.slowest > 0 {
		slowest := htmlTook(t.slowest)
		if t.slowestTo != "" {
			slowest += ", to " + safe(t.slowestTo)
		}
		f = appendFact(f, "Slowest reply", slowest)
	}
	f = append(f, t.encryption())
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

// places returns the addresses of the first connection, and how many more there are.
func (t *htmlTally) places() []htmlFact {
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
