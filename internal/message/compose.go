package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"time"
)

// Test is a small message to try a server with. Compose writes it.
type Test struct {
	From    string   // as in MAIL FROM: "a@b" or "<a@b>"; "" or "<>" is the null reverse-path
	To      []string // as in RCPT TO; may be empty
	Subject string   // any text; "" leaves the field out
	Host    string   // a name or "[192.0.2.1]", for Message-ID and for addresses without one; "" is "localhost"
	ID      string   // see NewID
	Date    time.Time
	Text    string // the body; any line ends
}

// Compose writes a correct message (RFC 5322 3.6), ASCII unless an address is not:
//
//	From: a@example.net
//	To: b@example.com,
//	 c@example.com
//	Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
//	Date: Mon, 02 Jan 2006 15:04:05 -0700
//	Message-ID: <20060102T150405.0a1b2c3d4e5f6071@host.example.net>
//	MIME-Version: 1.0
//	Content-Type: text/plain; charset=utf-8
//	Content-Transfer-Encoding: quoted-printable
//
//	text
//
// The last three fields are there only if the text is not ASCII, has a NUL or a
// line over 998 octets. A subject that is not ASCII becomes encoded words (RFC
// 2047). Without recipients it is "To: undisclosed-recipients:;". The null
// reverse-path is "From: MAILER-DAEMON@host", as in the notices that have it
// (RFC 5321 4.5.5), and an address without host, as in RCPT TO:<postmaster>, gets
// Host. It refuses an address, host or ID in which a line end, a NUL or another
// control character could smuggle in a field.
func Compose(t Test) ([]byte, error) {
	if t.Host == "" {
		t.Host = "localhost"
	}
	if err := t.flaw(); err != nil {
		return nil, err
	}
	from, err := sender(t.From, t.Host)
	if err != nil {
		return nil, err
	}
	to, err := recipients(t.To, t.Host)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\n", from, to)
	if s := subject(t.Subject); s != "" {
		fmt.Fprintf(&b, "Subject:%s\r\n", s)
	}
	fmt.Fprintf(&b, "Date: %s\r\nMessage-ID: <%s@%s>\r\n", t.Date.Format(time.RFC1123Z), t.ID, t.Host)
	err = writeText(&b, t.Text)
	return b.Bytes(), err
}

// NewID makes the left part of a Message-ID, "20060102T150405.0a1b2c3d4e5f6071",
// in UTC (RFC 5322 3.6.4). A source that fails makes it less random; crypto/rand's
// does not fail.
func NewID(random io.Reader, now time.Time) string {
	var r [8]byte
	io.ReadFull(random, r[:])
	return fmt.Sprintf("%s.%x", now.UTC().Format("20060102T150405"), r)
}

// flaw returns what is wrong with what is no address.
func (t Test) flaw() error {
	switch year := t.Date.Year(); {
	case !isWord(t.Host):
		return fmt.Errorf("bad host %q for a Message-ID", t.Host)
	case t.ID == "":
		return errors.New("a Message-ID needs an ID")
	case !isWord(t.ID):
		return fmt.Errorf("bad ID %q for a Message-ID", t.ID)
	case len(t.Subject) > maxText:
		return fmt.Errorf("a subject of %d octets is too long; %d are allowed", len(t.Subject), maxText)
	case year < 1900 || year > 9999: // RFC 5322 3.3
		return fmt.Errorf("no message has a date of the year %d", year)
	}
	return nil
}

// subject is what stands behind "Subject:". A line with an encoded word has at
// most 76 characters (RFC 2047 2), and such a word alone may have 75.
func subject(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
	encoded := mime.QEncoding.Encode("utf-8", text)
	switch {
	case encoded == "":
		return ""
	case encoded != text && len(encoded) > 76-len("Subject: "):
		return "\r\n " + strings.ReplaceAll(encoded, "?= =?", "?=\r\n =?")
	}
	return " " + encoded
}

// writeText writes the blank line and the body.
func writeText(b *bytes.Buffer, text string) error {
	text = strings.ToValidUTF8(text, "\uFFFD")
	lines := Canonical(strings.NewReader(text))
	r, err := Check(strings.NewReader(text))
	if err != nil {
		return err
	}
	if !r.EightBit() && r.NULs.Count+r.LongLines.Count == 0 {
		b.WriteString("\r\n")
		_, err := io.Copy(b, lines)
		return err
	}
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(b)
	if _, err := io.Copy(w, lines); err != nil {
		return err
	}
	return w.Close()
}
