package real

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// onTop matches what Postfix adds above a message that it delivers.
var onTop = regexp.MustCompile(`^((Return-Path|X-Original-To|Delivered-To|Received): .*\n(\t.*\n)*)+$`)

// unique returns a subject that no other message has.
func unique(t *testing.T) string { return strings.ReplaceAll(t.Name(), "/", ", ") + ", " + rand.Text() }

// arrives waits for bob's message with that subject. It fails unless the message consists of
// the lines that were sent, byte for byte, below what Postfix adds. In a Maildir, lines end
// with LF.
func arrives(t *testing.T, subject string, lines []string) {
	t.Helper()
	want := strings.Join(lines, "\n") + "\n"
	got := find(t, subject)
	for end := time.Now().Add(hanging); got == ""; got = find(t, subject) {
		if time.Now().After(end) {
			t.Fatalf("no message %q arrived", subject)
		}
		time.Sleep(20 * time.Millisecond) // a Maildir sends no notification
	}
	top, ok := strings.CutSuffix(got, want)
	if !ok {
		t.Fatalf("arrived is\n%q\nwhich does not end in\n%q", got, want)
	}
	if !onTop.MatchString(top) {
		t.Errorf("the message begins with %q", top)
	}
}

// find returns bob's message with that subject, or "". A test that opens the mailbox with
// IMAP or POP3 moves new messages to cur.
func find(t *testing.T, subject string) string {
	t.Helper()
	for _, folder := range []string{"new", "cur"} {
		names, err := filepath.Glob(filepath.Join(env(t, "MAILDIR"), "bob", folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err == nil && bytes.Contains(text, []byte("\nSubject:"+subject+"\n")) {
				return string(text)
			}
		}
	}
	return ""
}

// texts returns the message that a dialogue types between DATA and the final dot. It removes
// dot-stuffing (RFC 5321 4.5.2).
func texts(t *testing.T, dialogue string) []string {
	t.Helper()
	var found []string
	inside := false
	for _, line := range parse(t, dialogue).typed {
		switch {
		case strings.EqualFold(line, "data"):
			inside = true
		case line == ".":
			return found
		case inside:
			found = append(found, strings.TrimPrefix(line, "."))
		}
	}
	t.Fatal("the dialogue has no message")
	return nil
}
