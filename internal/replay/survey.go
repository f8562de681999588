package replay

import (
	"iter"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// outline has the facts about a connection that are needed before its first line can be
// understood. It is about the first connection on which a line was sent or received.
type outline struct {
	begin, end int   // the indexes of its entries
	more       int   // how many connections come after it
	talks      bool  // a line was sent or received
	gap        bool  // entries are missing
	greeted    bool  // the first line is from the server
	helloed    bool  // EHLO, HELO or LHLO was sent
	lmtp       bool  // the first of them was LHLO
	upgrades   bool  // the transcript says where TLS begins
	messages   []int // the DATA commands that a message follows, even if their replies are missing
	asked      []int // the DATA commands that a message may follow
}

// survey reads all entries once.
func survey(entries iter.Seq[transcript.Entry]) outline {
	o := outline{}
	i := 0
	for e := range entries {
		switch {
		case e.Kind == transcript.Opened && o.talks:
			if o.more++; o.more == 1 {
				o.end = i
			}
		case e.Kind == transcript.Opened:
			o = outline{begin: i}
		}
		if o.more == 0 {
			o.take(i, &e)
		}
		i++
	}
	if o.more == 0 {
		o.end = i
	}
	o.asked = nil
	return o
}

func (o *outline) take(i int, e *transcript.Entry) {
	o.gap = o.gap || e.Gap()
	switch e.Kind {
	case transcript.Secured:
		o.upgrades = true
	case transcript.Command:
		o.upgrades = o.upgrades || verb(e.Text) == ":TLS"
	case transcript.Received:
		o.greeted = o.greeted || !o.talks
		o.talks = true
		if n := len(o.asked); n > 0 && o.asked[n-1] == i-1 && strings.HasPrefix(e.Text, "354") {
			o.asked = o.asked[n-1:]
		} else {
			o.asked = o.asked[:0]
		}
	case transcript.Sent:
		o.talks = true
		o.sent(i, e)
	}
}

func (o *outline) sent(i int, e *transcript.Entry) {
	switch v := verb(e.Text); {
	case v == "DATA":
		o.asked = append(o.asked, i)
	case e.Text == ".":
		o.messages, o.asked = append(o.messages, o.asked...), o.asked[:0]
	case !o.helloed && (v == "LHLO" || v == "EHLO" || v == "HELO"):
		o.helloed, o.lmtp = true, v == "LHLO"
	}
}

// part yields the entries of the connection and their indexes.
func (o *outline) part(entries iter.Seq[transcript.Entry]) iter.Seq2[int, transcript.Entry] {
	return func(yield func(int, transcript.Entry) bool) {
		i := 0
		for e := range entries {
			if i >= o.end || i >= o.begin && !yield(i, e) {
				return
			}
			i++
		}
	}
}

// planner returns a planner for the connection, which calls emit with each step.
func (o *outline) planner(emit func(Step) bool) *planner {
	p := &planner{outline: o, emit: emit, messages: o.messages, session: dialect.Named("")}
	if o.lmtp {
		p.session = dialect.Named("lmtp")
	}
	if !o.greeted {
		p.session.Received([]byte("220 \r\n"))
	}
	p.Plan = Plan{More: o.more, LMTP: o.lmtp}
	return p
}

// newSession returns an SMTP or LMTP session that expects the first line of the connection:
// the greeting, or a command if the transcript has no greeting.
func (o *outline) newSession() *smtp.Session {
	s := &smtp.Session{LMTP: o.lmtp}
	if !o.greeted {
		s.Received([]byte("220 \r\n"))
	}
	return s
}
