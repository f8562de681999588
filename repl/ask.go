package repl

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"byhand/internal/client"
	"byhand/internal/prompt"
)

// errNobody is returned when something must be asked and no person is there.
var errNobody = errors.New("there is no terminal to ask at")

// notYes says why a question counts as declined.
const notYes = `because the answer was not "yes"`

// yes asks for leave. Only "yes" gives it, and only from the keyboard and after
// the question: lines of a paste, and such as were typed ahead, stay what they
// were.
func yes(ctx context.Context, s *Session, question string) bool {
	for asked := time.Now(); ; {
		l, err := ask(ctx, s, question, false)
		if err == nil && (l.Pasted || l.At.Before(asked)) {
			if isAnswer(l.Text) {
				s.held.paste.refuse() // it was not meant as a line for the server
			}
			s.lines.pending = append(s.lines.pending, newLine(l))
			continue
		}
		return err == nil && string(l.Text) == "yes"
	}
}

// isAnswer reports whether a line answers a question of byhand's, as a pasted one may.
func isAnswer(line []byte) bool {
	return slices.Contains([]string{"y", "yes", "n", "no"}, strings.ToLower(strings.TrimSpace(string(line))))
}

// ask puts a question to the person at the prompt. A hidden answer is not shown
// while it is typed.
func ask(ctx context.Context, s *Session, question string, hidden bool) (prompt.Line, error) {
	t := s.opt.Terminal
	if t == nil {
		return prompt.Line{}, errNobody
	}
	if hidden {
		if err := t.Hide(); err != nil {
			return prompt.Line{}, err
		}
		defer t.Show()
	}
	if err := s.flush(ctx); err != nil {
		return prompt.Line{}, client.ErrInterrupted
	}
	s.lines.input.Ready(question)
	select {
	case l, ok := <-s.lines.input.Lines():
		if !ok {
			return l, io.EOF
		}
		s.lines.input.Took(l)
		return l, l.Err
	case <-t.Interrupts():
		t.Dropped()
		s.held.paste.refuse()
		return prompt.Line{}, client.ErrInterrupted
	case <-ctx.Done():
		t.Dropped()
		return prompt.Line{}, context.Cause(ctx)
	}
}

// inTheClear reports whether a secret sent now could be read on its way to another
// host.
func inTheClear(s *Session) bool {
	c := s.client.Live()
	return c != nil && c.TLS() == nil && !c.Opening().OnLoopback()
}

// mayTell asks before a helper sends a secret in the clear; a script stops.
func mayTell(ctx context.Context, s *Session, insists bool) error {
	if insists || !inTheClear(s) {
		return nil
	}
	hint := "STARTTLS and :tls first encrypt it; --clear sends it all the same"
	if s.opt.Replays != "" {
		hint = "" // no line can be typed
	}
	if s.opt.Terminal == nil {
		return failure(Refused, "the secret was not sent: the connection is not encrypted", hint)
	}
	if !yes(ctx, s, `the connection is not encrypted; "yes" sends the secret in the clear: `) {
		return failure(Refused, "the secret was not sent, "+notYes, hint)
	}
	return nil
}

// warnOfSecret says what a person who types a secret by hand should know. It
// goes out all the same.
func warnOfSecret(s *Session, line []byte) {
	if inTheClear(s) && s.client.Secret(line) > 0 {
		s.out.Note("that secret goes out in the clear: the connection is not encrypted")
	}
}
