package message

import (
	"bytes"
	"fmt"
	"io"
	"net/mail"
	"reflect"
	"strings"
	"testing"
	"time"
)

// seed adds the messages of the test tables.
func seed(f *testing.F) {
	for _, c := range framed() {
		f.Add([]byte(c.in), uint8(len(c.in)))
	}
	for _, c := range complaintCases() {
		f.Add([]byte(c.in), uint8(len(c.in)))
	}
}

// FuzzFrame: for any reads of the source, a server gets the message with canonical line
// endings, finds one end and nothing after it, and finds no line ending that another
// server could read differently.
func FuzzFrame(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		want := refCanonical(in)
		for how, reader := range readers() {
			for _, block := range []int{2, int(size) + 2} {
				wire, err := io.ReadAll(newStream(reader(string(in)), block, true, ".\r\n"))
				if err != nil {
					t.Fatal(err)
				}
				got, commands, ended := unstuff(string(wire))
				if got != want || commands != "" || !ended {
					t.Fatalf("%s, blocks of %d: %q\n got  %q, ended %v, then %q\n want %q", how, block, wire, got, ended, commands, want)
				}
				asSent := append([]byte("\r\n"), wire...)
				if n := bytes.Count(asSent, []byte("\r\n.\r\n")); n != 1 {
					t.Fatalf("%q has %d ends", wire, n)
				}
				if bare := bytes.ReplaceAll(wire, []byte("\r\n"), nil); bytes.ContainsAny(bare, "\r\n") {
					t.Fatalf("%q has a bare CR or LF", wire)
				}
				bdat, err := io.ReadAll(newStream(reader(string(in)), block, false, ""))
				if err != nil || string(bdat) != want {
					t.Fatalf("%s, blocks of %d, for BDAT: %q, %v\n want %q", how, block, bdat, err, want)
				}
			}
		}
	})
}

// FuzzCheck: in blocks of any size, Check agrees with the reference, and every complaint
// is one line of text.
func FuzzCheck(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		want := refReport(in)
		for how, reader := range readers() {
			for _, block := range []int{2, int(size) + 2} {
				got, err := check(reader(string(in)), block)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("%s, blocks of %d: %q, %v\n got  %+v\n want %+v", how, block, in, err, got, want)
				}
			}
		}
		for i := range 64 {
			on := func(bit int) bool { return i&bit != 0 }
			o := Offers{on(1), on(2), on(4), on(8), int64(size), on(16), on(32)}
			for _, c := range want.Complaints(o) {
				if c.Text == "" || strings.ContainsAny(c.Text+c.Hint, "\r\n") || strings.Contains(c.Text+c.Hint, "%!") {
					t.Fatalf("%q: %+v", in, c)
				}
			}
		}
	})
}

// FuzzChunks: the chunks together are the message, all but the last one are full, and a
// chunk is empty only if the message is empty.
func FuzzChunks(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		want := refCanonical(in)
		for how, reader := range readers() {
			var got []byte
			c := Chunks(Canonical(reader(string(in))), int(size)+1)
			for {
				chunk, last, err := c.Next()
				if err != nil {
					t.Fatalf("%s: %v", how, err)
				}
				got = append(got, chunk...)
				if len(chunk) != int(size)+1 && !last || len(chunk) > int(size)+1 || len(chunk) == 0 && want != "" {
					t.Fatalf("%s: a chunk of %d, last %v", how, len(chunk), last)
				}
				if last {
					break
				}
			}
			if string(got) != want {
				t.Fatalf("%s: %q, want %q", how, got, want)
			}
		}
	})
}

// FuzzCompose: for any input, the composed message has the requested fields and no
// others, and it has no complaints.
func FuzzCompose(f *testing.F) {
	f.Add("a@b", "<c@d>", "Grüße", "mx.example.net", "1.a", "Hi\n.\n")
	f.Add("<>", "postmaster", "", "", "x", "")
	f.Add("a@b\r\nBcc: x@y", "c@d", "s\r\nX: y", "h\n", "i\r", "\x00\r.\xff")
	f.Add("a\u0085@b", "c,d@e", strings.Repeat("é", 400), "[127.0.0.1]", "x", strings.Repeat("y", 999))
	f.Fuzz(func(t *testing.T, from, to, subject, host, id, text string) {
		date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", -3600))
		b, err := Compose(Test{From: from, To: []string{to, to}, Subject: subject, Host: host, ID: id, Date: date, Text: text})
		if err != nil {
			return
		}
		r, _ := Check(bytes.NewReader(b))
		for _, c := range r.Complaints(Offers{SMTPUTF8: true}) {
			if r.Dots.Count == 0 {
				t.Errorf("%q: %+v", b, c)
			}
		}
		if r.CRLF != r.Lines || r.EightBitBody.Count > 0 {
			t.Errorf("%q: %s", b, r.Facts())
		}
		m, err := mail.ReadMessage(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%q: %v", b, err)
		}
		for name := range m.Header {
			if !strings.Contains(" From To Subject Date Message-Id Mime-Version Content-Type Content-Transfer-Encoding ", " "+name+" ") {
				t.Errorf("%q has a field %s", b, name)
			}
		}
		if d, err := m.Header.Date(); err != nil || !d.Equal(date) {
			t.Errorf("date %v, %v", d, err)
		}
		if host == "" {
			host = "localhost"
		}
		if got, want := m.Header.Get("Message-ID"), fmt.Sprintf("<%s@%s>", id, host); got != want {
			t.Errorf("Message-ID %s, want %s", got, want)
		}
	})
}
