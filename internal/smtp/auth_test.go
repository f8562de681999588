package smtp

import "testing"

func TestAuthDialogues(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"one step", `
			S: 220 ready                       | command 0 GREETING
			C: AUTH PLAIN AHVzZXIAc2VjcmV0     | command 1
			S: 235 ok                          | command 0 AUTH`},
		{"cancelled", `
			S: 220 ready                       | command 0 GREETING
			C: AUTH LOGIN                      | command 1
			S: 334 VXNlcm5hbWU6                | challenge 0 AUTH
			C: *                               | command 1
			S: 501 cancelled                   | command 0 AUTH
			C: NOOP                            | command 1
			S: 250 ok                          | command 0 NOOP`},
		{"an empty line answers a challenge", `
			S: 220 ready                       | command 0 GREETING
			C: AUTH XOAUTH2 dXNlcj0=           | command 1
			S: 334 eyJzdGF0dXMi                | challenge 0 AUTH
			C:                                 | command 1
			S: 535 no                          | command 0 AUTH`},
		{"answers sent early", `
			S: 220 ready                       | command 0 GREETING
			c: "AUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\nNOOP\r\n" | command 4
			S: 334 VXNlcm5hbWU6                | command 3 AUTH
			S: 334 UGFzc3dvcmQ6                | command 2 AUTH
			S: 235 ok                          | command 1 AUTH
			S: 250 ok                          | command 0 NOOP`},
		{"answers sent before a refusal are not labels", `
			S: 220 ready                       | command 0 GREETING
			c: "AUTH LOGIN\r\ndXNlcg==\r\nNOOP\r\nc2Vj" | command 3
			S: 504 no                          | command 2 AUTH
			c: "cmV0\r\nNOPE\r\n"              | command 4
			S: 500 what                        | command 3 AUTH
			S: 250 ok                          | command 2 NOOP
			S: 500 what                        | command 1 AUTH
			S: 500 what                        | command 0 NOPE`},
		{"a whole session after a one-step AUTH", `
			S: 220 ready                       | command 0 GREETING
			c: "AUTH PLAIN x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nBDAT 6 LAST\r\nabc\r\n\nQUIT\r\n" | command 5
			S: 235 ok                          | command 4 AUTH
			s: "250 ok\r\n250 ok\r\n250 ok\r\n" | command 1 MAIL RCPT BDAT
			S: 221 bye                         | command 0 QUIT`},
		{"DATA after a one-step AUTH", `
			S: 220 ready                       | command 0 GREETING
			c: "AUTH PLAIN x\r\nDATA\r\na\r\nb\r\n.\r\n" | command 3
			S: 235 ok                          | command 2 AUTH
			S: 354 go                          | command 1 DATA
			S: 250 ok                          | command 0 .`},
		{"a reply within a challenge", `
			S: 220 ready                       | command 0 GREETING
			C: AUTH LOGIN                      | command 1
			S: 334 VXNlcm5hbWU6                | challenge 0 AUTH
			S: 421 slow                        | challenge 0 unsolicited`},
		{"a line after an unsolicited 334 is not a label", `
			S: 220 ready                       | command 0 GREETING
			S: 334 UGFzc3dvcmQ6                | command 0 unsolicited
			C: c2VjcmV0                        | command 1
			S: 500 what                        | command 0 AUTH
			C: XFOO                            | command 1
			S: 500 what                        | command 0 XFOO`},
		{"a label is short", `
			S: 220 ready                       | command 0 GREETING
			C: x123456789012345678901234567890123456789 | command 1
			S: 500 what                        | command 0 X1234567890123456789012345678901`},
	})
}

func TestTLSDialogues(t *testing.T) {
	testDialogues(t, false, "", []struct{ name, text string }{
		{"STARTTLS", `
			S: 220 ready                       | command 0 GREETING
			C: STARTTLS                        | command 1
			S: 220 go                          | command 0 STARTTLS
			TLS                                | command 0
			C: EHLO me                         | command 1
			S: 250 mx                          | command 0 EHLO`},
		{"injected after the 220", `
			S: 220 ready                       | command 0 GREETING
			C: STARTTLS                        | command 1
			s: "220 go\r\n250 mine\r\n"        | command 0 STARTTLS unsolicited`},
		{"unfinished lines and owed replies are forgotten", `
			S: 220 ready                       | command 0 GREETING
			c: "STARTTLS\r\nNOOP\r\nAUTH LOGIN\r\nx\r\nQU" | command 4
			s: "220 go\r\n250-a\r\n25"         | command 3 STARTTLS
			TLS                                | command 0
			C: NOOP                            | command 1
			S: 250 ok                          | command 0 NOOP`},
	})
}
