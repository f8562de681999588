package refusal

import "testing"

// TestParse checks the codes and the text in what users paste.
func TestParse(t *testing.T) {
	for _, test := range []struct {
		text string
		want Reply
	}{
		{"550 5.7.1 no", Reply{Code: 550, Enhanced: "5.7.1", Text: "no"}},
		{"550-5.7.1 no,\r\n550 5.7.1 never\r\n", Reply{Code: 550, Enhanced: "5.7.1", Text: "no,\nnever"}},
		{"553 sorry (#5.7.1)", Reply{Code: 553, Enhanced: "5.7.1", Text: "sorry (#5.7.1)"}},
		{"421 #4.4.5 Too many TLS sessions", Reply{Code: 421, Enhanced: "4.4.5", Text: "Too many TLS sessions"}},
		{"5.1.1 no such user", Reply{Enhanced: "5.1.1", Text: "no such user"}},
		{"550", Reply{Code: 550}},
		{"go away", Reply{Text: "go away"}},
		{"550 192.0.2.7 is listed", Reply{Code: 550, Text: "192.0.2.7 is listed"}},
	} {
		if got := Parse(test.text); got != test.want {
			t.Errorf("%q: %+v, want %+v", test.text, got, test.want)
		}
	}
}

// TestOrderOfEvidence checks that text counts more than codes, and a provider more than
// words.
func TestOrderOfEvidence(t *testing.T) {
	for _, test := range []struct {
		reply, verb string
		cause       Cause
		provider    string
		retry       Retry
	}{
		{"550 5.1.1 blocked using bl.example", "RCPT", BlockList, "", Cannot},
		{"550 5.1.1 x", "RCPT", NoSuchUser, "", Cannot},
		{"504 5.5.2 <me>: Helo command rejected: need fully-qualified hostname", "RCPT", Helo, "Postfix", Cannot},
		{"550-5.7.26 This mail has been blocked\n550 5.7.26 x - gsmtp", ".", Authentication, "Gmail", Cannot},
		{"450 4.7.1 Greylisted", "RCPT", Greylisting, "", Can},
		{"599 x", "RCPT", Unknown, "", Cannot},
		{"x", "", Unknown, "", Unclear},
	} {
		r := Parse(test.reply)
		r.Verb = test.verb
		if e := Explain(r); e.Cause != test.cause || e.Provider != test.provider || e.Retry != test.retry {
			t.Errorf("%q: %+v", test.reply, e)
		}
	}
}

// TestFamilies checks ways of saying it that a more general row would explain wrongly.
func TestFamilies(t *testing.T) {
	for _, test := range []struct {
		reply, verb string
		cause       Cause
	}{
		{"550 This host does not accept mail", "RCPT", NullMX},
		{"552 5.2.0 x1 kbA0q9 spam detected", ".", SpamContent},
		{"554 5.6.0 scored as spam", ".", SpamContent},
		{"554 5.7.1 Message content rejected", ".", ContentPolicy},
		{"554 5.7.1 Mail (id-1) appears to be unsolicited; ask to be whitelisted", ".", SpamContent},
		{"554 5.6.1 Eight bit characters not allowed", ".", EightBit},
		{"421 4.4.1 Connection timed out. Total session duration: 00:10:00", "", Closing},
		{"525 5.7.13 Account disabled", "AUTH", AccountSuspended},
		{"550 5.2.5 Folder full", "RCPT", MailboxFull},
		{"554 5.7.1 Anlage abgelehnt: verschlüsselte Archive werden nicht angenommen", ".", Virus},
		{"552 The length of the message exceeds the maximum", ".", MessageSize},
		{"552 a line is too long", ".", MessageFormat},
		{"550 The recipient cannot be verified.", "RCPT", NoSuchUser},
		{"501 5.5.4 Invalid command arguments: Invalid domain name", "HELO", Helo},
		{"501 5.7.0 Authentication failed", "AUTH", AuthFailed},
		{"501 5.7.1 Message is too long", ".", MessageSize},
		{"501 5.5.1 HELO/EHLO requires domain address", "EHLO", Helo},
		{"501 5.5.2 Domain name required", "MAIL", Syntax},
		{"550 Mottagaren finns inte", "RCPT", NoSuchUser},
		{"552 Zpráva je příliš velká", ".", MessageSize},
		{"550 Kontot är inaktivt", "RCPT", MailboxDisabled},
		{"554 스팸 메일", ".", SpamContent},
		{"451 4.4.0 DNS resolving error", "RCPT", Routing},
		{"550 Access denied", "MAIL", Unknown},
		{"554 message rejected", ".", Unknown},
		{"554 Message not allowed - [299]", ".", Unknown},
	} {
		r := Parse(test.reply)
		r.Verb = test.verb
		if e := Explain(r); e.Cause != test.cause {
			t.Errorf("%q: %s, want %s", test.reply, e.Cause, test.cause)
		}
	}
}
