package session

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

// read reads a file from its text.
func read(t *testing.T, text string) File {
	t.Helper()
	f, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return f
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		text         string
		isTranscript bool
		sessions     int
	}{
		{"S: 220 hi\nC: NOOP\n", true, 1},
		{"# opened: a:25 (-) in 0s\n# opened: b:25 (-) in 0s\nC: NOOP\n# opened: c:25 (-) in 0s\nC: NOOP\n", true, 2},
		{"It fails:\n<- 220 mx.example.net\n -> EHLO me\n<- 250 ok\n -> QUIT\n<- 221 bye\n", false, 1},
		{"", false, 0},
		{"only words\n", false, 0},
		{"C: NOOP\nC= \"NOO\n", false, 0},
		{"# byhand transcript 1\nC: NOOP\nNOOP\n", false, 0},
		{"{\"v\":1,\"event\":\"sent\",\"text\":\"NOOP\"}\n{\"v\":1,\"ev", false, 0},
		{"<html><pre>C: NOOP</pre>", false, 0},
		{"\x00\x01\x02", false, 0},
	} {
		f, err := Read(strings.NewReader(test.text))
		if len(f.Sessions) != test.sessions || f.IsTranscript != test.isTranscript || (err == nil) != (test.sessions > 0) {
			t.Errorf("%q: %+v, %v", test.text, f, err)
		}
	}
}

// A password in a log is masked wherever it is, in plain and in base64.
func TestMasked(t *testing.T) {
	const secret = "hunter2!xyz" // base64: aHVudGVyMiF4eXo=
	log := `smtp config: { user: 'bob', pass: 'hunter2!xyz' }
<- 220 mx.example.net
 -> EHLO me
<- 250 AUTH LOGIN PLAIN XOAUTH2
 -> AUTH PLAIN AGJvYgBodW50ZXIyIXh5eg==
<- 535 5.7.8 hunter2!xyz is not the password of bob
 -> AUTH LOGIN
<- 334 VXNlcm5hbWU6
 -> Ym9i
<- 334 UGFzc3dvcmQ6
 -> aHVudGVyMiF4eXo=
<- 535 5.7.8 no, aHVudGVyMiF4eXo= is wrong
 -> NOOP pass=hunter2!xyz
<- 250 2.0.0 ok
 -> AUTH XOAUTH2 dXNlcj1ib2IBYXV0aD1CZWFyZXIgeWEyOS5hMEFSclRva2VuAQE=
<- 235 2.7.0 ok
 -> MAIL FROM:<a@example.net>
<- 250 2.1.0 ok
 -> DATA
<- 354 go
 -> Subject: x
 -> 
 -> The password is hunter2!xyz, the token ya29.a0ARrToken
 -> Authorization: Bearer other.Token-1
 -> .
<- 250 2.0.0 queued
 -> QUIT
<- 221 2.0.0 bye
`
	var all []string
	for e := range read(t, log).Masked(false).Sessions[0].Entries {
		all = append(all, e.Text)
		if e.Reply != nil {
			all = append(all, e.Reply.Lines...)
		}
	}
	text := strings.Join(all, "\n")
	for _, hidden := range []string{secret, "aHVudGVyMiF4eXo", "AGJvYgBodW50", "dXNlcj1ib2I", "ya29", "other.Token"} {
		if strings.Contains(text, hidden) {
			t.Errorf("%q is left in\n%s", hidden, text)
		}
	}
	for _, left := range []string{"AUTH PLAIN ********", "535 5.7.8 ******** is not the password of bob", "\nYm9i\n", "AUTH XOAUTH2 ********", "NOOP pass=********", "The password is ********, the token ********", "221 2.0.0 bye"} {
		if !strings.Contains(text, left) {
			t.Errorf("%q is missing in\n%s", left, text)
		}
	}
}

// Names and addresses are replaced if asked; codes and verbs are left.
func TestMaskedAddresses(t *testing.T) {
	log := "<- 220 mx.example.net\n -> EHLO laptop\n<- 250 ok\n -> MAIL FROM:<bob@corp.example.net>\n<- 550 5.7.1 bob@corp.example.net, no\n"
	var text strings.Builder
	for e := range read(t, log).Masked(true).Sessions[0].Entries {
		text.WriteString(e.Text + "\n")
	}
	if got := text.String(); strings.Contains(got, "corp") || strings.Contains(got, "laptop") || !strings.Contains(got, "\n550 5.7.1 user-") {
		t.Error(got)
	}
}

// A format without phases and replies is completed.
func TestComplete(t *testing.T) {
	f := read(t, "S: 220 hi\nC: STARTTLS\nS: 220 go\n# tls: TLS 1.3\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 550-5.7.1 no\nS: 550 5.7.1 never\n")
	var got []string
	for l := range f.Sessions[0].Complete() {
		reply := ""
		if l.Reply != nil {
			reply = fmt.Sprint(l.Reply.Code, l.Reply.Enhanced, l.Reply.Verb, l.Reply.Lines)
		}
		got = append(got, fmt.Sprintf("%s %s %v %s", l.Kind, l.Phase, l.Secure, reply))
	}
	want := []string{"received greeting false 220GREETING[hi]", "sent command false ", "received command false 220STARTTLS[go]", "secured  true ", "sent command true ",
		"received command true 354DATA[go]", "sent message true ", "sent message true ", "received command true ", "received command true 5505.7.1.[5.7.1 no 5.7.1 never]"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestOmittedLoginReply checks that a command is no secret where the log omits the reply to
// AUTH.
func TestOmittedLoginReply(t *testing.T) {
	f := read(t, "<- 220 hi\n -> EHLO me\n<- 250 AUTH PLAIN\n -> AUTH PLAIN ********\n -> MAIL FROM:<a@b.test>\n<- 550 no\n")
	var sent []string
	for e := range f.Masked(false).Sessions[0].Entries {
		if e.Kind == transcript.Sent {
			sent = append(sent, e.Text)
		}
	}
	if want := []string{"EHLO me", "AUTH PLAIN ********", "MAIL FROM:<a@b.test>"}; !slices.Equal(sent, want) {
		t.Errorf("%q", sent)
	}
	for _, r := range f.Masked(false).Sessions[0].Refusals() { // completes the entries again
		if r != nil && r.Verb != "MAIL" {
			t.Errorf("the refusal answers %q", r.Verb)
		}
	}
}

func TestRefusals(t *testing.T) {
	f := read(t, "S: 220 hi\nC: MAIL FROM:<a@example.net>\nS: 250 ok\nC: RCPT TO:<b@example.net>\nS: 550-5.1.1 no such\nS: 550 5.1.1 user\nC: AUTH PLAIN AGJvYgBodW50\nS: 535 5.7.8 no\n")
	var got []string
	for e, r := range f.Sessions[0].Refusals() {
		if r != nil && e.Kind == transcript.Received {
			got = append(got, fmt.Sprintf("%d %s %s|%s|%s", r.Code, r.Enhanced, r.Verb, r.Line, r.Text))
		}
	}
	want := []string{"550 5.1.1 RCPT|RCPT TO:<b@example.net>|no such\nuser", "535 5.7.8 AUTH||no"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A message that somebody left out of a transcript is known to be missing.
func TestOmissions(t *testing.T) {
	const begin, end = "S: 220 hi\nC: DATA\nS: 354 go\n", "S: 250 ok\nC: QUIT\nS: 221 bye\n"
	for text, isOmitted := range map[string]bool{
		begin + end:                                        true,
		begin + "C: Subject: x\n" + end:                    true,
		begin + "C: x\nC: .\n" + end:                       false,
		begin + "C: .\n" + end:                             false,
		begin + "C: x\n":                                   false,
		"# byhand transcript 1\n" + begin + "C: x\n" + end: false,
	} {
		has, lines := false, 0
		for e := range read(t, text).Sessions[0].Entries {
			if has = has || e.IsOmission(); !e.IsOmission() {
				lines++
			}
		}
		if want := strings.Count(strings.TrimPrefix(text, "# byhand transcript 1\n"), "\n"); has != isOmitted || lines != want {
			t.Errorf("%q: %v, %d lines, want %d", text, has, lines, want)
		}
	}
}
