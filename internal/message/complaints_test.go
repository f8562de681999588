package message

import (
	"strings"
	"testing"
)

// good is a correct message. Each case has one mistake in it.
const good = "From: a@b\nDate: Mon, 02 Jan 2006 15:04:05 -0700\nMessage-ID: <1@b>\nSubject: x\n folded\n\nHi\n"

func withCRLF(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// A complaintTest is a message, how it is sent, and the complaints: one on each line, with
// " | " before the hint.
type complaintTest struct {
	name, in string
	offers   Offers
	want     string
}

func complaintCases() []complaintTest {
	long := strings.Repeat("x", 999)
	all := Offers{EightBitMIME: true, SMTPUTF8: true, Chunking: true, Binary: true, Size: 1 << 20}
	binary := all
	binary.BDAT = true
	return []complaintTest{
		{"good", good, Offers{}, ""},
		{"good, with CRLF", withCRLF(good), all, ""},
		{"998 octets", good + long[1:] + "\n", Offers{}, ""},
		{"white space before the colon", strings.Replace(good, "From:", "From \t:", 1), Offers{}, ""},
		{"only a header", strings.TrimSuffix(good, "\nHi\n"), Offers{}, ""},
		{"an empty Bcc", "Bcc:\nX: y\n" + good, Offers{}, ""},
		{"empty", "", Offers{}, "the message is empty | a message needs at least From: and Date: (RFC 5322 3.6)"},
		{"size", good, Offers{Size: 95}, "the message has 96 octets; the server accepts at most 95 (SIZE, RFC 1870)"},
		{"size fits", good, Offers{Size: 96}, ""},

		{"BOM", "\xEF\xBB\xBF" + good, Offers{EightBitMIME: true},
			"line 1 begins with a byte order mark (EF BB BF), which becomes part of the first field name | save the file without a byte order mark"},
		{"mbox", "From a@b Mon Jan  2 15:04:05 2006\n" + good, Offers{}, `line 1 is the "From " line of an mbox file, not a header field | delete line 1`},
		{"mbox, but not at the start", "X: y\nFrom a@b Mon Jan  2 15:04:05 2006\n" + good, Offers{}, `
			line 2 is not a header field, so the header ends there without an empty line (RFC 5322 2.1) | put an empty line between header and body, or a colon after the field name
			the Date: field is missing; it is required (RFC 5322 3.6)
			the From: field is missing; it is required (RFC 5322 3.6)
			the Message-ID: field is missing; it is recommended (RFC 5322 3.6.4)`},
		{"leading space", " X: y\n" + good, Offers{}, "line 1 begins with white space, like a folded field (RFC 5322 2.2.3) | delete the white space"},
		{"no header", "Hi\nyou: there\n", Offers{},
			"line 1 is not a header field, so the message has no header (RFC 5322 3.6) | begin with From: and Date:, then an empty line, then the text"},
		{"an empty line first", "\n" + good, Offers{},
			"line 1 is not a header field, so the message has no header (RFC 5322 3.6) | begin with From: and Date:, then an empty line, then the text"},
		{"no empty line", strings.Replace(good, "\n\n", "\n", 1), Offers{},
			"line 6 is not a header field, so the header ends there without an empty line (RFC 5322 2.1) | put an empty line between header and body, or a colon after the field name"},
		{"a space in a name", strings.Replace(good, "Subject:", "Sub ject:", 1), Offers{},
			"line 4 is not a header field, so the header ends there without an empty line (RFC 5322 2.1) | put an empty line between header and body, or a colon after the field name"},
		{"a name that is not ASCII", strings.Replace(good, "Subject:", "Sübject:", 1), Offers{EightBitMIME: true},
			"line 4 is not a header field, so the header ends there without an empty line (RFC 5322 2.1) | put an empty line between header and body, or a colon after the field name"},
		{"a colon without a name", strings.Replace(good, "Subject:", ":", 1), Offers{},
			"line 4 is not a header field, so the header ends there without an empty line (RFC 5322 2.1) | put an empty line between header and body, or a colon after the field name"},

		{"NUL", good + "a\x00b\n", Offers{}, "line 8 contains a NUL; NULs are not allowed in mail (RFC 5322 2.2)"},
		{"NUL, and CHUNKING alone", good + "\x00\n", Offers{Chunking: true}, "line 8 contains a NUL; NULs are not allowed in mail (RFC 5322 2.2)"},
		{"NUL, and BINARYMIME alone", good + "\x00\n", Offers{Binary: true}, "line 8 contains a NUL; NULs are not allowed in mail (RFC 5322 2.2)"},
		{"NULs", good + "a\x00b\x00\n\x00\n", all, "line 8 contains a NUL, the first of 3 NULs; NULs are not allowed in mail (RFC 5322 2.2) | the server accepts it with BDAT and BODY=BINARYMIME (RFC 3030 3)"},
		{"long line", good + long + "\n", Offers{}, "line 8 has 999 octets; at most 998 are allowed (RFC 5321 4.5.3.1.6)"},
		{"long lines", good + long + "\n\n" + long + "x", Offers{}, `
			line 8 is the first of 2 lines over 998 octets; the longest is line 10 with 1000 (RFC 5321 4.5.3.1.6)
			line 10, the last one, has no line ending; byhand adds one`},
		{"binary", withCRLF(good + long + "\n\x00\n\xff\n"), binary, ""},
		{"8-bit header", "X: é\n" + good, Offers{EightBitMIME: true},
			"line 1 of the header is not ASCII, and the server does not offer SMTPUTF8 (RFC 6531) | write it in ASCII, as encoded words: =?utf-8?q?...?= (RFC 2047)"},
		{"UTF-8 header, offered", "X: é\n" + good, all, ""},
		{"no UTF-8", "X: y\nX: \xe9t\xe9\n" + good, all, "line 2 of the header is neither ASCII nor UTF-8 (RFC 6532 3.1)"},
		{"half a character", "X: \xc3\n" + good, all, "line 1 of the header is neither ASCII nor UTF-8 (RFC 6532 3.1)"},
		{"8-bit body", good + "é\n", Offers{SMTPUTF8: true},
			"line 8 is not ASCII, and the server does not offer 8BITMIME (RFC 6152) | encode the body as quoted-printable or base64 (RFC 2045 6)"},
		{"8-bit body, offered", good + "\xff\n", Offers{EightBitMIME: true}, ""},

		{"fields missing", "X: y\n\nHi\n", Offers{}, `
			the Date: field is missing; it is required (RFC 5322 3.6)
			the From: field is missing; it is required (RFC 5322 3.6)
			the Message-ID: field is missing; it is recommended (RFC 5322 3.6.4)`},
		{"fields twice", "subject: a\nfrom: b\n" + good, Offers{}, `
			line 3 is a second From: field; only one is allowed (RFC 5322 3.6)
			line 6 is a second Subject: field; only one is allowed (RFC 5322 3.6)`},
		{"Bcc", "Bcc: c@d\n" + good, Offers{},
			"line 1 is a Bcc: field that all recipients can see (RFC 5322 3.6.3) | delete it; name hidden recipients only with RCPT TO"},
		{"Bcc, folded", "Bcc:\n c@d\n" + good, Offers{},
			"line 1 is a Bcc: field that all recipients can see (RFC 5322 3.6.3) | delete it; name hidden recipients only with RCPT TO"},

		{"bare CR", withCRLF(good) + "a\rb\r\n", Offers{}, "line 8 contains a CR without LF; it is sent as CRLF, a line ending (RFC 5321 2.3.8)"},
		{"mixed", withCRLF(good) + "a\nb\nc\r\n", Offers{}, "line 8 ends in LF without CR, the first of 2 such lines, but other lines do not; all are sent with CRLF (RFC 5321 2.3.8)"},
		{"no last line ending", good + "a", Offers{}, "line 8, the last one, has no line ending; byhand adds one"},
		{"dots", good + ".\n.a\n", Offers{}, "line 8 begins with a dot, the first of 2 such lines; it is sent with a second dot, which the server removes (RFC 5321 4.5.2)"},
		{"dots in a chunk", good + ".\n.a\n", Offers{BDAT: true}, ""},
	}
}

// sentAsIs returns cases for :send --verbatim.
func sentAsIs() []complaintTest {
	raw, bdat := Offers{Verbatim: true}, Offers{Verbatim: true, BDAT: true}
	message := withCRLF(good)
	smuggling := " | servers that read line endings differently may see a second message here (SMTP smuggling)"
	return []complaintTest{
		{"ended", message + ".\r\n", raw, ""},
		{"ended within the header", "From: a\r\nDate: b\r\nMessage-ID: <c>\r\n.\r\n", raw, ""},
		{"stuffed", message + "..\r\n..a\r\n.\r\n", raw, ""},
		{"size", message, Offers{Verbatim: true, BDAT: true, Size: 95}, "the message has 96 octets; the server accepts at most 95 (SIZE, RFC 1870)"},
		{"size, as it is", good, Offers{Verbatim: true, BDAT: true, Binary: true, Size: 89}, ""},
		{"not ended", message, raw, `the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4) | type "." on its own line`},
		{"half a dot line", message + ".", raw, `
			the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4) | type an empty line, then "." on its own line
			line 8 has only a dot but is not between two CRLFs: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling},
		{"ends early", message + ".\r\nRSET\r\n.\r\n", raw,
			"line 8 has only a dot and ends the message; the server reads the 2 lines after it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)"},
		{"ends one line early", message + ".\r\nQUIT", raw,
			"line 8 has only a dot and ends the message; the server reads the 1 line after it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)"},
		{"ends at once", ".\r\n" + message, raw, `
			line 1 has only a dot and ends the message; the server reads the 7 lines after it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)
			line 1 is not a header field, so the message has no header (RFC 5322 3.6) | begin with From: and Date:, then an empty line, then the text`},
		{"smuggled", message + "a\n.\r\nMAIL FROM:<>\r\n.\r\n", raw, `
			line 9 has only a dot but is not between two CRLFs: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling + `
			line 8 ends in LF without CR; a server may reject it (RFC 5321 2.3.8)` + smuggling},
		{"LF", good + ".\n", raw, `
			the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4) | type an empty line, then "." on its own line
			line 8 has only a dot but is not between two CRLFs: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling + `
			line 1 ends in LF without CR, the first of 8 such lines; a server may reject it (RFC 5321 2.3.8)` + smuggling},
		{"CR", message + "a\rb\r\n.\r\n", raw, "line 8 contains a CR without LF; a server may reject it (RFC 5321 2.3.8)" + smuggling},
		{"not stuffed", message + ".a\r\n.b\r\n.\r\n", raw, "line 8 begins with a dot, the first of 2 such lines; the server removes the dot (RFC 5321 4.5.2) | double the dot"},
		{"chunk", message + ".\r\n.a\r\na", bdat, ""},
		{"chunk with a dot on its own line", message + ".", bdat, ""},
		{"chunk with LF", message + "a\n", bdat, "line 8 ends in LF without CR; a server may reject it (RFC 5321 2.3.8)" + smuggling},
		{"binary chunk", message + "a\n\r\x00\xff", Offers{Verbatim: true, BDAT: true, Chunking: true, Binary: true}, ""},
		{"empty", "", raw, `
			the message is empty | a message needs at least From: and Date: (RFC 5322 3.6)
			the message does not end with CRLF.CRLF, which the server waits for (RFC 5321 4.1.1.4) | type "." on its own line`},
	}
}

func TestComplaints(t *testing.T) {
	for _, c := range append(complaintCases(), sentAsIs()...) {
		r, err := Check(strings.NewReader(c.in))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range r.Complaints(c.offers) {
			text := x.Text
			if x.Hint != "" {
				text += " | " + x.Hint
			}
			got = append(got, text)
		}
		want := strings.ReplaceAll(strings.TrimSpace(c.want), "\t", "")
		if g := strings.Join(got, "\n"); g != want {
			t.Errorf("%s:\n got  %s\n want %s", c.name, g, want)
		}
	}
}
