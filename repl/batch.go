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

// batch is a group of lines that are sent in one write (RFC 2920).
type batch struct {
	*Session
	group   []conn.Line
	dialect dialect.Dialect // follows the lines and knows which are secret
	text    bool            // the next line is message text
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
		err := failure(Usage, fmt.Sprintf("%q cannot be used in a batch; only lines for the server can", ":"+l.name), ":go sends the batch, :batch --drop discards it")
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
		b.out.Note("that secret will be sent unencrypted")
	}
	b.group = append(b.group, conn.Line{Text: text, Ending: b.ending, Secret: secret})
	b.text = b.text && string(text) != "." || !b.text && isDATA(b.group[len(b.group)-1])
	b.dialect.Sent(text)
	b.dialect.Sent([]byte(b.ending))
	return nil
}

// renew judges the lines again, after a command that may have changed the connection.
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

// awaitUnrequested prepares for the lines after a group: the text of a message, if the
// group ends in DATA. Any other DATA in the group was sent with its text.
func (s *held) awaitUnrequested(lines []conn.Line) {
	if last := lines[len(lines)-1]; isDATA(last) {
		s.unrequested.data = newLine(prompt.Line{Text: last.Text})
		return
	}
	if s.client.Now().Unmet.Rest.IsText() {
		s.endUnrequested()
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

// tellReplies shows each command next to its reply: they were sent and received in groups.
func (b *batch) tellReplies(answers []dialect.Answer) {
	for _, row := range b.matched(answers) {
		b.out.Note(row)
	}
	if state, ok := b.client.State(); ok && state.Phase == smtp.Message && state.Recipients == 0 {
		b.out.Note(`no recipient was accepted, but the server waits for a message: "." on its own line ends it (RFC 2920 3.1)`)
	}
}

// matched pairs lines with their replies, in order. Message text has none.
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

// longVerb is the length to which package smtp cuts an unknown verb.
const longVerb = 32

// answers reports whether a reply to that verb can be the reply to this line.
func answers(to string, line []byte) bool {
	switch verb, _, _ := strings.Cut(strings.ReplaceAll(strings.Trim(string(line), " \t"), "\t", " "), " "); {
	case to == "AUTH": // also the reply to an answer
		return true
	case to == ".":
		return string(line) == "."
	case verb == "":
		return to == "CRLF"
	default: // to has only the beginning of a long word
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

// enders are the commands that must end a group: their replies change the meaning of the
// lines after them (RFC 2920 3.1, RFC 3207 4.2, RFC 4954 4).
var enders = map[string]bool{"EHLO": true, "HELO": true, "LHLO": true, "DATA": true, "VRFY": true, "EXPN": true,
	"TURN": true, "QUIT": true, "NOOP": true, "STARTTLS": true, "AUTH": true}

// adviseOnGroup warns if RFC 2920 forbids this batch. It is sent anyway, except that the
// lines after DATA wait.
func (b *batch) adviseOnGroup() {
	state, ok := b.client.State()
	if ok && !state.Has("PIPELINING") {
		b.out.Note("the server does not offer PIPELINING and may discard commands that are sent together (RFC 2920)")
	}
	for i, l := range b.group {
		words := strings.Fields(string(l.Text))
		if ok && i < len(b.group)-1 && len(words) > 0 && enders[strings.ToUpper(words[0])] && (b.opt.NoWait || !isDATA(l)) {
			b.out.Note(fmt.Sprintf("%s must be the last command of a group: the server may misread the lines after it (RFC 2920 3.1)", strings.ToUpper(words[0])))
			return
		}
	}
}
