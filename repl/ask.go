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

// errNoTerminal is the error of ask without a terminal.
var errNoTerminal = errors.New("there is no terminal to prompt on")

// answerNotYes is the end of a failure after askPermission returned false.
const answerNotYes = `the answer was not "yes"`

// askPermission asks the user a question and reports whether the answer was "yes". It queues
// lines that were pasted or were typed before the question: they do not answer it.
func askPermission(ctx context.Context, s *Session, question string) bool {
	for asked := time.Now(); ; {
		l, err := ask(ctx, s, question, false)
		if err == nil && (l.Pasted || l.At.Before(asked)) {
			if looksLikeAnswer(l.Text) {
				s.held.paste.refuse() // the user meant it as an answer: hold it
			}
			s.lines.pending = append(s.lines.pending, newLine(l))
			continue
		}
		return err == nil && string(l.Text) == "yes"
	}
}

// looksLikeAnswer reports whether a pasted line looks like the answer to a question.
func looksLikeAnswer(line []byte) bool {
	return slices.Contains([]string{"y", "yes", "n", "no"}, strings.ToLower(strings.TrimSpace(string(line))))
}

// ask asks the user a question. hidden: the answer is not shown while the user types it. The
// error is errNoTerminal, client.ErrInterrupted after Ctrl-C, or io.EOF at the end of input.
func ask(ctx context.Context, s *Session, question string, hidden bool) (prompt.Line, error) {
	t := s.opt.Terminal
	if t == nil {
		return prompt.Line{}, errNoTerminal
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
		s.lines.input.MarkTaken(l)
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

// isSecretExposed reports whether a secret sent now would cross a network unencrypted.
func isSecretExposed(s *Session) bool {
	c := s.client.Live()
	return c != nil && c.TLS() == nil && !c.Opening().OnLoopback()
}

// allowSecret asks the user before byhand sends a secret unencrypted. It returns a *Failure
// if the answer is not "yes" or there is no terminal. allowed: do not ask.
func allowSecret(ctx context.Context, s *Session, allowed bool) error {
	if allowed || !isSecretExposed(s) {
		return nil
	}
	hint := howToEncrypt(s) + " encrypts the connection; --clear sends the secret anyway"
	if s.opt.Playback.File != "" {
		hint = "" // the user cannot type a line
	}
	if s.opt.Terminal == nil {
		return failure(Refused, "the secret was not sent: the connection is not encrypted", hint)
	}
	if !askPermission(ctx, s, "The connection is not encrypted. Send the secret anyway? Type yes to continue: ") {
		return failure(Refused, "the secret was not sent: "+answerNotYes, hint)
	}
	return nil
}

// warnOfSecret warns a user who types a secret on an unencrypted connection. The line is
// sent anyway.
func warnOfSecret(s *Session, line []byte) {
	if isSecretExposed(s) && s.client.Secret(line) > 0 {
		s.out.Note("warning: this line contains a secret, and the connection is not encrypted")
	}
}
