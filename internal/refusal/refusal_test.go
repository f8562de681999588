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
