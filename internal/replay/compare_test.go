package replay

import (
	"slices"
	"strings"
	"testing"

	"byhand/internal/redact"
	"byhand/internal/transcript"
)

var kindNames = map[Kind]string{Code: "code", Enhanced: "enhanced", Missing: "missing", Extra: "extra", Text: "text", Variable: "variable"}

// kinds lists the differences: "MAIL code, QUIT missing".
func kinds(all []Difference) string {
	var names []string
	for _, d := range all {
		x := d.Was
		if x == nil {
			x = d.Is
		}
		names = append(names, strings.TrimSpace(x.Verb+" "+kindNames[d.Kind]))
	}
	return strings.Join(names, ", ")
}

func TestCompare(t *testing.T) {
	const session = "S: 220 mail.x.org ESMTP\nC: EHLO me\nS: 250-mail.x.org\nS: 250 SIZE 100\nC: MAIL FROM:<a@b>\nS: 250 2.1.0 Ok\nC: QUIT\nS: 221 2.0.0 Bye\n"
	for _, c := range []struct{ name, was, is, want string }{
		{"the same", session, session, ""},
		{"a code", session, strings.Replace(session, "250 2.1.0 Ok", "550 2.1.0 Ok", 1), "MAIL code"},
		{"lines that disagree now", session, strings.Replace(session, "S: 250 2.1.0 Ok", "S: 550-2.1.0 Ok\nS: 250 2.1.0 Ok", 1), "MAIL code"},
		{"an enhanced code", session, strings.Replace(session, "2.1.0 Ok", "2.1.7 Ok", 1), "MAIL enhanced"},
		{"no enhanced code", session, strings.Replace(session, "2.1.0 Ok", "Ok", 1), "MAIL enhanced"},
		{"a text", session, strings.Replace(session, "Bye", "So long", 1), "QUIT text"},
		{"a host name", session, strings.ReplaceAll(session, "mail.x.org", "other.y.net"), "GREETING variable, EHLO variable"},
		{"the order of EHLO", "C: EHLO me\nS: 250-a\nS: 250-X\nS: 250 Y", "C: EHLO me\nS: 250-a\nS: 250-Y\nS: 250 x", "EHLO variable"},
		{"another offer", "C: EHLO me\nS: 250-a\nS: 250 SIZE 1", "C: EHLO me\nS: 250-a\nS: 250 SIZE 2", "EHLO text"},
		{"no reply", session, strings.Replace(session, "S: 221 2.0.0 Bye\n", "", 1), "QUIT missing"},
		{"a reply now", strings.Replace(session, "S: 221 2.0.0 Bye\n", "", 1), session, "QUIT extra"},
		{"a line left out", session, strings.Replace(session, "C: MAIL FROM:<a@b>\nS: 250 2.1.0 Ok\n", "", 1), "MAIL missing"},
		{"a line more", strings.Replace(session, "C: MAIL FROM:<a@b>\nS: 250 2.1.0 Ok\n", "", 1), session, "MAIL extra"},
		{"no greeting written", strings.Replace(session, "S: 220 mail.x.org ESMTP\n", "", 1), session, ""},
		{"an unsolicited reply", session, strings.Replace(session, "C: QUIT", "S: 421 4.3.2 shutting down\nC: QUIT", 1), "extra"},
		{
			"a message not wanted", "C: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye",
			"C: DATA\nS: 451 later\nC: QUIT\nS: 221 bye", "DATA code, . missing",
		},
		{
			"challenges", "C: AUTH CRAM-MD5\nS: 334 PDE+\nC: x\nS: 235 2.7.0 ok", "C: AUTH CRAM-MD5\nS: 334 PDI+\nC: y\nS: 235 2.7.0 ok", "",
		},
		{
			"a login refused", "C: AUTH CRAM-MD5\nS: 334 PDE+\nC: x\nS: 235 2.7.0 ok", "C: AUTH CRAM-MD5\nS: 334 PDI+\nC: y\nS: 535 5.7.8 no", "AUTH code",
		},
		{
			"pipelined", "C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: RCPT TO:<e@f>\nS: 250 a\nS: 250 b\nS: 250 c",
			"C: MAIL FROM:<a@b>\nS: 250 a\nC: RCPT TO:<c@d>\nS: 550 b\nC: RCPT TO:<e@f>\nS: 250 c", "RCPT code",
		},
		{
			"LMTP", "C: LHLO me\nS: 250 x\nC: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<a@b>\nS: 250 a\nC: RCPT TO:<b@b>\nS: 250 a\nC: DATA\nS: 354 go\nC: .\nS: 250 one\nS: 452 two",
			"C: LHLO me\nS: 250 x\nC: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<a@b>\nS: 250 a\nC: RCPT TO:<b@b>\nS: 250 a\nC: DATA\nS: 354 go\nC: .\nS: 250 one\nS: 250 two", ". code",
		},
		{"another protocol", "S: +OK hi\nC: USER a\nS: +OK\nC: QUIT\nS: +OK", "S: +OK hi\nC: USER a\nS: -ERR no\nC: QUIT\nS: +OK", "USER code"},
		{"IMAP", "S: * OK hi\nC: a NOOP\nS: * 3 EXISTS\nS: a OK done", "S: * OK hi\nC: a NOOP\nS: * 3 EXISTS\nS: a NO done", "A code"},
		{"IMAP, otherwise alike", "S: * OK hi\nC: a NOOP\nS: * 3 EXISTS\nS: a OK done", "S: * OK hi\nC: a NOOP\nS: * 4 EXISTS\nS: a OK done", "A variable"},
	} {
		got := kinds(Compare(exchanged(entriesOf(t, c.was)), exchanged(entriesOf(t, c.is))))
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCompareHidden: replaced names in either session do not change the comparison.
func TestCompareHidden(t *testing.T) {
	const session = "S: 220 mail ESMTP 10:15:02\nC: EHLO laptop\nS: 250-mail greets laptop [10.0.0.1]\nS: 250-XRELAY mx.x.org\nS: 250 SIZE 100\n" +
		"C: MAIL FROM:<a@b.org>\nS: 250 2.1.0 <a@b.org> at mail.x.org\nC: RCPT TO:<c@d.org>\nS: 550 5.1.1@mail.x.org\nC: QUIT\nS: 221 mail\n"
	for _, c := range []struct{ name, from, to, want string }{
		{"the same", "", "", ""},
		{"a code", "550 5.1.1", "250 5.1.1", "RCPT code"},
		{"an enhanced code", "5.1.1@", "5.1.2@", "RCPT enhanced"},
		{"a time", "10:15:02", "11:15:02", "GREETING variable"},
		{"a text", "221 mail", "221 mail bye", "QUIT text"},
		{"a word", "mail ESMTP", "mail SMTP", "GREETING text"},
		{"an offer", "SIZE 100", "SIZE 200", "EHLO text"},
		{"the order of EHLO", "250-XRELAY mx.x.org\nS: 250 SIZE 100", "250-SIZE 100\nS: 250 XRELAY mx.x.org", "EHLO variable"},
	} {
		was, is := slices.Collect(entriesOf(t, session)), slices.Collect(entriesOf(t, strings.Replace(session, c.from, c.to, 1)))
		for i, pair := range [][2][]transcript.Entry{{was, is}, {withoutNames(was), is}, {was, withoutNames(is)}, {withoutNames(was), withoutNames(is)}} {
			if got := kinds(Compare(exchanged(slices.Values(pair[0])), exchanged(slices.Values(pair[1])))); got != c.want {
				t.Errorf("%s, %d: %q, want %q", c.name, i, got, c.want)
			}
		}
	}
}

// withoutNames returns entries with their names replaced.
func withoutNames(entries []transcript.Entry) []transcript.Entry {
	var names redact.Names
	replaced := slices.Clone(entries)
	for i := range replaced {
		names.Replace(&replaced[i])
	}
	return replaced
}

func TestAreAlike(t *testing.T) {
	for kind, want := range map[Kind][2]bool{Code: {}, Enhanced: {}, Missing: {}, Extra: {}, Text: {true, false}, Variable: {true, false}} {
		all := []Difference{{Kind: Variable}, {Kind: kind}}
		if AreAlike(all, false) != want[0] || AreAlike(all, true) != want[1] {
			t.Errorf("%s: %v, %v", kindNames[kind], AreAlike(all, false), AreAlike(all, true))
		}
	}
	if !AreAlike(nil, true) {
		t.Error("sessions without a difference are not alike")
	}
}

// TestVariable: replies of real servers that mean the same.
func TestVariable(t *testing.T) {
	for _, c := range []struct {
		was, is string
		same    bool
	}{
		{"2.0.0 Ok: queued as 4TqX3k1Yz9zB", "2.0.0 Ok: queued as 4TqX3l5Pq2zC", true},
		{"2.0.0 Ok: queued as 8F2A91C0", "2.0.0 Ok: queued as ABCDEF", true},
		{"OK id=1rABCD-000123-AB", "OK id=1rXYZA-000999-ZZ", true},
		{"2.6.0 <0a1b@mail.x.org> [InternalId=123, Hostname=A1.prod.outlook.com] 8000 bytes in 0.123, 63.5 KB/sec Queued mail for delivery",
			"2.6.0 <9z8y@mail.x.org> [InternalId=9, Hostname=B2.prod.outlook.com] 8123 bytes in 0.5, 12 KB/sec Queued mail for delivery", true},
		{"2.0.0 OK  1732445702 5b1f17b1804b1-4349sm5f8f.12 - gsmtp", "2.0.0 OK  1732449999 a92af1059eb24-7724sm1f8f.99 - gsmtp", true},
		{"smtp.gmail.com ESMTP ffacd0b85a97d-38259 - gsmtp", "smtp.gmail.com ESMTP 5b1f17b1804b1-43493 - gsmtp", true},
		{"mx.x.org ESMTP Exim 4.96 Tue, 24 Nov 2026 10:15:02 +0000", "mx.x.org ESMTP Exim 4.96 Wed, 25 Nov 2026 01:00:59 +0100", true},
		{"AM0PR01CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready at Tue, 24 Nov 2026 10:15:02 +0000 [08DD0B123]",
			"DB9PR05CA0021.outlook.office365.com Microsoft ESMTP MAIL Service ready at Wed, 2 Dec 2026 10:15:02 +0000 [08DD0C999]", true},
		{"4.7.1 Greylisted, try again in 299 seconds", "4.7.1 Greylisted, try again in 12 seconds", true},
		{"you are [10.0.0.1]", "you are [2a01::1]", true},
		{"2.1.5 Ok", "2.1.0 Ok", false},
		{"Greylisted", "Accepted", false},
		{"User unknown", "User over quota", false},
		{"5.1.1 <a@b.org>: Recipient address rejected", "5.1.1 <c@d.org>: Recipient address rejected", true},
		{"Relay access denied", "relay access denied", false},
	} {
		if got := normalize(c.was) == normalize(c.is); got != c.same {
			t.Errorf("%q and %q: %v\n%s\n%s", c.was, c.is, got, normalize(c.was), normalize(c.is))
		}
	}
}

func TestManyExchanges(t *testing.T) {
	was, is := make([]Exchange, 5000), make([]Exchange, 5000)
	for i := range was {
		was[i] = Exchange{Verb: "NOOP", Code: 250, Lines: []string{"ok"}}
		is[i] = was[i]
	}
	is[4999].Code = 550
	if got := kinds(Compare(was, is)); got != "NOOP code" {
		t.Errorf("%q", got)
	}
}
