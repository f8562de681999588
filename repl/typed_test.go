package repl_test

import (
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/internal/prompt"
	"byhand/repl"
)

// keyboard simulates a user at a prompt: each time byhand asks for a line, it does the next
// step.
type keyboard struct {
	lines      chan prompt.Line
	interrupts chan os.Signal
	mu         sync.Mutex
	steps      []string // a line to type, after "closed> " if it waits for that prompt; "^C"; "^D"; "paste: ..." with | between its lines
	prompts    []string
	kept       []string
	status     []string // the texts of the status line
	hidden     bool
	literal    bool // TAB inserts a tab
	live       bool // it has a status line
	hid        int  // how many questions hid their answer
}

func newKeyboard(steps ...string) *keyboard {
	return &keyboard{lines: make(chan prompt.Line, 100), interrupts: make(chan os.Signal, 1), steps: steps}
}

func (k *keyboard) Lines() <-chan prompt.Line                   { return k.lines }
func (k *keyboard) Interrupts() <-chan os.Signal                { return k.interrupts }
func (k *keyboard) MarkTaken(prompt.Line)                       {}
func (k *keyboard) Dropped()                                    {}
func (k *keyboard) SetTextMode(on bool)                         { k.literal = on }
func (k *keyboard) Status(text string)                          { k.status = append(k.status, text) }
func (k *keyboard) Redraws() bool                               { return k.live }
func (k *keyboard) Guard()                                      {}
func (k *keyboard) Waiting() bool                               { return len(k.lines) > 0 }
func (k *keyboard) Hide() error                                 { k.hidden = true; k.hid++; return nil }
func (k *keyboard) Show()                                       { k.hidden = false }
func (k *keyboard) Keep(line string)                            { k.kept = append(k.kept, line) }
func (k *keyboard) NextQueued() (at time.Time, pasted, ok bool) { return }
func (k *keyboard) DropQueued() (n int) {
	for ; len(k.lines) > 0; n++ {
		<-k.lines
	}
	return n
}

// Ready does the next step. If no step remains, it presses Ctrl-D.
func (k *keyboard) Ready(prompt string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n := len(k.prompts); len(k.lines) > 0 || n > 0 && k.prompts[n-1] == prompt && len(k.interrupts) > 0 {
		return
	}
	k.prompts = append(k.prompts, prompt)
	step := "^D"
	if len(k.steps) > 0 {
		text, later := strings.CutPrefix(k.steps[0], "closed> ")
		if later && prompt != "closed> " {
			return // this step waits for the end of the connection
		}
		step, k.steps = text, k.steps[1:]
	}
	k.do(step)
}

func (k *keyboard) do(step string) {
	if pasted, ok := strings.CutPrefix(step, "paste: "); ok {
		for line := range strings.SplitSeq(pasted, "|") {
			k.lines <- prompt.Line{Text: []byte(line), At: time.Now(), Pasted: true}
		}
		return
	}
	switch step {
	case "^C":
		k.interrupts <- os.Interrupt
	case "^D":
		k.lines <- prompt.Line{Err: io.EOF}
	default:
		k.lines <- prompt.Line{Text: []byte(step), At: time.Now()}
	}
}

// typed runs a session with a keyboard.
func typed(t *testing.T, server string, k *keyboard, change ...func(*repl.Options)) result {
	t.Helper()
	return session(t, server, "", append([]func(*repl.Options){func(o *repl.Options) {
		o.Interactive, o.Input, o.Terminal = true, k, k
	}}, change...)...)
}

// typedTest is what a user types, the server's part of the dialogue, and the expected result.
type typedTest struct {
	name, server string
	steps        []string
	status       repl.Status
	says         []string
	prompts      string // what the last prompt ends in
}

func testTyped(t *testing.T, tests []typedTest) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newKeyboard(test.steps...)
			got := typed(t, test.server, k)
			if got.status != test.status {
				t.Errorf("status %d, want %d", got.status, test.status)
			}
			has(t, "stderr", got.err, test.says...)
			if last := k.prompts[len(k.prompts)-1]; !strings.HasSuffix(last, test.prompts) {
				t.Errorf("the last prompt is %q, want it to end in %q", last, test.prompts)
			}
		})
	}
}

// Only Ctrl-C twice, Ctrl-D, or Enter after a finished session leaves the prompt.
func TestTyped(t *testing.T) {
	t.Parallel()
	testTyped(t, []typedTest{{
		name:   "a refusal does not end the session",
		server: "S: 220 hi\nC: NOOP\nS: 550 no\nC: RSET\nS: 250 ok",
		steps:  []string{"NOOP", "RSET"},
	}, {
		name:   "Enter exits after the reply to QUIT",
		server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose",
		steps:  []string{"QUIT", "", "never typed"},
		says:   []string{"server closed"}, prompts: "closed> ",
	}, {
		name:   "after any other end the prompt stays, and nothing is sent",
		server: "S: 220 hi\nC: NOOP\nS: 421 bye\nclose",
		steps:  []string{"NOOP", "closed> ", "MAIL FROM:<>"},
		says:   []string{"not sent", ":again"}, prompts: "closed> ",
	}, {
		name:   "the prompt shows the message state, and Ctrl-D does not exit at once",
		server: "S: 220 hi\nC: DATA\nS: 354 go\nC: text\nC: .\nS: 250 ok",
		steps:  []string{"DATA", "^D", "text", "^C", "."},
		says:   []string{"has not ended", "Ctrl-D again", "Ctrl-C again"},
	}, {
		name:   "Ctrl-C after Ctrl-D does not exit, nor Ctrl-D after Ctrl-C",
		server: "S: 220 hi\nC: DATA\nS: 354 go\nC: text\nC: .\nS: 250 ok",
		steps:  []string{"DATA", "^D", "^C", "^D", "^C", "text", "."},
	}, {
		name:   "Ctrl-C twice exits",
		server: "S: 220 hi",
		steps:  []string{"^C", "^C", "NOOP"},
		says:   []string{"Ctrl-C again"},
	}})
}

// Pasted lines are sent one at a time, and a refusal holds the rest.
func TestTypedPaste(t *testing.T) {
	t.Parallel()
	testTyped(t, []typedTest{{
		name:   "a paste is sent line by line, and a refusal holds the rest",
		server: "S: 220 hi\nC: MAIL\nS: 250 ok\nC: RCPT\nquiet\nS: 550 no\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok",
		steps:  []string{"paste: MAIL|RCPT|DATA|x|.", ":go"},
		says:   []string{"3 lines", ":go", "Ctrl-C"},
	}, {
		name:   "Ctrl-C drops the rest of a refused paste",
		server: "S: 220 hi\nC: RCPT\nS: 550 no\nC: NOOP\nS: 250 ok",
		steps:  []string{"paste: RCPT|DATA|x", "^C", "NOOP", ":go"},
		says:   []string{"2 lines", "byhand: :go: "},
	}, {
		name:   "lines pasted after a refusal are not held",
		server: "S: 220 hi\nC: RCPT\nS: 550 no\nC: NOOP\nS: 250 ok\nC: RSET\nS: 250 ok",
		steps:  []string{"paste: RCPT", "paste: NOOP|RSET"},
	}, {
		name:   "DATA refused: the lines pasted after it are text, and :go sends them after another DATA",
		server: "S: 220 hi\nC: DATA\nquiet\nS: 554 no\nC: RCPT\nquiet\nS: 250 ok\nC: DATA\nquiet\nS: 354 go\nC: Subject: x\nC: QUIT\nC: .\nS: 250 ok\nC: NOOP\nS: 250 ok",
		steps:  []string{"paste: DATA|Subject: x|QUIT|.|NOOP", "RCPT", ":go"},
		says:   []string{"3 lines of the message", "5 lines", ":go"},
	}, {
		name:   "DATA refused twice: the message is kept again",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: DATA\nS: 554 no\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok",
		steps:  []string{"paste: DATA|x|.", ":go", ":go"},
		says:   []string{"2 lines of the message", ":go", "Ctrl-C"},
	}, {
		name:   "DATA refused: Ctrl-C drops the message",
		server: "S: 220 hi\nC: DATA\nS: 554 no\nC: NOOP\nS: 250 ok",
		steps:  []string{"paste: DATA|Subject: x|.", "^C", ":go", "NOOP"},
		says:   []string{"2 lines of the message", "3 lines", "byhand: :go: "},
	}, {
		name:   "a pasted command that sends a secret asks first",
		server: "S: 220 hi\nC: NOOP\nS: 250 ok",
		steps:  []string{"paste: :b64 --send secret|NOOP", "no", ":go"},
		says:   []string{`":b64 --send secret"`, "1 line"},
	}})
}

// A certificate that does not verify is accepted only with "yes", and :cert shows it.
func TestTypedCertificate(t *testing.T) {
	t.Parallel()
	testTyped(t, []typedTest{{
		name:   "yes accepts a certificate",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: NOOP\nS: 250 ok",
		steps:  []string{"STARTTLS", ":tls", "yes", "NOOP"},
		says:   []string{"hint: :tls", "certificate", "not verified"}, prompts: " tls unverified> ",
	}, {
		name:   "anything else refuses it",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls",
		steps:  []string{"STARTTLS", ":tls", "y"},
		status: repl.TLSFailed,
		says:   []string{"certificate", `"yes"`, ":open --ca FILE --starttls 127.0.0.1 "}, prompts: "closed> ",
	}, {
		name:   ":cert shows a refused certificate",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls",
		steps:  []string{"STARTTLS", ":tls", "no", "closed> :cert"},
		status: repl.TLSFailed,
		says:   []string{"0 sha256   ", "not verified: "}, prompts: "closed> ",
	}, {
		name:   ":cert says why it has no certificate to show",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls negative",
		steps:  []string{"STARTTLS", ":tls", "closed> :cert"},
		status: repl.TLSFailed,
		says:   []string{"byhand: :cert: ", "negative serial number"}, prompts: "closed> ",
	}, {
		name:   ":cert shows the certificate of a session that has ended",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nclose",
		steps:  []string{"STARTTLS", ":tls", "yes", "closed> :cert"},
		says:   []string{"0 sha256   "}, prompts: "closed> ",
	}})
}

// byhand reacts to each Ctrl-C right after a line.
func TestCtrlCAfterLines(t *testing.T) {
	t.Parallel()
	const times = 200
	server, steps := "S: 220 hi\nC: DATA\nS: 354 go", []string{"DATA"}
	for range times {
		server, steps = server+"\nC: x", append(steps, "x", "^C")
	}
	got := typed(t, server+"\nC: .\nS: 250 ok", newKeyboard(append(steps, ".")...))
	if n := strings.Count(got.err, "has not ended"); n != times {
		t.Errorf("%d of %d", n, times)
	}
}

// The history never contains a line with a secret.
func TestHistoryHasNoSecrets(t *testing.T) {
	t.Parallel()
	k := newKeyboard("EHLO me", "AUTH PLAIN AGEAYg==", ":b64 secret", "AUTH LOGIN", "Ym9i", ":b64 --send", "password", ":bogus hunter2", ":bogus\thunter2", ":help")
	got := typed(t, "S: 220 hi\nC: EHLO me\nS: 250 ok\nC: AUTH PLAIN AGEAYg==\nS: 535 no\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"+
		"C: Ym9i\nS: 334 UGFzc3dvcmQ6\nC: cGFzc3dvcmQ=\nS: 235 ok", k)
	if want := "EHLO me,AUTH PLAIN ,:b64 ,AUTH LOGIN,:b64 --send,:bogus ,:bogus\t,:help"; strings.Join(k.kept, ",") != want {
		t.Errorf("kept %q, want %q", k.kept, want)
	}
	if k.hid != 1 {
		t.Errorf("%d questions hid their answer, want 1", k.hid)
	}
	hasNot(t, "stderr", got.err, "cGFzc3dvcmQ=")
}
