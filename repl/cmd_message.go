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

// cmdBDAT sends a file in chunks. Each BDAT command gives the size of its chunk and has its
// own reply (RFC 3030 2).
func cmdBDAT(ctx context.Context, s *Session, arg string) error {
	size, name, err := parseChunked(arg)
	if err != nil {
		return usage("bdat", err.Error())
	}
	if name == "" {
		return noFile()
	}
	if err := prepareToSend(ctx, s, "bdat"); err != nil {
		return err
	}
	var f *Failure
	if errors.As(checkChunking(s), &f) {
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
	flags, rest, err := parseOptions("send", strings.TrimLeft(arg, " "))
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
	if err := prepareToSend(ctx, s, "test"); err != nil {
		return err
	}
	to := strings.Trim(strings.TrimSpace(arg), "<>")
	if !fitsBrackets(to) {
		return usage("test", "TO must be one address")
	}
	if err := sendEnvelope(ctx, s, to); err != nil || s.client.HasRefusal() {
		return err
	}
	m, err := newTestMessage(s)
	if err != nil {
		return failure(Usage, ":test: "+err.Error(), "")
	}
	return newDelivery(s, m).deliver(ctx)
}

// newTestMessage returns a test message from the accepted sender to the accepted recipients.
func newTestMessage(s *Session) (*mail, error) {
	state, _ := s.client.State()
	e := state.Envelope
	hello, _ := s.client.Hello(s.opt.EHLO)
	_, host, _ := strings.Cut(hello, " ")
	text, err := message.Compose(message.Test{From: e.From, To: e.To, Host: host, Date: time.Now(), Subject: "Test",
		ID: message.NewID(rand.Reader, time.Now()), Text: "This is a test, sent by hand with byhand.\n"})
	if err != nil {
		return nil, err
	}
	report, _ := message.Check(bytes.NewReader(text))
	return &mail{ReadSeeker: bytes.NewReader(text), name: "the test message", report: report}, nil
}

// sendEnvelope sends MAIL FROM if the server has accepted no sender, and RCPT TO for the
// recipient to unless it is "". It returns a *Failure if a sender or a recipient is missing.
func sendEnvelope(ctx context.Context, s *Session, to string) error {
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

// fitsBrackets reports whether path can appear between "<" and ">".
func fitsBrackets(path string) bool {
	return !strings.ContainsFunc(path, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(" <>", r) })
}

// openMessage checks that the command can send a message now, opens the file, and shows
// warnings about it. It returns a *Failure if the file cannot be sent.
func openMessage(ctx context.Context, s *Session, command, name string, o message.Offers) (*mail, error) {
	if err := prepareToSend(ctx, s, command); err != nil {
		return nil, err
	}
	m, err := openChecked(ctx, s, name)
	if err != nil {
		return nil, err
	}
	if err := m.refuseUTF16(); err != nil && !o.Verbatim {
		m.close()
		return nil, fileFailure(name, err)
	}
	m.verbatim, m.chunked = o.Verbatim, o.BDAT
	state, _ := s.client.State()
	addOffers(&o, state)
	noteComplaints(s, m, o)
	return m, nil
}

// prepareToSend returns a *Failure if a command cannot send a message now. It first waits for
// missing replies, which decide the recipients and the capabilities.
func prepareToSend(ctx context.Context, s *Session, command string) error {
	if s.client.Live() == nil {
		return notSentFailure(s)
	}
	if err := s.Await(ctx, false); err != nil {
		return err
	}
	if err := s.policy.checkRefusals(); err != nil {
		return err
	}
	if err := checkMailProtocol(s, command); err != nil {
		return err
	}
	if phase := s.client.Phase(); phase != smtp.Command {
		return failure(Usage, ":"+command+": "+wrongPhase[phase], "")
	}
	return nil
}

// wrongPhase maps a phase to the reason why a command cannot run in it.
var wrongPhase = map[smtp.Phase]string{
	smtp.Greeting:  "the greeting has not arrived yet",
	smtp.Challenge: "the server waits for the answer to a challenge",
	smtp.Message:   "a message is being sent",
	smtp.Closed:    "the connection is closed",
}

// checkMailProtocol returns a *Failure unless the connection is open and uses SMTP or LMTP.
func checkMailProtocol(s *Session, command string) error {
	if s.client.Live() == nil {
		return notSentFailure(s)
	}
	if !s.client.SpeaksMail() {
		return notSMTP(command)
	}
	return nil
}
