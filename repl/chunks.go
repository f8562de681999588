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

// The default and the maximum size of a chunk in octets. byhand keeps a chunk in memory.
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

// deliverChunks sends a message in chunks, until the server refuses one.
func (d delivery) deliverChunks(ctx context.Context, size int) error {
	defer d.removeBar()
	defer d.client.StopGathering()
	chunks := message.Chunks(message.Canonical(d.mail), size)
	for last := false; !last; {
		var chunk []byte
		var err error
		if chunk, last, err = chunks.Next(); err != nil {
			return d.halfSent(readErrorText(d.mail.name, err))
		}
		d.client.StartGathering()
		unread, err := client.SendChunk(ctx, d.client, d.Session, chunk, last, d.ending)
		if unread {
			closeUnread(d.Session, len(chunk))
		}
		switch {
		case err != nil && last:
			return d.noteInterrupted(err, "the last chunk was sent; the reply may still arrive")
		case errors.Is(err, client.ErrInterrupted), errors.Is(err, client.ErrGaveUp):
			return d.halfSent("interrupted")
		case d.client.HasRefusal() && !last:
			d.out.Note("the server refused a chunk: the rest was not sent" + d.afterRefusal())
			return nil
		case err != nil:
			return err
		}
		d.sent(len(chunk))
	}
	d.reportDelivery(d.elapsed())
	return nil
}

// closeUnread closes the connection after a server refused BDAT without reading the chunk: it
// may read those octets as commands.
func closeUnread(s *Session, octets int) {
	if s.client.Live() != nil {
		s.out.Note(fmt.Sprintf("connection closed: the server may read the %d octets sent after BDAT as commands", octets))
		s.client.Close()
	}
}

// checkChunking returns a *Failure if the server does not offer CHUNKING, and so would read a
// chunk as commands, or has not accepted a recipient (RFC 3030 2).
func checkChunking(s *Session) error {
	hello, _ := s.client.Hello(s.opt.EHLO)
	state, _ := s.client.State()
	switch {
	case state.Hello == "":
		return failure(Refused, "EHLO was not sent, so byhand does not know whether the server offers CHUNKING", hello)
	case !state.Has("CHUNKING"):
		return failure(Refused, "the server does not offer CHUNKING and would read the message as commands", "")
	case state.Recipients == 0:
		return failure(Usage, "the server has accepted no recipient yet", "RCPT TO:<them@example.net>")
	}
	return nil
}

// afterRefusal returns the end of the note about a refused chunk: how to continue.
func (d delivery) afterRefusal() string {
	if d.client.Live() == nil {
		return ""
	}
	return "; RSET starts a new message (RFC 3030 2)"
}

// closeAfterRefusedChunk closes a script's connection if the server refused BDAT without
// reading its octets, or before they were sent: it would read them as commands.
func closeAfterRefusedChunk(s *Session) {
	a, early := s.client.Last(), s.client.Snapshot().OctetsLeft > 0
	if r := s.client.Refusal(); r != nil {
		a = r
	}
	if s.client.Live() == nil || s.policy.hasUser() || a == nil || a.Verb != "BDAT" || a.Verdict() == smtp.Accepted ||
		!early && a.Unrequested == nil && s.client.HasReadChunk(a.Reply) {
		return
	}
	s.out.Note("connection closed: the server would read the lines after BDAT as commands")
	s.client.Close()
}

// howToEnd returns how to end the message in progress.
func howToEnd(s *Session) string {
	switch due := s.client.Snapshot().OctetsLeft; {
	case due > 0:
		return describe.Octets(due) + " still to be sent"
	case !s.client.SpeaksMail():
		return "an empty line ends the command" // it is a literal
	}
	return `"." on its own line ends the message`
}
