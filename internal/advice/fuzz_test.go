package advice

import (
	"net/mail"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byhand/internal/refusal"
	"byhand/internal/smtp"
)

// FuzzNext checks that a hint is a colon-command or a valid command, whatever was sent and
// whatever the server replied.
func FuzzNext(f *testing.F) {
	for _, line := range []string{
		"MAIL FROM:“<a@b.test>”", "MAIL FROM: Bob <a@b.test>", "MAIL FROM:&lt;a@b.test&gt;", "MAIL FROM:<a@b.test>; SIZE=5", "MAIL: <a@b.test>",
		"MAIL FROM:<a..b@c>", "MAIL FROM:<a@b_c> RET=X", "MAIL FROM:<é@b>", "RCPT TO:<a@[300.1.1.1]>", `RCPT TO:<"a b"@c> NOTIFY=x`, "rcpt to:a@b,c@d",
		"EHLO [2001:db8::1]", "EHLO 192.0.2.1", "EHLO <a.b>", "EHLO a@b", "HELO a b", "EHLO a_b.", "LHLO", "AUTH=LOGIN", "AUTH:\t", "BDAT 5 LATS", "BDAT x",
		"MIAL FROM: a@b", "DATA x", " STARTTLS", "VRFY \x00", "QIUT ü", "NOOP \x7f",
	} {
		for _, reply := range []string{"500 5.5.2 x", "501 x", "550 5.1.1 <x>", "504 5.5.2 Helo command rejected: no", "555 5.5.4 x", "535 x", "552 5.3.4 x"} {
			f.Add(line, reply, "AUTH=LOGIN <b>", byte(3))
		}
	}
	f.Fuzz(func(t *testing.T, line, reply, feature string, flags byte) {
		s := State{Hello: []string{"", "EHLO", "HELO", "LHLO"}[flags&3], Secure: flags&4 != 0, Authenticated: flags&8 != 0,
			Features: []smtp.Feature{{Keyword: "AUTH", Params: strings.Fields(feature)}, {Keyword: feature}, {Keyword: "SIZE", Params: []string{"9"}}}}
		if flags&16 != 0 {
			s.Features = append(s.Features, smtp.Feature{Keyword: "SMTPUTF8"}, smtp.Feature{Keyword: "STARTTLS"})
		}
		r := Refusal{Reply: refusal.Parse(reply), Line: line, State: &s, Earlier: map[refusal.Part]string{refusal.Greeting: line, refusal.Sender: line}}
		r.Verb, _, _ = strings.Cut(strings.ToUpper(line), " ")
		got := Why(r)
		if fault := got.Fault; fault != nil && (fault.At < 0 || fault.At > len(got.Line)) {
			t.Errorf("%q: the fault is at %d", got.Line, fault.At)
		}
		if got.Next != "" && !isPlausible(got.Next) {
			t.Errorf("%q after %q: the hint is %q", line, reply, got.Next)
		}
	})
}

// isPlausible checks a command without the grammar of this package.
func isPlausible(line string) bool {
	verb, arg, _ := strings.Cut(line, " ")
	if verb == ":auth" || line == ":again" || line == ":again --replay" {
		return strings.Trim(arg, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" || verb == ":again"
	}
	upper := strings.ToUpper(verb)
	if len(line) > 510 || strings.Contains(line, "  ") || strings.TrimSpace(line) != line || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }) {
		return false
	}
	switch upper {
	case "EHLO", "HELO", "LHLO":
		return arg != "" && strings.Trim(arg, "[]-.:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && arg[0] != '.' && !strings.Contains(arg, "..")
	case "MAIL", "RCPT":
		return isPlausiblePath(line, upper, arg)
	}
	return slices.Contains(commands, upper) || upper == "ETRN"
}

func isPlausiblePath(line, verb, arg string) bool {
	_, path, found := strings.Cut(arg, ":<")
	end := closingBracket(path)
	if !found || end < 0 || end+1 < len(path) && path[end+1] != ' ' {
		return false
	}
	address := path[:end]
	if address == "" || verb == "RCPT" && strings.EqualFold(address, "postmaster") {
		return address != "" || verb == "MAIL"
	}
	if !isASCII(address) {
		return strings.Contains(strings.ToUpper(line), " SMTPUTF8")
	}
	parsed, err := mail.ParseAddress("<" + address + ">")
	return err == nil && parsed.Name == ""
}
