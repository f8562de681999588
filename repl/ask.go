package repl

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"byhand/conn"
	"byhand/internal/prompt"
)

// errNobody is returned when something must be asked and no person is there.
var errNobody = errors.New("there is no terminal to ask at")

// notYes says why a question counts as declined.
const notYes = `because the answer was not "yes"`

// yes asks for leave. Only "yes" gives it, and only from the keyboard and after
// the question: lines of a paste, and such as were typed ahead, stay what they
// were.
func (s *Session) yes(ctx context.Context, question string) bool {
	for asked := time.Now(); ; {
		line, err := s.ask(ctx, question, false)
		if err == nil && (line.Pasted || line.At.Before(asked)) {
			if isAnswer(line.Text) {
				s.holdRest() // it was not meant as a line for the server
			}
			s.queue = append(s.queue, line)
			continue
		}
		return err == nil && string(line.Text) == "yes"
	}
}

// isAnswer reports whether a line answers a question of byhand's, as a pasted one may.
func isAnswer(line []byte) bool {
	return slices.Contains([]string{"y", "yes", "n", "no"}, strings.ToLower(strings.TrimSpace(string(line))))
}

// ask puts a question to the person at the prompt. A hidden answer is not shown
// while it is typed.
func (s *Session) ask(ctx context.Context, question string, hidden bool) (prompt.Line, error) {
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
	s.input.Ready(question)
	select {
	case line, ok := <-s.input.Lines():
		if !ok {
			return line, io.EOF
		}
		s.input.Took(line)
		return line, line.Err
	case <-t.Interrupts():
		t.Dropped()
		s.holdRest()
		return prompt.Line{}, errInterrupted
	case <-ctx.Done():
		t.Dropped()
		return prompt.Line{}, context.Cause(ctx)
	}
}

// inTheClear reports whether a secret sent now could be read on its way to
// another host.
func (s *Session) inTheClear() bool {
	c := s.live()
	return c != nil && c.TLS() == nil && !onLoopback(c.Opening())
}

// onLoopback reports whether the other end is on this machine.
func onLoopback(o conn.Opening) bool {
	tcp, ok := o.Remote.(*net.TCPAddr)
	return o.Proxy == "" && (!ok || tcp.IP.IsLoopback())
}

// mayTell asks before a helper sends a secret in the clear; a script stops.
func (s *Session) mayTell(ctx context.Context, insists bool) error {
	if insists || !s.inTheClear() {
		return nil
	}
	hint := "STARTTLS and :tls first encrypt it; --clear sends it all the same"
	if s.opt.Replays != "" {
		hint = "" // no line can be typed
	}
	if s.opt.Terminal == nil {
		return failure(Refused, "the secret was not sent: the connection is not encrypted", hint)
	}
	if !s.yes(ctx, `the connection is not encrypted; "yes" sends the secret in the clear: `) {
		return failure(Refused, "the secret was not sent, "+notYes, hint)
	}
	return nil
}

// warnOfSecret says what a person who types a secret by hand should know. It
// goes out all the same.
func (s *Session) warnOfSecret(line []byte) {
	if !s.inTheClear() {
		return
	}
	s.mu.Lock()
	secret := s.dialect.Secret(line)
	s.mu.Unlock()
	if secret > 0 {
		s.view.Note("that secret goes out in the clear: the connection is not encrypted")
	}
}
