package repl

import (
	"context"
	"errors"
	"io"
	"net"

	"byhand/conn"
)

// errNobody is returned when something must be asked and no person is there.
var errNobody = errors.New("there is no terminal to ask at")

// ask puts a question to the person at the prompt. A hidden answer is not shown
// while it is typed.
func (s *Session) ask(ctx context.Context, question string, hidden bool) ([]byte, error) {
	t := s.opt.Terminal
	if t == nil || !s.opt.Typed {
		return nil, errNobody
	}
	if hidden {
		if err := t.Hide(); err != nil {
			return nil, err
		}
		defer t.Show()
	}
	s.input.Ready(question)
	select {
	case line, ok := <-s.input.Lines():
		if !ok {
			return nil, io.EOF
		}
		s.input.Took()
		return line.Text, line.Err
	case <-t.Interrupts():
		t.Dropped()
		return nil, errInterrupted
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// inTheClear reports whether a secret sent now could be read on its way to
// another host.
func (s *Session) inTheClear() bool {
	c := s.live()
	return c != nil && c.TLS() == nil && !onLoopback(c)
}

// onLoopback reports whether the other end is on this machine.
func onLoopback(c *conn.Conn) bool {
	o := c.Opening()
	tcp, ok := o.Remote.(*net.TCPAddr)
	return o.Proxy == "" && (!ok || tcp.IP.IsLoopback())
}

// mayTell asks before a helper sends a secret in the clear; a script stops.
func (s *Session) mayTell(ctx context.Context) error {
	if !s.inTheClear() {
		return nil
	}
	hint := "STARTTLS and :tls first encrypt it"
	if !s.opt.Typed {
		return failure(Refused, "the secret was not sent: the connection is not encrypted", hint)
	}
	answer, err := s.ask(ctx, `the connection is not encrypted; "yes" sends the secret in the clear: `, false)
	if err != nil || string(answer) != "yes" {
		return failure(Refused, "the secret was not sent", hint)
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
		s.view.note("that secret goes out in the clear: the connection is not encrypted")
	}
}
