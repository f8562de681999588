package repl_test

import (
	"testing"

	"byhand/repl"
)

// TestExpectAfterBatch: of several replies, :expect checks the refusal, even if a 250
// follows it.
func TestExpectAfterBatch(t *testing.T) {
	t.Parallel()
	const server = "S: 220 hi\nC: RCPT TO:<a@x>\nC: NOOP\nS: 550 no\nS: 250 ok"
	const group = ":batch\nRCPT TO:<a@x>\nNOOP\n:go\n"
	if got := session(t, server, group+":expect 250\n"); got.status != repl.Refused {
		t.Errorf("status %d; stderr:\n%s", got.status, got.err)
	} else {
		has(t, "stderr", got.err, "expected 250, got 550 no")
	}
	if got := session(t, server, group+":expect 550\n"); got.status != repl.OK {
		t.Errorf("status %d; stderr:\n%s", got.status, got.err)
	}
	if got := session(t, server, group); got.status != repl.Refused {
		t.Errorf("status %d; stderr:\n%s", got.status, got.err)
	}
}
