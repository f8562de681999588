package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/prompt"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// batch is a group of lines that go out in one write (RFC 2920).
type batch struct {
	*Session
	group   []conn.Line
	dialect dialect.Dialect // has been told of the lines: it knows which are secret
	text    bool            // the next line is text of a message
}

// collect adds a line to the batch. Only colon-commands that send nothing run.
func (b *batch) collect(ctx context.Context, l line) error {
	b.place = l.Where
	if l.meaning == command {
		c := find(l.name)
		if c != nil && c.InBatch {
			err := b.run(ctx, l)
			b.renew()
			return err
		}
		err := failure(Usage, fmt.Sprintf("%q is not for a batch: only lines are", ":"+l.name), ":go sends the batch, :batch --drop forgets it")
		if c == nil || c.Switches {
			return endsScript(err)
		}
		return err
	}
	text := append([]byte(nil), l.text...)
	if !b.text && startsChunk(text) {
		return failure(Usage, "BDAT cannot be used in a batch: if it is refused, the server reads its octets as commands", ":bdat FILE")
	}
	secret := b.dialect.Secret(text)
	b.policy.keep(string(l.Text[:len(l.Text)-secret]))
	if secret > 0 && inTheClear(b.Session) {
		b.out.Note("that secret will go out in the clear: the connection is not encrypted")
	}
	b.group = append(b.group, conn.Line{Text: text, Ending: b.ending, Secret: secret})
	b.text = b.text && string(text) != "." || !b.text && isDATA(b.group[len(b.group)-1])
	b.dialect.Sent(text)
	b.dialect.Sent([]byte(b.ending))
	return nil
}

// renew keeps the lines, which may now be for another connection.
func (b *batch) renew() {
	b.dialect = b.client.Fork()
	for _, l := range b.group {
		b.dialect.Sent(l.Text)
		b.dialect.Sent([]byte(l.Ending))
	}
}

// startsChunk reports whether a line is BDAT with octets to follow.
func startsChunk(line []byte) bool {
	words := strings.Fields(string(line))
	return len(words) > 1 && strings.EqualFold(words[0], "BDAT") && strings.Trim(words[1], "0") != ""
}

// closeGate readies the gate for what follows these lines: text of a message, if
// the last of them is DATA. Any other DATA had its text with it.
func (s *held) closeGate(lines []conn.Line) {
	if last := lines[len(lines)-1]; isDATA(last) {
		s.gate.data = newLine(prompt.Line{Text: last.Text})
		return
	}
	if s.client.Now().Unmet.Rest.IsText() {
		s.openGate()
	}
}

func isDATA(l conn.Line) bool {
	return l.Ending != "" && strings.EqualFold(strings.TrimSpace(string(l.Text)), "DATA")
}

// dropBatch ends the batch and returns how many lines it had.
func (s *Session) dropBatch() int {
	if s.batch == nil {
		return 0
	}
	n := len(s.batch.group)
	s.batch = nil
	return n
}

// tellAnswers puts each command next to its reply: on the wire they stand apart.
func (b *batch) tellAnswers(answers []dialect.Answer) {
	for _, row := range b.matched(answers) {
		b.out.Note(row)
	}
	if state, ok := b.client.State(); ok && state.Phase == smtp.Message && state.Recipients == 0 {
		b.out.Note(`no recipient was accepted, and the server waits for a message all the same: "." alone ends it (RFC 2920 3.1)`)
	}
}

// matched pairs the lines that were answered with their replies, in order; text
// of a message has none.
func (b *batch) matched(all []dialect.Answer) (rows []string) {
	i := 0
	for _, a := range all {
		at := i
		if i > 0 && a.To == "." && string(b.group[i-1].Text) == "." { // LMTP answers it more than once
			at = len(b.group)
		}
		for at < len(b.group) && !answers(a.To, b.group[at].Text) {
			at++
		}
		switch {
		case at < len(b.group):
			i = at + 1
			rows = append(rows, shownLine(b.group[at])+": "+view.Reply(a.Reply))
		case i > 0:
			rows = append(rows, shownLine(b.group[i-1])+": "+view.Reply(a.Reply))
		}
	}
	return rows
}

// longVerb is where package smtp cuts a word that is no verb.
const longVerb = 32

// answers reports whether a reply to that verb can be the one to this line.
func answers(to string, line []byte) bool {
	switch verb, _, _ := strings.Cut(strings.ReplaceAll(strings.Trim(string(line), " \t"), "\t", " "), " "); {
	case to == "AUTH": // to a line that answers a challenge too
		return true
	case to == ".":
		return string(line) == "."
	case verb == "":
		return to == "CRLF"
	default: // of a long word only its beginning is told
		return strings.EqualFold(to, verb[:min(len(verb), longVerb)])
	}
}

func shownLine(l conn.Line) string {
	text := sanitize.Text(l.Text[:len(l.Text)-l.Secret])
	if l.Secret > 0 {
		text += view.Mask(l.Secret)
	}
	return text
}

// enders are the commands that end a group: what they lead to changes what the
// lines behind them mean (RFC 2920 3.1, RFC 3207 4.2, RFC 4954 4).
var enders = map[string]bool{"EHLO": true, "HELO": true, "LHLO": true, "DATA": true, "VRFY": true, "EXPN": true,
	"TURN": true, "QUIT": true, "NOOP": true, "STARTTLS": true, "AUTH": true}

// adviseOnGroup says what RFC 2920 has against this batch. It goes out all the
// same; only what follows DATA waits.
func (b *batch) adviseOnGroup() {
	state, ok := b.client.State()
	if ok && !state.Has("PIPELINING") {
		b.out.Note("the server does not offer PIPELINING: it may lose what it did not wait for (RFC 2920)")
	}
	for i, l := range b.group {
		words := strings.Fields(string(l.Text))
		if ok && i < len(b.group)-1 && len(words) > 0 && enders[strings.ToUpper(words[0])] && (b.opt.NoWait || !isDATA(l)) {
			b.out.Note(fmt.Sprintf("%s ends a group: the server may read what stands behind it as something else (RFC 2920 3.1)", strings.ToUpper(words[0])))
			return
		}
	}
}
