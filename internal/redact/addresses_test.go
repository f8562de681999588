package redact

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// inOrder writes the replacements in a text, and in its base64, as "user1", "host2" and
// "ip3", numbered in the order in which they appear.
func inOrder(text string) string {
	count, names := map[string]int{}, map[string]string{}
	number := func(found string) string {
		kind := "ip"
		if strings.Contains(found, "-") {
			kind = found[:4]
		}
		if names[found] == "" {
			count[kind]++
			names[found] = fmt.Sprint(kind, count[kind])
		}
		return names[found]
	}
	text = mapBase64(text, func(word string) string {
		if decoded, ok := decode([]byte(word)); ok && IsHidden(string(decoded)) {
			return "b64(" + string(decoded) + ")"
		}
		return word
	})
	return regexp.MustCompile(`user-[a-z2-7]{10}\b|host-[a-z2-7]{10}\.example|\b2[45]\d(?:\.\d+){3}\b|2001:db8::[0-9a-f:]*[0-9a-f]`).ReplaceAllStringFunc(text, number)
}

func sent(text string) transcript.Entry {
	return transcript.Entry{Kind: transcript.Sent, Text: text}
}

func received(text string) transcript.Entry {
	return transcript.Entry{Kind: transcript.Received, Text: text}
}

// replaced returns the texts of a session's entries with names replaced.
func replaced(entries ...transcript.Entry) string {
	var names Names
	var lines []string
	for _, e := range entries {
		names.Replace(&e)
		lines = append(lines, e.Text+e.User)
	}
	return strings.Join(lines, "|")
}

func TestAddressesAreHidden(t *testing.T) {
	for _, c := range [][2]string{
		{"MAIL FROM:<tim@x.example.org>", "MAIL FROM:<user1@host1>"},
		{"MAIL FROM:<tim@x.org> and <TIM@X.ORG>, <bob@x.org>", "MAIL FROM:<user1@host1> and <user2@host1>, <user3@host1>"},
		{"RCPT TO:<\"tim tester\"@x.org>", "RCPT TO:<user1@host1>"},
		{"VERP <list-bounces+tim=x.org@lists.y.net>", "VERP <user1@host1>"},
		{"MAIL FROM:<a@x.org> AUTH=a@x.org ENVID=Q1@x.org", "MAIL FROM:<user1@host1> AUTH=user1@host1 ENVID=user2@host1"},
		{"XCLIENT NAME=mx.x.org ADDR=10.0.0.1 HELO=mx.x.org LOGIN=tim@x.org", "XCLIENT NAME=host1 ADDR=ip1 HELO=host1 LOGIN=user1@host2"},
		{"jürgen@müller.example", "user1@host1"},
		{"root@localhost", "user1@host1"},
		{"x@[10.0.0.7] from 10.0.0.7 and [10.0.0.8]", "user1@[ip1] from ip1 and [ip2]"},
		{"x@[IPv6:2a01::1] from 2a01:0::1", "user1@[IPv6:ip1] from ip1"},
		{"from:2a01::1: no, 2a02::", "from:ip1: no, ip2"},
		{"EHLO my-laptop.lan", "EHLO host1"},
		{"EHLO laptop", "EHLO host1"},
		{"220 mail.x.org ESMTP at 10:15:02 version 1.2.3", "220 host1 ESMTP at 10:15:02 version 1.2.3"},
		{"220 mail ESMTP", "220 host1 ESMTP"},
		{"220 ESMTP ready", "220 ESMTP ready"},
		{"250 2.1.5 Ok", "250 2.1.5 Ok"},
		{"Message-ID: <123.abc@mx.x.org>", "Message-ID: <user1@host1>"},
		{"see https://support.x.org/mail/?p=1", "see https://host1/mail/?p=1"},
		{"see https://tim@x.org/", "see https://user1@host1/"},
		{"alice@host, alice%40host", "user1@host1, user1%40host1"},
		{"https://x.org/?to=alice%40y.net&x=1", "https://host1/?to=user1%40host2&x=1"},
		{"alice%40y.net@relay", "user1@host1"},
		{"334 " + b64("<17.42@mail.x.org>"), "334 b64(<user1@host1>)"},
		{b64("tim@x.org"), "b64(user1@host1)"},
		{"334 VXNlcm5hbWU6", "334 VXNlcm5hbWU6"},
		{"time 12:30:45 and ratio 1:2:3", "time 12:30:45 and ratio 1:2:3"},
		{"999.1.2.3", "999.1.2.3"},
		{"on 24.Nov.2026", "on 24.Nov.2026"},
		{"Mail::SpamAssassin Net::Address ::", "Mail::SpamAssassin Net::Address ::"},
		{"SHA1 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD", "SHA1 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD"},
		{"version 3.9.5.1, OID 1.3.6.1.4.1.311", "version 3.9.5.1, OID 1.3.6.1.4.1.311"},
		{"1.0.0.10.in-addr.arpa", "host1"},
	} {
		e := received(c[0])
		if !strings.HasPrefix(c[1], "220") {
			e = sent(c[0])
		}
		if got := inOrder(replaced(e)); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// TestRepliesStayReplies: codes, separators and keywords stay, and the same host gets the
// same name.
func TestRepliesStayReplies(t *testing.T) {
	const session = "S: 220-mail.x.org ESMTP\nS: 220-login.x.org\nS: 220 10.0.0.1\n" +
		"C: EHLO size\nS: 250-mail.x.org greets size\nS: 250-SIZE 1000\nS: 250-LOGIN.x.org\nS: 250 AUTH PLAIN\n" +
		"C: NOOP\nS: 250 size\nC: AUTH LOGIN size\n" +
		"S: 550-5.1.1-mail.x.org\nS: 550-5.1.1 mail.x.org\nS: 550 5.1.1@mail.x.org\nS: 5.1.1 x\nS: 250-\n" +
		"S: a1 OK size\nS: +OK mail.x.org\n"
	var entries []transcript.Entry
	for line := range strings.Lines(session) {
		if text := strings.TrimSuffix(line[3:], "\n"); line[0] == 'S' {
			entries = append(entries, received(text))
		} else {
			entries = append(entries, sent(text))
		}
	}
	want := "220-host1 ESMTP|220-host2|220 ip1|EHLO host3|250-host1 greets host3|250-SIZE 1000|250-host2|250 AUTH PLAIN|" +
		"NOOP|250 host3|AUTH LOGIN size|" +
		"550-host4|550-5.1.1 host1|550 5.1.1@host1|5.1.1 x|250-|a1 OK host3|+OK host1"
	if got := inOrder(replaced(entries...)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestSameReplacementThroughout: an address has one replacement in the whole session, so
// that a reader can still tell addresses apart.
func TestSameReplacementThroughout(t *testing.T) {
	entries := []transcript.Entry{
		{Kind: transcript.Opened, Opening: &transcript.Opening{Target: "relay:25"}},
		received("220 relay ready"), sent("EHLO pc.example.org"), received("250 relay greets pc.example.org [10.1.1.1]"),
		sent("MAIL FROM:<a@one.org>"), sent("RCPT TO:<b@two.org>"), received("550 a@one.org may not write to b@two.org via RELAY"),
		{Kind: transcript.Sent, Text: "AUTH PLAIN " + transcript.Mask, Masked: true, User: "tim@one.org"}, received("235 welcome tim@one.org"),
	}
	text := replaced(entries...)
	got := inOrder(entries[0].Opening.Target + text)
	want := "host1:25|220 host1 ready|EHLO host2|250 host1 greets host2 [ip1]|" +
		"MAIL FROM:<user1@host3>|RCPT TO:<user2@host4>|550 user1@host3 may not write to user2@host4 via host1|" +
		"AUTH PLAIN " + transcript.Mask + "user3@host3|235 welcome user3@host3"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if other := replaced(received("220 relay ready")); strings.Contains(text, other) {
		t.Errorf("two sessions have the same replacement: %q", other)
	}
}

// TestManyNames: no two hosts get the same replacement, and few names are kept.
func TestManyNames(t *testing.T) {
	h, seen := Names{}, map[string]bool{}
	for i := range 100_000 {
		e := transcript.Entry{Kind: transcript.Received, Text: fmt.Sprintf("220 host%d.example.org", i)}
		h.Replace(&e)
		seen[e.Text] = true
	}
	if len(seen) != 100_000 {
		t.Errorf("%d names for 100,000", len(seen))
	}
	for i := range 1000 {
		h.Replace(&transcript.Entry{Kind: transcript.Sent, Text: fmt.Sprintf("EHLO laptop%d", i)})
	}
	if len(h.hosts.names) != maxHosts {
		t.Errorf("%d names are kept", len(h.hosts.names))
	}
}

// FuzzNames: a parser reads the same in a line as before, a second replacement changes
// nothing, and Nameless returns the same for a text with and without replacements.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{
		"250-mail.x.org", "550 5.1.1@mail.x.org", "550-5.1.1_x.org", "250 5.1.1\u00fcx.org", "220 10.0.0.1 a@b", "220 relay hi RELAY relay.relay",
		"250 <tim@x.example.org> at 10.0.0.1 or 2a01::7 in mail.x.org", "250 1.2.3.4.5.x.org", "334 " + b64("<1@x.org>"), "5.7.1 2001:db8::1 [IPv6:::1]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\r\n") {
			return
		}
		var h Names
		e := transcript.Entry{Kind: transcript.Received, Text: text}
		h.Replace(&e)
		if was, is := parsed(text), parsed(e.Text); was != is {
			t.Errorf("%q is %s, and %q %s", text, was, e.Text, is)
		}
		again := transcript.Entry{Kind: transcript.Received, Text: e.Text}
		h.ReplacePartial(&again)
		if again.Text != e.Text {
			t.Errorf("%q: %q, and then %q", text, e.Text, again.Text)
		}
		plain := Names{naming: h.naming}
		if line := plain.replyText(&transcript.Reply{Lines: []string{text}}, 0); Nameless(line) != Nameless(text) {
			t.Errorf("%q: %q, after a replacement %q", text, Nameless(text), Nameless(line))
		}
	})
}

// parsed describes what a parser reads in a line of a reply.
func parsed(line string) string {
	var p smtp.Parser
	replies := p.Push([]byte(line + "\r\n"))
	if rest, ok := p.Flush(); ok {
		replies = append(replies, rest)
	}
	text := ""
	for _, r := range replies {
		code, ok := r.Enhanced()
		text += fmt.Sprint(r.Code, r.Lines[0].Last, r.Flaws, code, ok, ";")
	}
	return text
}
