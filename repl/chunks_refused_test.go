package repl_test

import (
	"testing"

	"byhand/repl"
)

// orders is a message whose lines are valid commands.
const orders = "RSET\nVRFY root\nQUIT\n"

// No octet of a file is sent where the server would read it as a command. byhand sends no
// BDAT without CHUNKING, without a recipient, or after a refusal. It closes the connection
// if the server may not have read the octets as a chunk.
func TestBDATNeverCommands(t *testing.T) {
	t.Parallel()
	const (
		refused = chunking + "C: BDAT 23 LAST\nC: RSET\nC: VRFY root\nC: QUIT\n"
		closed  = "connection closed: the server may read the 23 octets sent after BDAT as commands"
		plain   = "S: 220 hi\nC: EHLO me\nS: 250 hi\n"
	)
	noWait := func(o *repl.Options) { o.NoWait = true }
	goOn := func(o *repl.Options) { o.KeepGoing = true }
	testDeliveries(t, []delivery{{
		name: "CHUNKING is not offered", file: orders, input: "EHLO me\n:bdat FILE\nNOOP\n", server: plain, status: repl.Refused,
		says: []string{"nothing was sent: the server does not offer CHUNKING", "hint: :send /"}, hides: []string{"BDAT 23"},
	}, {
		name: "the same with --keep-going", file: orders, input: "EHLO me\n:bdat FILE\nNOOP\n", server: plain + "C: NOOP\nS: 250 ok", status: repl.Refused, change: goOn,
	}, {
		name: "the same with --no-wait", file: orders, input: "EHLO me\n:bdat FILE\n", server: plain + "half\nclose", status: repl.Refused, change: noWait,
	}, {
		name: "no EHLO yet", file: orders, input: ":bdat FILE\n", server: "S: 220 hi", status: repl.Refused, says: []string{"EHLO was not sent", "hint: EHLO ["},
	}, {
		name: "no recipient", file: orders, input: "EHLO me\nMAIL FROM:<a@x>\n:bdat FILE\n", status: repl.Usage, says: []string{"has accepted no recipient"},
		server: "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: MAIL FROM:<a@x>\nS: 250 ok",
	}, {
		name: "no recipient that LMTP accepted", file: orders, input: "LHLO me\nRCPT TO:<a@x>\n:expect 550\n:bdat FILE\n", status: repl.Usage,
		server: "S: 220 hi\nC: LHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: RCPT TO:<a@x>\nS: 550 no",
	}, {
		name: "offered, but the command is unknown", file: orders, input: ready + ":bdat FILE\n:expect 502\nNOOP\n",
		server: refused + `S= "502 what\r\n250 ok\r\n252 root\r\n221 bye\r\n"`, status: repl.Lost, says: []string{closed, "not sent: the connection is closed"}, hides: []string{"> NOOP"},
	}, {
		name: "replies to the octets: :why explains the reply to BDAT", file: orders, input: ready + ":bdat FILE\n:why\n",
		server: refused + `S= "503 5.5.1 what\r\n250 ok\r\n502 what\r\n221 bye\r\n"`, status: repl.Refused, change: goOn,
		says: []string{"the server reads the octets after BDAT as commands", "503 5.5.1 was the reply to BDAT 23 LAST"}, hides: []string{"unsolicited"},
	}, {
		name: "the same with --keep-going, after BDAT", file: orders, input: ready + ":bdat FILE\nNOOP\n", server: refused + "S: 503 sequence", status: repl.Refused, change: goOn, says: []string{closed}, hides: []string{"> NOOP"},
	}, {
		name: "the same with --no-wait, after BDAT", file: orders, input: ready + ":bdat FILE\n", server: refused + "S: 530 STARTTLS first", status: repl.Refused, change: noWait, says: []string{closed},
	}, {
		name: "LMTP", file: orders, input: "LHLO me\nRCPT TO:<a@x>\nRCPT TO:<b@x>\n:bdat FILE\n", status: repl.Refused, says: []string{closed},
		server: "S: 220 hi\nC: LHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: RCPT TO:<a@x>\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 250 ok\nC: BDAT 23 LAST\nC: RSET\nC: VRFY root\nC: QUIT\nS: 500 what",
	}, {
		name: "the message refused, and a reply to the octets too", file: orders, input: ready + ":bdat FILE\n:expect 550\n",
		server: refused + `S= "550 no\r\n500 what\r\n"`, status: repl.Refused, says: []string{closed},
	}, {
		name: "the message refused", file: orders, input: ready + ":bdat FILE\n:expect 550\nNOOP\n", server: refused + "S: 550 no\nC: NOOP\nS: 250 ok", hides: []string{"connection closed"},
	}, {
		name: "neither accepted nor refused", file: orders, input: ready + ":bdat FILE\nNOOP\n", server: refused + "S: 354 go", status: repl.Lost, change: goOn, says: []string{closed}, hides: []string{"> NOOP"},
	}, {
		name: "a script's own BDAT", input: ready + "BDAT 6 LAST\nRSET\nNOOP\n", server: chunking + "C: BDAT 6 LAST\nC: RSET\nS: 502 what", status: repl.Refused, change: goOn,
		says: []string{"the server would read the lines after BDAT as commands"}, hides: []string{"> NOOP"},
	}, {
		name: "a script's own BDAT, accepted", input: ready + "BDAT 13\n:quit\nRSET\nBDAT 0 LAST\n:expect 250\n", server: chunking + "C: BDAT 13\nC: :quit\nC: RSET\nS: 250 ok\nC: BDAT 0 LAST\nS: 250 queued",
	}, {
		name: "a script's own BDAT, the message refused", input: ready + "BDAT 6 LAST\nRSET\n:expect 550\nNOOP\n", server: chunking + "C: BDAT 6 LAST\nC: RSET\nS: 550 no\nC: NOOP\nS: 250 ok",
	}, {
		name: "a script that ends inside its own BDAT", input: ready + "BDAT 60 LAST\nRSET\n", server: chunking + "C: BDAT 60 LAST\nC: RSET", status: repl.Usage,
		says: []string{"the script ended inside the message: 54 bytes still to be sent"}, hides: []string{"dot"},
	}, {
		name: "a script's own BDAT where CHUNKING is not offered", input: "BDAT 6\n:expect 502\nRSET\n", server: "S: 220 hi\nC: BDAT 6\nS: 502 what", status: repl.Lost,
		says: []string{"the server would read the lines after BDAT as commands"}, hides: []string{"> RSET"},
	}, {
		name: "a script's own BDAT that has no octets", input: ready + "BDAT 0 LAST\n:expect 502\nRSET\n", server: chunking + "C: BDAT 0 LAST\nS: 502 what\nC: RSET\nS: 250 ok",
	}})
}
