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

// Test describes a short test message. Compose writes it.
type Test struct {
	From    string   // as in MAIL FROM: "a@b" or "<a@b>"; "" or "<>" is the null reverse-path
	To      []string // as in RCPT TO; may be empty
	Subject string   // any text; "" omits the field
	Host    string   // a name or "[192.0.2.1]", for Message-ID and for addresses without one; "" is "localhost"
	ID      string   // see NewID
	Date    time.Time
	Text    string // the body; any line endings
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
// Compose adds the last three fields only if the text is not ASCII, or has a NUL or a
// line over 998 octets. It writes a non-ASCII subject as encoded words (RFC 2047).
// Without recipients, it writes "To: undisclosed-recipients:;". For the null
// reverse-path, it writes "From: MAILER-DAEMON@host", as in delivery reports (RFC 5321
// 4.5.5). It adds Host to an address without a host, as in RCPT TO:<postmaster>. It
// returns an error for an address, host or ID with a control character, which could
// inject a field.
func Compose(t Test) ([]byte, error) {
	if t.Host == "" {
		t.Host = "localhost"
	}
	if err := t.validate(); err != nil {
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

// NewID returns the left part of a Message-ID, "20060102T150405.0a1b2c3d4e5f6071", in
// UTC (RFC 5322 3.6.4). If random fails, the ID is less random; crypto/rand does not
// fail.
func NewID(random io.Reader, now time.Time) string {
	var r [8]byte
	io.ReadFull(random, r[:])
	return fmt.Sprintf("%s.%x", now.UTC().Format("20060102T150405"), r)
}

// validate reports what is not valid, apart from addresses.
func (t Test) validate() error {
	switch year := t.Date.Year(); {
	case !isMessageIDPart(t.Host):
		return fmt.Errorf("bad host %q for a Message-ID", t.Host)
	case t.ID == "":
		return errors.New("a Message-ID needs an ID")
	case !isMessageIDPart(t.ID):
		return fmt.Errorf("bad ID %q for a Message-ID", t.ID)
	case len(t.Subject) > maxText:
		return fmt.Errorf("the subject has %d octets; at most %d are allowed", len(t.Subject), maxText)
	case year < 1900 || year > 9999: // RFC 5322 3.3
		return fmt.Errorf("the year %d is not valid in a Date: field", year)
	}
	return nil
}

// subject returns the text after "Subject:". A line with an encoded word may have 76
// characters (RFC 2047 2), and an encoded word may have 75.
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

// writeText writes the MIME fields, the empty line and the body.
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
