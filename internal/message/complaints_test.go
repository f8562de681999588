package message

import (
	"strings"
	"testing"
)

// good is a message of which nobody complains; each case spoils it in one way.
const good = "From: a@b\nDate: Mon, 02 Jan 2006 15:04:05 -0700\nMessage-ID: <1@b>\nSubject: x\n folded\n\nHi\n"

func withCRLF(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// A judgement is a message, how it is sent, and the complaints: one on each line, with
// " | " before the hint.
type judgement struct {
	name, in string
	offers   Offers
	want     string
}

func judged() []judgement {
	long := strings.Repeat("x", 999)
	all := Offers{EightBitMIME: true, SMTPUTF8: true, Chunking: true, Binary: true, Size: 1 << 20}
	binary := all
	binary.BDAT = true
	return []judgement{
		{"good", good, Offers{}, ""},
		{"good, with CRLF", withCRLF(good), all, ""},
		{"998 octets", good + long[1:] + "\n", Offers{}, ""},
		{"old blanks before the colon", strings.Replace(good, "From:", "From \t:", 1), Offers{}, ""},
		{"only a header", strings.TrimSuffix(good, "\nHi\n"), Offers{}, ""},
		{"a Bcc without words", "Bcc:\nX: y\n" + good, Offers{}, ""},
		{"empty", "", Offers{}, "the message is empty | a message has at least From: and Date: (RFC 5322 3.6)"},
		{"size", good, Offers{Size: 95}, "the message has 96 octets; the server takes 95 (SIZE, RFC 1870)"},
		{"size fits", good, Offers{Size: 96}, ""},

		{"BOM", "\xEF\xBB\xBF" + good, Offers{EightBitMIME: true},
			"line 1 begins with a byte order mark (EF BB BF), which becomes a part of the first field's name | save the file without it"},
		{"mbox", "From a@b Mon Jan  2 15:04:05 2006\n" + good, Offers{}, `line 1 is the "From " line of a mailbox file, and no header field | leave that line out`},
		{"mbox, but not at the start", "X: y\nFrom a@b Mon Jan  2 15:04:05 2006\n" + good, Offers{}, `
			line 2 is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1) | put a blank line between header and body, or a colon behind the field's name
			there is no Date: field; one is required (RFC 5322 3.6)
			there is no From: field; one is required (RFC 5322 3.6)
			there is no Message-ID: field; there should be one (RFC 5322 3.6.4)`},
		{"leading blank", " X: y\n" + good, Offers{}, "line 1 begins with a blank, as if it went on with a field (RFC 5322 2.2.3) | take the blank away"},
		{"no header", "Hi\nyou: there\n", Offers{},
			"line 1 is no header field, and the message has no header (RFC 5322 3.6) | begin with From: and Date:, then a blank line, then the text"},
		{"a blank line first", "\n" + good, Offers{},
			"line 1 is no header field, and the message has no header (RFC 5322 3.6) | begin with From: and Date:, then a blank line, then the text"},
		{"no blank line", strings.Replace(good, "\n\n", "\n", 1), Offers{},
			"line 6 is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1) | put a blank line between header and body, or a colon behind the field's name"},
		{"a blank in a name", strings.Replace(good, "Subject:", "Sub ject:", 1), Offers{},
			"line 4 is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1) | put a blank line between header and body, or a colon behind the field's name"},
		{"a name that is not ASCII", strings.Replace(good, "Subject:", "Sübject:", 1), Offers{EightBitMIME: true},
			"line 4 is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1) | put a blank line between header and body, or a colon behind the field's name"},
		{"a colon without a name", strings.Replace(good, "Subject:", ":", 1), Offers{},
			"line 4 is no header field, and no blank line comes before it: the header breaks off there (RFC 5322 2.1) | put a blank line between header and body, or a colon behind the field's name"},

		{"NUL", good + "a\x00b\n", Offers{}, "line 8 has a NUL; mail may have none (RFC 5322 2.2)"},
		{"NUL, and CHUNKING alone", good + "\x00\n", Offers{Chunking: true}, "line 8 has a NUL; mail may have none (RFC 5322 2.2)"},
		{"NUL, and BINARYMIME alone", good + "\x00\n", Offers{Binary: true}, "line 8 has a NUL; mail may have none (RFC 5322 2.2)"},
		{"NULs", good + "a\x00b\x00\n\x00\n", all, "line 8 has a NUL, the first of 3 NULs; mail may have none (RFC 5322 2.2) | the server takes it by BDAT with BODY=BINARYMIME (RFC 3030 3)"},
		{"long line", good + long + "\n", Offers{}, "line 8 has 999 octets; 998 are allowed (RFC 5321 4.5.3.1.6)"},
		{"long lines", good + long + "\n\n" + long + "x", Offers{}, `
			line 8 is the first of 2 that have more than the 998 octets allowed; the longest is line 10 with 1000 (RFC 5321 4.5.3.1.6)
			line 10, the last one, has no line end; it gets one`},
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
			there is no Date: field; one is required (RFC 5322 3.6)
			there is no From: field; one is required (RFC 5322 3.6)
			there is no Message-ID: field; there should be one (RFC 5322 3.6.4)`},
		{"fields twice", "subject: a\nfrom: b\n" + good, Offers{}, `
			line 3 is a second From: field; one is allowed (RFC 5322 3.6)
			line 6 is a second Subject: field; one is allowed (RFC 5322 3.6)`},
		{"Bcc", "Bcc: c@d\n" + good, Offers{},
			"line 1 is a Bcc: field, and all who get the mail will see it (RFC 5322 3.6.3) | take it out; RCPT TO alone names who is not to be seen"},
		{"Bcc, folded", "Bcc:\n c@d\n" + good, Offers{},
			"line 1 is a Bcc: field, and all who get the mail will see it (RFC 5322 3.6.3) | take it out; RCPT TO alone names who is not to be seen"},

		{"bare CR", withCRLF(good) + "a\rb\r\n", Offers{}, "line 8 has a CR without LF; it goes out as CRLF, a line end (RFC 5321 2.3.8)"},
		{"mixed", withCRLF(good) + "a\nb\nc\r\n", Offers{}, "line 8 ends in LF without CR, the first of 2 lines, and other lines do not; it goes out as CRLF (RFC 5321 2.3.8)"},
		{"no last end", good + "a", Offers{}, "line 8, the last one, has no line end; it gets one"},
		{"dots", good + ".\n.a\n", Offers{}, "line 8 begins with a dot, the first of 2 lines; it goes out with one more, which the server takes away (RFC 5321 4.5.2)"},
		{"dots in a chunk", good + ".\n.a\n", Offers{BDAT: true}, ""},
	}
}

// sentAsIs are those of :send --verbatim.
func sentAsIs() []judgement {
	raw, bdat := Offers{Verbatim: true}, Offers{Verbatim: true, BDAT: true}
	message := withCRLF(good)
	smuggling := " | servers that read line ends differently can be made to see a second message (SMTP smuggling)"
	return []judgement{
		{"ended", message + ".\r\n", raw, ""},
		{"ended within the header", "From: a\r\nDate: b\r\nMessage-ID: <c>\r\n.\r\n", raw, ""},
		{"stuffed", message + "..\r\n..a\r\n.\r\n", raw, ""},
		{"size", message, Offers{Verbatim: true, BDAT: true, Size: 95}, "the message has 96 octets; the server takes 95 (SIZE, RFC 1870)"},
		{"size, as it is", good, Offers{Verbatim: true, BDAT: true, Binary: true, Size: 89}, ""},
		{"not ended", message, raw, `no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4) | "." on a line by itself ends it`},
		{"half a dot line", message + ".", raw, `
			no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4) | end it with an empty line, then "."
			line 8 is a lone dot, but not between two CRLF: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling},
		{"ends early", message + ".\r\nRSET\r\n.\r\n", raw,
			"line 8 is a lone dot and ends the message; the server reads the 2 lines behind it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)"},
		{"ends one line early", message + ".\r\nQUIT", raw,
			"line 8 is a lone dot and ends the message; the server reads the 1 line behind it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)"},
		{"ends at once", ".\r\n" + message, raw, `
			line 1 is a lone dot and ends the message; the server reads the 7 lines behind it as commands (RFC 5321 4.1.1.4) | double the dot (RFC 5321 4.5.2)
			line 1 is no header field, and the message has no header (RFC 5322 3.6) | begin with From: and Date:, then a blank line, then the text`},
		{"smuggled", message + "a\n.\r\nMAIL FROM:<>\r\n.\r\n", raw, `
			line 9 is a lone dot, but not between two CRLF: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling + `
			line 8 ends in LF without CR; a server may refuse it (RFC 5321 2.3.8)` + smuggling},
		{"LF", good + ".\n", raw, `
			no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4) | end it with an empty line, then "."
			line 8 is a lone dot, but not between two CRLF: some servers end the message there, others do not (RFC 5321 4.1.1.4)` + smuggling + `
			line 1 ends in LF without CR, the first of 8 lines; a server may refuse it (RFC 5321 2.3.8)` + smuggling},
		{"CR", message + "a\rb\r\n.\r\n", raw, "line 8 has a CR without LF; a server may refuse it (RFC 5321 2.3.8)" + smuggling},
		{"not stuffed", message + ".a\r\n.b\r\n.\r\n", raw, "line 8 begins with a dot, which the server takes away, the first of 2 lines (RFC 5321 4.5.2) | double the dot"},
		{"chunk", message + ".\r\n.a\r\na", bdat, ""},
		{"chunk with a lone dot", message + ".", bdat, ""},
		{"chunk with LF", message + "a\n", bdat, "line 8 ends in LF without CR; a server may refuse it (RFC 5321 2.3.8)" + smuggling},
		{"binary chunk", message + "a\n\r\x00\xff", Offers{Verbatim: true, BDAT: true, Chunking: true, Binary: true}, ""},
		{"empty", "", raw, `
			the message is empty | a message has at least From: and Date: (RFC 5322 3.6)
			no CRLF.CRLF ends the message; the server waits for it (RFC 5321 4.1.1.4) | "." on a line by itself ends it`},
	}
}

func TestComplaints(t *testing.T) {
	for _, c := range append(judged(), sentAsIs()...) {
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
