package transcript

import (
	"fmt"
	"strings"
	"testing"

	"byhand/conn"
)

func TestAddressesAreHidden(t *testing.T) {
	for _, c := range [][2]string{
		{"MAIL FROM:<tim@x.example.org>", "MAIL FROM:<user1@host1.example>"},
		{"MAIL FROM:<tim@x.org> and <TIM@X.ORG>, <bob@x.org>", "MAIL FROM:<user1@host1.example> and <user2@host1.example>, <user3@host1.example>"},
		{"RCPT TO:<\"tim tester\"@x.org>", "RCPT TO:<user1@host1.example>"},
		{"VERP <list-bounces+tim=x.org@lists.y.net>", "VERP <user1@host1.example>"},
		{"jürgen@müller.example", "user1@host1.example"},
		{"root@localhost", "user1@host1.example"},
		{"x@[10.0.0.7] from 10.0.0.7 and [10.0.0.8]", "user1@[192.0.2.1] from 192.0.2.1 and [192.0.2.2]"},
		{"x@[IPv6:2a01::1] from 2a01:0::1", "user1@[IPv6:2001:db8::1] from 2001:db8::1"},
		{"EHLO my-laptop.lan", "EHLO host1.example"},
		{"EHLO laptop", "EHLO host1.example"},
		{"220 mail.x.org ESMTP at 10:15:02 version 1.2.3", "220 host1.example ESMTP at 10:15:02 version 1.2.3"},
		{"220 mail ESMTP", "220 host1.example ESMTP"},
		{"250 2.1.5 Ok", "250 2.1.5 Ok"},
		{"Message-ID: <123.abc@mx.x.org>", "Message-ID: <user1@host1.example>"},
		{"see https://support.x.org/mail/?p=1", "see https://host1.example/mail/?p=1"},
		{"334 " + b64("<17.42@mail.x.org>"), "334 " + b64("<user1@host1.example>")},
		{b64("tim@x.org"), b64("user1@host1.example")},
		{"334 VXNlcm5hbWU6", "334 VXNlcm5hbWU6"},
		{"time 12:30:45 and ratio 1:2:3", "time 12:30:45 and ratio 1:2:3"},
		{"999.1.2.3", "999.1.2.3"},
	} {
		r := &Recorder{HideAddresses: true}
		record(r, sent(c[0], 0))
		if got := strings.TrimSuffix(texts(r), "\r\n"); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// TestSameEachTime: an address is hidden alike wherever it is, so that who reads
// it still sees which is which.
func TestSameEachTime(t *testing.T) {
	r := &Recorder{HideAddresses: true}
	r.Record(conn.Event{Kind: conn.Opened, Opening: &conn.Opening{}}, Facts{Target: "relay:25"})
	record(r, received("220 relay ready"))
	record(r, sent("EHLO pc.example.org", 0))
	record(r, received("250 relay greets pc.example.org [10.1.1.1]"))
	record(r, sent("MAIL FROM:<a@one.org>", 0))
	record(r, sent("RCPT TO:<b@two.org>", 0))
	record(r, received("550 a@one.org may not write to b@two.org via RELAY"))
	record(r, sent("AUTH PLAIN "+b64("\x00tim@one.org\x00s3cr3t-w0rd"), len(b64("\x00tim@one.org\x00s3cr3t-w0rd"))))
	record(r, received("235 welcome tim@one.org"))
	want := "220 host1.example ready\r\nEHLO host2.example\r\n250 host1.example greets host2.example [192.0.2.1]\r\n" +
		"MAIL FROM:<user1@host3.example>\r\nRCPT TO:<user2@host4.example>\r\n" +
		"550 user1@host3.example may not write to user2@host4.example via host1.example\r\n" +
		"AUTH PLAIN " + Mask + "\r\n235 welcome user3@host3.example\r\n"
	if texts(r) != want {
		t.Errorf("%q, want %q", texts(r), want)
	}
	entries, _ := r.Entries()
	if o := entries[0].Opening; o.Target != "host1.example:25" {
		t.Errorf("%+v", o)
	}
	if e := entries[7]; e.User != "user3@host3.example" {
		t.Errorf("%+v", e)
	}
}

// TestManyAddresses: no two get the same name.
func TestManyAddresses(t *testing.T) {
	a, seen := addresses{}, map[string]bool{}
	for i := range 600 {
		seen[a.inText(fmt.Sprintf("10.0.%d.%d", i/256, i%256))] = true
	}
	if len(seen) != 600 {
		t.Errorf("%d names for 600 addresses", len(seen))
	}
}

// FuzzAddresses: hiding ends, and twice is as once.
func FuzzAddresses(f *testing.F) {
	f.Add("250 <tim@x.example.org> at 10.0.0.1 or 2a01::7 in mail.x.org")
	f.Add("220 relay hi relay RELAY relay.relay")
	f.Fuzz(func(t *testing.T, text string) {
		a, b := addresses{}, addresses{}
		e := Entry{Kind: Received, Text: text}
		a.hide(&e)
		again := Entry{Kind: Received, Text: text}
		b.hide(&again)
		if again.Text != e.Text {
			t.Errorf("%q: %q, %q", text, e.Text, again.Text)
		}
	})
}
