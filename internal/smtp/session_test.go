package smtp

import "testing"

func TestWalkthrough(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"login and mail", `
			S: 220 smtp.example.net ESMTP      | command 0 GREETING
			C: ehlo me                         | command 1
			S: 250-smtp.example.net            | command 1
			S: 250-SIZE 10240000
			S: 250 AUTH PLAIN LOGIN            | command 0 EHLO
			C: auth login                      | command 1
			S: 334 VXNlcm5hbWU6                | challenge 0 AUTH
			C: dXNlcg==                        | command 1
			S: 334 UGFzc3dvcmQ6                | challenge 0 AUTH
			C: c2VjcmV0                        | command 1
			S: 235 2.7.0 ok                    | command 0 AUTH
			C: mail from:<a@example.net>       | command 1
			S: 250 2.1.0 ok                    | command 0 MAIL
			C: rcpt to:<b@example.net>         | command 1
			S: 250 2.1.5 ok                    | command 0 RCPT
			C: data                            | command 1
			S: 354 go on                       | message 0 DATA
			C: Subject: quit                   | message 0
			C:                                 | message 0
			C: QUIT                            | message 0
			C: ..                              | message 0
			C: .                               | command 1
			S: 250 2.0.0 queued                | command 0 .
			C: quit                            | command 1
			S: 221 2.0.0 bye                   | command 0 QUIT
			EOF                                | closed 0`},
		{"empty and odd lines are commands", `
			S: 220 ready                       | command 0 GREETING
			C:                                 | command 1
			S: 500 what                        | command 0 CRLF
			c: "\tNoop\tx\n"                   | command 1
			S: 250 ok                          | command 0 NOOP
			C: xyzzy                           | command 1
			S: 500 what                        | command 0 XYZZY
			c: "QU"                            | command 0
			c: "IT\r"                          | command 0
			c: "\n"                            | command 1
			S: 221 bye                         | command 0 QUIT`},
		{"pipelined group", `
			S: 220 ready                       | command 0 GREETING
			c: "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\nRCPT TO:<e@f>\r\nDATA\r\n" | command 4
			s: "250 ok\r\n250 ok\r\n550 no\r\n" | command 1 MAIL RCPT RCPT
			S: 354 go on                       | message 0 DATA
			c: "text\r\n.\r\nMAIL FROM:<>\r\nNOOP\r\n" | command 3
			s: "250 queued\r\n250 ok\r\n250 ok\r\n" | command 0 . MAIL NOOP`},
	})
}

// A line without a code is not a greeting.
func TestGreetingDialogues(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"multi-line greeting", `
			S: 220-please wait                 | greeting 1
			S: 220 ready                       | command 0 GREETING`},
		{"refused greeting", `
			S: 554 no                          | command 0 GREETING
			C: QUIT                            | command 1
			S: 221 bye                         | command 0 QUIT`},
		{"a line before the greeting", `
			C: EHLO me                         | greeting 2
			S: 220 ready                       | command 1 GREETING
			S: 250 mx                          | command 0 EHLO`},
		{"no code before the greeting", `
			S: Welcome!                        | greeting 1 unsolicited
			S: 220 ready                       | command 0 GREETING`},
	})
}

// A reply that no command waits for belongs to no command.
func TestUnsolicitedReplies(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"unsolicited", `
			S: 220 ready                       | command 0 GREETING
			S: 250 extra                       | command 0 unsolicited
			C: NOOP                            | command 1
			s: "250 ok\r\n334 now\r\n"         | command 0 NOOP unsolicited
			S: no code at all                  | command 0 unsolicited
			C: NOOP                            | command 1
			S: banner without code             | command 1 unsolicited
			S: 250 ok                          | command 0 NOOP
			S: 421 too slow                    | command 0 unsolicited
			EOF                                | closed 0`},
	})
}

// A reply that the end of the connection cut off is still owed.
func TestHangupDialogues(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"hang up within a reply", `
			S: 220 ready                       | command 0 GREETING
			C: EHLO me                         | command 1
			S: 250-mx                          | command 1
			s: "250-SI"                        | command 1
			EOF                                | closed 1 EHLO
			C: QUIT                            | closed 1`},
		{"hang up within the greeting", `
			s: "220-mx"                        | greeting 1
			EOF                                | closed 1 GREETING`},
		{"hang up within an unsolicited reply", `
			S: 220 ready                       | command 0 GREETING
			s: "421-by"                        | command 0
			EOF                                | closed 0 unsolicited`},
		{"hang up within an invalid line", `
			S: 220 ready                       | command 0 GREETING
			s: "rub"                           | command 0
			EOF                                | closed 0 unsolicited`},
	})
}
