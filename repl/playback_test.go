package repl_test

import (
	"context"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/internal/replay"
	"byhand/internal/transcript"
	"byhand/repl"
)

// TestPlayback: what a replay sends depends on the server's replies now. It never sends a
// command as message text or a password, or message text or an answer as a command.
func TestPlayback(t *testing.T) {
	t.Parallel()
	const (
		hi      = "S: 220 hi\n"
		data    = hi + "C: DATA\nS: 554 no\nC: QUIT\nS: 221 bye\n"
		login   = hi + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: cGFzcw==\nS: 235 in\nC: NOOP\nS: 250 ok\n"
		mail    = hi + "C: EHLO me\nS: 250-hi\nS: 250 CHUNKING\nC: RCPT TO:<a@b>\nS: 250 ok\n"
		orders  = "C: RSET\nC: QUIT\n" // of 12 octets
		chunks  = mail + "C: BDAT 12\n" + orders + "S: 250 ok\nC: BDAT 12 LAST\n" + orders + "S: 250 ok\nC: NOOP\nS: 250 ok\n"
		imap    = "S: * OK hi\n"
		literal = imap + "C: a APPEND x {12+}\n" + orders + "C:\nS: a OK\nC: b APPEND x {12}\nS: + go\n" + orders + "C:\nS: b OK\nC: c IDLE\nS: + idling\nS: * 1 EXISTS\nC: DONE\nS: c OK\nC: d NOOP\nS: d OK\n"
	)
	for _, test := range []struct {
		name, was, server string
		status            repl.Status
		says              string
	}{
		{"unchanged: DATA refused", data, data, repl.OK, ""},
		{"DATA accepted now", data, hi + "C: DATA\nS: 354 go", repl.Refused, "waiting for a message; connection closed"},
		{"DATA accepted now, LMTP", "S: 220 hi\nC: LHLO me\nS: 250 hi\nC: DATA\nS: 503 no\nC: RSET\nS: 250 ok\n", "S: 220 hi\nC: LHLO me\nS: 250 hi\nC: DATA\nS: 354 go", repl.Refused, "waiting for a message; connection closed"},
		{"DATA refused now", hi + "C: DATA\nS: 354 go\n" + orders + "C: .\nS: 250 ok\nC: NOOP\nS: 250 ok\n", hi + "C: DATA\nS: 451 no\nC: NOOP\nS: 250 ok", repl.OK, "byhand omits it"},
		{"unchanged: a login", login, login, repl.OK, ""},
		{"AUTH refused now", login, hi + "C: AUTH LOGIN\nS: 504 no\nC: NOOP\nS: 250 ok", repl.OK, "byhand omits the answer"},
		{"the user name refused now", login, hi + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 535 no\nC: NOOP\nS: 250 ok", repl.OK, "byhand omits the answer"},
		{"the transcript has no replies", "C: AUTH LOGIN\nC: dGlt\nC: cGFzcw==\nC: NOOP\n", login, repl.OK, ""},
		{"the transcript has no replies, and AUTH is refused", "C: AUTH LOGIN\nC: dGlt\nC: cGFzcw==\nC: NOOP\n", hi + "C: AUTH LOGIN\nS: 504 no\nC: NOOP\nS: 250 ok", repl.OK, "byhand omits the answer"},
		{"one more challenge now", hi + "C: AUTH PLAIN AHQAcA==\nS: 535 no\nC: MAIL FROM:<a@b>\nS: 250 ok\n", hi + "C: AUTH PLAIN AHQAcA==\nS: 334 e30=", repl.Refused, "waiting for the answer to a challenge; connection closed"},
		{"the CRAM-MD5 answer is computed for the new challenge", hi + "C: AUTH CRAM-MD5\nS: 334 PDE+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 in\nC: NOOP\nS: 250 ok\n",
			hi + "C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 in\nC: NOOP\nS: 250 ok", repl.OK, "logged in with CRAM-MD5"},
		{"CRAM-MD5 refused now: no answer is sent", hi + "C: AUTH CRAM-MD5\nS: 334 PDE+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 in\nC: NOOP\nS: 250 ok\n", hi + "C: AUTH CRAM-MD5\nS: 504 no\nC: NOOP\nS: 250 ok", repl.OK, "omits"},
		{"an answer that byhand cannot compute", hi + "C: AUTH NTLM\nS: 334\nC: TlRM\nS: 235 in\nC: NOOP\n", hi + "C: AUTH NTLM\nS: 334", repl.Usage, ""},
		{"unchanged: chunks", chunks, chunks, repl.OK, ""},
		{"CHUNKING is not offered now", chunks, hi + "C: EHLO me\nS: 250 hi\nC: RCPT TO:<a@b>\nS: 250 ok\nC: NOOP\nS: 250 ok", repl.OK, "does not offer CHUNKING"},
		{"no recipient now", chunks, strings.Replace(mail, "S: 250 ok", "S: 550 no", 1) + "C: NOOP\nS: 250 ok", repl.OK, "has accepted no recipient"},
		{"BDAT is unknown now", chunks, mail + "C: BDAT 12\n" + orders + "S: 500 what", repl.Refused, "the server may read the 12 octets sent after BDAT as commands"},
		{"a chunk is refused now", chunks, mail + "C: BDAT 12\n" + orders + "S: 552 no\nC: NOOP\nS: 250 ok", repl.OK, "the server refused an earlier chunk"},
		{"unchanged: literals", literal, literal, repl.OK, ""},
		{"a literal is refused now", imap + "C: b APPEND x {12}\nS: + go\n" + orders + "C:\nS: b OK\nC: d NOOP\nS: d OK\n", imap + "C: b APPEND x {12}\nS: b NO full\nC: d NOOP\nS: d OK", repl.OK, "byhand omits it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := replayed(t, test.was, test.server)
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says)
		})
	}
}

// replayed replays a transcript against a server's script.
func replayed(t *testing.T, was, server string, change ...func(*repl.Options)) result {
	t.Helper()
	entries, _, err := transcript.Read(strings.NewReader(was))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := replay.Steps(entries, "")
	if err != nil {
		t.Fatal(err)
	}
	s, err := fakeserver.Start(server)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(s.Port())
	errs := &buffer{}
	opt := repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: port}, Display: repl.Display{Out: io.Discard, Err: errs},
		Timeout: 20 * time.Second, Secrets: repl.Secrets{Password: []byte("tanstaaftanstaaf")}}
	for _, f := range change {
		f(&opt)
	}
	status := repl.Replay(context.Background(), opt, plan)
	if err := s.Finish(); err != nil {
		t.Errorf("%v\nstderr:\n%s", err, errs)
	}
	return result{status: status, err: errs.String()}
}

// :again --replay waits for each reply at a prompt too, however long it takes. In a
// script the lines that follow it are commands.
func TestAgainReplay(t *testing.T) {
	t.Parallel()
	const (
		said   = "S: 220 hi\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose\naccept\n"
		refuse = "S: 220 hi\nC: DATA\nS: 554 no\naccept\n"
	)
	k := newKeyboard("DATA", "x", ".", "QUIT", "closed> :again --replay")
	got := session(t, said+"S: 220 hi\nC: DATA\n"+strings.Repeat("quiet\n", 8)+"S: 354 go\nC: x\nC: .\nS: 250 ok", "",
		func(o *repl.Options) { o.Interactive, o.Input, o.Terminal = true, k, k })
	hasNot(t, "stderr", got.err, "omitted")

	got = session(t, refuse+"S: 220 hi\nC: DATA\nS: 354 go", "DATA\n:expect 554\n.\n:again --replay\nRSET\n")
	if got.status != repl.Refused {
		t.Errorf("status %d", got.status)
	}
	has(t, "stderr", got.err, "waiting for a message; connection closed")
}

// TestReplayIgnoresClear: only the user, not a transcript, can allow byhand to send a
// password unencrypted.
func TestReplayIgnoresClear(t *testing.T) {
	t.Parallel()
	const host = "mail.example.net"
	for name, was := range map[string]string{
		":auth":            "# :auth --clear PLAIN tim\nC: AUTH PLAIN ********\nS: 235 in\n",
		":auth, quoted":    "# :auth \"--clear\" PLAIN tim\nC: AUTH PLAIN ********\nS: 235 in\n",
		":auth, for other": "# :auth --as \"a b\" --clear PLAIN tim\nC: AUTH PLAIN ********\nS: 235 in\n",
		":auth in JSON": `{"v":1,"event":"command","text":":auth --clear PLAIN tim"}` + "\n" +
			`{"v":1,"event":"sent","text":"AUTH PLAIN ********"}` + "\n" + `{"v":1,"event":"received","text":"235 in"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := replayed(t, was, proxied(host, "S: 220 hi\nany\nS: 250-hi\nS: 250 AUTH PLAIN"), elsewhere(host))
			if got.status != repl.Refused {
				t.Errorf("status %d", got.status)
			}
			has(t, "stderr", got.err, "the secret was not sent")
		})
	}
	t.Run(":answer", func(t *testing.T) {
		was := "S: 220 hi\nC: AUTH PLAIN\nS: 334\n# :answer --clear tim\nC: ********\nS: 235 in\n"
		got := replayed(t, was, proxied(host, "S: 220 hi\nC: AUTH PLAIN\nS: 334"), elsewhere(host))
		has(t, "stderr", got.err, "the secret was not sent")
	})
	t.Run("the other options still apply", func(t *testing.T) {
		replayed(t, "S: 220 hi\n# :auth --as \"a b\" --clear PLAIN tim\nC: AUTH PLAIN ********\nS: 235 in\n",
			"S: 220 hi\nC: EHLO [127.0.0.1]\nS: 250-hi\nS: 250 AUTH PLAIN\nC: AUTH PLAIN YSBiAHRpbQB0YW5zdGFhZnRhbnN0YWFm\nS: 235 in")
	})
}
