package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/sanitize"
	"byhand/internal/view"
)

// notSMTP returns the failure of a command that works only with SMTP and LMTP.
func notSMTP(name string) error {
	return failure(Usage, fmt.Sprintf(":%s works only with SMTP and LMTP, which this connection is not known to use", name), "")
}

func cmdCaps(_ context.Context, s *Session, _ string) error {
	if !s.client.SpeaksMail() {
		return notSMTP("caps")
	}
	caps := s.memory.capabilities()
	if len(caps) == 0 {
		hello, _ := s.client.Hello(s.opt.EHLO)
		return failure(Usage, ":caps: the server has not listed its capabilities yet", hello)
	}
	last := caps[len(caps)-1]
	s.out.Answer(fmt.Sprintf("capabilities %s:", last.when))
	for _, f := range last.features {
		s.out.Answer("  " + featureWords(f))
	}
	for i := 1; i < len(caps); i++ {
		for _, change := range changes(caps[i-1], caps[i]) {
			s.out.Answer(change)
		}
	}
	return nil
}

func cmdNext(_ context.Context, s *Session, _ string) error {
	state, ok := s.client.State()
	if !ok {
		return notSMTP("next")
	}
	for _, next := range advice.Next(s.memory.withAddresses(state)) {
		line := next.Line
		if line == "" {
			line = "(an empty line)"
		}
		s.out.Answer(fmt.Sprintf("  %-34s %s", line, next.Why))
	}
	return nil
}

func cmdWhy(_ context.Context, s *Session, _ string) error {
	r, end := s.memory.lastRefusal(), s.client.Snapshot().End
	if r == nil {
		what := ":why: nothing has been refused yet"
		if end != nil {
			what += "; " + end.String()
		}
		return failure(Usage, what, ":next lists what you can send now")
	}
	s.out.Answer(refusalHeading(r))
	for _, text := range describe.Refusal(*r) {
		s.out.Answer(text)
	}
	return nil
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
	what := sanitize.Text(r.Line)
	if reason := advice.Why(*r); what == "" || reason.Fault != nil && reason.Line == r.Line {
		what = requestName(r.Verb)
	}
	return fmt.Sprintf("%s was the reply to %s", code, what)
}
