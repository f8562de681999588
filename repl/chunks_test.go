package repl_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"byhand/internal/fakeserver"
	"byhand/repl"
)

// chunking is the start of a server's script that offers CHUNKING. ready is what the
// client sends to it before BDAT.
const (
	chunking = "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: RCPT TO:<b@x>\nS: 250 ok\n"
	ready    = "EHLO me\nRCPT TO:<b@x>\n"
)

// TestBDAT: BDAT sends counted octets, without dot-stuffing or a final dot.
func TestBDAT(t *testing.T) {
	t.Parallel()
	const bdat = ready + ":bdat FILE\n"
	again := func(o *repl.Options) { o.KeepGoing = true }
	testDeliveries(t, []delivery{{
		name: "one chunk", file: header + ".\n", input: bdat + ":expect 250 /queued/\nQUIT\n",
		server: chunking + "C: BDAT 90 LAST\n" + wireHeader + "C: .\nquiet\nS: 250 queued\nC: QUIT\nS: 221 bye\nclose",
		says:   []string{"m.eml: 90 octets in 5 lines, LF endings, 1 leading dot", "> BDAT 90 LAST\n> QUIT\n"}, hides: []string{"> From", "it is sent with a second dot"},
	}, {
		name: "several chunks, each with its reply", file: "a: b\n\ncde", input: ready + ":bdat --chunk 5 FILE\n",
		server: chunking + "C: BDAT 5\n" + `C= "a: b\r"` + "\nquiet\nS: 250 ok\nC: BDAT 5\n" + `C= "\n\r\ncd"` + "\nquiet\nS: 250 ok\nC: BDAT 3 LAST\nC: e\nS: 250 queued",
		says:   []string{"> BDAT 5\n> BDAT 5\n> BDAT 3 LAST\n"},
	}, {
		name: "the last chunk is full", file: "a\nbc\n", input: ready + ":bdat FILE --chunk=7\n",
		server: chunking + "C: BDAT 7 LAST\nC: a\nC: bc\nS: 250 queued",
	}, {
		name: "an empty file", input: bdat, server: chunking + "C: BDAT 0 LAST\nS: 554 what", status: repl.Refused,
		says: []string{"the message is empty", "the server refused BDAT: 554 what"}, hides: []string{"the rest is not sent"},
	}, {
		name: "a chunk refused", file: "abcdef", input: ready + ":bdat --chunk 4 FILE\n:expect 452\nRSET\n",
		server: chunking + "C: BDAT 4\nC= \"abcd\"\nquiet\nS: 452 full\nC: RSET\nS: 250 ok",
		says:   []string{"the server refused a chunk: the rest was not sent; RSET starts a new message"}, hides: []string{"LAST"},
	}, {
		name: "a chunk refused, without an :expect", file: "abcdef", input: ready + ":bdat --chunk 4 FILE\nRSET\n",
		server: chunking + "C: BDAT 4\nC= \"abcd\"\nS: 452 full", status: repl.Refused,
	}, {
		name: "354 in reply to BDAT", file: "abcdef", input: ready + ":bdat --chunk 4 FILE\n",
		server: chunking + "C: BDAT 4\nC= \"abcd\"\nS: 354 go", status: repl.Lost,
		says: []string{"the server broke the protocol: it answered BDAT with 354 go"},
	}, {
		name: "the server closes instead of a reply", file: "abcdef", input: ready + ":bdat --chunk 4 FILE\n",
		server: chunking + "C: BDAT 4\nC= \"abcd\"\nclose", status: repl.Lost, says: []string{"before the reply arrived"}, hides: []string{"LAST"},
	}, {
		name: "no reply in time", file: "abcdef", input: ready + ":bdat --chunk 4 FILE\n", server: chunking + "C: BDAT 4\nsilence",
		status: repl.TimedOut, says: []string{"no reply from"}, change: func(o *repl.Options) { o.Timeout = 300 * time.Millisecond },
	}, {
		name: "invalid sizes", file: "a", change: again, server: "S: 220 hi", status: repl.Usage,
		input: ":bdat --chunk 0 FILE\n:bdat --chunk -1 FILE\n:bdat --chunk 1MB FILE\n:bdat --chunk 67108865 FILE\n:bdat --chunk FILE\n:bdat --chunk\n:bdat --chunk 99999999999999999999 FILE\n",
		says:  []string{":bdat: --chunk takes a number of bytes from 1 to 67108864", "usage: :bdat [--chunk N] FILE"}, hides: []string{"octets in"},
	}, {
		name: "no file", input: ":bdat --chunk 5\n", server: "S: 220 hi", status: repl.Usage, says: []string{"no file given"},
	}, {
		name: "LMTP: the last chunk gets a reply for each recipient", file: "abcd",
		server: "S: 220 hi\nC: LHLO me\nS: 250-me\nS: 250 CHUNKING\nC: RCPT TO:<a@x>\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 250 ok\n" +
			"C: BDAT 3\nC= \"abc\"\nS: 250 ok\nC: BDAT 3 LAST\nC: d\nS: 550 full\nquiet\nS: 250 kept",
		input:  "LHLO me\nRCPT TO:<a@x>\nRCPT TO:<b@x>\n:bdat --chunk 3 FILE\n",
		status: repl.Refused, says: []string{"byhand: \"a@x\": 550 full\nbyhand: \"b@x\": 250 kept\n"},
	}})
}

// TestBDATStopped: after Ctrl-C between two chunks, byhand reports what was not sent. If
// the file changed, the last chunk is not sent.
func TestBDATStopped(t *testing.T) {
	t.Parallel()
	k := newKeyboard("EHLO me", "RCPT TO:<b@x>", delivery{file: "abcdef", input: ":bdat --chunk 4 FILE"}.typed(t), "RSET")
	got := sessionWith(t, chunking+"C: BDAT 4\nC= \"abcd\"\nmark asked\nC: RSET\nS: 250 ok\nS: 250 flushed", "", func(s *fakeserver.Server) {
		<-s.Event("asked")
		k.interrupts <- os.Interrupt
	}, func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
	has(t, "stderr", got.err, "interrupted after 0 bytes of 8 bytes; the last chunk was not sent: nothing is delivered", "hint: RSET starts a new message")

	line := delivery{file: strings.Repeat("x\n", 200<<10), input: ":bdat --chunk 300000 FILE"}.typed(t)
	got = sessionWith(t, chunking+"C: BDAT 300000\n"+strings.Repeat("C: x\n", 100000)+"mark asked\nwait changed\nS: 250 ok", ready+line+"\nNOOP\n", func(s *fakeserver.Server) {
		<-s.Event("asked")
		if err := os.Truncate(strings.TrimPrefix(line, ":bdat --chunk 300000 "), 300<<10); err != nil {
			t.Error(err)
		}
		close(s.Event("changed"))
	})
	if got.status != repl.Usage {
		t.Errorf("status %d", got.status)
	}
	has(t, "stderr", got.err, "cannot be read: it changed after 300.0 kB of 614.4 kB; ", "the last chunk was not sent")
}
