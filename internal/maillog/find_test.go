package maillog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// found returns what Find finds, a line each: "LINE VERB TEXT".
func found(t *testing.T, log string) string {
	t.Helper()
	var b strings.Builder
	if err := Find(strings.NewReader(log), func(f Found) error {
		_, err := fmt.Fprintf(&b, "%d %s %s\n", f.Line, f.Verb, strings.ReplaceAll(f.Text, "\n", "|"))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ name, log, want string }{
		{"Postfix client", `Dec  1 10:00:00 mx postfix/smtp[123]: 4F2A1: to=<bob@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=550, delays=0.1/0/450/0, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 <bob@example.net>: User unknown (in reply to RCPT TO command))` + "\n",
			"1 RCPT 550 5.1.1 <bob@example.net>: User unknown\n"},
		{"Postfix greeting", `postfix/smtp[1]: A: host mx.example.net[192.0.2.1] refused to talk to me: 554 no`, "1 GREETING 554 no\n"},
		{"Postfix final dot", `said: 552-5.2.2 full 552 5.2.2 see http://x (in reply to end of DATA command))`, "1 . 552-5.2.2 full 552 5.2.2 see http://x\n"},
		{"Postfix server", `postfix/smtpd[9]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 <x@y>: Relay access denied; from=<a@b> to=<x@y> proto=ESMTP helo=<me>`,
			"1 RCPT 554 5.7.1 <x@y>: Relay access denied\n"},
		{"Postfix server, before MAIL", `postfix/smtpd[9]: NOQUEUE: reject: VRFY from unknown[192.0.2.7]: 554 5.7.1 <unknown[192.0.2.7]>: Client host rejected: Access denied; to=<x> proto=ESMTP helo=<me>`,
			"1 VRFY 554 5.7.1 <unknown[192.0.2.7]>: Client host rejected: Access denied\n"},
		{"Postfix server, at once", `postfix/smtpd[9]: NOQUEUE: reject: CONNECT from unknown[192.0.2.7]: 554 5.7.1 no; proto=SMTP`, "1 GREETING 554 5.7.1 no\n"},
		{"Postfix milter", `postfix/cleanup[9]: 4F: milter-reject: END-OF-MESSAGE from unknown[192.0.2.7]: 5.7.1 Spam message rejected; from=<a@b> to=<x@y>`,
			"1 . 5.7.1 Spam message rejected\n"},
		{"Exim client", `2026-12-01 10:00:00 1a ** bob@example.net R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<bob@example.net>: host mx [192.0.2.1]: 550 5.1.1 no`,
			"1 RCPT 550 5.1.1 no\n"},
		{"Exim server", `2026-12-01 10:00:00 H=me [192.0.2.7] F=<a@b> rejected RCPT <x@y>: Unrouteable address`, "1 RCPT Unrouteable address\n"},
		{"Sendmail", `sendmail[1]: u1: ruleset=check_rcpt, arg1=<x@y>, relay=me [192.0.2.7], reject=550 5.7.1 <x@y>... Relaying denied`, "1 RCPT 550 5.7.1 <x@y>... Relaying denied\n"},
		{"Sendmail deferred", `sm-mta[1]: u1: to=<x@y>, dsn=4.7.1, stat=Deferred: 450 4.7.1 Greylisted`, "1  450 4.7.1 Greylisted\n"},
		{"bounce", "Final-Recipient: rfc822; bob@example.net\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The account\n    550 5.1.1 does not exist\nRemote-MTA: dns; x\n", "3  550-5.1.1 The account|550 5.1.1 does not exist\n"},
		{"transcript in a bounce", ">>> RCPT TO:<bob@example.net>\n<<< 550-5.1.1 no\n<<< 550 5.1.1 such user\n550 5.1.1 <bob@example.net>... User unknown\n", "2 RCPT 550-5.1.1 no|550 5.1.1 such user\n4 RCPT 550 5.1.1 <bob@example.net>... User unknown\n"},
		{"qmail", "<bob@example.net>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 no\nGiving up on 192.0.2.1.\n", "3 RCPT 550 no\n"},
		{"Exchange", "Remote Server returned '550 5.7.1 TRANSPORT.RULES; the message was rejected'\n", "1  550 5.7.1 TRANSPORT.RULES; the message was rejected\n"},
		{"swaks", " -> RCPT TO:<x@y>\n<** 550 no\n", "2 RCPT 550 no\n"},
		{"session", "S: 250 ok\r\nC: MAIL FROM:<a@b>\r\nS: 530 5.7.0 log in\r\n", "3 MAIL 530 5.7.0 log in\n"},
		{"pasted", "550-5.7.1 a\n550-5.7.1 b\n550 5.7.1 c\nmore\n", "1  550-5.7.1 a|550-5.7.1 b|550 5.7.1 c\n"},
		{"no reply", "delay=550, size=451 bytes\n250 ok\nport 587 is open\n[550] x\n550 MB of 600 MB\n2026-12-01T10:00:00 host a: 450 messages\n", ""},
		{"a long line", "x " + strings.Repeat("y", 3*maxLine) + "\n550 no\n", "2  550 no\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := found(t, test.log); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// TestFindStops checks that an error ends the search.
func TestFindStops(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	err := Find(strings.NewReader("550 a\n550 b\n"), func(Found) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Error(err, n)
	}
	if err := Find(io.MultiReader(strings.NewReader("550 a\n"), brokenReader{stop}), func(Found) error { return nil }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }

func FuzzFind(f *testing.F) {
	f.Add([]byte("said: 550 5.1.1 no (in reply to RCPT TO command)\n550-a\n550 b\n\nDiagnostic-Code: smtp; 550 x\n y\n"))
	f.Fuzz(func(t *testing.T, log []byte) {
		lines := bytes.Count(log, []byte("\n")) + 1
		if err := Find(bytes.NewReader(log), func(found Found) error {
			if found.Text == "" || found.Line < 1 || found.Line > lines {
				t.Errorf("%+v", found)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	line := "Dec  1 13:46:28 mail postfix/virtual[15119]: CD0A59B021E: to=<bob@byhand.test>, relay=virtual, delay=0.01, delays=0.01/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)\n"
	log := strings.Repeat(line, 1000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		_ = Find(strings.NewReader(log), func(Found) error { return nil })
	}
}
