package repl

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"byhand/conn"
	"byhand/sanitize"
	"byhand/smtp"
)

// cmdB64 encodes in one line without any line break, however long: a wrapped or
// newline-ended secret is what makes most hand-made logins fail.
func cmdB64(ctx context.Context, s *Session, arg string) error {
	flags, text := options(arg)
	for flag := range flags {
		if flag != "--show" && flag != "--send" && flag != "--clear" {
			return usage("b64", fmt.Sprintf("no option %q", flag))
		}
	}
	if flags["--send"] && !s.awaitsAnswer() {
		return failure(Usage, ":b64 --send: no 334 waits for an answer; nothing was sent", "AUTH LOGIN or AUTH PLAIN first")
	}
	secret := []byte(text)
	hidden := false
	if text == "" {
		var err error
		if secret, hidden, err = s.askForSecret(ctx, flags["--send"]); err != nil {
			return err
		}
	}
	s.noteOddEdges(secret)
	encoded := base64.StdEncoding.EncodeToString(secret)
	if flags["--show"] || !hidden && !flags["--send"] {
		s.view.reveal(encoded)
	} else if !flags["--send"] {
		s.view.answer(mask(len(encoded)) + "; --show prints it, --send sends it")
	}
	if !flags["--send"] {
		return nil
	}
	if err := s.mayTell(ctx, flags["--clear"]); err != nil {
		return err
	}
	if err := s.send(ctx, conn.Line{Text: []byte(encoded), Ending: s.ending, Secret: len(encoded)}); err != nil {
		return err
	}
	return s.settleAfter(ctx, nil)
}

// awaitsAnswer reports whether the server asked for what logs in; in a protocol
// that byhand does not know it may have.
func (s *Session) awaitsAnswer() bool {
	if s.phase() == smtp.Challenge {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dialect.Login() == nil
}

// askForSecret asks for what the server's challenge wants: a user name in plain
// sight, anything else hidden.
func (s *Session) askForSecret(ctx context.Context, send bool) (secret []byte, hidden bool, err error) {
	what := ""
	if send && s.phase() == smtp.Challenge {
		s.mu.Lock()
		_, what = s.dialect.Challenge()
		s.mu.Unlock()
	}
	question := "text (hidden): "
	switch what {
	case "user name":
		question = "user name: "
	case "password":
		question = "password (hidden): "
	}
	hidden = what != "user name"
	line, err := s.ask(ctx, question, hidden)
	if errors.Is(err, errNobody) {
		err = failure(Usage, ":b64 without TEXT asks for it, and "+err.Error(), ":b64 TEXT encodes TEXT")
	}
	return line.Text, hidden, err
}

// noteOddEdges mentions spaces and quotes at the ends of a secret: they are sent as
// part of it, and seldom meant to be.
func (s *Session) noteOddEdges(secret []byte) {
	for _, odd := range sanitize.OddEdges(secret) {
		s.view.answer("the secret " + odd + ", which is encoded with it")
	}
}

func cmdUnb64(_ context.Context, s *Session, arg string) error {
	arg = strings.TrimSpace(arg)
	if arg == "" {
		return usage("unb64", "what?")
	}
	decoded, err := base64.StdEncoding.DecodeString(arg)
	if err != nil {
		return failure(Usage, ":unb64: that is not base64: "+fault(arg, err), "")
	}
	s.view.reveal(sanitize.Text(decoded))
	if !utf8.Valid(decoded) {
		s.view.note(fmt.Sprintf("%d bytes, not all of them text", len(decoded)))
	}
	return nil
}

// alphabet is that of base64 (RFC 4648 4).
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// fault says what is wrong with base64 in a way that helps to mend it.
func fault(text string, err error) string {
	var at base64.CorruptInputError
	if errors.As(err, &at) && int(at) < len(text) && !strings.ContainsRune(alphabet, rune(text[at])) {
		return fmt.Sprintf("character %d is %q", int(at)+1, text[at])
	}
	return fmt.Sprintf("%d characters, and the end is missing or wrong (a multiple of 4, filled up with =)", len(text))
}
