package message

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func someday() time.Time {
	return time.Date(2026, 11, 24, 3, 4, 5, 0, time.FixedZone("", 2*60*60))
}

func TestCompose(t *testing.T) {
	const rest = "Date: Tue, 24 Nov 2026 03:04:05 +0200\nMessage-ID: <1.a@mx.example.net>\n"
	const mime = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
	for _, c := range []struct {
		name string
		test Test
		want string
	}{
		{"plain", Test{From: "a@b", To: []string{"<c@d>"}, Subject: "Hi", Text: "one\ntwo\r\n.\n"},
			"From: a@b\nTo: c@d\nSubject: Hi\n" + rest + "\none\ntwo\n.\n"},
		{"null reverse-path", Test{From: "<>", To: []string{"c@d", "e@f"}, Text: "x"},
			"From: MAILER-DAEMON@mx.example.net\nTo: c@d,\n e@f\n" + rest + "\nx\n"},
		{"nothing", Test{}, "From: MAILER-DAEMON@mx.example.net\nTo: undisclosed-recipients:;\n" + rest + "\n"},
		{"no host", Test{From: "root", To: []string{"<postmaster>"}},
			"From: root@mx.example.net\nTo: postmaster@mx.example.net\n" + rest + "\n"},
		{"not ASCII", Test{From: "a@b", To: []string{"c@d"}, Subject: "Grüße", Text: "Grüße"},
			"From: a@b\nTo: c@d\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n" + rest + mime + "\nGr=C3=BC=C3=9Fe\n"},
		{"NUL", Test{From: "a@b", To: []string{"c@d"}, Text: "a\x00\rb"}, "From: a@b\nTo: c@d\n" + rest + mime + "\na=00\nb\n"},
		{"a subject of two lines", Test{From: "a@b", To: []string{"c@d"}, Subject: " x\r\nBcc: y "},
			"From: a@b\nTo: c@d\nSubject: =?utf-8?q?x=0D=0ABcc:_y?=\n" + rest + "\n"},
		{"a subject of two words", Test{From: "a@b", To: []string{"c@d"}, Subject: strings.Repeat("é", 11)},
			"From: a@b\nTo: c@d\nSubject:\n =?utf-8?q?" + strings.Repeat("=C3=A9", 10) + "?=\n =?utf-8?q?=C3=A9?=\n" + rest + "\n"},
		{"not UTF-8", Test{From: "a@b", To: []string{"c@d"}, Subject: "\xff", Text: "\xff"},
			"From: a@b\nTo: c@d\nSubject: =?utf-8?q?=EF=BF=BD?=\n" + rest + mime + "\n=EF=BF=BD\n"},
		{"a long line", Test{From: "a@b", To: []string{"c@d"}, Text: strings.Repeat("x", 999)},
			"From: a@b\nTo: c@d\n" + rest + mime + "\n" + strings.Repeat(strings.Repeat("x", 75)+"=\n", 13) + strings.Repeat("x", 24) + "\n"},
		{"SMTPUTF8", Test{From: "ä@b", To: []string{"c@d"}}, "From: ä@b\nTo: c@d\n" + rest + "\n"},
	} {
		c.test.Host, c.test.ID, c.test.Date = "mx.example.net", "1.a", someday()
		got, err := Compose(c.test)
		if want := withCRLF(c.want); err != nil || string(got) != want {
			t.Errorf("%s: %v\n got  %q\n want %q", c.name, err, got, want)
		}
	}
}

// TestComposeDecodes: a mail client decodes the original text, and no line is longer
// than 78 octets (RFC 5322 2.1.1).
func TestComposeDecodes(t *testing.T) {
	text := strings.Repeat("ein längerer Satz. ", 80) + "\n." + strings.Repeat("x", 2000) + "\n"
	subject := strings.Repeat("Grüße ", 60) + "!"
	b, err := Compose(Test{From: "a@b", To: []string{"c@d"}, Subject: subject, ID: "x", Date: someday(), Text: text})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Check(bytes.NewReader(b)); r.Longest > 78 || r.EightBit() || err != nil {
		t.Errorf("%s, the longest line has %d octets, %v", r.Facts(), r.Longest, err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); got != subject || err != nil {
		t.Errorf("subject %q, %v", got, err)
	}
	if got, err := io.ReadAll(quotedprintable.NewReader(m.Body)); string(got) != withCRLF(text) || err != nil {
		t.Errorf("text %q, %v", got, err)
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Address != "a@b" {
		t.Errorf("from %v, %v", from, err)
	}
}

func TestComposeRefuses(t *testing.T) {
	good := Test{From: "a@b", To: []string{"c@d"}, Host: "h", ID: "x", Date: someday()}
	long := strings.Repeat("x", 901)
	for want, spoil := range map[string]func(*Test){
		`bad address "a@b\r\nBcc: x@y": it contains a control character`: func(t *Test) { t.From = "a@b\r\nBcc: x@y" },
		`bad address "c\n": it contains a control character`:             func(t *Test) { t.To = []string{"a@b", "c\n"} },
		`bad address "a\x00@b": it contains a control character`:         func(t *Test) { t.From = "a\x00@b" },
		`bad address "a\u0085@b": it contains a control character`:       func(t *Test) { t.From = "a\u0085@b" },
		`bad address "\xff@b": it is not UTF-8`:                          func(t *Test) { t.From = "\xff@b" },
		`bad address "<a@b> SIZE=1": it contains an angle bracket`:       func(t *Test) { t.From = "<a@b> SIZE=1" },
		`bad address "<>": it is empty`:                                  func(t *Test) { t.To = []string{"<>"} },
		`bad address "`:                                                  func(t *Test) { t.To = []string{long} },
		`bad host "h\r\nX: y" for a Message-ID`:                          func(t *Test) { t.Host = "h\r\nX: y" },
		`bad host "h h" for a Message-ID`:                                func(t *Test) { t.Host = "h h" },
		`bad host "hä" for a Message-ID`:                                 func(t *Test) { t.Host = "hä" },
		`bad host "h>" for a Message-ID`:                                 func(t *Test) { t.Host = "h>" },
		`bad host "`:                                                     func(t *Test) { t.Host = long },
		`bad ID "x\n" for a Message-ID`:                                  func(t *Test) { t.ID = "x\n" },
		`a Message-ID needs an ID`:                                       func(t *Test) { t.ID = "" },
		`the year 1 is not valid in a Date: field`:                       func(t *Test) { t.Date = time.Time{} },
		`the subject has 901 octets; at most 900 are allowed`:            func(t *Test) { t.Subject = long },
	} {
		bad := good
		spoil(&bad)
		if b, err := Compose(bad); b != nil || err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, with %q; want %s", err, b, want)
		}
	}
	if _, err := Compose(good); err != nil {
		t.Error(err)
	}
}

func TestNewID(t *testing.T) {
	now := someday()
	if got, want := NewID(strings.NewReader("01234567"), now), "20261124T010405.3031323334353637"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := NewID(iotest.ErrReader(errors.New("no")), now), "20261124T010405.0000000000000000"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
