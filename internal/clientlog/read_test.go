package clientlog

import (
	"fmt"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

// shown returns the sessions of a log as a dialogue: "C: ", "S: ", "TLS", "to HOST".
func shown(l Log) string {
	var b strings.Builder
	for _, s := range l.Sessions {
		for _, e := range s.Entries {
			switch e.Kind {
			case transcript.Opened:
				fmt.Fprintf(&b, "to %s\n", e.Opening.Target)
			case transcript.Secured:
				b.WriteString("TLS\n")
			case transcript.Notice:
				fmt.Fprintf(&b, "(%s)\n", e.Text)
			case transcript.Sent:
				fmt.Fprintf(&b, "C: %s\n", e.Text)
			case transcript.Received:
				fmt.Fprintf(&b, "S: %s\n", e.Text)
			}
		}
	}
	return b.String()
}

const session = `S: 220 mx.example.net ESMTP
C: EHLO me
S: 250-mx.example.net
S: 250 SIZE 100
C: MAIL FROM:<a@example.org>
S: 250 ok
C: RCPT TO:<b@example.net>
S: 250 ok
C: DATA
S: 354 go
C: Subject: x
C: 
C: 550 is only text
C: .
S: 250 queued
C: QUIT
S: 221 bye
`

// as returns the session as a tool writes it.
func as(server, client string) string {
	var b strings.Builder
	for l := range strings.Lines(session) {
		if rest, ok := strings.CutPrefix(l, "S: "); ok {
			b.WriteString(server + rest)
		} else {
			b.WriteString(client + strings.TrimPrefix(l, "C: "))
		}
	}
	return b.String()
}

func TestMarks(t *testing.T) {
	for _, test := range []struct{ server, client string }{
		{"S: ", "C: "}, {"< ", "> "}, {"<<< ", ">>> "}, {"<- ", " -> "}, {"<-- ", "--> "}, {"SERVER -> CLIENT: ", "CLIENT -> SERVER: "},
		{"[2026-12-01 10:00:00] DEBUG [kQ4Zx] S: ", "[2026-12-01 10:00:01] DEBUG [kQ4Zx] C: "}, {"Net::SMTP=GLOB(0x5581)<<< ", "Net::SMTP=GLOB(0x5581)>>> "},
		{"", ">>> "}, {"< ", ""}, {"", ""}, {"SMTP<< ", "SMTP>> "}, {"5< ", "5> "}, {"10:00:00.123 recv: ", "10:00:00.124 sent: "},
		{"2026-12-01T10:00:00Z client <- server: ", "2026-12-01T10:00:00Z client -> server: "}, {"10:00:00 ", "10:00:01 "}, {"[2026-12-01 10:00:00,123] INFO ", "[2026-12-01 10:00:00,124] INFO "}, {"RX | ", "TX | "},
		{"Dec  1 10:00:00 host prog[123]: <<< ", "Dec  1 10:00:00 host prog[123]: >>> "},
	} {
		log, _ := Read("Some words before it.\n\n" + as(test.server, test.client) + "\nand after it\n")
		if got := shown(log); got != session {
			t.Errorf("%q, %q:\n%s", test.server, test.client, got)
		}
	}
}

func TestOmittedMessages(t *testing.T) {
	const begin = "<- 220 mx.example.net\n -> MAIL FROM:<a@example.org>\n<- 250 ok\n -> DATA\n<- 354 go\n"
	const end = "<- 250 queued\n -> QUIT\n<- 221 bye\n"
	for _, test := range []struct {
		name, message string
		isOmitted     bool
	}{
		{"whole", " -> *** x ***\n -> .\n", false},
		{"only the dot", " -> .\n", true},
		{"nothing", "", true},
		{"a header without its end", " -> Subject: x\n", true},
		{"a stand-in", " -> Subject: x\n -> <message omitted>\n -> .\n", true},
	} {
		log, _ := Read(begin + test.message + end)
		got := shown(log)
		if strings.Contains(got, "S: 354 go\n(the message is not in the log)\n") != test.isOmitted {
			t.Errorf("%s:\n%s", test.name, got)
		}
		if !test.isOmitted && !strings.Contains(got, "C: *** x ***\n") {
			t.Errorf("%s: the message was changed:\n%s", test.name, got)
		}
	}
}
