package advice

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"byhand/internal/lazyregexp"
	"byhand/internal/refusal"
)

// envelopeFault finds out whether MAIL or RCPT needs something that the server does not
// support: a larger message than it accepts, or SMTPUTF8. It returns that fault and the cause
// of a refusal for it. fault is nil if there is none. s is the state before the command.
func envelopeFault(line string, s *State) (cause refusal.Cause, fault *Fault) {
	verb := strings.ToUpper(line[:min(len(line), 4)])
	if s == nil || pathWords[verb] == "" {
		return "", nil
	}
	if fault := sizeFault(line, s); fault != nil {
		return refusal.MessageSize, fault
	}
	return refusal.EightBit, utf8Fault(line, verb, s)
}

var sizeParameter = lazyregexp.New(`(?i) SIZE=([0-9]+)`)

// sizeFault compares the parameter SIZE with the limit in the reply to EHLO (RFC 1870 6.1).
func sizeFault(line string, s *State) *Fault {
	f, _ := s.FindFeature("SIZE")
	if len(f.Params) == 0 {
		return nil
	}
	limit, err := strconv.ParseUint(f.Params[0], 10, 64)
	at := sizeParameter.FindStringSubmatchIndex(line)
	if err != nil || limit == 0 || at == nil {
		return nil
	}
	if size, err := strconv.ParseUint(line[at[2]:at[3]], 10, 64); err != nil || size <= limit {
		return nil
	}
	return &Fault{at[0] + 1, fmt.Sprintf("the message is larger than the server's limit, %d bytes", limit), ""}
}

// utf8Fault reports an address that is not ASCII, if SMTPUTF8 is missing: from the reply to
// EHLO, or from the parameters of MAIL (RFC 6531 3.4). It does not know the parameters of the
// MAIL command that came before a RCPT.
func utf8Fault(line, verb string, s *State) *Fault {
	at := strings.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf && charNames[r] == "" })
	if at < 0 || s.Hello == "" {
		return nil
	}
	r, _ := utf8.DecodeRuneInString(line[at:])
	switch {
	case r == utf8.RuneError:
		return &Fault{at, "the address is not in UTF-8", ""}
	case !s.Has("SMTPUTF8"):
		return &Fault{at, charName(r) + " in an address needs SMTPUTF8, which the server does not offer", ""}
	case verb == "MAIL" && !hasUTF8Parameter(line):
		return &Fault{at, charName(r) + " in an address needs the parameter SMTPUTF8", line + " SMTPUTF8"}
	}
	return nil
}
