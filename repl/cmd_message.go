package repl

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"byhand/conn"
	"byhand/message"
	"byhand/smtp"
)

// cmdBDAT sends a file in chunks, each with its length and its own reply (RFC
// 3030 2).
func cmdBDAT(ctx context.Context, s *Session, arg string) error {
	size, name, err := parseChunked(arg)
	if err != nil {
		return usage("bdat", err.Error())
	}
	d, m, err := s.message(ctx, "bdat", name, func(o *message.Offers) { o.BDAT = true })
	if err != nil {
		return err
	}
	defer m.close()
	if !d.Chunking {
		s.view.note("the server does not offer CHUNKING: BDAT is tried all the same")
	}
	return s.deliverChunks(ctx, m, message.Chunks(message.Canonical(m), size))
}

// defaultChunk is how long a chunk is where nobody says.
const defaultChunk = 1 << 20

// parseChunked reads "[--chunk N] FILE" or "FILE [--chunk N]".
func parseChunked(arg string) (size int, name string, err error) {
	size = defaultChunk
	before, after, found := strings.Cut(arg, "--chunk")
	if !found {
		return size, fileArg(arg), nil
	}
	number, rest, _ := strings.Cut(strings.TrimLeft(after, " ="), " ")
	if size, err = strconv.Atoi(number); err != nil || size < 1 || size > maxChunk {
		return 0, "", fmt.Errorf("--chunk takes a number of bytes from 1 to %d", maxChunk)
	}
	return size, fileArg(before + rest), nil
}

// maxChunk bounds what is held in memory.
const maxChunk = 64 << 20

// cmdSend sends a file as a message.
func cmdSend(ctx context.Context, s *Session, arg string) error {
	flags, name := options(arg)
	for flag := range flags {
		if flag != "--verbatim" {
			return usage("send", fmt.Sprintf("no option %q", flag))
		}
	}
	_, m, err := s.message(ctx, "send", fileArg(name), func(o *message.Offers) { o.Verbatim = flags["--verbatim"] })
	if err != nil {
		return err
	}
	defer m.close()
	return s.deliver(ctx, m, flags["--verbatim"])
}

// message opens a file for a command that sends it, and says what is to be said
// of it before it goes out.
func (s *Session) message(ctx context.Context, command, name string, how func(*message.Offers)) (o message.Offers, m *mail, err error) {
	d, err := s.sender(command)
	if err != nil {
		return o, nil, err
	}
	if m, err = s.openMail(ctx, name); err != nil {
		return o, nil, err
	}
	s.mu.Lock()
	o = d.offers()
	m.to = d.Envelope().To
	s.mu.Unlock()
	how(&o)
	s.advise(m, o)
	return o, m, nil
}

// sender returns what speaks SMTP or LMTP, ready for a command.
func (s *Session) sender(command string) (*smtpDialect, error) {
	if s.live() == nil {
		return nil, s.notSent()
	}
	if phase := s.phase(); phase != smtp.Command {
		return nil, failure(Usage, fmt.Sprintf(":%s: not in the phase %v", command, phase), "")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := asSMTP(s.dialect)
	if !ok {
		return nil, failure(Usage, ":"+command+" is for SMTP and LMTP", "")
	}
	return d, nil
}

// cmdTest sends a small message that is correct, from and to whom the server
// has accepted.
func cmdTest(ctx context.Context, s *Session, arg string) error {
	d, err := s.sender("test")
	if err != nil {
		return err
	}
	to := strings.Trim(strings.TrimSpace(arg), "<>")
	if strings.ContainsAny(to, " \t<>") {
		return usage("test", "one address")
	}
	if err := s.address(ctx, d, to); err != nil || s.hasRefusal() {
		return err
	}
	s.mu.Lock()
	e := d.Envelope()
	s.mu.Unlock()
	_, host, _ := strings.Cut(s.helloLine(), " ")
	text, err := message.Compose(message.Test{From: e.From, To: e.To, Host: host, Date: time.Now(), Subject: "Test",
		ID: message.NewID(rand.Reader, time.Now()), Text: "This is a test, sent by hand with byhand.\n"})
	if err != nil {
		return failure(Usage, ":test: "+err.Error(), "")
	}
	report, _ := message.Check(bytes.NewReader(text))
	return s.deliver(ctx, &mail{ReadSeeker: bytes.NewReader(text), name: "the test message", report: report, to: e.To}, false)
}

// address makes sure that there is an envelope, with to in it.
func (s *Session) address(ctx context.Context, d *smtpDialect, to string) error {
	s.mu.Lock()
	e := d.Envelope()
	s.mu.Unlock()
	if !e.Begun && (to == "" || !strings.Contains(s.user, "@")) {
		return failure(Usage, ":test: the server has accepted no sender yet", "MAIL FROM:<you@example.net> and RCPT TO:<them@example.net> come first")
	}
	if !e.Begun {
		if err := s.request(ctx, []byte("MAIL FROM:<"+s.user+">")); err != nil || s.hasRefusal() {
			return err
		}
	}
	if to != "" {
		return s.request(ctx, []byte("RCPT TO:<"+to+">"))
	}
	if len(e.To) == 0 {
		return failure(Usage, ":test: the server has accepted no recipient yet", "RCPT TO:<them@example.net> first, or :test them@example.net")
	}
	return nil
}

// helloLine is the line that we introduce ourselves with.
func (s *Session) helloLine() string {
	line, _, _ := s.hello()
	return line
}

// deliverChunks sends one chunk after the other, as long as each is taken.
func (s *Session) deliverChunks(ctx context.Context, m *mail, c *message.Chunker) error {
	p := s.newProgress(m)
	defer p.stop()
	began := time.Now()
	for last := false; !last; {
		var chunk []byte
		var err error
		if chunk, last, err = c.Next(); err != nil {
			return s.halfSent(p, unreadable(m.name, err).Error())
		}
		s.gather()
		if err := s.chunk(ctx, chunk, last); err != nil {
			return err
		}
		if s.hasRefusal() {
			s.view.note("that chunk was refused: the rest is not sent; RSET begins anew (RFC 3030 2)")
			return nil
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
	err := s.pourBlock(ctx, []conn.Line{{Text: []byte(line), Ending: s.ending}, {Text: chunk, Bulk: true}})
	if err != nil {
		return err
	}
	return s.replied(ctx, s.limit(last))
}
