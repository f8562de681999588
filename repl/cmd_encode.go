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

// cmdB64 encodes any text on one line. When a login by hand fails, the usual reasons are line
// breaks in the base64, or a newline encoded with the secret.
func cmdB64(ctx context.Context, s *Session, arg string) error {
	flags, text, err := parseOptions("b64", arg)
	if err != nil {
		return err
	}
	if flags["--send"] && !awaitsAnswer(s) {
		return failure(Usage, ":b64 --send: no challenge (334) to answer; nothing was sent", "AUTH LOGIN")
	}
	secret, err := decodeText(s, text, flags)
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
	if err := allowSecret(ctx, s, flags["--clear"]); err != nil {
		return err
	}
	if err := s.Send(ctx, conn.Line{Text: []byte(encoded), Ending: s.ending, Secret: len(encoded)}); err != nil {
		return err
	}
	return s.settleAfter(ctx, nil)
}

// decodeText interprets the escapes in the argument of :b64. Without options only \0 is an
// escape: AUTH PLAIN needs NUL bytes (RFC 4616 2), and names such as DOMAIN\user contain
// backslashes. It returns a *Failure for \\0 and for \0 before a digit, which are ambiguous.
func decodeText(s *Session, text string, flags map[string]bool) ([]byte, error) {
	switch all, none := flags["--escapes"], flags["--literal"]; {
	case all && none:
		return nil, usage("b64", "--escapes and --literal cannot be used together")
	case all:
		b, err := escapes(text)
		if err != nil {
			return nil, usage("b64", `invalid escape; valid are \0 \r \n \t \" \xHH and \\`) // err quotes text that may be secret
		}
		return b, nil
	case none || !strings.Contains(text, `\0`):
		return []byte(text), nil
	case ambiguousNUL().MatchString(text):
		return nil, failure(Usage, `:b64: \\0, or \0 before a digit, is ambiguous: nothing was encoded`,
			`:b64 --escapes TEXT reads \0 as a NUL byte, :b64 --literal TEXT as a backslash and a zero`)
	}
	s.out.Note(`\0 was encoded as a NUL byte; --literal encodes a backslash and a zero`)
	return []byte(strings.ReplaceAll(text, `\0`, "\x00")), nil
}

// ambiguousNUL matches text in which \0 may or may not mean a NUL byte.
var ambiguousNUL = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\\\0|\\0[0-9]`) })

// awaitsAnswer reports whether the server waits for the answer to a challenge, or may wait
// for one because byhand does not know how to log in with this protocol.
func awaitsAnswer(s *Session) bool {
	return s.client.Phase() == smtp.Challenge || !s.client.Login().IsSupported()
}

// askForSecret asks the user for the text to encode. With send it asks for what the challenge
// asks for. Only a user name is shown while it is typed.
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
	if errors.Is(err, errNoTerminal) {
		err = failure(Usage, ":b64: no TEXT given, and "+err.Error(), ":b64 TEXT")
	}
	return line.Text, hidden, err
}

// noteOddEdges reports spaces and quotes at the ends of a secret: byhand keeps them, but
// the user seldom means them.
func noteOddEdges(s *Session, secret []byte) {
	for _, odd := range sanitize.OddEdges(secret) {
		s.out.Answer("the secret " + odd + ", which byhand keeps")
	}
}

func cmdUnb64(_ context.Context, s *Session, arg string) error {
	arg = strings.TrimSpace(arg)
	if arg == "" {
		return usage("unb64", "no text given")
	}
	decoded, err := base64.StdEncoding.DecodeString(arg)
	if err != nil {
		return failure(Usage, ":unb64: not valid base64: "+base64Error(arg, err), "")
	}
	s.out.Reveal(sanitize.Text(decoded))
	if !utf8.Valid(decoded) {
		s.out.Note(fmt.Sprintf("%d bytes, not all of them valid UTF-8", len(decoded)))
	}
	return nil
}

// alphabet contains the characters of base64 (RFC 4648 4).
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// base64Error returns what to correct in text, which does not decode.
func base64Error(text string, err error) string {
	var at base64.CorruptInputError
	if errors.As(err, &at) && int(at) < len(text) && !strings.ContainsRune(alphabet, rune(text[at])) {
		return fmt.Sprintf("character %d is %q", int(at)+1, text[at])
	}
	return fmt.Sprintf("it has %d characters, and its end is missing or wrong (pad it with = to a multiple of 4)", len(text))
}
