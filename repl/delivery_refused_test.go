package repl_test

import (
	"testing"

	"byhand/repl"
)

// TestSendRefused: if DATA or the message is refused, a script ends, unless an :expect
// lists the refusal. The lines after :send are not message text.
func TestSendRefused(t *testing.T) {
	t.Parallel()
	testDeliveries(t, []delivery{{
		name: "DATA refused", file: header, input: ":send FILE\nQUIT\n",
		server: "S: 220 hi\nC: DATA\nS: 451 later", status: repl.Refused,
		says: []string{"the server refused DATA: 451 later"}, hides: []string{"of the message not sent", "> QUIT"},
	}, {
		name: "DATA refused as expected", file: header, input: ":send FILE\n:expect 451\nNOOP\n:send FILE\nQUIT\n",
		server: "S: 220 hi\nC: DATA\nS: 451 later\nC: NOOP\nS: 250 ok\nC: DATA\nS: 354 go\n" + wireHeader + "C: .\nS: 250 queued\nC: QUIT\nS: 221 bye\nclose",
		hides:  []string{"of the message not sent"},
	}, {
		name: "DATA refused, --keep-going", file: header, input: ":send FILE\nNOOP\n",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: NOOP\nS: 250 ok", status: repl.Refused,
		change: func(o *repl.Options) { o.KeepGoing = true },
	}, {
		name: "DATA answered with 250", file: header, input: ":send FILE\nNOOP\n",
		server: "S: 220 hi\nC: DATA\nS: 250 fine", status: repl.Lost,
		says: []string{"the server broke the protocol: it answered DATA with 250 fine"},
	}, {
		name: "the server closes instead of a 354", file: header, input: ":send FILE\nNOOP\n",
		server: "S: 220 hi\nC: DATA\nclose", status: repl.Lost, says: []string{"before the reply arrived"},
	}, {
		name: "the message refused after the final dot", file: header, input: ":send FILE\nQUIT\n",
		server: taken + wireHeader + "C: .\nS: 554 spam", status: repl.Refused, says: []string{"the server refused the message: 554 spam"},
	}, {
		name: "the message refused as expected", file: header, input: ":send FILE\n:expect 554\nQUIT\n",
		server: taken + wireHeader + "C: .\nS: 554 spam\nC: QUIT\nS: 221 bye\nclose",
	}, {
		name: "the server closes instead of the last reply", file: header, input: ":send FILE\n",
		server: taken + wireHeader + "C: .\nclose", status: repl.Lost, says: []string{"before the reply arrived"},
	}, {
		name: "in a message, :send is text", input: "DATA\n:send x\n.\n",
		server: taken + "C: :send x\nC: .\nS: 250 queued",
		says:   []string{`":send x" was sent as message text`},
	}, {
		name: "during a login", file: header, input: "AUTH LOGIN\n:send FILE\n",
		server: "S: 220 hi\nC: AUTH LOGIN\nS: 334", status: repl.Usage, says: []string{":send: the server waits for the answer to a challenge"},
	}, {
		name: "after the connection closed", file: header, input: "QUIT\n:send FILE\n",
		server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose", status: repl.Lost, says: []string{"not sent: the connection is closed", ":again reconnects"},
	}, {
		name: "IMAP", file: header, server: "S: * OK hi", status: repl.Usage, says: []string{":send works only with SMTP and LMTP"},
		change: func(o *repl.Options) { o.Target.Protocol = "imap" },
	}, {
		name: "--no-wait: byhand waits for the greeting and all replies first", file: header, input: "EHLO me\nRCPT TO:<a@x>\n:send FILE\n",
		server: "C: EHLO me\nC: RCPT TO:<a@x>\nquiet\nS: 220 hi\nS: 250-me\nS: 250 8BITMIME\nquiet\nS: 250 ok\nC: DATA\nS: 354 go\n" + wireHeader + "C: .\nS: 250 queued\nhalf\nclose",
		change: func(o *repl.Options) { o.NoWait = true },
	}, {
		name: "--no-wait, and one of these replies is a refusal", file: header, input: "RCPT TO:<a@x>\n:send FILE\n",
		server: "C: RCPT TO:<a@x>\nS: 220 hi\nS: 550 no\nhalf\nclose", status: repl.Refused,
		change: func(o *repl.Options) { o.NoWait = true },
	}})
}
