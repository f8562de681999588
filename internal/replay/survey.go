package replay

import (
	"iter"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// outline has the facts that planner needs before the first line: about the first
// connection on which a line was sent or received.
type outline struct {
	begin, end  int   // the indexes of its entries
	more        int   // how many connections come after it
	hasLines    bool  // a line was sent or received
	hasGap      bool  // entries are missing
	hasGreeting bool  // the first line is from the server
	hasHello    bool  // EHLO, HELO or LHLO was sent
	isLMTP      bool  // the first of them was LHLO
	showsTLS    bool  // the transcript says where TLS begins
	messages    []int // the DATA commands that a message follows, even if their replies are missing
	pendingData []int // the DATA commands that a message may follow
	awaitsText  bool  // the last line is a reply to DATA
	lastData    int   // the last DATA command
	omitted     []int // the DATA commands whose message is not in the transcript
}

// readOutline reads all entries once.
func readOutline(entries iter.Seq[transcript.Entry]) outline {
	o := outline{}
	i := 0
	for e := range entries {
		switch {
		case e.Kind == transcript.Opened && o.hasLines:
			if o.more++; o.more == 1 {
				o.end = i
			}
		case e.Kind == transcript.Opened:
			o = outline{begin: i}
		}
		if o.more == 0 {
			o.note(i, &e)
		}
		i++
	}
	if o.more == 0 {
		o.end = i
	}
	o.pendingData = nil
	return o
}

func (o *outline) note(i int, e *transcript.Entry) {
	o.hasGap = o.hasGap || e.IsGap()
	if e.IsOmission() && o.awaitsText {
		o.omitted = append(o.omitted, o.lastData)
	}
	o.awaitsText = e.Kind == transcript.Received && strings.HasPrefix(e.Text, "354")
	switch e.Kind {
	case transcript.Secured:
		o.showsTLS = true
	case transcript.Command:
		o.showsTLS = o.showsTLS || verb(e.Text) == ":TLS"
	case transcript.Received:
		o.hasGreeting = o.hasGreeting || !o.hasLines
		o.hasLines = true
		if n := len(o.pendingData); n > 0 && o.pendingData[n-1] == i-1 && strings.HasPrefix(e.Text, "354") {
			o.pendingData = o.pendingData[n-1:]
		} else {
			o.pendingData = o.pendingData[:0]
		}
	case transcript.Sent:
		o.hasLines = true
		o.noteSent(i, e)
	}
}

func (o *outline) noteSent(i int, e *transcript.Entry) {
	switch v := verb(e.Text); {
	case v == "DATA":
		o.pendingData, o.lastData = append(o.pendingData, i), i
	case e.Text == ".":
		o.messages, o.pendingData = append(o.messages, o.pendingData...), o.pendingData[:0]
	case !o.hasHello && (v == "LHLO" || v == "EHLO" || v == "HELO"):
		o.hasHello, o.isLMTP = true, v == "LHLO"
	}
}

// connection yields the entries of the connection and their indexes. It leaves out the lines
// of a message that is incomplete, up to its final dot.
func (o *outline) connection(entries iter.Seq[transcript.Entry]) iter.Seq2[int, transcript.Entry] {
	return func(yield func(int, transcript.Entry) bool) {
		i, skips := -1, false
		for e := range entries {
			if i++; i < o.begin {
				continue
			}
			isLeftOut := skips && e.Kind == transcript.Sent
			skips = e.IsOmission() || isLeftOut && e.Text != "."
			if i >= o.end || !isLeftOut && !yield(i, e) {
				return
			}
		}
	}
}

// planner returns a planner for the connection, which calls emit with each step.
func (o *outline) planner(emit func(Step) bool) *planner {
	p := &planner{outline: o, emit: emit, messages: o.messages, omitted: o.omitted, session: dialect.Named("")}
	if o.isLMTP {
		p.session = dialect.Named("lmtp")
	}
	if !o.hasGreeting {
		p.session.Received([]byte("220 \r\n"))
	}
	p.Plan = Plan{More: o.more, LMTP: o.isLMTP}
	return p
}

// newSession returns an SMTP or LMTP session that expects the first line of the connection:
// the greeting, or a command if the transcript has no greeting.
func (o *outline) newSession() *smtp.Session {
	s := &smtp.Session{LMTP: o.isLMTP}
	if !o.hasGreeting {
		s.Received([]byte("220 \r\n"))
	}
	return s
}
