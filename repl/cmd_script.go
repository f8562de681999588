package repl

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"byhand/internal/client"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// cmdExpect checks the last reply. A refusal that it lists is not a failure. Any reply that it
// does not list is.
func cmdExpect(_ context.Context, s *Session, arg string) error {
	want, err := parseExpectation(arg)
	if err != nil {
		return usage("expect", err.Error())
	}
	got := s.client.Last()
	if refused := s.client.TakeRefusal(); refused != nil { // of several replies, the refusal counts
		got = refused
	}
	if got == nil {
		return failure(Refused, fmt.Sprintf(":expect %s: there is no reply to check", arg), "put :expect after the line whose reply it checks")
	}
	if !want.accepts(got) {
		if got.Verdict() == smtp.Broken {
			return failure(Lost, brokenText(got)+"; expected "+arg, "")
		}
		return failure(Refused, fmt.Sprintf("%s: expected %s, got %s", expectTarget(got.Verb), arg, view.Reply(got.Reply)), "")
	}
	if got.Unrequested != nil && !slices.ContainsFunc(want.codes, func(code string) bool { return matches(code, "334") || matches(code, "354") }) {
		s.held.acceptReply()
	}
	return nil
}

// expectTarget names the line, or the greeting, whose reply an :expect checks.
func expectTarget(to string) string {
	if to == "GREETING" {
		return "the greeting"
	}
	return requestName(to)
}

// expectation describes the replies that an :expect accepts: one of the codes, and a text that
// matches.
type expectation struct {
	codes []string       // "250"; "2yz", where y and z are any digit; "NO" in protocols without codes
	text  *regexp.Regexp // nil: any text
}

// parseExpectation parses the argument of :expect:
//
//	250
//	250 251
//	2yz
//	550 /no such user/
//	NO BAD
func parseExpectation(arg string) (expectation, error) {
	var want expectation
	codes, pattern, found := strings.Cut(strings.TrimSpace(arg), "/")
	if found {
		pattern, ok := strings.CutSuffix(pattern, "/")
		if !ok {
			return want, fmt.Errorf("the / at the end of the pattern is missing")
		}
		text, err := regexp.Compile(pattern)
		if err != nil {
			return want, err
		}
		want.text = text
	}
	for _, code := range strings.Fields(codes) {
		switch word := strings.ToUpper(code); {
		case isCode(code):
			want.codes = append(want.codes, strings.ToLower(code))
		case slices.Contains(dialect.ReplyWords(), word):
			want.codes = append(want.codes, word)
		default:
			return want, fmt.Errorf("%q is not a reply code (250, or 2yz for any that starts with 2) and not one of %s", code, strings.Join(dialect.ReplyWords(), " "))
		}
	}
	if len(want.codes) == 0 && want.text == nil {
		return want, fmt.Errorf("no code given")
	}
	return want, nil
}

func isCode(s string) bool {
	if len(s) != 3 || s[0] < '1' || s[0] > '9' {
		return false
	}
	return strings.Trim(s[1:], "0123456789yzxYZX") == ""
}

func (e expectation) accepts(a *dialect.Reply) bool {
	if e.text != nil && !e.text.MatchString(a.Reply.Text()) {
		return false
	}
	if a.Verdict() == smtp.Broken { // every code in the reply must be listed
		return len(e.codes) > 0 && !slices.ContainsFunc(a.Kinds(), func(code string) bool { return !e.names(code) })
	}
	return len(e.codes) == 0 || e.names(a.Kind())
}

func (e expectation) names(code string) bool {
	return slices.ContainsFunc(e.codes, func(want string) bool { return matches(want, code) })
}

func matches(want, code string) bool {
	if len(want) != len(code) {
		return false
	}
	for i := range want {
		if strings.IndexByte("xyz", want[i]) < 0 && want[i] != code[i] {
			return false
		}
	}
	return true
}

func cmdTimeout(_ context.Context, s *Session, arg string) error {
	if strings.TrimSpace(arg) == "" {
		s.out.Answer(fmt.Sprintf("timeout: %v for a reply, %v after the final dot", s.replyLimit(false), s.replyLimit(true)))
		return nil
	}
	d, err := duration(arg)
	if err != nil || d <= 0 {
		return usage("timeout", fmt.Sprintf("%q is not a valid duration (30s, 2m)", strings.TrimSpace(arg)))
	}
	s.opt.Timeout = d
	return nil
}

// duration parses "2s", "500ms" or "1.5", in seconds. It returns an error if it is negative.
func duration(arg string) (time.Duration, error) {
	arg = strings.TrimSpace(arg)
	d, err := time.ParseDuration(arg)
	if err != nil {
		d, err = time.ParseDuration(arg + "s")
	}
	if err == nil && d < 0 {
		err = errors.New("negative")
	}
	return d, err
}

func cmdWait(ctx context.Context, s *Session, arg string) error {
	d, err := duration(arg)
	if err != nil {
		return usage("wait", fmt.Sprintf("%q is not a valid duration (2s, 500ms)", strings.TrimSpace(arg)))
	}
	select {
	case <-time.After(d):
	case <-s.lines.interrupts():
		return client.ErrInterrupted
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}
