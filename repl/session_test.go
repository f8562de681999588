package repl_test

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/internal/recorder"
	"byhand/repl"
)

// buffer is a session's output. A screen's timer may write to it later.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// result is the status and the output of a session.
type result struct {
	status   repl.Status
	out, err string
}

// session runs byhand with the lines of input against a server's script, and fails if
// byhand did anything that the script does not allow.
func session(t *testing.T, server, input string, change ...func(*repl.Options)) result {
	t.Helper()
	s, err := fakeserver.Start(server)
	if err != nil {
		t.Fatal(err)
	}
	return converse(t, s, input, change...)
}

// converse does the same as session, with a server that the test has started.
func converse(t *testing.T, s *fakeserver.Server, input string, change ...func(*repl.Options)) result {
	t.Helper()
	port, _ := strconv.Atoi(s.Port())
	var out, errs buffer
	opt := repl.Options{
		Target:  conn.Target{Host: "127.0.0.1", Port: port},
		Input:   repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(input)}}),
		Display: repl.Display{Out: &out, Err: &errs}, Timeout: 20 * time.Second,
	}
	for _, f := range change {
		f(&opt)
	}
	status := repl.Run(context.Background(), opt)
	if err := s.Finish(); err != nil {
		t.Errorf("%v\nstderr:\n%s", err, errs.String())
	}
	return result{status, out.String(), errs.String()}
}

// has fails unless text contains every one of the pieces.
func has(t *testing.T, what, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if !strings.Contains(text, piece) {
			t.Errorf("%s has no %q:\n%s", what, piece, text)
		}
	}
}

// hasNot fails if text contains any of the pieces.
func hasNot(t *testing.T, what, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if strings.Contains(text, piece) {
			t.Errorf("%s has %q:\n%s", what, piece, text)
		}
	}
}

// The server's bytes are written to stdout unchanged.
func TestStdoutIsExact(t *testing.T) {
	t.Parallel()
	every := make([]byte, 0, 256)
	for b := range 256 {
		if b != '\r' && b != '\n' {
			every = append(every, byte(b))
		}
	}
	reply := "250 " + string(every) + "\r\n250 LF\n250 cut o"
	got := session(t, "S: 220 hi\nC= "+strconv.Quote(string(every)+"\r\n")+"\nS= "+strconv.Quote(reply)+"\nclose", string(every)+"\n")
	if want := "220 hi\r\n" + reply; got.out != want {
		t.Errorf("stdout %q, want %q", got.out, want)
	}
	hasNot(t, "stderr", got.err, "\x1b", "\x00")
}

// byhand's messages and the transcript never contain a secret.
func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	const password, encoded = "correct horse", "Y29ycmVjdCBob3JzZQ=="
	record := &recorder.Recorder{}
	got := session(t, "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: Ym9i\nS: 334 UGFzc3dvcmQ6\nC: "+encoded+
		"\nS: 535 no: "+password+" "+encoded, "AUTH LOGIN\nYm9i\n"+encoded+"\n",
		func(o *repl.Options) { o.Recorder = record })
	has(t, "stderr", got.err, "> ******** (20 characters)", `"Password:"`)
	hasNot(t, "what was sent, on stderr", strings.Split(got.err, "refused")[0], password, encoded)
	entries, _ := record.Entries()
	if len(entries) == 0 {
		t.Fatal("nothing was recorded")
	}
	for _, e := range entries {
		hasNot(t, "the record", e.Text, password, encoded)
	}
}

// --quiet omits byhand's messages, except failures.
func TestQuiet(t *testing.T) {
	t.Parallel()
	quiet := func(o *repl.Options) { o.Quiet = true }
	got := session(t, "S: 220 hi\nC: NOOP\nS: 250 ok", "NOOP\n", quiet)
	if got.err != "" {
		t.Errorf("stderr %q, want nothing", got.err)
	}
	got = session(t, "S: 220 hi\nC: NOOP\nS: 550 no", "NOOP\n", quiet)
	has(t, "stderr", got.err, "NOOP: 550 no")
}
