package repl_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"byhand/internal/recorder"
	"byhand/internal/transcript"
	"byhand/repl"
)

// outputOf returns everything of a session that other people may read: byhand's messages,
// the history, and the transcript in each format.
func outputOf(t *testing.T, isTyped bool, server string, steps ...string) string {
	t.Helper()
	record, k := &recorder.Recorder{}, newKeyboard(steps...)
	set := func(o *repl.Options) { o.Recorder, o.KeepGoing, o.EHLO = record, true, "me" }
	var got result
	if isTyped {
		got = typed(t, server, k, set)
	} else {
		got = session(t, server, strings.Join(steps, "\n")+"\n", set)
	}
	all := got.err + strings.Join(k.kept, "\n") + "\n"
	entries, more := record.Entries()
	for _, f := range transcript.Formats() {
		var b bytes.Buffer
		if err := transcript.Write(&b, f, entries, more); err != nil {
			t.Error(err)
		}
		all += b.String()
	}
	return all
}

// hasNoSecrets fails for each row that contains one of the secrets.
func hasNoSecrets(t *testing.T, all string, secrets ...string) {
	t.Helper()
	for row := range strings.Lines(all) {
		for _, secret := range secrets {
			if strings.Contains(row, secret) {
				t.Errorf("%q is in %.300s", secret, row)
			}
		}
	}
}

func plainOf(parts ...string) string {
	return base64.StdEncoding.EncodeToString([]byte(strings.Join(parts, "\x00")))
}

// TestLeaks: a secret that the user types in the wrong place is masked everywhere.
func TestLeaks(t *testing.T) {
	t.Parallel()
	const refused = "S: 220 hi\nany\nS: 535 no hunter-22\n"
	blob := plainOf("", "user", "hunter-22")
	for _, test := range []struct {
		name, server string
		steps        []string
	}{
		{"PLAIN with a NUL at its end", refused, []string{"AUTH PLAIN " + plainOf("", "user", "hunter-22", "")}},
		{"PLAIN with two", refused, []string{"AUTH PLAIN " + plainOf("", "user", "hunter-22", "", "")}},
		{"PLAIN with a NUL within", refused, []string{"AUTH PLAIN " + plainOf("", "user", "hunter-22", "x")}},
		{"PLAIN without an authorization identity", refused, []string{"AUTH PLAIN " + plainOf("user", "hunter-22", "")}},
		{"PLAIN without a user", refused, []string{"AUTH PLAIN " + plainOf("hunter-22", "")}},
		{"the password as the user name", "S: 220 hi\nany\nS: 334 UGFzc3dvcmQ6\nany\nS: 535 no\nany\nS: 334 UGFzc3dvcmQ6\n",
			[]string{"AUTH LOGIN " + plainOf("user"), plainOf("hunter-22"), "AUTH LOGIN " + plainOf("hunter-22")}},
		{"a known password as a command", "S: 220 hi\nany\nS: 535 no\nany\nS: 502 what is hunter-22\nany\nS: 502 what\nany\nS: 502 what\n",
			[]string{"AUTH PLAIN " + blob, "hunter-22", ":why", "NOOP hunter-22 x", ":expect 250 /hunter-22/", "xhunter-22", ":hunter-22"}},
		{"a known password with spaces", "S: 220 hi\nany\nS: 535 no\nany\nS: 502 what\n",
			[]string{"AUTH PLAIN " + plainOf("", "user", "hunter-22 correct horse"), "hunter-22 correct horse"}},
		{":open with user and password", "S: 220 hi\n", []string{":open smtp://user:hunter-22@host", ":open user:hunter-22@host 25", ":OPEN smtp://user:hunter-22 x@host", ":opne smtp://user:hunter-22@host"}},
		{":unb64 with bad padding", "S: 220 hi\n", []string{":unb64 " + blob[:len(blob)-1], ":unb64 " + blob + "==="}},
		{"credentials in the arguments of other commands", "S: 220 hi\n", []string{":explain " + blob, ":explain " + strings.TrimRight(blob, "="), ":expect 250 /" + blob + "/", ":explain smtp://user:hunter-22@host"}},
	} {
		for _, isTyped := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, typed %v", test.name, isTyped), func(t *testing.T) {
				t.Parallel()
				all := outputOf(t, isTyped, test.server, test.steps...)
				hasNoSecrets(t, all, "hunter-22", "HUNTER-22", "aHVudGVyLTIy", blob[:12], blob[8:])
			})
		}
	}
}

// TestLeaksInSplitLines: a secret line sent in two pieces is masked, wherever it is cut.
func TestLeaksInSplitLines(t *testing.T) {
	t.Parallel()
	blob := plainOf("", "user", "hunter-22")
	escaped := strings.NewReplacer("\r", `\r`, "\n", `\n`)
	for _, line := range []string{"AUTH PLAIN " + blob + "\r\n", "AUTH " + blob + "\r\n"} {
		for cut := 1; cut < len(line); cut++ {
			server := fmt.Sprintf("S: 220 hi\nC= %q\nS: 535 bad hunter-22 %s\n", line, blob)
			all := outputOf(t, false, server, `:raw "`+escaped.Replace(line[:cut])+`"`, `:raw "`+escaped.Replace(line[cut:])+`"`)
			hasNoSecrets(t, all, "hunter-22", blob[:6], blob[6:12], blob[12:])
		}
	}
}

// TestRevealed: byhand shows a password that the user asks to see.
func TestRevealed(t *testing.T) {
	t.Parallel()
	for _, line := range []string{":unb64 dGFuc3RhYWZ0YW5zdGFhZg==", ":b64 --show tanstaaftanstaaf"} {
		got := session(t, "S: 220 hi\n", line+"\n", asTim)
		if !strings.Contains(got.err, "byhand: tanstaaftanstaaf\n") && !strings.Contains(got.err, "byhand: dGFuc3RhYWZ0YW5zdGFhZg==\n") {
			t.Errorf("%s: %s", line, got.err)
		}
	}
}

// TestLeaksWithSecrets: the history never contains a known password, even with
// --with-secrets.
func TestLeaksWithSecrets(t *testing.T) {
	t.Parallel()
	k := newKeyboard("NOOP tanstaaftanstaaf")
	typed(t, "S: 220 hi\nC: NOOP tanstaaftanstaaf\nS: 250 ok", k, asTim, func(o *repl.Options) { o.Recorder = &recorder.Recorder{WithSecrets: true} })
	if got := strings.Join(k.kept, ","); got != "NOOP " {
		t.Errorf("kept %q", got)
	}
}
