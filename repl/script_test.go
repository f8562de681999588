package repl_test

import (
	"testing"
	"time"

	"byhand/repl"
)

// scriptTest is a script, the server's part of the dialogue, and the expected result.
type scriptTest struct {
	name, server, input string
	change              func(*repl.Options)
	status              repl.Status
	says                string // on stderr
}

func testScripts(t *testing.T, tests []scriptTest) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.change == nil {
				test.change = func(*repl.Options) {}
			}
			got := session(t, test.server, test.input, test.change)
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says)
		})
	}
}

// Each line is sent as typed, and byhand waits for its reply unless --no-wait is given.
func TestScriptLines(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "each line waits for its reply, the greeting's last line first",
		server: "S= \"220-one\\r\\n\"\nquiet\nS: 220 two\nC: EHLO me\nquiet\nS= \"250-a\\r\\n250\"\nquiet\nS= \" b\\r\\n\"\nC: QUIT\nS: 221 bye\nclose",
		input:  "EHLO me\nQUIT\n",
		says:   "server closed",
	}, {
		name:   "the last line needs no line ending, CRLF is a line ending",
		server: "S: 220 hi\nC: EHLO me\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose",
		input:  "EHLO me\r\nQUIT",
		says:   "> QUIT",
	}, {
		name:   "colons: a literal one, a comment",
		server: "S: 220 hi\nC: :x\nS: 250 ok\nC: \nS: 250 ok",
		input:  "::x\n:# not sent\n\n",
	}, {
		name:   "an unknown command is not sent",
		server: "S: 220 hi",
		input:  ":qiut\nQUIT\n",
		status: repl.Usage, says: `":qiut"`,
	}, {
		name:   "raw bytes and line endings",
		server: "S: 220 hi\nC= \"NO\"\nC= \"OP\\r\\n\"\nS: 250 ok\nC= \"NOOP\\n\"\nS: 250 ok",
		input:  ":raw \"NO\"\n:raw \"OP\\r\\n\"\n:eol lf\nNOOP\n",
		says:   `(ends in "\n")`,
	}, {
		name:   "two sessions in one run",
		server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose\naccept\nS: 220 again\nC: QUIT\nS: 221 bye\nclose",
		input:  "QUIT\n:again\nQUIT\n",
	}, {
		name:   "--no-wait: all lines are sent, then byhand closes its half of the connection",
		server: "C: EHLO me\nC: DATA\nC: :tls\nC: .\nC: QUIT\nhalf\nS: 220 hi\nS: 250 ok\nS: 354 go\nS: 250 taken\nS: 221 bye\nclose",
		input:  "EHLO me\nDATA\n:tls\n.\nQUIT\n",
		change: func(o *repl.Options) { o.NoWait = true },
	}})
}

// Lines between 354 and the final dot are text, and none is sent if DATA was refused.
func TestScriptMessages(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "message lines do not wait, and colon-commands in them are text",
		server: "S: 220 hi\nC: DATA\nS: 354 go\nC: Subject: x\nC: \nC: :tls\nC: ::x\nC: :unknown\nC: ..\nC: .\nS: 250 taken",
		input:  "DATA\nSubject: x\n\n:tls\n::x\n:unknown\n..\n.\n",
		says:   `":tls"`,
	}, {
		name:   "byhand names a line without a doubled dot",
		server: "S: 220 hi\nC: DATA\nS: 354 go\nC: text",
		input:  "DATA\ntext\n",
		status: repl.Usage, says: "(in:2)",
	}, {
		name:   "DATA refused: its text is never sent",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: QUIT\nS: 221 bye\nclose",
		input:  "DATA\n:expect 554\nSubject: x\n\nRSET\n:quit\n.\nQUIT\n",
		says:   "5 lines of the message",
	}, {
		name:   "DATA refused as expected, without a message after it",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: QUIT\nS: 221 bye\nclose",
		input:  "DATA\n:expect 554\nQUIT\n",
	}, {
		name:   "DATA refused, --keep-going, incomplete message",
		server: "S: 220 hi\nC: DATA\nS: 554 no",
		input:  "DATA\nSubject: x\nRSET\n",
		change: func(o *repl.Options) { o.KeepGoing = true },
		status: repl.Refused, says: "2 lines of the message",
	}, {
		name:   "a script that ends inside the message sends no dot",
		server: "S: 220 hi\nC: DATA\nS: 354 go\nC: x",
		input:  "DATA\nx\n",
		status: repl.Usage,
	}})
}

// A refusal stops a script with status 1.
func TestScriptRefusals(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "a refusal stops a script",
		server: "S: 220 hi\nC: RCPT TO:<x>\nS: 550 5.1.1 no such user",
		input:  "RCPT TO:<x>\nDATA\n",
		status: repl.Refused, says: "RCPT: 550 5.1.1 no such user",
	}, {
		name:   "a refusal at the end counts",
		server: "S: 220 hi\nC: NOOP\nS: 451 later",
		input:  "NOOP\n",
		status: repl.Refused, says: `:expect 451`,
	}, {
		name:   "the refused line is not the comment",
		server: "S: 220 hi\nC: NOOP\nS: 550 no",
		input:  ":expect 220\nNOOP\n:# words\nQUIT\n",
		status: repl.Refused, says: "NOOP: 550 no (in:2)",
	}, {
		name:   "--no-wait does not say which line a refusal is for",
		server: "C: NOOP\nC: QUIT\nhalf\nS: 220 hi\nS: 550 no\nS: 221 bye\nclose",
		input:  "NOOP\nQUIT\n", change: func(o *repl.Options) { o.NoWait, o.Target.Protocol = true, "smtp" },
		status: repl.Refused, says: "NOOP: 550 no\n",
	}, {
		name:   "a greeting that refuses",
		server: "S: 554 no\nclose",
		input:  "EHLO me\n",
		status: repl.Refused, says: "554 no",
	}, {
		name:   "--keep-going",
		server: "S: 220 hi\nC: NOOP\nS: 550 no\nC: RSET\nS: 550 no\nC: QUIT\nS: 221 bye\nclose",
		input:  "NOOP\nRSET\nQUIT\n",
		change: func(o *repl.Options) { o.KeepGoing = true },
		status: repl.Refused, says: "RSET: 550 no",
	}, {
		name:   "text that is not a verb is not repeated",
		server: "S: 220 hi\nC: pAss64==\nS: 500 what",
		input:  "pAss64==\n",
		status: repl.Refused, says: "500 what",
	}})
}

// :expect checks the reply to the line before it.
func TestScriptExpect(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "an :expect lists the refusal",
		server: "S: 220 hi\nC: NOOP\nS: 550 5.1.1 no such user\nC: QUIT\nS: 221 bye\nclose",
		input:  ":expect 220\nNOOP\n:# comments are allowed\n:expect 5yz /such user/\nQUIT\n:expect 221\n",
	}, {
		name:   "an :expect with another code",
		server: "S: 220 hi\nC: NOOP\nS: 250 ok",
		input:  "NOOP\n:expect 251 252\nQUIT\n",
		status: repl.Refused, says: "250 ok (in:2)",
	}, {
		name:   "an :expect with another text",
		server: "S: 220 hi\nC: NOOP\nS: 550 full",
		input:  "NOOP\n:expect 550 /no such/\n",
		status: repl.Refused, says: "550 full (in:2)",
	}, {
		name:   "an :expect without a reply",
		server: "S: 220 hi\nC= \"NO\"",
		input:  ":raw \"NO\"\n:expect 250\n",
		status: repl.Refused, says: "no reply",
	}, {
		name:   "an unsolicited refusal matches no :expect, and does not hide another refusal",
		server: "S: 220 hi\nC: pAss64==\nS= \"500 what\\r\\n421 too many errors\\r\\n\"\nclose",
		input:  "pAss64==\n:expect 500\n:expect 421\n",
		status: repl.Refused, says: "421 too many errors",
	}})
}

// A connection that ends before the work is done gives status 6.
func TestScriptLost(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "a connection that ends too soon",
		server: "S: 220 hi\nC: NOOP\nS: 250 ok\nC: NOOP\nclose",
		input:  "NOOP\nNOOP\n",
		status: repl.Lost, says: "(in:2)",
	}, {
		name:   "the server closes before a reply",
		server: "S: 220 hi\nC: NOOP\nclose",
		input:  "NOOP\n",
		status: repl.Lost, says: "reply",
	}, {
		name:   "a line after the server closed",
		server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose",
		input:  "QUIT\nNOOP\n",
		status: repl.Lost, says: "not sent",
	}, {
		name:   "a reset",
		server: "S: 220 hi\nC: NOOP\nreset",
		input:  "NOOP\n",
		status: repl.Lost, says: "reset",
	}, {
		name:   "a refusal counts more than the end of the connection after it",
		server: "S: 220 hi\nC: NOOP\nS: 421 go away\nclose",
		input:  "NOOP\nQUIT\n",
		status: repl.Refused, says: "421 go away",
	}})
}

// A time limit that passes gives status 5.
func TestScriptTimeouts(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "a missing reply",
		server: "S: 220 hi\nC: NOOP\nS: 250 ok\nC: NOOP",
		input:  "NOOP\nNOOP\n", change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
		status: repl.TimedOut, says: "within 300ms (in:2)",
	}, {
		name:   "no reply in time",
		server: "S: 220 hi\nC: NOOP\nsilence",
		input:  "NOOP\n",
		change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
		status: repl.TimedOut, says: "reply",
	}, {
		name:   "no greeting in time",
		server: "silence",
		input:  "NOOP\n",
		change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
		status: repl.TimedOut, says: "greeting",
	}, {
		name:   "the whole run takes too long, though bytes drip",
		server: "S: 220 hi\nC: NOOP\nS= \"2\"\nsilence",
		input:  "NOOP\n",
		change: func(o *repl.Options) { o.Deadline = 500 * time.Millisecond },
		status: repl.TimedOut, says: "--deadline",
	}})
}

// :tls and :starttls encrypt only after the server agreed, and give status 4 if that fails.
func TestScriptTLS(t *testing.T) {
	t.Parallel()
	testScripts(t, []scriptTest{{
		name:   "TLS before the server agreed",
		server: "S: 220 hi\nC: NOOP\nS: 220 ok",
		input:  "NOOP\n:tls\nQUIT\n",
		change: func(o *repl.Options) { o.KeepGoing = true }, // --keep-going does not apply here
		status: repl.TLSFailed, says: ":tls",
	}, {
		name:   "TLS refused",
		server: "S: 220 hi\nC: STARTTLS\nS: 454 not now",
		input:  "STARTTLS\n:expect 454\n:tls\n",
		status: repl.TLSFailed, says: "220",
	}, {
		name:   "bytes injected after the 220 reply",
		server: "S: 220 hi\nC: STARTTLS\nS= \"220 go\\r\\n250 fake\\r\\n\"",
		input:  "STARTTLS\n:tls\n",
		status: repl.TLSFailed, says: "10 bytes",
	}, {
		name:   "part of a line injected after the 220 reply",
		server: "S: 220 hi\nC: STARTTLS\nS= \"220 go\\r\\n2\"",
		input:  "STARTTLS\n:tls\n",
		status: repl.TLSFailed, says: "byhand: ",
	}, {
		name:   "a certificate that does not verify",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls",
		input:  "STARTTLS\n:tls\nNOOP\n",
		status: repl.TLSFailed, says: "certificate",
	}, {
		name:   "the same, insecure",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose",
		input:  "STARTTLS\n:tls\nNOOP\nQUIT\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure = true },
		says:   "NOT VERIFIED",
	}, {
		name:   "a stream cut inside TLS",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: NOOP\nS: 250 ok\ncut",
		input:  "STARTTLS\n:tls\nNOOP\n:wait 10s\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure, o.Deadline = true, 5*time.Second },
		status: repl.TimedOut, says: "cut",
	}, {
		name:   ":starttls sends each step and shows it",
		server: "S: 220 hi\nC: EHLO x.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO x.example\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose",
		input:  ":starttls\nQUIT\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure, o.EHLO = true, "x.example" },
		says:   "> STARTTLS",
	}, {
		name:   ":starttls refused",
		server: "S: 220 hi\nC: EHLO [127.0.0.1]\nS: 250 ok\nC: STARTTLS\nS: 500 what",
		input:  ":starttls\nQUIT\n",
		status: repl.TLSFailed, says: "STARTTLS: 500 what",
	}})
}
