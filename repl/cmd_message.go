package repl

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode"

	"byhand/internal/dialect"
	"byhand/internal/message"
	"byhand/internal/smtp"
)

// cmdBDAT sends a file in chunks, each with its length and its own reply (RFC
// 3030 2).
func cmdBDAT(ctx context.Context, s *Session, arg string) error {
	size, name, err := parseChunked(arg)
	if err != nil {
		return usage("bdat", err.Error())
	}
	if name == "" {
		return noFile()
	}
	d, err := s.sender(ctx, "bdat")
	if err != nil {
		return err
	}
	if f := s.chunksUnsafe(d); f != nil {
		if f.What = ":bdat: nothing was sent: " + f.What; f.Hint == "" {
			f.Hint = ":send " + name
		}
		return f
	}
	m, err := s.message(ctx, "bdat", name, message.Offers{BDAT: true})
	if err != nil {
		return err
	}
	defer m.close()
	return s.deliverChunks(ctx, m, size)
}

// cmdSend sends a file as a message.
func cmdSend(ctx context.Context, s *Session, arg string) error {
	flags, rest := options(strings.TrimLeft(arg, " "))
	for flag := range flags {
		if flag != "--verbatim" {
			return usage("send", fmt.Sprintf("no option %q", flag))
		}
	}
	name, err := fileArg(rest)
	if err != nil {
		return usage("send", err.Error())
	}
	m, err := s.message(ctx, "send", name, message.Offers{Verbatim: flags["--verbatim"]})
	if err != nil {
		return err
	}
	defer m.close()
	return s.deliver(ctx, m)
}

// cmdTest sends a small message that is correct, from and to whom the server
// has accepted.
func cmdTest(ctx context.Context, s *Session, arg string) error {
	d, err := s.sender(ctx, "test")
	if err != nil {
		return err
	}
	to := strings.Trim(strings.TrimSpace(arg), "<>")
	if !fitsBrackets(to) {
		return usage("test", "one address")
	}
	if err := s.address(ctx, d, to); err != nil || s.hasRefusal() {
		return err
	}
	e := s.envelope(d)
	hello, _, _ := s.hello()
	_, host, _ := strings.Cut(hello, " ")
	text, err := message.Compose(message.Test{From: e.From, To: e.To, Host: host, Date: time.Now(), Subject: "Test",
		ID: message.NewID(rand.Reader, time.Now()), Text: "This is a test, sent by hand with byhand.\n"})
	if err != nil {
		return failure(Usage, ":test: "+err.Error(), "")
	}
	report, _ := message.Check(bytes.NewReader(text))
	return s.deliver(ctx, &mail{ReadSeeker: bytes.NewReader(text), name: "the test message", report: report})
}

// address makes sure that there is an envelope, with to in it.
func (s *Session) address(ctx context.Context, d dialect.Mail, to string) error {
	e := s.envelope(d)
	if !e.Begun && (to == "" || !strings.Contains(s.user, "@") || !fitsBrackets(s.user)) {
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

// fitsBrackets reports whether a text stays one path between "<" and ">".
func fitsBrackets(path string) bool {
	return !strings.ContainsFunc(path, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(" <>", r) })
}

// message opens a file for a command that sends it, and says what is to be said
// of it before it goes out.
func (s *Session) message(ctx context.Context, command, name string, o message.Offers) (*mail, error) {
	d, err := s.sender(ctx, command)
	if err != nil {
		return nil, err
	}
	m, err := s.openMail(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := m.refuseUTF16(); err != nil && !o.Verbatim {
		m.close()
		return nil, unreadable(name, err)
	}
	m.verbatim, m.chunked = o.Verbatim, o.BDAT
	s.mu.Lock()
	addOffers(&o, d)
	s.mu.Unlock()
	s.advise(m, o)
	return m, nil
}

// sender returns what speaks SMTP or LMTP, ready for a command. What is owed is
// waited for: it may say who gets the message, and what the server takes.
func (s *Session) sender(ctx context.Context, command string) (dialect.Mail, error) {
	if s.live() == nil {
		return nil, s.notSent()
	}
	if err := s.replied(ctx, s.limit(false)); err != nil {
		return nil, err
	}
	if err := s.unjudged(); err != nil {
		return nil, err
	}
	d, err := s.speaksSMTP(command)
	if err != nil {
		return nil, err
	}
	if phase := s.phase(); phase != smtp.Command {
		return nil, failure(Usage, fmt.Sprintf(":%s: not in the phase %v", command, phase), "")
	}
	return d, nil
}

// envelope returns what the server has accepted.
func (s *Session) envelope(d dialect.Mail) smtp.Envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return d.Envelope()
}
