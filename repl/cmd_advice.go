package repl

import (
	"context"
	"fmt"

	"byhand/internal/advice"
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
