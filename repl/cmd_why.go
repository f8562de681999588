package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/sanitize"
	"byhand/internal/view"
)

// cmdWhy explains what went wrong last: a connection or a handshake that failed, a server
// that hung up or says nothing, or a refusal.
func cmdWhy(_ context.Context, s *Session, _ string) error {
	rows := s.memory.failureRows()
	if rows == nil {
		rows = silenceRows(s)
	}
	if r := s.memory.lastRefusal(); rows == nil && r != nil {
		rows = append([]string{refusalHeading(r)}, describe.Refusal(*r)...)
	}
	if rows == nil {
		what := ":why: nothing has been refused yet"
		if end := s.client.Snapshot().End; end != nil {
			what += "; " + end.String()
		}
		return failure(Usage, what, ":next lists what you can send now")
	}
	for _, row := range rows {
		s.out.Answer(row)
	}
	return nil
}

// silenceRows explains a server that hung up or says nothing; nil: it did neither, or a
// refusal explains it.
func silenceRows(s *Session) []string {
	now, last := s.client.Snapshot(), s.memory.lastLine()
	waiting := now.End == nil && now.Overdue >= longWait
	isOurs := now.End != nil && now.End.How == conn.Aborted // the failure of the handshake explains it
	if !waiting && (isOurs || !now.Lost || now.Finished || last.refused && !now.ReplyMissing) {
		return nil
	}
	silence := describe.Silence{End: now.End, For: now.Overdue, Line: last.text, Missing: now.ReplyMissing, Greeting: !last.greeted,
		Handshake: last.handshakeDue && (waiting || now.ReplyMissing), AgreedTLS: now.EndedBeforeTLS, Hint: ":again"}
	switch t := s.client.Target(); {
	case silence.Greeting && !t.TLS:
		silence.Hint = s.reach().TLS(t)
	case waiting && !silence.Handshake:
		silence.Hint = ""
	}
	return describe.Silent(silence)
}

// refusalHeading returns which line was refused, and with which code or word. It leaves out
// a line that the explanation shows.
func refusalHeading(r *advice.Refusal) string {
	if r.Word != "" {
		return fmt.Sprintf("%s was the reply to %s: %s", r.Word, requestName(r.Verb), view.Quoted([]byte(strings.TrimSpace(r.Text))))
	}
	code := fmt.Sprint(r.Code)
	if r.Enhanced != "" {
		code += " " + r.Enhanced
	}
	if r.Verb == "" {
		return code + " was an unsolicited reply"
	}
	what := sanitize.Text(r.Line)
	if reason := advice.Why(*r); what == "" || reason.Fault != nil && reason.Line == r.Line {
		what = requestName(r.Verb)
	}
	return fmt.Sprintf("%s was the reply to %s", code, what)
}
