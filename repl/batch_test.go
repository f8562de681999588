package repl_test

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"byhand/internal/fakeserver"
	"byhand/internal/recorder"
	"byhand/repl"
)

// pipelining is the start of a server's script that offers PIPELINING.
const pipelining = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 PIPELINING\n"

// TestBatch: :go sends all lines of a batch at once and shows the reply to each.
func TestBatch(t *testing.T) {
	t.Parallel()
	again := func(o *repl.Options) { o.KeepGoing = true }
	testDeliveries(t, []delivery{{
		name: "a group as in RFC 2920, and its message", input: "EHLO me\n:batch\nMAIL FROM:<a@x>\nRCPT TO:<b@x>\nRCPT TO:<c@x>\nDATA\n:go\nHi\n.\n:expect 250 /queued/\n",
		server: pipelining + "C: MAIL FROM:<a@x>\nC: RCPT TO:<b@x>\nC: RCPT TO:<c@x>\nC: DATA\nquiet\nS: 250 one\nquiet\nS= \"250 two\\r\\n250 three\\r\\n354 go\\r\\n\"\nC: Hi\nC: .\nS: 250 queued",
		says: []string{"> MAIL FROM:<a@x>\n> RCPT TO:<b@x>\n> RCPT TO:<c@x>\n> DATA\n",
			"byhand: MAIL FROM:<a@x>: 250 one\nbyhand: RCPT TO:<b@x>: 250 two\nbyhand: RCPT TO:<c@x>: 250 three\nbyhand: DATA: 354 go\n"},
		hides: []string{"PIPELINING", "last command of a group", "no recipient"},
	}, {
		name: "refused and unusual lines", input: "EHLO me\n:batch\nRSET\n\n\tmail\tFROM:<a@x>\nXYZZY-0123456789-0123456789-0123456789 a\n::x\n:# a comment\nNOOP\n:go\nQUIT\n",
		server: pipelining + "C: RSET\nC:\nC= \"\\tmail\\tFROM:<a@x>\\r\\n\"\nC: XYZZY-0123456789-0123456789-0123456789 a\nC: :x\nC: NOOP\nS: 250 one\nS: 500 two\nS: 250 three\nS: 500 four\nS: 500 five\nS: 250 six",
		status: repl.Refused,
		says:   []string{"byhand: RSET: 250 one\nbyhand: : 500 two\nbyhand: \tmail\tFROM:<a@x>: 250 three\nbyhand: XYZZY-0123456789-0123456789-0123456789 a: 500 four\nbyhand: :x: 500 five\nbyhand: NOOP: 250 six\n"},
	}, {
		name: "two complete messages, with LMTP", input: "LHLO me\n:batch\nRCPT TO:<a@x>\nRCPT TO:<b@x>\nDATA\n. not yet\n.\nRCPT TO:<c@x>\nDATA\n.\nNOOP\n:go\n:expect 250\n",
		server: "S: 220 hi\nC: LHLO me\nS: 250 PIPELINING\nC: RCPT TO:<a@x>\nC: RCPT TO:<b@x>\nC: DATA\nquiet\nS: 250 one\nS: 250 two\nS: 354 three\n" +
			"C: . not yet\nC: .\nC: RCPT TO:<c@x>\nC: DATA\nquiet\nS: 250 four\nS: 250 five\nS: 250 six\nS: 354 seven\nC: .\nC: NOOP\nS: 250 eight\nS: 250 nine",
		hides: []string{"last command of a group"},
		says: []string{"byhand: RCPT TO:<a@x>: 250 one\nbyhand: RCPT TO:<b@x>: 250 two\nbyhand: DATA: 354 three\nbyhand: .: 250 four\nbyhand: .: 250 five\n" +
			"byhand: RCPT TO:<c@x>: 250 six\nbyhand: DATA: 354 seven\nbyhand: .: 250 eight\nbyhand: NOOP: 250 nine\n"},
	}, {
		name: "PIPELINING not offered; one note about the last command of a group", input: ":batch\nNOOP\nEHLO me\nVRFY x\nQUIT\n:go\n",
		server: "S: 220 hi\nC: NOOP\nC: EHLO me\nC: VRFY x\nC: QUIT\nS: 250 ok\nS: 250 hi\nS: 252 x\nS: 221 bye\nclose",
		says:   []string{"the server does not offer PIPELINING and may discard commands that are sent together (RFC 2920)", "NOOP must be the last command of a batch"}, hides: []string{"EHLO must be", "VRFY must be", "QUIT must be"},
	}, {
		name: "354 without a recipient: the script stops", input: "EHLO me\n:batch\nMAIL FROM:<a@x>\nRCPT TO:<b@x>\nDATA\n:go\nHi\n.\n",
		server: pipelining + "C: MAIL FROM:<a@x>\nC: RCPT TO:<b@x>\nC: DATA\nS: 250 ok\nS: 550 no\nS: 354 go", status: repl.Refused,
		says: []string{`no recipient was accepted, but the server waits for a message: type "." on its own line to end it (RFC 2920 3.1)`, "the server refused RCPT: 550 no", "the final dot was not sent"},
	}, {
		name: "354 without a recipient, --keep-going", input: "EHLO me\n:batch\nMAIL FROM:<a@x>\nRCPT TO:<b@x>\nDATA\n:go\n.\nNOOP\n", change: again,
		server: pipelining + "C: MAIL FROM:<a@x>\nC: RCPT TO:<b@x>\nC: DATA\nS: 250 ok\nS: 550 no\nS: 354 go\nC: .\nS: 554 nobody\nC: NOOP\nS: 250 ok", status: repl.Refused,
	}, {
		name: "DATA refused at the end: the message after it is not sent", input: "EHLO me\n:batch\nRCPT TO:<b@x>\nDATA\n:go\n:expect 554\nRSET\n.\nQUIT\n",
		server: pipelining + "C: RCPT TO:<b@x>\nC: DATA\nS: 250 ok\nS: 554 no\nC: QUIT\nS: 221 bye\nclose", says: []string{"DATA was refused: 2 lines of the message not sent"},
	}, {
		name: "DATA refused: its text in the batch is not sent", input: "EHLO me\n:batch\nRSET\nDATA\nVRFY root\nQUIT\n.\nNOOP\n:go\n:expect 554\nHELP\n",
		server: pipelining + "C: RSET\nC: DATA\nS: 250 ok\nS: 554 no\nC: NOOP\nS: 250 ok\nC: HELP\nS: 214 x",
		says:   []string{"DATA was refused: 3 lines of the message not sent", "byhand: RSET: 250 ok\nbyhand: DATA: 554 no\nbyhand: NOOP: 250 ok\n"}, hides: []string{"> VRFY", "> QUIT"},
	}, {
		name: "DATA refused: the text after the batch is not sent", input: "EHLO me\n:batch\nDATA\nVRFY root\n:go\n:expect 554\nRSET\n.\nNOOP\n",
		server: pipelining + "C: DATA\nS: 554 no\nC: NOOP\nS: 250 ok", says: []string{"DATA was refused: 3 lines of the message not sent"},
	}, {
		name: "DATA refused by LMTP", input: "LHLO me\n:batch\nDATA\nRSET\n.\nNOOP\n:go\n:expect 503\n",
		server: "S: 220 hi\nC: LHLO me\nS: 250 PIPELINING\nC: DATA\nS: 503 no\nC: NOOP\nS: 250 ok", says: []string{"2 lines of the message not sent"},
	}, {
		name: "BDAT is not allowed, because its octets could not be held back", input: "EHLO me\n:batch\nBDAT 6 LAST\nRSET\n:go\n", change: again,
		server: pipelining + "C: RSET\nS: 250 ok", status: repl.Usage, says: []string{"BDAT cannot be used in a batch", "hint: :bdat FILE"},
	}, {
		name: "BDAT in a message is text", input: "EHLO me\n:batch\nDATA\nBDAT 6\n.\nBDAT 0 LAST\n:go\n",
		server: pipelining + "C: DATA\nS: 354 go\nC: BDAT 6\nC: .\nC: BDAT 0 LAST\nS: 250 ok\nS: 250 ok",
	}, {
		name: "the server closes after some replies", input: ":batch\nRSET\nHELP\nHELP x\n:go\n", server: "S: 220 hi\nC: RSET\nC: HELP\nC: HELP x\nS: 250 one\nS: 214 two\nclose",
		status: repl.Lost, says: []string{"byhand: RSET: 250 one\nbyhand: HELP: 214 two\n", "before the reply arrived"}, hides: []string{"HELP x: "},
	}, {
		name: "--no-wait", input: "EHLO me\n:batch\nNOOP\nDATA\n:go\n:# text\n.\nQUIT\n", change: func(o *repl.Options) { o.NoWait = true },
		server: "C: EHLO me\nC: NOOP\nC: DATA\nC: :# text\nC: .\nC: QUIT\nhalf\nS: 220 hi\nS: 250 hi\nS: 250 ok\nS: 354 go\nS: 250 queued\nS: 221 bye\nclose",
		hides:  []string{"NOOP: 250"},
	}, {
		name: "the server reads nothing", input: ":batch\nNOOP\n:go\n", server: "S: 220 hi\nsilence", status: repl.TimedOut, change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
	}})
}

// A secret in a batch is masked like any other, and so is a reply that repeats it.
func TestBatchSecrets(t *testing.T) {
	t.Parallel()
	const lines = "C: AUTH LOGIN\nC: Ym9i\nC: cGFzc3dvcmQ=\nC: NOOP\nS: 334 VXNlcm5hbWU6\nS: 334 UGFzc3dvcmQ6\nS: 535 no\nS: 250 ok"
	for _, input := range []string{":batch\nAUTH LOGIN\nYm9i\ncGFzc3dvcmQ=\nNOOP\n:go\n", `:raw "AUTH LOGIN\r\nYm9i\r\ncGFzc3dvcmQ=\r\nNOOP\r\n"` + "\n"} {
		record := &recorder.Recorder{}
		got := session(t, "S: 220 hi\n"+lines, input+":expect 250\n", func(o *repl.Options) { o.Recorder = record })
		hasNot(t, "stderr", got.err, "cGFzc3dvcmQ=", "Ym9i")
		has(t, "stderr", got.err, "> AUTH LOGIN\n> ******** (4 characters)\n> ******** (12 characters)\n")
		entries, _ := record.Entries()
		for _, e := range entries {
			hasNot(t, "the record", e.Text, "cGFzc3dvcmQ", "Ym9i", "password")
		}
	}
	got := session(t, "S: 220 hi\n"+"C: AUTH XOAUTH2 c2VjcmV0\nC:\nC: NOOP\nS: 334\nS: 535 no\nS: 250 ok", ":batch\nAUTH XOAUTH2 c2VjcmV0\n\nNOOP\n:go\n:expect 250\n")
	has(t, "stderr", got.err, "AUTH XOAUTH2 ******** (8 characters): 334\nbyhand: : 535 no\nbyhand: ******** (4 characters): 250 ok\n")
	hasNot(t, "stderr", got.err, "c2VjcmV0")
	got = session(t, proxied("mail.example.net", "S: 220 hi\nC: AUTH PLAIN c2VjcmV0\nS: 535 no"), ":batch\nAUTH PLAIN c2VjcmV0\n:go\n:expect 535\n", elsewhere("mail.example.net"))
	has(t, "stderr", got.err, "that secret will be sent unencrypted")
}

// TestRawDataRefused: if :raw sent DATA together with the message, later lines are commands.
func TestRawDataRefused(t *testing.T) {
	t.Parallel()
	testDeliveries(t, []delivery{{
		name: "with the message", input: `:raw "DATA\r\nx\r\n.\r\n"` + "\n:expect 500\nQUIT\n",
		server: "S: 220 hi\nC: DATA\nC: x\nC: .\nS: 554 no\nS: 500 what\nS: 500 what\nC: QUIT\nS: 221 bye\nclose", hides: []string{"of the message not sent"},
	}, {
		name: "without the message", input: `:raw "DATA\r\n"` + "\n:expect 554\nx\n.\nQUIT\n",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: QUIT\nS: 221 bye\nclose", says: []string{"2 lines of the message not sent"},
	}})
}

// TestBatchErrors: which commands a batch refuses, and how a batch ends.
func TestBatchErrors(t *testing.T) {
	t.Parallel()
	testDeliveries(t, []delivery{
		{name: "an empty batch", input: ":batch\n:go\n", server: "S: 220 hi", status: repl.Usage, says: []string{":go: the batch is empty"}},
		{name: "already collecting", input: ":batch\nNOOP\n:batch\n", server: "S: 220 hi", status: repl.Usage, says: []string{":batch: already collecting lines, 1 line so far"}},
		{name: "an argument", input: ":batch now\n", server: "S: 220 hi", status: repl.Usage, says: []string{`unexpected "now"`}},
		{name: "a colon-command inside", input: ":batch\nNOOP\n:send x\n", server: "S: 220 hi", status: repl.Usage, says: []string{`":send" cannot be used in a batch; only lines for the server can (in:3)`, ":go sends the batch"}},
		{name: "an unknown colon-command inside", input: ":batch\n:nonsense\n", server: "S: 220 hi", status: repl.Usage, says: []string{`":nonsense" cannot be used in a batch`}},
		{name: ":help inside", input: ":batch\n:help go\n:batch --drop\n", server: "S: 220 hi", says: []string{"0 lines dropped"}},
		{name: "dropped", input: ":batch\nNOOP\nNOOP\n:batch --drop\nRSET\n", server: "S: 220 hi\nC: RSET\nS: 250 ok", says: []string{"2 lines dropped"}},
		{name: "nothing to drop", input: ":batch --drop\n", server: "S: 220 hi", status: repl.Usage, says: []string{"there is no batch"}},
		{name: "no batch to send", input: ":go\n", server: "S: 220 hi", status: repl.Usage, says: []string{":go: there is no batch, and no lines are held"}},
		{name: "the script ends inside a batch", input: ":batch\nNOOP\n", server: "S: 220 hi", status: repl.Usage, says: []string{"the script ended inside a batch: 1 line not sent"}},
		{name: "a refusal before the batch ends the script", input: "NOOP\n:batch\nRSET\n:go\n", server: "S: 220 hi\nC: NOOP\nS: 550 no", status: repl.Refused},
		{name: "closed", input: "QUIT\n:batch\n", server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose", status: repl.Lost, says: []string{"not sent: the connection is closed"}},
	})
}

// TestTypedBatch: Ctrl-C drops a batch, and a batch that could not be sent is kept.
func TestTypedBatch(t *testing.T) {
	t.Parallel()
	k := newKeyboard(":batch", "NOOP", "AUTH LOGIN", "c2VjcmV0", "^C", "RSET", ":batch", "NOOP", ":go")
	got := typed(t, "S: 220 hi\nC: RSET\nS: 250 ok\nC: NOOP\nS: 250 ok", k)
	has(t, "stderr", got.err, ":go sends them in one write", "dropped the batch: 3 lines not sent", "byhand: NOOP: 250 ok")
	has(t, "the prompts", k.prompts[4], "batch of 3> ")
	if last := k.prompts[len(k.prompts)-1]; last != k.prompts[0] {
		t.Errorf("the last prompt is %q", last)
	}
	for _, line := range k.kept {
		hasNot(t, "what may be called up again", line, "c2VjcmV0")
	}

	k = newKeyboard(":batch", "NOOP", "RSET", "closed> :go", ":again", ":go")
	got = sessionWith(t, "S: 220 hi\nwait lines\nS: 421 bye\nclose\naccept\nS: 220 hi\nC: NOOP\nC: RSET\nS: 250 one\nS: 250 two", "", func(s *fakeserver.Server) {
		for last := ""; !strings.Contains(last, "batch of 2"); runtime.Gosched() {
			k.mu.Lock()
			last = append([]string{""}, k.prompts...)[len(k.prompts)]
			k.mu.Unlock()
		}
		close(s.Event("lines"))
	}, func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
	has(t, "stderr", got.err, "not sent: the connection is closed", ":again reconnects", "byhand: NOOP: 250 one\nbyhand: RSET: 250 two\n")

	k = newKeyboard(":batch", "NOOP", "RSET", ":go", "NOOP", ":go")
	got = sessionWith(t, "S: 220 hi\nC: NOOP\nC: RSET\nmark asked\nC: NOOP\nS: 250 one\nS: 250 two\nS: 250 three", "", func(s *fakeserver.Server) {
		<-s.Event("asked")
		k.interrupts <- os.Interrupt
	}, func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
	has(t, "stderr", got.err, ":go: there is no batch, and no lines are held")
	hasNot(t, "stderr", got.err, "NOOP: 250 three")
}
