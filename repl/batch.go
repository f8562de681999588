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

// batch collects lines to send in one write (RFC 2920).
type batch struct {
	*Session
	group   []conn.Line
	dialect dialect.Dialect // a copy of the client's, which tells how much of each line is secret
	text    bool            // the next line is message text
}

// collect adds a line to the batch. It runs a colon-command whose row has InBatch, and
// returns a *Failure for any other.
func (b *batch) collect(ctx context.Context, l line) error {
	b.place = l.Where
	if l.meaning == command {
		c := find(l.name)
		if c != nil && c.InBatch {
			err := b.run(ctx, l)
			b.refork()
			return err
		}
		err := failure(Usage, fmt.Sprintf("%q cannot be used in a batch; only lines for the server can", ":"+l.name), ":go sends the batch, :batch --drop drops it")
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
	b.policy.addToHistory(string(l.Text[:len(l.Text)-secret]))
	if secret > 0 && isSecretExposed(b.Session) {
		b.out.Note("that secret will be sent unencrypted")
	}
	b.group = append(b.group, conn.Line{Text: text, Ending: b.ending, Secret: secret})
	b.text = b.text && string(text) != "." || !b.text && isDATA(b.group[len(b.group)-1])
	b.dialect.Sent(text)
	b.dialect.Sent([]byte(b.ending))
	return nil
}

// refork copies the client's dialect again and repeats the lines to it, after a command that
// may have changed the connection.
func (b *batch) refork() {
	b.dialect = b.client.Fork()
	for _, l := range b.group {
		b.dialect.Sent(l.Text)
		b.dialect.Sent([]byte(l.Ending))
	}
}

// startsChunk reports whether a line is BDAT with a size above 0: octets must follow.
func startsChunk(line []byte) bool {
	words := strings.Fields(string(line))
	return len(words) > 1 && strings.EqualFold(words[0], "BDAT") && strings.Trim(words[1], "0") != ""
}

// prepareWithholding is called after a group was sent. If the group ends in DATA, it keeps
// that line for endWithholding. Otherwise the text of any message was sent in the group, and
// byhand has nothing to withhold.
func (s *held) prepareWithholding(lines []conn.Line) {
	if last := lines[len(lines)-1]; isDATA(last) {
		s.unrequested.data = newLine(prompt.Line{Text: last.Text})
		return
	}
	if s.client.Snapshot().Unrequested.Continuation.IsText() {
		s.endWithholding()
	}
}

// isDATA reports whether a line is a complete DATA command.
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

// showReplies shows each command with its reply, because the session shows all commands of a
// group before their replies.
func (b *batch) showReplies(answers []dialect.Reply) {
	for _, row := range b.pairReplies(answers) {
		b.out.Note(row)
	}
	if state, ok := b.client.State(); ok && state.Phase == smtp.Message && state.Recipients == 0 {
		b.out.Note(`no recipient was accepted, but the server waits for a message: type "." on its own line to end it (RFC 2920 3.1)`)
	}
}

// pairReplies returns a row for each reply: the line that it is for, and the reply. Message
// text has no reply.
func (b *batch) pairReplies(all []dialect.Reply) (rows []string) {
	i := 0
	for _, a := range all {
		at := i
		if i > 0 && a.Verb == "." && string(b.group[i-1].Text) == "." { // LMTP sends a reply for each recipient
			at = len(b.group)
		}
		for at < len(b.group) && !isCommand(a.Verb, b.group[at].Text) {
			at++
		}
		switch {
		case at < len(b.group):
			i = at + 1
			rows = append(rows, maskedLine(b.group[at])+": "+view.Reply(a.Reply))
		case i > 0:
			rows = append(rows, maskedLine(b.group[i-1])+": "+view.Reply(a.Reply))
		}
	}
	return rows
}

// maxVerb is the length to which package smtp cuts an unknown verb.
const maxVerb = 32

// isCommand reports whether line can be the command that a dialect calls to, as in
// dialect.Reply.Verb.
func isCommand(to string, line []byte) bool {
	switch verb, _, _ := strings.Cut(strings.ReplaceAll(strings.Trim(string(line), " \t"), "\t", " "), " "); {
	case to == "AUTH": // any line can be an answer to a challenge
		return true
	case to == ".":
		return string(line) == "."
	case verb == "":
		return to == "CRLF"
	default:
		return strings.EqualFold(to, verb[:min(len(verb), maxVerb)])
	}
}

// maskedLine returns a line, sanitized and with its secret masked.
func maskedLine(l conn.Line) string {
	text := sanitize.Text(l.Text[:len(l.Text)-l.Secret])
	if l.Secret > 0 {
		text += view.Mask(l.Secret)
	}
	return text
}

// groupEnders are the commands that must be the last of a group, because their replies change
// the meaning of the lines after them (RFC 2920 3.1, RFC 3207 4.2, RFC 4954 4).
var groupEnders = map[string]bool{"EHLO": true, "HELO": true, "LHLO": true, "DATA": true, "VRFY": true, "EXPN": true,
	"TURN": true, "QUIT": true, "NOOP": true, "STARTTLS": true, "AUTH": true}

// warnAboutGroup warns if RFC 2920 forbids this batch. byhand sends it anyway, but sends the
// lines after DATA only after its reply.
func (b *batch) warnAboutGroup() {
	state, ok := b.client.State()
	if ok && !state.Has("PIPELINING") {
		b.out.Note("the server does not offer PIPELINING and may discard commands that are sent together (RFC 2920)")
	}
	for i, l := range b.group {
		words := strings.Fields(string(l.Text))
		if ok && i < len(b.group)-1 && len(words) > 0 && groupEnders[strings.ToUpper(words[0])] && (b.opt.NoWait || !isDATA(l)) {
			b.out.Note(fmt.Sprintf("%s must be the last command of a batch: the server may misread the lines after it (RFC 2920 3.1)", strings.ToUpper(words[0])))
			return
		}
	}
}
