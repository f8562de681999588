package repl

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"byhand/conn"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// cmdB64 encodes in one line without any line break, however long: a wrapped or
// newline-ended secret is what makes most hand-made logins fail.
func cmdB64(ctx context.Context, s *Session, arg string) error {
	flags, text, err := optionsOf("b64", arg)
	if err != nil {
		return err
	}
	if flags["--send"] && !awaitsAnswer(s) {
		return failure(Usage, ":b64 --send: no 334 waits for an answer; nothing was sent", "AUTH LOGIN or AUTH PLAIN first")
	}
	secret, err := bytesOf(s, text, flags)
	if err != nil {
		return err
	}
	hidden := false
	if text == "" {
		if secret, hidden, err = askForSecret(ctx, s, flags["--send"]); err != nil {
			return err
		}
	}
	noteOddEdges(s, secret)
	encoded := base64.StdEncoding.EncodeToString(secret)
	if flags["--show"] || !hidden && !flags["--send"] {
		s.out.Reveal(encoded)
	} else if !flags["--send"] {
		s.out.Answer(view.Mask(len(encoded)) + "; --show prints it, --send sends it")
	}
	if !flags["--send"] {
		return nil
	}
	if err := mayTell(ctx, s, flags["--clear"]); err != nil {
		return err
	}
	if err := s.Send(ctx, conn.Line{Text: []byte(encoded), Ending: s.ending, Secret: len(encoded)}); err != nil {
		return err
	}
	return s.settleAfter(ctx, nil)
}

// bytesOf reads the argument of :b64. As it is, only \0 is an escape: AUTH PLAIN needs
// the NUL (RFC 4616 2), while a backslash before anything else belongs to names such
// as DOMAIN\user. \\0, and \0 before a digit, can mean either: nothing is guessed.
func bytesOf(s *Session, text string, flags map[string]bool) ([]byte, error) {
	switch all, none := flags["--escapes"], flags["--literal"]; {
	case all && none:
		return nil, usage("b64", "--escapes and --literal exclude each other")
	case all:
		b, err := escapes(text)
		if err != nil {
			return nil, usage("b64", `--escapes knows \0 \r \n \t \" \xHH and \\`) // err quotes what may be secret
		}
		return b, nil
	case none || !strings.Contains(text, `\0`):
		return []byte(text), nil
	case ambiguousNUL().MatchString(text):
		return nil, failure(Usage, `:b64: \\0, or \0 before a digit, can be a NUL byte or part of a name: nothing was encoded`,
			`:b64 --escapes TEXT reads \0 as a NUL byte, :b64 --literal TEXT as a backslash and a zero`)
	}
	s.out.Note(`\0 is encoded as a NUL byte; --literal encodes a backslash and a zero`)
	return []byte(strings.ReplaceAll(text, `\0`, "\x00")), nil
}

var ambiguousNUL = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\\\0|\\0[0-9]`) })

// awaitsAnswer reports whether the server asked for what logs in; in a protocol
// that byhand does not know it may have.
func awaitsAnswer(s *Session) bool {
	return s.client.Phase() == smtp.Challenge || !s.client.Login().Known()
}

// askForSecret asks for what the server's challenge wants: a user name in plain
// sight, anything else hidden.
func askForSecret(ctx context.Context, s *Session, send bool) (secret []byte, hidden bool, err error) {
	what := ""
	if send && s.client.Phase() == smtp.Challenge {
		_, what = s.client.Login().Challenge()
	}
	question := "text (hidden): "
	switch what {
	case "user name":
		question = "user name: "
	case "password":
		question = "password (hidden): "
	}
	hidden = what != "user name"
	line, err := ask(ctx, s, question, hidden)
	if errors.Is(err, errNobody) {
		err = failure(Usage, ":b64 without TEXT asks for it, and "+err.Error(), ":b64 TEXT encodes TEXT")
	}
	return line.Text, hidden, err
}

// noteOddEdges mentions spaces and quotes at the ends of a secret: they are sent as
// part of it, and seldom meant to be.
func noteOddEdges(s *Session, secret []byte) {
	for _, odd := range sanitize.OddEdges(secret) {
		s.out.Answer("the secret " + odd + ", which is encoded with it")
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
	s.out.Reveal(sanitize.Text(decoded))
	if !utf8.Valid(decoded) {
		s.out.Note(fmt.Sprintf("%d bytes, not all of them text", len(decoded)))
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
