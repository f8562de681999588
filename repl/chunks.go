package repl

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"byhand/internal/client"
	"byhand/internal/describe"
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
func (d delivery) deliverChunks(ctx context.Context, size int) error {
	defer d.stop()
	defer d.client.Harvest()
	chunks := message.Chunks(message.Canonical(d.mail), size)
	for last := false; !last; {
		var chunk []byte
		var err error
		if chunk, last, err = chunks.Next(); err != nil {
			return d.halfSent(notRead(d.mail.name, err))
		}
		d.client.Gather()
		unread, err := client.Chunk(ctx, d.client, d.Session, chunk, last, d.ending)
		if unread {
			closeUnread(d.Session, len(chunk))
		}
		switch {
		case err != nil && last:
			return d.noteGaveUp(err, "the last chunk is sent; its reply may still come")
		case errors.Is(err, client.ErrInterrupted), errors.Is(err, client.ErrGaveUp):
			return d.halfSent("interrupted")
		case d.client.HasRefusal() && !last:
			d.out.Note("that chunk was refused: the rest is not sent" + d.afterRefusal())
			return nil
		case err != nil:
			return err
		}
		d.sent(len(chunk))
	}
	d.tell(d.elapsed())
	return nil
}

// closeUnread closes a connection whose server did not read a chunk, and so reads its
// octets as commands.
func closeUnread(s *Session, octets int) {
	if s.client.Live() != nil {
		s.out.Note(fmt.Sprintf("connection closed: the server may read the %d octets sent after BDAT as commands", octets))
		s.client.Close()
	}
}

// chunksUnsafe says why a server would read a chunk as commands; nil: it takes BDAT, and
// has somebody to deliver the message to (RFC 3030 2).
func chunksUnsafe(s *Session) error {
	hello, _ := s.client.Hello(s.opt.EHLO)
	state, _ := s.client.State()
	switch {
	case state.Hello == "":
		return failure(Refused, "EHLO comes first, to learn whether the server offers CHUNKING", hello)
	case !state.Has("CHUNKING"):
		return failure(Refused, "the server does not offer CHUNKING and would read the message as commands", "")
	case state.Recipients == 0:
		return failure(Usage, "the server has accepted no recipient yet", "RCPT TO:<them@example.net>")
	}
	return nil
}

// afterRefusal says what may follow a refused chunk.
func (d delivery) afterRefusal() string {
	if d.client.Live() == nil {
		return ""
	}
	return "; RSET starts a new message (RFC 3030 2)"
}

// judgeChunk closes a script's connection if the reply to its own BDAT shows that the
// server did not read the octets, or comes before they were sent: the server would read
// them as commands.
func judgeChunk(s *Session) {
	a, early := s.client.Last(), s.client.Now().Due > 0
	if r := s.client.Refusal(); r != nil {
		a = r
	}
	if s.client.Live() == nil || s.policy.judges() || a == nil || a.To != "BDAT" || a.Verdict() == smtp.Accepted ||
		!early && a.Rest == nil && s.client.ReadChunk(a.Reply) {
		return
	}
	s.out.Note("connection closed: the server would read the lines after BDAT as commands")
	s.client.Close()
}

// toEnd says what ends the message that is being sent.
func toEnd(s *Session) string {
	switch due := s.client.Now().Due; {
	case due > 0:
		return describe.Octets(due) + " of it are still to come"
	case !s.client.SpeaksMail():
		return "an empty line ends the command" // after its literal
	}
	return `"." alone ends it`
}
