package clientlog

import (
	"strings"
	"testing"
)

// said returns the lines of the client in a log: "TLS" where TLS began, "(message)" for a
// message that the log omits, "--" between sessions.
func said(log Log) string {
	var all []string
	for i, s := range log.Sessions {
		if i > 0 {
			all = append(all, "--")
		}
		all = append(all, linesOf(s)...)
	}
	return strings.Join(all, "\n")
}

// TestDocumentedFormats has logs of tools that were not run here. They follow the tools'
// documentation or source text.
func TestDocumentedFormats(t *testing.T) {
	for _, test := range documented {
		t.Run(test.name, func(t *testing.T) {
			log, _ := Read(test.log)
			if got := said(log); got != strings.TrimSpace(test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, strings.TrimSpace(test.want))
			}
		})
	}
}

const envelope = "EHLO me\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nDATA\n"

var documented = []struct{ name, log, want string }{
	{"Exim -v", `LOG: MAIN
  <= a@example.org U=a P=local S=300
delivering 1abcDE-0001-XY
Connecting to mx.example.net [192.0.2.1]:25 ... connected
  SMTP<< 220 mx.example.net ESMTP
  SMTP>> EHLO me
  SMTP<< 250-mx.example.net
         250-SIZE 1000
         250-AUTH PLAIN LOGIN
         250 HELP
  SMTP>> AUTH PLAIN ****************
  SMTP<< 235 ok
  SMTP>> MAIL FROM:<a@example.org> SIZE=1334
  SMTP<< 250 OK
  SMTP>> RCPT TO:<b@example.net>
  SMTP<< 250 Accepted
  SMTP>> DATA
  SMTP<< 354 Enter message, ending with "." on a line by itself
  SMTP>> writing message and terminating "."
  SMTP<< 250 OK id=1abcDF-0002-ZZ
  SMTP>> QUIT
  SMTP(close)>>
LOG: MAIN
  => b@example.net R=all T=out H=mx.example.net [192.0.2.1] C="250 OK id=1abcDF-0002-ZZ"
`, "EHLO me\nAUTH PLAIN ********\nMAIL FROM:<a@example.org> SIZE=1334\nRCPT TO:<b@example.net>\nDATA\n(message)\nQUIT"},
	{"Exim -d", `10:00:00  1234 Connecting to mx.example.net [192.0.2.1]:25 ...  connected
10:00:00  1234   SMTP<< 220 mx.example.net ESMTP
10:00:00  1234   SMTP>> EHLO me
10:00:00  1234 cmd buf flush 9 bytes
10:00:00  1234   SMTP<< 250-mx.example.net
10:00:00  1234          250 PIPELINING
10:00:00  1234 SMTP>> MAIL FROM:<a@example.org>
10:00:00  1234 SMTP>> RCPT TO:<b@example.net>
10:00:00  1234 SMTP>> DATA
10:00:00  1234   SMTP<< 250 OK
10:00:00  1234   SMTP<< 250 Accepted
10:00:00  1234   SMTP<< 354 Enter message
10:00:00  1234   SMTP>> writing message and terminating "."
10:00:00  1234   SMTP<< 250 OK
10:00:00  1234   SMTP>> QUIT
`, envelope + "(message)\nQUIT"},
	{"sendmail -v", `b@example.net... Connecting to mx.example.net. via esmtp...
220 mx.example.net ESMTP
>>> EHLO me
250-mx.example.net Hello me
250 8BITMIME
>>> MAIL From:<a@example.org> SIZE=40
250 2.1.0 <a@example.org>... Sender ok
>>> RCPT To:<b@example.net>
>>> DATA
250 2.1.5 <b@example.net>... Recipient ok
354 Enter mail, end with "." on a line by itself
>>> .
250 2.0.0 x1 Message accepted for delivery
b@example.net... Sent (x1 Message accepted for delivery)
Closing connection to mx.example.net.
>>> QUIT
221 2.0.0 mx.example.net closing connection
`, "EHLO me\nMAIL From:<a@example.org> SIZE=40\nRCPT To:<b@example.net>\nDATA\n(message)\nQUIT"},
	{"sendmail 050", `050 <b@example.net>... Connecting to mx.example.net. via esmtp...
050 220 mx.example.net ESMTP
050 >>> EHLO me
050 250-mx.example.net Hello me
050 250 8BITMIME
050 >>> MAIL From:<a@example.org>
050 250 2.1.0 ok
050 >>> RCPT To:<b@example.net>
050 550 5.1.1 User unknown
050 >>> QUIT
050 221 2.0.0 bye
`, "EHLO me\nMAIL From:<a@example.org>\nRCPT To:<b@example.net>\nQUIT"},
	{"Postfix notice", `Transcript of session follows.

 Out: 220 relay.example.org ESMTP Postfix
 In:  EHLO me
 Out: 250-relay.example.org
 Out: 250 DSN
 In:  MAIL FROM:<a@example.org>
 Out: 250 2.1.0 Ok
 In:  RCPT TO:<b@example.net>
 Out: 250 2.1.5 Ok
 In:  DATA
 Out: 354 End data with <CR><LF>.<CR><LF>
 Out: 451 4.3.0 Error: queue file write error
 In:  QUIT
 Out: 221 2.0.0 Bye

For other details, see the local mail logfile
`, envelope + "(message)\nQUIT"},
	{"Postfix smtpd -v", `Dec  1 10:00:00 mx postfix/smtpd[77]: connect from me.example.org[192.0.2.9]
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 220 mx.example.net ESMTP Postfix
Dec  1 10:00:00 mx postfix/smtpd[77]: < me.example.org[192.0.2.9]: EHLO me
Dec  1 10:00:00 mx postfix/smtpd[77]: match_list_match: me.example.org: no match
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 250-mx.example.net
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 250 DSN
Dec  1 10:00:00 mx postfix/smtpd[77]: < me.example.org[192.0.2.9]: MAIL FROM:<a@example.org>
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 250 2.1.0 Ok
Dec  1 10:00:00 mx postfix/smtpd[77]: < me.example.org[192.0.2.9]: RCPT TO:<b@example.net>
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 550 5.1.1 unknown user
Dec  1 10:00:00 mx postfix/smtpd[77]: < me.example.org[192.0.2.9]: QUIT
Dec  1 10:00:00 mx postfix/smtpd[77]: > me.example.org[192.0.2.9]: 221 2.0.0 Bye
`, "EHLO me\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT"},
	{"Exchange send connector", `#Software: Microsoft Exchange Server
#Version: 15.0.0.0
#Log-type: SMTP Send Protocol Log
#Date: 2026-12-01T10:00:00.000Z
#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
2026-12-01T10:00:00.000Z,Out,08DA00000000000A,0,,192.0.2.1:25,*,,attempting to connect
2026-12-01T10:00:00.010Z,Out,08DA00000000000A,1,10.0.0.1:5000,192.0.2.1:25,+,,
2026-12-01T10:00:00.020Z,Out,08DA00000000000A,2,10.0.0.1:5000,192.0.2.1:25,<,"220 mx.example.net ESMTP, hello",
2026-12-01T10:00:00.030Z,Out,08DA00000000000B,1,10.0.0.1:5001,192.0.2.1:25,<,220 mx.example.net ESMTP,
2026-12-01T10:00:00.040Z,Out,08DA00000000000A,3,10.0.0.1:5000,192.0.2.1:25,>,EHLO me,
2026-12-01T10:00:00.050Z,Out,08DA00000000000B,2,10.0.0.1:5001,192.0.2.1:25,>,EHLO other,
2026-12-01T10:00:00.060Z,Out,08DA00000000000A,4,10.0.0.1:5000,192.0.2.1:25,<,250  mx.example.net Hello SIZE STARTTLS,
2026-12-01T10:00:00.070Z,Out,08DA00000000000A,5,10.0.0.1:5000,192.0.2.1:25,*,,sending message with RecordId 1
2026-12-01T10:00:00.080Z,Out,08DA00000000000A,6,10.0.0.1:5000,192.0.2.1:25,>,MAIL FROM:<a@example.org> SIZE=3,
2026-12-01T10:00:00.090Z,Out,08DA00000000000A,7,10.0.0.1:5000,192.0.2.1:25,>,RCPT TO:<b@example.net>,
2026-12-01T10:00:00.100Z,Out,08DA00000000000B,3,10.0.0.1:5001,192.0.2.1:25,<,250 mx.example.net,
2026-12-01T10:00:00.110Z,Out,08DA00000000000A,8,10.0.0.1:5000,192.0.2.1:25,<,250 ok,
2026-12-01T10:00:00.120Z,Out,08DA00000000000A,9,10.0.0.1:5000,192.0.2.1:25,<,550 5.1.1 no such user,
2026-12-01T10:00:00.130Z,Out,08DA00000000000A,10,10.0.0.1:5000,192.0.2.1:25,>,QUIT,
2026-12-01T10:00:00.140Z,Out,08DA00000000000B,4,10.0.0.1:5001,192.0.2.1:25,>,QUIT,
2026-12-01T10:00:00.150Z,Out,08DA00000000000A,11,10.0.0.1:5000,192.0.2.1:25,-,,Local
`, "EHLO me\nMAIL FROM:<a@example.org> SIZE=3\nRCPT TO:<b@example.net>\nQUIT\n--\nEHLO other\nQUIT"},
	{"hMailServer", "\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.001\"\t\"192.0.2.1\"\t\"RECEIVED: 220 mx.example.net ESMTP\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.002\"\t\"192.0.2.1\"\t\"SENT: EHLO me\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.003\"\t\"192.0.2.1\"\t\"RECEIVED: 250-mx.example.net[nl]250-SIZE 1000[nl]250 HELP\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.004\"\t\"192.0.2.1\"\t\"SENT: MAIL FROM:<a@example.org>\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.005\"\t\"192.0.2.1\"\t\"RECEIVED: 250 ok\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.006\"\t\"192.0.2.1\"\t\"SENT: RCPT TO:<b@example.net>\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.007\"\t\"192.0.2.1\"\t\"RECEIVED: 550 Unknown user\"\n" +
		"\"SMTPC\"\t3512\t17\t\"2026-12-01 10:00:00.008\"\t\"192.0.2.1\"\t\"SENT: QUIT\"\n",
		"EHLO me\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT"},
	{"MailKit ProtocolLogger", `Connected to smtp://mx.example.net:587/?starttls=when-available
S: 220 mx.example.net ESMTP
C: EHLO me
S: 250-mx.example.net
S: 250-STARTTLS
S: 250 AUTH PLAIN
C: STARTTLS
S: 220 go
C: EHLO me
S: 250 AUTH PLAIN
C: AUTH PLAIN ********
S: 235 ok
C: MAIL FROM:<a@example.org>
C: RCPT TO:<b@example.net>
S: 250 ok
S: 250 ok
C: DATA
S: 354 go
C: Subject: x
C: 
C: Hi
C: .
S: 250 queued
C: QUIT
S: 221 bye
`, "EHLO me\nSTARTTLS\nTLS\nEHLO me\nAUTH PLAIN ********\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nDATA\nSubject: x\n\nHi\n.\nQUIT"},
	{"Thunderbird", `[Parent 123: Main Thread]: D/SMTP SMTP Connecting to: mx.example.net
[Parent 123: Main Thread]: I/SMTP SMTP entering state: 0
[Parent 123: Main Thread]: I/SMTP SMTP Response: 220 mx.example.net ESMTP
[Parent 123: Main Thread]: I/SMTP SMTP entering state: 14
[Parent 123: Main Thread]: I/SMTP SMTP Send: EHLO [192.168.1.2]
[Parent 123: Main Thread]: I/SMTP SMTP Response: 250-mx.example.net
[Parent 123: Main Thread]: I/SMTP SMTP Response: 250 AUTH PLAIN
[Parent 123: Main Thread]: I/SMTP Logging suppressed for this command (it probably contained authentication information)
[Parent 123: Main Thread]: I/SMTP SMTP Response: 235 ok
[Parent 123: Main Thread]: I/SMTP SMTP Send: MAIL FROM:<a@example.org>
[Parent 123: Main Thread]: I/SMTP SMTP Response: 250 ok
[Parent 123: Main Thread]: I/SMTP SMTP Send: RCPT TO:<b@example.net>
[Parent 123: Main Thread]: I/SMTP SMTP Response: 550 no such user
`, "EHLO [192.168.1.2]\nAUTH ********\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>"},
	{"Thunderbird smtp.js", `mailnews.smtp.1: Connecting to smtp://mx.example.net:587 SmtpClient.sys.mjs:120
mailnews.smtp.1: Connected SmtpClient.sys.mjs:430
mailnews.smtp.1: S: 220 mx.example.net ESMTP SmtpClient.sys.mjs:470
mailnews.smtp.1: C: EHLO [127.0.0.1] SmtpClient.sys.mjs:600
mailnews.smtp.1: S: 250-mx.example.net
250 AUTH PLAIN SmtpClient.sys.mjs:470
mailnews.smtp.1: C: MAIL FROM:<a@example.org> SmtpClient.sys.mjs:600
mailnews.smtp.1: S: 250 ok SmtpClient.sys.mjs:470
mailnews.smtp.1: C: RCPT TO:<b@example.net> SmtpClient.sys.mjs:600
mailnews.smtp.1: S: 550 no SmtpClient.sys.mjs:470
mailnews.smtp.1: C: QUIT SmtpClient.sys.mjs:600
`, "EHLO [127.0.0.1]\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT"},
	{"Go mail, JSON", `{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"220 mx.example.net","direction":{"from":"server","to":"client"}}
{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"EHLO me","direction":{"from":"client","to":"server"}}
{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"250 ok","direction":{"from":"server","to":"client"}}
{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"MAIL FROM:<a@example.org>","direction":{"from":"client","to":"server"}}
{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"550 no","direction":{"from":"server","to":"client"}}
{"time":"2026-12-01T10:00:00Z","level":"DEBUG","msg":"QUIT","direction":{"from":"client","to":"server"}}
`, "EHLO me\nMAIL FROM:<a@example.org>\nQUIT"},
	{"Go mail", `2026/12/01 10:00:00 DEBUG: C <-- S: 220 mx.example.net ESMTP
2026/12/01 10:00:00 DEBUG: C --> S: EHLO me
2026/12/01 10:00:00 DEBUG: C <-- S: 250 mx.example.net
2026/12/01 10:00:00 DEBUG: C --> S: AUTH <SMTP authentication data redacted>
2026/12/01 10:00:00 DEBUG: C <-- S: 235 ok
2026/12/01 10:00:00 DEBUG: C --> S: MAIL FROM:<a@example.org>
2026/12/01 10:00:00 DEBUG: C <-- S: 250 ok
2026/12/01 10:00:00 DEBUG: C --> S: QUIT
`, "EHLO me\nAUTH ********\nMAIL FROM:<a@example.org>\nQUIT"},
	{"Haraka", `[DEBUG] [9A5D-1] [core] S: 220 mx.example.net ESMTP Haraka ready
[PROTOCOL] [9A5D-1] [core] S: 220 mx.example.net ESMTP Haraka ready
[PROTOCOL] [9A5D-1] [core] C: EHLO me state=1
[PROTOCOL] [9A5D-1] [core] S: 250-mx.example.net Hello
[PROTOCOL] [9A5D-1] [core] S: 250 SIZE 0
[PROTOCOL] [9A5D-1] [core] C: MAIL FROM:<a@example.org> state=1
[PROTOCOL] [9A5D-1] [core] S: 250 sender ok
[PROTOCOL] [9A5D-1] [core] C: RCPT TO:<b@example.net> state=1
[PROTOCOL] [9A5D-1] [core] S: 550 no
[PROTOCOL] [9A5D-1] [core] C: QUIT state=1
`, "EHLO me\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT"},
	{"OpenSMTPD trace", `smtp: 0x5581: connected to listener 0x5590 [hostname=mx.example.net, port=25, tag=]
smtp: 0x5581: >>> 220 mx.example.net ESMTP OpenSMTPD
smtp: 0x5581: <<< EHLO me
smtp: 0x5581: >>> 250-mx.example.net Hello me
smtp: 0x5581: >>> 250 HELP
smtp: 0x5581: <<< MAIL FROM:<a@example.org>
smtp: 0x5581: >>> 250 2.0.0: Ok
smtp: 0x5581: <<< RCPT TO:<b@example.net>
smtp: 0x5581: >>> 550 Invalid recipient
smtp: 0x5581: <<< QUIT
smtp: 0x5581: >>> 221 2.0.0: Bye
`, "EHLO me\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT"},
	{".NET System.Net trace", `System.Net Verbose: 0 : [4120] SmtpConnection#1 220 mx.example.net
System.Net.Sockets Verbose: 0 : [4120] Data from Socket#1::Receive
System.Net.Sockets Verbose: 0 : [4120] 00000000 : 32 32 30 20 6D 78 2E 65-78 61 6D 70 6C 65 2E 6E : 220 mx.example.n
`, ""},
	{"Apple Mail", `CONNECTED Dec 01 10:00:00.100 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001

READ Dec 01 10:00:00.200 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001
220 mx.example.net ESMTP

WROTE Dec 01 10:00:00.300 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001
EHLO [192.168.1.2]

READ Dec 01 10:00:00.400 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001
250-mx.example.net
250 AUTH PLAIN

WROTE Dec 01 10:00:00.500 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001
MAIL FROM:<a@example.org>

READ Dec 01 10:00:00.600 [SMTP] -- host:mx.example.net -- port:587 -- socket:0x6000 -- thread:0x6001
550 no
`, "EHLO [192.168.1.2]\nMAIL FROM:<a@example.org>"},
	{"Swaks in a mail", "> === Connected to mx.example.net.\n> <-  220 mx.example.net\n>  -> EHLO me\n> <-  250 ok\n>  -> MAIL FROM:<a@example.org>\n> <** 550 no\n>  -> QUIT\n> <-  221 bye\n",
		"EHLO me\nMAIL FROM:<a@example.org>\nQUIT"},
	{"Dovecot rawlog, both directions", "1701424800.000100 S: 220 mx.example.net\n1701424800.000200 C: EHLO me\n1701424800.000300 S: 250 ok\n1701424801.000100 C: MAIL FROM:<a@example.org>\n1701424801.000200 S: 550 no\n1701424801.000300 C: QUIT\n",
		"EHLO me\nMAIL FROM:<a@example.org>\nQUIT"},
}
