package repl

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
	"unicode"

	"byhand/internal/message"
	"byhand/internal/smtp"
)

// cmdBDAT sends a file in chunks. Each chunk has its length and its own reply (RFC 3030
// 2).
func cmdBDAT(ctx context.Context, s *Session, arg string) error {
	size, name, err := parseChunked(arg)
	if err != nil {
		return usage("bdat", err.Error())
	}
	if name == "" {
		return noFile()
	}
	if err := canSend(ctx, s, "bdat"); err != nil {
		return err
	}
	var f *Failure
	if errors.As(chunksUnsafe(s), &f) {
		return failure(f.Status, ":bdat: nothing was sent: "+f.What, cmp.Or(f.Hint, ":send "+name))
	}
	m, err := openMessage(ctx, s, "bdat", name, message.Offers{BDAT: true})
	if err != nil {
		return err
	}
	defer m.close()
	return newDelivery(s, m).deliverChunks(ctx, size)
}

func cmdSend(ctx context.Context, s *Session, arg string) error {
	flags, rest, err := optionsOf("send", strings.TrimLeft(arg, " "))
	if err != nil {
		return err
	}
	name, err := fileArg(rest)
	if err != nil {
		return usage("send", err.Error())
	}
	m, err := openMessage(ctx, s, "send", name, message.Offers{Verbatim: flags["--verbatim"]})
	if err != nil {
		return err
	}
	defer m.close()
	return newDelivery(s, m).deliver(ctx)
}

// cmdTest sends a test message from the accepted sender to the accepted recipients.
func cmdTest(ctx context.Context, s *Session, arg string) error {
	if err := canSend(ctx, s, "test"); err != nil {
		return err
	}
	to := strings.Trim(strings.TrimSpace(arg), "<>")
	if !fitsBrackets(to) {
		return usage("test", "TO must be one address")
	}
	if err := addressMessage(ctx, s, to); err != nil || s.client.HasRefusal() {
		return err
	}
	state, _ := s.client.State()
	e := state.Envelope
	hello, _ := s.client.Hello(s.opt.EHLO)
	_, host, _ := strings.Cut(hello, " ")
	text, err := message.Compose(message.Test{From: e.From, To: e.To, Host: host, Date: time.Now(), Subject: "Test",
		ID: message.NewID(rand.Reader, time.Now()), Text: "This is a test, sent by hand with byhand.\n"})
	if err != nil {
		return failure(Usage, ":test: "+err.Error(), "")
	}
	report, _ := message.Check(bytes.NewReader(text))
	return newDelivery(s, &mail{ReadSeeker: bytes.NewReader(text), name: "the test message", report: report}).deliver(ctx)
}

// addressMessage sends the MAIL FROM and the RCPT TO that are missing. to is another
// recipient, or "". It fails if no sender or no recipient was accepted.
func addressMessage(ctx context.Context, s *Session, to string) error {
	state, _ := s.client.State()
	e := state.Envelope
	if !e.Begun && (to == "" || !strings.Contains(s.user.name, "@") || !fitsBrackets(s.user.name)) {
		return failure(Usage, ":test: the server has accepted no sender yet", "MAIL FROM:<you@example.net>")
	}
	if !e.Begun {
		if err := s.Ask(ctx, []byte("MAIL FROM:<"+s.user.name+">")); err != nil || s.client.HasRefusal() {
			return err
		}
	}
	if to != "" {
		return s.Ask(ctx, []byte("RCPT TO:<"+to+">"))
	}
	if len(e.To) == 0 {
		return failure(Usage, ":test: the server has accepted no recipient yet", ":test them@example.net")
	}
	return nil
}

// fitsBrackets reports whether path can be written between "<" and ">".
func fitsBrackets(path string) bool {
	return !strings.ContainsFunc(path, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(" <>", r) })
}

// openMessage opens a file for a command that sends it, and shows warnings about it.
func openMessage(ctx context.Context, s *Session, command, name string, o message.Offers) (*mail, error) {
	if err := canSend(ctx, s, command); err != nil {
		return nil, err
	}
	m, err := openMail(ctx, s, name)
	if err != nil {
		return nil, err
	}
	if err := m.refuseUTF16(); err != nil && !o.Verbatim {
		m.close()
		return nil, unreadable(name, err)
	}
	m.verbatim, m.chunked = o.Verbatim, o.BDAT
	state, _ := s.client.State()
	addOffers(&o, state)
	advise(s, m, o)
	return m, nil
}

// canSend returns why a command cannot send a message now, or nil. It waits for missing
// replies first: they decide the recipients and the capabilities.
func canSend(ctx context.Context, s *Session, command string) error {
	if s.client.Live() == nil {
		return notSent(s)
	}
	if err := s.Await(ctx, false); err != nil {
		return err
	}
	if err := s.policy.unjudged(); err != nil {
		return err
	}
	if err := speaksMail(s, command); err != nil {
		return err
	}
	if phase := s.client.Phase(); phase != smtp.Command {
		return failure(Usage, ":"+command+": "+notNow[phase], "")
	}
	return nil
}

// notNow says why a command cannot run in a phase.
var notNow = map[smtp.Phase]string{
	smtp.Greeting:  "the greeting has not arrived yet",
	smtp.Challenge: "the server waits for the answer to a challenge",
	smtp.Message:   "a message is being sent",
	smtp.Closed:    "the connection is closed",
}

// speaksMail returns why a command that needs SMTP or LMTP cannot run now, or nil.
func speaksMail(s *Session, command string) error {
	if s.client.Live() == nil {
		return notSent(s)
	}
	if !s.client.SpeaksMail() {
		return notSMTP(command)
	}
	return nil
}
