package repl_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"byhand/internal/fakeserver"
	"byhand/repl"
)

// TestCommandsBeforeTheGreeting: before the greeting, commands that send nothing run at
// once, and the others are held.
func TestCommandsBeforeTheGreeting(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "s.txt")
	arg := map[string]string{"b64": "apikey", "explain": "550", "save": file, "log": file + ".md", "ses": "eu-central-1", "timeout": "2m", "unb64": "YQ=="}
	says := map[string]string{"b64": "YXBpa2V5", "caps": "has not listed its capabilities", "cert": "the connection is not encrypted", "explain": "550", "help": ":again",
		"info": "bytes sent", "lesson": ":lesson N", "log": "logging the session to", "next": "EHLO", "save": "the session so far", "ses": "access key is empty",
		"timeout": "", "unb64": "byhand: a\n", "why": "nothing has been refused"}
	leaves := map[string]bool{"again": true, "close": true, "open": true, "quit": true}
	var held int
	steps := []string{":frob", ":# a comment"}
	for _, c := range repl.Commands() {
		switch {
		case c.Held == "always":
			held++
			steps = append(steps, ":"+c.Name)
		case !leaves[c.Name]:
			steps = append(steps, strings.TrimSpace(":"+c.Name+" "+arg[c.Name]))
		}
		if c.Name == "ses" { // asks for a key
			steps = append(steps, "")
		}
	}
	got := typed(t, "half", newKeyboard(append(steps, ":b64 --send x", "NOOP", "^C", ":quit", "NOOP")...), func(o *repl.Options) {
		o.Target.Protocol = "smtp"
	})
	for name, what := range says {
		has(t, ":"+name, got.err, what)
	}
	has(t, "stderr", got.err, `unknown command ":frob"`, fmt.Sprintf("%d lines dropped, not sent", held+2))
	if n := strings.Count(got.err, "held until the greeting is complete"); n != 1 {
		t.Errorf("%d lines held:\n%s", n, got.err)
	}
}

// TestHeldLinesStayWithServer: lines held for one connection are dropped if it closes,
// and are never sent to another server.
func TestHeldLinesStayWithServer(t *testing.T) {
	t.Parallel()
	other, err := fakeserver.Start("S: 220 other\nC: RSET\nS: 250 ok")
	if err != nil {
		t.Fatal(err)
	}
	got := typed(t, "half", newKeyboard("NOOP", ":open 127.0.0.1 "+other.Port(), "RSET"))
	has(t, "stderr", got.err, "1 line dropped, not sent")
	if err := other.Finish(); err != nil {
		t.Error(err)
	}
	got = typed(t, "half", newKeyboard("NOOP", ":close"))
	has(t, "stderr", got.err, "1 line dropped, not sent")
	hasNot(t, "stderr", got.err, "not sent: the connection is closed")
	got = typed(t, "half\naccept\nS: 220 hi\nC: NOOP\nS: 250 ok", newKeyboard("NOOP", ":again"))
	hasNot(t, "stderr", got.err, "dropped")
}

// TestEndedBeforeTheGreeting: with --starttls, a session that :close, :quit or :open ends
// before the greeting does not start TLS.
func TestEndedBeforeTheGreeting(t *testing.T) {
	t.Parallel()
	starttls := func(o *repl.Options) { o.StartTLS = true }
	for _, step := range []string{":close", ":quit"} {
		got := typed(t, "half", newKeyboard(step), starttls)
		if hasNot(t, step, got.err, "not sent", "STARTTLS"); got.status != repl.OK {
			t.Errorf("%s: status %d", step, got.status)
		}
	}
}

// TestPastedBeforeTheGreeting: a pasted command stays in order after the held lines. An
// empty line sends them.
func TestPastedBeforeTheGreeting(t *testing.T) {
	t.Parallel()
	got := typed(t, "C: NOOP\nS: 220 hi\nS: 250 ok", newKeyboard("paste: NOOP|:info", ""))
	has(t, "stderr", got.err, "6 bytes sent")
}
