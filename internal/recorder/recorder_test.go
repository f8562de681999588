package recorder

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"byhand/conn"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

func sent(line string, secret int) conn.Event {
	return conn.Event{Kind: conn.Sent, Line: []byte(line), Ending: "\r\n", Secret: secret}
}

func received(line string) conn.Event {
	return conn.Event{Kind: conn.Received, Line: []byte(line), Ending: "\r\n"}
}

func record(r *Recorder, e conn.Event) { r.Record(e, Facts{}) }

func texts(r *Recorder) string {
	var all []string
	entries, _ := r.Entries()
	for _, e := range entries {
		all = append(all, e.Text+e.Ending)
	}
	return strings.Join(all, "")
}

// Each form of a secret is masked in the line that carried it and where the server
// repeats it. The rest of the line stays.
func TestSecretsAreMasked(t *testing.T) {
	for name, test := range map[string]struct{ line, secret, back, want string }{
		"as typed":                        {"AUTH X ", "topsecret", "no topsecret here", "no ******** here"},
		"base64":                          {"", "dG9wc2VjcmV0", "dG9wc2VjcmV0?", "********?"},
		"decoded":                         {"", "dG9wc2VjcmV0", "topsecret?", "********?"},
		"PLAIN, password":                 {"AUTH PLAIN ", "AGJvYgB0b3BzZWNyZXQ=", "bob: topsecret", "bob: ********"},
		"PLAIN, encoded":                  {"AUTH PLAIN ", "AGJvYgB0b3BzZWNyZXQ=", "dG9wc2VjcmV0", "********"},
		"short ones only where they were": {"PASS ", "abc", "abc", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Recorder{}
			record(r, sent(test.line+test.secret, len(test.secret)))
			record(r, received(test.back))
			if want := test.line + transcript.Mask + "\r\n" + test.want + "\r\n"; texts(r) != want {
				t.Errorf("%q, want %q", texts(r), want)
			}
		})
	}
}

// The pieces of a line become one entry, and the pieces of a secret one secret.
func TestPiecesAreJoined(t *testing.T) {
	r := &Recorder{}
	record(r, conn.Event{Kind: conn.Sent, Line: []byte("AUTH PLAIN top"), Secret: 3})
	record(r, received("250 between"))
	record(r, sent("secret", 6))
	record(r, conn.Event{Kind: conn.Received, Line: []byte("no tops")})
	record(r, received("ecret"))
	record(r, conn.Event{Kind: conn.Received, Line: []byte("cut o")})
	record(r, conn.Event{Kind: conn.Ended, End: &conn.End{}})
	want := "250 between\r\nAUTH PLAIN " + transcript.Mask + "\r\nno " + transcript.Mask + "\r\ncut o"
	if texts(r) != want {
		t.Errorf("%q, want %q", texts(r), want)
	}
}

// An entry keeps a copy of the line, whose buffer is used again.
func TestLinesAreCopied(t *testing.T) {
	r, line := &Recorder{}, []byte("250 ok")
	record(r, conn.Event{Kind: conn.Received, Line: line, Ending: "\n"})
	copy(line, "550 no")
	if texts(r) != "250 ok\n" {
		t.Errorf("%q", texts(r))
	}
}

func TestMemoryIsBounded(t *testing.T) {
	r, line := &Recorder{}, strings.Repeat("x", 1<<20)
	for range 20 {
		record(r, received(line))
	}
	kept, dropped := r.Entries()
	if len(kept) != Limit/(1<<20+192) || dropped != 20-len(kept) {
		t.Errorf("%d kept, %d dropped", len(kept), dropped)
	}
	r = &Recorder{}
	for range 20 {
		record(r, conn.Event{Kind: conn.Received, Line: []byte(line)}) // never ends
	}
	if kept, _ := r.Entries(); len(kept) < 4 {
		t.Errorf("an endless line is kept whole: %d entries", len(kept))
	}
}

func TestUnfinishedLines(t *testing.T) {
	r := &Recorder{}
	record(r, sent("NOOP", 0))
	record(r, conn.Event{Kind: conn.Received, Line: []byte("login: ")})
	if texts(r) != "NOOP\r\nlogin: " {
		t.Errorf("%q", texts(r))
	}
	record(r, conn.Event{Kind: conn.Sent, Line: []byte("AUTH PLAIN top"), Secret: 3})
	if texts(r) != "NOOP\r\nlogin: AUTH PLAIN "+transcript.Mask {
		t.Errorf("%q", texts(r))
	}
	record(r, sent("secret", 6))
	if texts(r) != "NOOP\r\nlogin: AUTH PLAIN "+transcript.Mask+"\r\n" {
		t.Errorf("%q", texts(r))
	}
}

func TestFollow(t *testing.T) {
	r := &Recorder{}
	record(r, sent("before", 0))
	var heard []string
	stop := r.Follow(func(e transcript.Entry, more bool) {
		if more {
			e.Text += "+"
		}
		heard = append(heard, string(e.Kind)+" "+e.Text)
	})
	r.Follow(func(transcript.Entry, bool) {})
	record(r, bulk("a\r\nb\r\n", 0))
	e := received("250 ok")
	e.More = true
	record(r, e)
	r.Note(transcript.Notice, "careful")
	r.Note(transcript.Command, ":auth PLAIN bob")
	record(r, conn.Event{Kind: conn.Ended, End: &conn.End{}})
	stop()
	stop()
	record(r, sent("after", 0))
	if want := "sent a+|sent b+|received 250 ok+|notice careful|command :auth PLAIN bob|ended "; strings.Join(heard, "|") != want {
		t.Errorf("%q, want %q", heard, want)
	}
}

// TestFollowersGetAll: a follower also gets the entries that cannot be kept.
func TestFollowersGetAll(t *testing.T) {
	r, n := &Recorder{}, 0
	r.Follow(func(transcript.Entry, bool) { n++ })
	block := strings.Repeat(strings.Repeat("x", 1022)+"\r\n", 1024)
	for range 20 {
		record(r, bulk(block, 0))
	}
	kept, dropped := r.Entries()
	if n != 20*1024 || dropped == 0 || len(kept)+dropped != n {
		t.Errorf("%d followed, %d kept, %d dropped", n, len(kept), dropped)
	}
}

func TestWithSecrets(t *testing.T) {
	r := &Recorder{WithSecrets: true}
	r.Learn([]byte("topsecret"))
	record(r, sent("AUTH PLAIN topsecret", 9))
	record(r, received("no topsecret"))
	r.Note(transcript.Notice, "topsecret")
	if texts(r) != "AUTH PLAIN topsecret\r\nno topsecret\r\ntopsecret" {
		t.Errorf("%q", texts(r))
	}
}

func TestFacts(t *testing.T) {
	r := &Recorder{}
	r.Record(conn.Event{Kind: conn.Opened, Opening: &conn.Opening{Proxy: "socks5://x", Took: 5}}, Facts{Target: "mail.example.net:25"})
	s := &smtp.Session{}
	for _, line := range []string{"220 hi 4.4.4\r\n", "550-5.1.1 no\r\n", "550 5.1.1 never\r\n"} {
		f := Facts{Phase: s.Phase().String(), Took: 7}
		answers := s.Received([]byte(line))
		if len(answers) > 0 {
			f.Reply = &answers[0]
		}
		r.Record(received(strings.TrimSuffix(line, "\r\n")), f)
		s.Sent([]byte("RCPT TO:<x@y>\r\n"))
	}
	got, _ := r.Entries()
	if o := got[0].Opening; *o != (transcript.Opening{Target: "mail.example.net:25", Proxy: "socks5://x", Took: 5}) {
		t.Errorf("%+v", o)
	}
	if g := got[1].Reply; g == nil || g.Code != 220 || g.Enhanced != "" || g.Verb != "GREETING" || got[1].Phase != "greeting" {
		t.Errorf("%+v", g)
	}
	if g := got[3].Reply; got[2].Reply != nil || g.Code != 550 || g.Enhanced != "5.1.1" || g.Verb != "RCPT" || len(g.Lines) != 2 || g.Took != 7 {
		t.Errorf("%+v", g)
	}
}

// The reply in an entry is masked like its lines.
func TestReplyIsMasked(t *testing.T) {
	r := &Recorder{}
	r.Learn([]byte("hunter2/Tr0ub4dor"))
	answer := &smtp.MatchedReply{Verb: "HUNTER2/TR0UB4DOR"}
	for _, line := range []string{"no hunter2/", "Tr0ub4dor"} {
		answer.Reply.Lines = append(answer.Reply.Lines, smtp.ReplyLine{Text: []byte(line)})
	}
	r.Record(received("500 ?"), Facts{Reply: answer})
	entries, _ := r.Entries()
	want := &transcript.Reply{Verb: transcript.Mask, Lines: []string{"no " + transcript.Mask, transcript.Mask}}
	if got := entries[0].Reply; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// With HideAddresses no entry contains a name, not even that of an unfinished line.
func TestHideAddresses(t *testing.T) {
	r := &Recorder{HideAddresses: true}
	r.Record(conn.Event{Kind: conn.Opened, Opening: &conn.Opening{}}, Facts{Target: "mail.one.org:25"})
	record(r, received("220 mail.one.org ready"))
	record(r, conn.Event{Kind: conn.Sent, Line: []byte("EHLO pc.one.org")})
	if entries, _ := r.Entries(); len(entries) != 3 || strings.Contains(entries[0].Opening.Target+texts(r), "one.org") {
		t.Errorf("%q, %+v", texts(r), entries)
	}
}

// CutAtSecret ignores WithSecrets, unlike MaskNote.
func TestOpen(t *testing.T) {
	r := &Recorder{WithSecrets: true}
	r.Learn([]byte("longer-secret"))
	const line = "known: longer-secret"
	if got := r.CutAtSecret(line); got != "known: " {
		t.Errorf("%q is open", got)
	}
	if got := r.MaskNote(line); got != line {
		t.Errorf("with WithSecrets: %q", got)
	}
	r.WithSecrets = false
	if got := r.MaskNote(line); got != "known: "+transcript.Mask {
		t.Errorf("%q", got)
	}
}

// TestFollowersInOrder: a follower gets the entries of several goroutines one by one, in
// the order in which they are kept.
func TestFollowersInOrder(t *testing.T) {
	r := &Recorder{}
	var followed []transcript.Entry
	r.Follow(func(e transcript.Entry, _ bool) { followed = append(followed, e) })
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				r.Note(transcript.Notice, fmt.Sprint(i, j))
			}
		})
	}
	all.Wait()
	if kept, _ := r.Entries(); !reflect.DeepEqual(followed, kept) {
		t.Errorf("%d entries followed, %d kept, or in another order", len(followed), len(kept))
	}
}

// TestFollowerHoldsNoLock: while a follower cannot write, the other methods still work.
func TestFollowerHoldsNoLock(t *testing.T) {
	r := &Recorder{}
	writing, release := make(chan struct{}), make(chan struct{})
	stop := r.Follow(func(transcript.Entry, bool) {
		close(writing)
		<-release
	})
	defer stop()
	told := make(chan struct{})
	go func() {
		defer close(told)
		r.Note(transcript.Notice, "hello")
	}()
	<-writing
	if got := r.MaskNote("hello"); got != "hello" {
		t.Errorf("Mask returned %q", got)
	}
	if entries, _ := r.Entries(); len(entries) != 1 {
		t.Errorf("%d entries, want 1", len(entries))
	}
	close(release)
	<-told
}
