package repl

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/message"
	"byhand/internal/smtp"
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
			s.view.Note("that chunk was refused: the rest is not sent" + s.afterRefusal())
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
	s.mu.Lock()
	a := s.last
	s.mu.Unlock()
	s.closeIfUnread(a, len(chunk))
	return nil
}

// chunksUnsafe says why a server would read a chunk as commands; nil: it takes
// BDAT, and has somebody to deliver the message to (RFC 3030 2).
func (s *Session) chunksUnsafe(d dialect.Mail) *Failure {
	hello, said, _ := s.hello()
	s.mu.Lock()
	defer s.mu.Unlock()
	_, offered := d.Offers("CHUNKING")
	switch {
	case !said:
		return failure(Refused, "EHLO comes first, to learn whether the server offers CHUNKING", hello)
	case !offered:
		return failure(Refused, "the server does not offer CHUNKING and would read the message as commands", "")
	case d.Recipients() == 0:
		return failure(Usage, "the server has accepted no recipient yet", "RCPT TO:<them@example.net>")
	}
	return nil
}

// closeIfUnread closes the connection if the reply to BDAT does not show that the
// server read the chunk. Such a server reads its octets as commands.
func (s *Session) closeIfUnread(a *dialect.Answer, octets int) {
	c := s.live()
	if octets == 0 || a == nil || c == nil || s.wasRead(a) {
		return
	}
	s.view.Note(fmt.Sprintf("connection closed: the server may read the %d octets sent after BDAT as commands", octets))
	c.Close()
}

// wasRead reports whether a server that answered BDAT like this has read the chunk. A
// server that knows BDAT reads the chunk before it refuses the message (RFC 3030 2),
// and refuses it with x5z, which speaks of mail and not of the command (RFC 5321 4.2.1).
func (s *Session) wasRead(a *dialect.Answer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return a.Reply.Refused() && a.Reply.Code/10%10 == 5 && s.unasked == nil
}

// afterRefusal says what may follow a refused chunk.
func (s *Session) afterRefusal() string {
	if s.live() == nil {
		return ""
	}
	return "; RSET starts a new message (RFC 3030 2)"
}

// judgeChunk closes a script's connection if the reply to its own BDAT shows that the
// server did not read the octets, or comes before they were sent: the server would read
// them as commands.
func (s *Session) judgeChunk() {
	s.mu.Lock()
	a, early := s.last, s.dialect.Due() > 0
	if s.refusal != nil {
		a = s.refusal
	}
	s.mu.Unlock()
	c := s.live()
	if c == nil || s.opt.Typed || a == nil || a.To != "BDAT" || a.Verdict() == smtp.Accepted || !early && a.Rest == nil && s.wasRead(a) {
		return
	}
	s.view.Note("connection closed: the server would read the lines after BDAT as commands")
	c.Close()
}

// toEnd says what ends the message that is being sent.
func (s *Session) toEnd() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch due := s.dialect.Due(); {
	case due > 0:
		return octets(due) + " of it are still to come"
	case s.dialect.Mail() == nil:
		return "an empty line ends the command" // after its literal
	}
	return `"." alone ends it`
}
