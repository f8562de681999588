package repl

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"byhand/conn"
	"byhand/message"
)

// How long a chunk is where nobody says, and the most of it that is held in
// memory.
const (
	defaultChunk = 1 << 20
	maxChunk     = 64 << 20
)

// parseChunked reads "[--chunk N] FILE" or "FILE [--chunk N]".
func parseChunked(arg string) (size int, name string, err error) {
	before, after, found := strings.Cut(" "+arg, " --chunk")
	if !found {
		name, err = fileArg(arg)
		return defaultChunk, name, err
	}
	number, rest, _ := strings.Cut(strings.TrimLeft(after, " ="), " ")
	if size, err = strconv.Atoi(number); err != nil || size < 1 || size > maxChunk {
		return 0, "", fmt.Errorf("--chunk takes a number of bytes from 1 to %d", maxChunk)
	}
	name, err = fileArg(before + " " + rest)
	return size, name, err
}

// deliverChunks sends one chunk after the other, as long as each is taken.
func (s *Session) deliverChunks(ctx context.Context, m *mail, size int) error {
	p := s.newProgress(m)
	defer p.stop()
	defer s.harvest()
	m.to = s.recipients()
	c := message.Chunks(message.Canonical(m), size)
	began := time.Now()
	for last := false; !last; {
		var chunk []byte
		var err error
		if chunk, last, err = c.Next(); err != nil {
			return s.halfSent(m, p, notRead(m.name, err))
		}
		s.gather()
		err = s.chunk(ctx, chunk, last)
		switch {
		case err != nil && last:
			return s.leftAlone(err, "the last chunk is sent; its reply may still come")
		case errors.Is(err, errInterrupted), errors.Is(err, errGaveUp):
			return s.halfSent(m, p, "interrupted")
		case s.hasRefusal() && !last:
			s.view.note("that chunk was refused: the rest is not sent; RSET begins anew (RFC 3030 2)")
			return nil
		case err != nil:
			return err
		}
		p.sent(len(chunk))
	}
	s.tellDelivery(m, time.Since(began))
	return nil
}

// chunk sends one and waits for its reply.
func (s *Session) chunk(ctx context.Context, chunk []byte, last bool) error {
	line := fmt.Sprintf("BDAT %d", len(chunk))
	if last {
		line += " LAST"
	}
	err := s.send(ctx, conn.Line{Text: []byte(line), Ending: s.ending}, conn.Line{Text: chunk, Bulk: true})
	if err == nil {
		err = s.replied(ctx, s.limit(last))
	}
	if err != nil || s.wasTaken() {
		return err
	}
	return s.notTaken("BDAT")
}
