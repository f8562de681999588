package repl

import (
	"context"
	"errors"
	"time"

	"byhand/conn"
	"byhand/internal/describe"
)

func cmdCert(_ context.Context, s *Session, _ string) error {
	c := s.client.Conn() // may be closed
	if c == nil {
		return failure(Usage, ":cert: there is no connection", hintAgain)
	}
	t := c.TLS()
	var failed *conn.TLSError
	if errors.As(c.HandshakeError(), &failed) {
		if t = failed.Facts; t.Leaf() == nil {
			return failure(Usage, ":cert: no certificate to show: "+failed.Error(), "")
		}
	}
	if t == nil && s.client.Live() == nil {
		return failure(Usage, ":cert: the closed connection was not encrypted", hintAgain)
	}
	if t == nil {
		return failure(Usage, ":cert: the connection is not encrypted", howToEncrypt(s)+" encrypts it")
	}
	for _, text := range describe.Certificates(t, time.Now()) {
		s.out.Answer(text)
	}
	return nil
}
