package repl

import (
	"context"
	"fmt"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
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
	r, end := s.memory.lastRefusal(), s.client.Now().End
	if r == nil {
		what := ":why: nothing has been refused yet"
		if end != nil {
			what += "; " + end.String()
		}
		return failure(Usage, what, ":next lists what you can send now")
	}
	s.out.Answer(refusalHeading(r))
	if r.Word != "" {
		return nil
	}
	reason := advice.Why(*r)
	for _, text := range codeWords(r.Code, r.Enhanced) {
		s.out.Answer(text)
	}
	if p, words, ok := quirk(s.client.Target().Host, r.Code, r.Enhanced); ok {
		s.out.Answer(fmt.Sprintf("%s means: %s", p, words))
	}
	if f := reason.Fault; f != nil {
		s.out.Answer("  " + sanitize.Text(r.Line))
		s.out.Answer("  " + strings.Repeat(" ", len([]rune(sanitize.Text(r.Line[:f.At])))) + "^ " + f.What)
	} else if reason.Words != "" {
		s.out.Answer(reason.Words)
	}
	if reason.Next != "" {
		s.out.Answer("hint: " + reason.Next)
	}
	return nil
}

// refusalHeading returns which line was refused, and with which code or word.
func refusalHeading(r *advice.Refusal) string {
	if r.Word != "" {
		return fmt.Sprintf("%s was the reply to %s: %s", r.Word, requestName(r.To), view.Quoted([]byte(strings.TrimSpace(r.Text))))
	}
	code := fmt.Sprint(r.Code)
	if r.Enhanced != "" {
		code += " " + r.Enhanced
	}
	what := sanitize.Text(r.Line)
	if what == "" {
		what = requestName(r.To)
	}
	return fmt.Sprintf("%s was the reply to %s", code, what)
}

// codeWords explains the codes of a refusal. It also reports an enhanced code that has
// another first digit than the reply code (RFC 2034 4).
func codeWords(code int, enhanced string) []string {
	var all []string
	if meaning := smtp.Meaning(code); meaning != "" {
		all = append(all, fmt.Sprintf("%d: %s", code, meaning))
	} else {
		all = append(all, fmt.Sprintf("%d: not defined in any RFC; %s", code, classWords(code)))
	}
	if enhanced == "" {
		return all
	}
	if enhanced[0] != byte('0'+code/100) {
		all = append(all, fmt.Sprintf("%s contradicts %d: the first digits differ, and the reply code decides", enhanced, code))
	}
	return append(all, enhancedWords(enhanced)...)
}

// classWords explains the first digit of a refusal's code (RFC 5321 4.2.1).
func classWords(code int) string {
	if code/100 == 4 {
		return "a reply that starts with 4 is temporary: try again later"
	}
	return "a reply that starts with 5 is permanent: retrying won't help"
}
