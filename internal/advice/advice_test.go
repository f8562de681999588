package advice

import (
	"strings"
	"testing"

	"byhand/internal/refusal"
	"byhand/internal/smtp"
)

// at returns a State: words describe it, and offered are the lines of the reply to EHLO.
func at(words string, offered ...string) State {
	s := State{Phase: smtp.Command, Hello: "EHLO"}
	for _, line := range offered {
		all := strings.Fields(line)
		s.Features = append(s.Features, smtp.Feature{Keyword: all[0], Params: all[1:]})
	}
	for _, word := range strings.Fields(words) {
		switch word {
		case "new":
			s.Hello = ""
		case "helo":
			s.Hello = "HELO"
		case "lmtp":
			s.LMTP = true
		case "tls":
			s.Secure = true
		case "ready":
			s.HandshakeDue = true
		case "auth":
			s.Authenticated = true
		case "mail":
			s.Envelope.Begun = true
		case "rcpt":
			s.Envelope.Begun, s.Recipients = true, 1
		case "message":
			s.Phase = smtp.Message
		case "greeting":
			s.Phase = smtp.Greeting
		case "closed":
			s.Phase = smtp.Closed
		case "challenge":
			s.Phase = smtp.Challenge
		case "password":
			s.Asks = word
		default:
			s.Used = append(s.Used, word)
		}
	}
	return s
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		state State
		want  string // the first suggestions
	}{
		{at("new"), "EHLO me.example.org|NOOP"},
		{at("new lmtp"), "LHLO me.example.org"},
		{at("helo"), "EHLO me.example.org|MAIL FROM:<you@example.org>"},
		{at("", "STARTTLS", "AUTH PLAIN"), "STARTTLS|:auth|AUTH PLAIN|MAIL"},
		{at("tls", "STARTTLS", "AUTH PLAIN LOGIN"), ":auth|AUTH LOGIN|MAIL"},
		{at("", "AUTH= PLAIN"), "MAIL FROM:<you@example.org>"},
		{at("", "AUTH <script> x;y PLAIN\x1b"), "MAIL FROM:<you@example.org>"},
		{at("tls auth", "AUTH PLAIN"), "MAIL FROM:<you@example.org>|NOOP"},
		{at("ready", "STARTTLS"), ":tls"},
		{at("mail"), "RCPT TO:<somebody@example.net>|RSET"},
		{at("rcpt"), "DATA|RCPT TO:<somebody@example.net>|:test|:send FILE|RSET"},
		{at("rcpt", "CHUNKING"), "DATA|RCPT TO:<somebody@example.net>|:test|:send FILE|:bdat FILE|RSET"},
		{at("message"), "Subject: hello||.|..x"},
		{at("challenge"), ":answer|*"},
		{at("challenge password"), ":b64 --send|:answer|*"},
		{at("greeting"), ":info"},
		{at("closed"), ":again|:save FILE.txt|:quit"},
	} {
		var lines []string
		for _, next := range Next(c.state) {
			lines = append(lines, next.Line)
			if next.Why == "" {
				t.Errorf("%q has no explanation", next.Line)
			}
		}
		if got := strings.Join(lines, "|"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%+v:\n%s, want\n%s", c.state, got, c.want)
		}
	}
}

func TestCandidates(t *testing.T) {
	full := at("a@x.org b@y.org", "SIZE 100", "8BITMIME", "DSN", "AUTH PLAIN LOGIN CRAM-MD5", "STARTTLS")
	begun := full
	begun.Envelope.Begun = true
	for _, c := range []struct {
		state State
		line  string
		want  string
	}{
		{full, "", "AUTH ,EHLO ,HELO ,HELP,MAIL FROM:<,NOOP,QUIT,RSET,STARTTLS,VRFY "},
		{full, "S", "STARTTLS"},
		{full, "starT", "starTTLS"},
		{full, "start", "starttls"},
		{full, "ma", "mail from:<"},
		{full, "MAIL ", "FROM:<"},
		{full, "mail f", "from:<"},
		{full, "MAIL FROM:<", "FROM:<a@x.org>,FROM:<b@y.org>"},
		{full, "MAIL FROM:<b", "FROM:<b@y.org>"},
		{full, "mail from:<b", "from:<b@y.org>"},
		{full, "MAIL FROM:<a@x.org>", ""},
		{full, "MAIL FROM:<a@x.org> ", "AUTH=<>,BODY=7BIT,BODY=8BITMIME,ENVID=,RET=FULL,RET=HDRS,SIZE="},
		{full, "MAIL FROM:<a@x.org> SIZE=5 b", "body=7bit,body=8bitmime"},
		{full, "R", "RSET"},
		{begun, "R", "RCPT TO:<,RSET"},
		{begun, "RCPT TO:<c@z> N", "NOTIFY=DELAY,NOTIFY=FAILURE,NOTIFY=NEVER,NOTIFY=SUCCESS,NOTIFY=SUCCESS,FAILURE,DELAY"},
		{at(""), "MAIL FROM:<a@x.org> ", ""},
		{full, "AUTH ", "CRAM-MD5,LOGIN,PLAIN"},
		{full, "auth p", "plain"},
		{full, "AUTH PLAIN ", ""},
		{full, "HELP s", ""},
		{full, "NOOP x", ""},
		{at("new"), "", "EHLO ,HELO ,HELP,NOOP,QUIT,RSET,VRFY "},
		{at("new lmtp"), "", "HELP,LHLO ,NOOP,QUIT,RSET,VRFY "},
		{at("rcpt", "CHUNKING"), "B", "BDAT "},
		{at("message"), "S", ""},
		{at("challenge"), "S", ""},
		{at("ready"), "", ""},
	} {
		list, from := Candidates(c.state, c.line, len(c.line))
		if got := strings.Join(list, ","); got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
		for _, candidate := range list {
			if !strings.EqualFold(candidate[:len(c.line)-from], c.line[from:]) {
				t.Errorf("%q: %q changes what was typed", c.line, candidate)
			}
		}
	}
}

func TestGhost(t *testing.T) {
	full := at("", "AUTH PLAIN LOGIN", "STARTTLS")
	for _, c := range []struct {
		state State
		line  string
		want  string
	}{
		{full, "", ""}, {full, "M", "AIL FROM:<"}, {full, "m", "ail from:<"}, {full, "mail ", "from:<"}, {full, "MAIL FROM:<", ""},
		{full, "E", "HLO"}, {at("new"), "e", "hlo "}, {full, "S", "TARTTLS"}, {at("mail"), "R", "CPT TO:<"}, {full, "H", "ELP"},
		{at("rcpt"), "D", "ATA"}, {at("message"), "S", ""}, {full, "Q", "UIT"}, {full, "AUTH C", ""}, {full, "AUTH L", "OGIN"}, {full, "xyz", ""},
	} {
		if got := Ghost(c.state, c.line); strings.TrimRight(got, " ") != strings.TrimRight(c.want, " ") {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		line   string
		at     int
		what   string
		better string
	}{
		{"MAIL FROM: a@b", 10, "there is a space after the colon, and the address has no angle brackets", "MAIL FROM:<a@b>"},
		{"mail from: <a@b>", 10, "there is a space after the colon", "MAIL FROM:<a@b>"},
		{"MAIL FROM:a@b", 10, "the address has no angle brackets", "MAIL FROM:<a@b>"},
		{"MAIL FROM:<a@b", 14, `">" is missing after the address`, "MAIL FROM:<a@b>"},
		{"MAIL FROM :<a@b>", 9, "there is a space before the colon", "MAIL FROM:<a@b>"},
		{"MAIL  FROM:<a@b>", 5, "there is an extra space", "MAIL FROM:<a@b>"},
		{"MAIL FROM <a@b>", 9, "there is a space before the colon", "MAIL FROM:<a@b>"},
		{"MAIL <a@b>", 5, "FROM: is missing after MAIL", "MAIL FROM:<a@b>"},
		{"MAIL", 4, "FROM: is missing after MAIL", "MAIL FROM:<you@example.org>"},
		{"MAIL FROM:“<a@b.test>”", 10, "U+201C (left double quotation mark) is not valid here", "MAIL FROM:<a@b.test>"},
		{"MAIL FROM:‹a@b.test›", 10, "U+2039 (left angle quotation mark) is not valid here", "MAIL FROM:<a@b.test>"},
		{"MAIL FROM: Bob <a@b.test>", 10, "only the address belongs here, not a name", "MAIL FROM:<a@b.test>"},
		{`MAIL FROM:"Bob Smith" <a@b.test> SIZE=5`, 10, "only the address belongs here, not a name", "MAIL FROM:<a@b.test> SIZE=5"},
		{"MAIL FROM:&lt;a@b.test&gt;", 10, "&lt; is HTML for <", "MAIL FROM:<a@b.test>"},
		{"MAIL FROM:<a@b.test>;", 20, "';' is not valid after the address", "MAIL FROM:<a@b.test>"},
		{"MAIL FROM:a@b.test>", 10, "the address has no angle brackets", "MAIL FROM:<a@b.test>"},
		{"MAIL FROM:mailto:a@b.test", 10, "mailto: is not part of the address", "MAIL FROM:<a@b.test>"},
		{"RCPT TO:<mailto:a@b.test>", 9, "mailto: is not part of the address", "RCPT TO:<a@b.test>"},
		{"MAIL FROM:<<a@b.test>>", 11, `there is a second "<"`, "MAIL FROM:<a@b.test>"},
		{"MAIL: <a@b.test>", 4, "FROM: is missing after MAIL", "MAIL FROM:<a@b.test>"},
		{"RCPT TO:<a@b.test>,<c@d.test>", 18, "',' is not valid after the address", "RCPT TO:<a@b.test>"},
		{"RCPT TO:<a@b.test,c@d.test>", 17, "only one address may be here", "RCPT TO:<a@b.test>"},
		{"RCPT TO:a@b.test, c@d.test", 8, "the address has no angle brackets", "RCPT TO:<a@b.test>"},
		{"RCPT TO:<a@b.test\u200b>", 17, "U+200B (zero-width space) is not valid in an address", "RCPT TO:<a@b.test>"},
		{"RCPT TO:'a@b.test'", 8, "the address has no angle brackets", "RCPT TO:<a@b.test>"},
		{"RCPT TO:<a@b>SIZE=1", 13, "there is no space after the address", "RCPT TO:<a@b> SIZE=1"},
		{"RCPT TO:<a b@c>", 10, "there is a space in the address", ""},
		{"RCPT TO:<a@b@c>", 12, `there is a second "@" in the address`, ""},
		{"MAILFROM:<a@b>", 4, "there is no space after MAIL", "MAIL FROM:<a@b>"},
		{" NOOP", 0, "there is a space before the command", "NOOP"},
		{"EHLO", 4, "EHLO needs your host name, or an address literal such as [192.0.2.1]", "EHLO me.example.org"},
		{"DATA now", 4, "DATA takes no argument", "DATA"},
		{"STARTTLS ", 8, "STARTTLS takes no argument", "STARTTLS"},
		{"VRFY", 4, "VRFY needs an argument", ""},
		{"NOOP x ", 6, "there is a space at the end", "NOOP x"},
		{"NOOP \x01", 5, `'\x01' is a control character`, ""},
		{"NOOP " + strings.Repeat("x", 600), 510, "the line is longer than the 512 bytes that every server accepts", ""},
		{"x", -1, "", ""}, {"", -1, "", ""}, {"NOOP", -1, "", ""},
		{"MAIL FROM:<>", -1, "", ""}, {"MAIL FROM:<a@b> SIZE=5", -1, "", ""}, {`RCPT TO:<"a b"@c>`, -1, "", ""}, {"AUTH LOGIN", -1, "", ""}, {"QUIT", -1, "", ""},
	} {
		f := FirstFault(c.line, nil)
		if c.at < 0 {
			if f != nil {
				t.Errorf("%q: %+v, but it has no mistake", c.line, f)
			}
			continue
		}
		if f == nil || f.At != c.at || f.What != c.what || f.Better != c.better {
			t.Errorf("%q: %+v, want %d, %q, %q", c.line, f, c.at, c.what, c.better)
		}
		if f != nil && f.Better != "" && FirstFault(f.Better, nil) != nil {
			t.Errorf("%q: %q is not better: %+v", c.line, f.Better, FirstFault(f.Better, nil))
		}
	}
}

// FuzzAdvice checks that no input makes advice panic, that completion keeps what was
// typed, and that only printable text from a server becomes a candidate.
func FuzzAdvice(f *testing.F) {
	f.Add("MAIL FROM:<a@b> SI", "AUTH PLAIN \x1b[2J", 501)
	f.Add("rcpt to: ", "SIZE\xff", 550)
	f.Fuzz(func(t *testing.T, line, offer string, code int) {
		s := at("mail used@x.org", "AUTH PLAIN", "DSN")
		if words := strings.Fields(offer); len(words) > 0 {
			s.Features = append(s.Features, smtp.Feature{Keyword: words[0], Params: words[1:]}, smtp.Feature{Keyword: "AUTH", Params: words})
			s.Features[0].Params = words
		}
		list, from := Candidates(s, line, len(line))
		for _, c := range append(list, Ghost(s, line)) {
			if strings.ContainsFunc(strings.TrimPrefix(c, line[from:]), func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%q and %q: candidate %q", line, offer, c)
			}
		}
		if f := FirstFault(line, &s); f != nil && (f.At < 0 || f.At > len(line) || f.Better != "" && FirstFault(f.Better, nil) != nil) {
			t.Errorf("%q: %+v", line, f)
		}
		r := Why(Refusal{State: &s, Reply: refusal.Reply{Verb: "MAIL", Code: code, Text: offer}, Line: line})
		if r.Next != "" && r.Next[0] != ':' && FirstFault(r.Next, nil) != nil {
			t.Errorf("%q: hint %q", line, r.Next)
		}
	})
}
