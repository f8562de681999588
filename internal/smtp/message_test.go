package smtp

import (
	"strings"
	"testing"
)

// mailTo is what comes before the dialogues of a message.
const mailTo = `
			S: 220 ready
			C: MAIL FROM:<a@b>
			S: 250 ok
			C: RCPT TO:<c@d>
			S: 250 ok
	`

func TestDataDialogues(t *testing.T) {
	testDialogues(t, false, mailTo, []struct{ name, text string }{
		{"refused", `
			C: DATA                            | command 1
			S: 503 no                          | command 0 DATA
			C: QUIT                            | command 1
			S: 221 bye                         | command 0 QUIT`},
		{"an empty message", `
			C: DATA
			S: 354 go                          | message 0 DATA
			C: .                               | command 1
			S: 554 empty                       | command 0 .`},
		{"text sent before the 354", `
			C: DATA                            | command 1
			C: Subject: x                      | command 1
			c: "par"                           | command 1
			S: 354 go                          | message 0 DATA
			c: "t\r\n.\r\n"                    | command 1
			S: 250 ok                          | command 0 .`},
		{"all sent before the 354", `
			c: "DATA\r\ntext\r\n.\r\nQUIT\r\n" | command 3
			S: 354 go                          | command 2 DATA
			S: 250 ok                          | command 1 .
			S: 221 bye                         | command 0 QUIT`},
		{"all sent and refused: the text was commands", `
			c: "DATA\r\nHello x\r\n\r\n.\r\nQUIT\r\n" | command 3
			S: 554 no                          | command 4 DATA
			S: 500 what                        | command 3 HELLO
			S: 500 what                        | command 2 CRLF
			S: 500 what                        | command 1 .
			S: 221 bye                         | command 0 QUIT`},
		{"two messages in a burst", `
			c: "DATA\r\na\r\n.\r\nMAIL FROM:<>\r\nDATA\r\nb\r\n.\r\nBDAT 4\r\nab\r\n" | command 6
			S: 354 go                          | command 5 DATA
			S: 250 ok                          | command 4 .
			S: 250 ok                          | command 3 MAIL
			S: 354 go                          | command 2 DATA
			S: 250 ok                          | command 1 .
			S: 503 no                          | command 0 BDAT`},
	})
}

// TestEndOfText shows what ends a message, and how a server shows that it accepts less.
func TestEndOfText(t *testing.T) {
	testDialogues(t, false, mailTo, []struct{ name, text string }{
		{"a message ends at CRLF.CRLF alone", `
			C: DATA
			S: 354 go                          | message 0 DATA
			c: "a\n.\r\n"                      | message 0
			c: "b\r\n.\n"                      | message 0
			c: "\r.\r\n"                       | message 0
			c: " .\r\n. \r\n..\r\n"            | message 0
			C: .                               | command 1
			S: 250 ok                          | command 0 .`},
		{"a server that accepts LF.LF shows it", `
			C: DATA
			S: 354 go                          | message 0 DATA
			c: "a\n.\n"                        | message 0
			S: 421 any time                    | message 0 unsolicited
			S: 250 queued                      | command 0 .
			C: NOOP                            | command 1
			S: 250 ok                          | command 0 NOOP`},
		{"a reply within a message proves nothing else", `
			C: DATA
			S: 354 go                          | message 0 DATA
			C: a                               | message 0
			S: 250 what                        | message 0 unsolicited
			C: .                               | command 1
			S: 250 ok                          | command 0 .`},
		{"a dot in the previous message proves nothing", `
			C: DATA
			S: 354 go                          | message 0 DATA
			c: "a\n.\nb\r\n.\r\n"              | command 1
			S: 250 ok                          | command 0 .
			C: DATA
			S: 354 go                          | message 0 DATA
			S: 250 what                        | message 0 unsolicited`},
		{"DATA answered by another 3yz", `
			C: DATA
			S: 334 trick                       | command 0 DATA`},
		{"a dot that is a command", `
			C: .                               | command 1
			S: 500 what                        | command 0 .`},
	})
}

func TestBdatDialogues(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"chunks", `
			S: 220 ready                       | command 0 GREETING
			C: bdat 12                         | message 1
			c: "QUIT\r\n.\r\n"                 | message 1
			c: "abcNO"                         | command 1
			c: "OP\r\n"                        | command 2
			S: 250 12 octets                   | command 1 BDAT
			S: 250 ok                          | command 0 NOOP
			c: "BDAT 5 LAST\nhelloQUIT\r\n"    | command 2
			S: 250 queued                      | command 1 BDAT
			S: 221 bye                         | command 0 QUIT`},
		{"empty last chunk", `
			S: 220 ready                       | command 0 GREETING
			C: BDAT 0 LAST                     | command 1
			S: 250 queued                      | command 0 BDAT`},
		{"not a chunk", `
			S: 220 ready                       | command 0 GREETING
			C: BDAT                            | command 1
			C: BDAT -5                         | command 2
			C: BDAT +5                         | command 3
			C: BDAT 99999999999999999999       | command 4
			C: BDAT 5x                         | command 5`},
		{"an unknown verb: the server reads no octets", `
			S: 220 ready                       | command 0 GREETING
			C: BDAT 10                         | message 1
			c: "abc"                           | message 1
			S: 502 what                        | command 0 BDAT
			C: QUIT                            | command 1
			S: 221 bye                         | command 0 QUIT`},
		{"refused early: the octets are still read", `
			S: 220 ready                       | command 0 GREETING
			C: BDAT 6                          | message 1
			S: 503 MAIL first                  | message 0 BDAT
			C: QUIT                            | command 0
			C: QUIT                            | command 1`},
		{"an old 500 leaves a later chunk alone", `
			S: 220 ready                       | command 0 GREETING
			c: "BDAT 1\r\naBDAT 6\r\n"         | message 2
			S: 500 what                        | message 1 BDAT`},
	})
}

func TestLMTPDialogues(t *testing.T) {
	const mail = `
			S: 220 ready
			C: LHLO me
			S: 250 mx
			C: MAIL FROM:<a@b>
			S: 250 ok
			c: "RCPT TO:<1@b>\r\nRCPT TO:<2@b>\r\nRCPT TO:<3@b>\r\n"
			s: "250 ok\r\n550 no\r\n250 ok\r\n"
	`
	table := []struct{ name, text string }{
		{"one reply for each accepted recipient", `
			C: DATA                            | command 1
			S: 354 go                          | message 0 DATA
			C: .                               | command 2
			S: 250 for 1                       | command 1 .
			S: 450 for 3                       | command 0 .
			C: MAIL FROM:<a@b>                 | command 1
			S: 250 ok                          | command 0 MAIL
			C: RCPT TO:<1@b>                   | command 1
			S: 250 ok                          | command 0 RCPT
			C: DATA                            | command 1
			S: 354 go                          | message 0 DATA
			C: .                               | command 1
			S: 250 for 1                       | command 0 .`},
		{"both in one piece, with a command after them", `
			C: DATA                            | command 1
			S: 354 go                          | message 0 DATA
			c: ".\r\nQUIT\r\n"                 | command 3
			s: "250 a\r\n250 b\r\n221 bye\r\n" | command 0 . . QUIT`},
		{"RSET forgets", `
			C: RSET                            | command 1
			S: 250 ok                          | command 0 RSET
			C: DATA                            | command 1
			S: 354 strange                     | message 0 DATA
			C: .                               | command 1
			S: 503 no recipient                | command 0 .`},
		{"a refused RSET does not", `
			C: RSET now                        | command 1
			S: 501 syntax                      | command 0 RSET
			C: BDAT 0 LAST                     | command 2`},
		{"MAIL forgets", `
			C: MAIL FROM:<>                    | command 1
			S: 250 ok                          | command 0 MAIL
			C: BDAT 0 LAST                     | command 1`},
		{"LHLO forgets", `
			C: LHLO me                         | command 1
			S: 250 ok                          | command 0 LHLO
			C: BDAT 0 LAST                     | command 1`},
		{"last chunk", `
			c: "BDAT 2\r\nabBDAT 1 LAST\r\nc"  | command 3
			S: 250 first chunk                 | command 2 BDAT
			S: 250 for 1                       | command 1 BDAT
			S: 503 for 3                       | command 0 BDAT
			C: BDAT 0 LAST                     | command 1`},
		{"last chunk refused as a command", `
			C: BDAT 0 LAST                     | command 2
			S: 503 not now                     | command 0 BDAT
			C: NOOP                            | command 1
			S: 250 ok                          | command 0 NOOP`},
		{"BDAT without a size has no last chunk", `
			c: "BDAT LAST\r\nBDAT x LAST\r\nBDAT 99999999999999999999 LAST\r\n" | command 3`},
		{"a dot between bare LFs is answered for each too", `
			C: DATA                            | command 1
			S: 354 go                          | message 0 DATA
			c: "a\n.\n"                        | message 0
			S: 250 for 1                       | command 1 .
			S: 250 for 3                       | command 0 .`},
		{"hang up between", `
			C: DATA                            | command 1
			S: 354 go                          | message 0 DATA
			C: .                               | command 2
			S: 250 for 1                       | command 1 .
			EOF                                | closed 1`},
	}
	testDialogues(t, true, strings.Replace(mail, "LHLO", "EHLO", 1), table)
	testDialogues(t, false, mail, table) // LHLO says that it is LMTP
}
