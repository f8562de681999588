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

// errNobody is the error of a question without a terminal.
var errNobody = errors.New("there is no terminal to prompt on")

// notYes says why byhand did not do what it asked about.
const notYes = `the answer was not "yes"`

// yes asks for permission. It reports whether the answer was "yes", typed after the
// question. Pasted lines, and lines typed before it, are not answers: they stay queued.
func yes(ctx context.Context, s *Session, question string) bool {
	for asked := time.Now(); ; {
		l, err := ask(ctx, s, question, false)
		if err == nil && (l.Pasted || l.At.Before(asked)) {
			if isAnswer(l.Text) {
				s.held.paste.refuse() // it was meant as an answer, not for the server
			}
			s.lines.pending = append(s.lines.pending, newLine(l))
			continue
		}
		return err == nil && string(l.Text) == "yes"
	}
}

// isAnswer reports whether a pasted line looks like the answer to a question.
func isAnswer(line []byte) bool {
	return slices.Contains([]string{"y", "yes", "n", "no"}, strings.ToLower(strings.TrimSpace(string(line))))
}

// ask asks the user a question. A hidden answer is not shown while it is typed. The error
// is errNobody without a terminal, client.ErrInterrupted after Ctrl-C, or io.EOF.
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

// inTheClear reports whether a secret sent now would cross the network unencrypted.
func inTheClear(s *Session) bool {
	c := s.client.Live()
	return c != nil && c.TLS() == nil && !c.Opening().OnLoopback()
}

// allowSecret asks for permission before byhand sends a secret unencrypted. Without a
// terminal, or without permission, it fails. insists skips the question.
func allowSecret(ctx context.Context, s *Session, insists bool) error {
	if insists || !inTheClear(s) {
		return nil
	}
	hint := howToEncrypt(s) + " encrypts the connection; --clear sends the secret anyway"
	if s.opt.Replays != "" {
		hint = "" // the user cannot type a line
	}
	if s.opt.Terminal == nil {
		return failure(Refused, "the secret was not sent: the connection is not encrypted", hint)
	}
	if !yes(ctx, s, "The connection is not encrypted. Send the secret anyway? Type yes to continue: ") {
		return failure(Refused, "the secret was not sent: "+notYes, hint)
	}
	return nil
}

// warnOfSecret warns a user who types a secret on an unencrypted connection. The line is
// sent anyway.
func warnOfSecret(s *Session, line []byte) {
	if inTheClear(s) && s.client.Secret(line) > 0 {
		s.out.Note("warning: this line contains a secret, and the connection is not encrypted")
	}
}
