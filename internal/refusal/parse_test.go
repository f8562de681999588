package refusal

import "testing"

// TestParseWrapped reads replies as clients, logs and bounces quote them.
func TestParseWrapped(t *testing.T) {
	no := Reply{Code: 550, Enhanced: "5.1.1", Text: "no such user"}
	at := func(verb, host string) Reply { r := no; r.Verb, r.Host = verb, host; return r }
	for _, test := range []struct {
		text string
		want Reply
	}{
		{`"550 5.1.1 no such user"`, no},
		{"“550 5.1.1 no such user”", no},
		{"smtp; 550 5.1.1 no such user", no},
		{"Diagnostic-Code: smtp;550-5.1.1 no such user", no},
		{"said: 550 5.1.1 no such user", no},
		{"<<< 550 5.1.1 no such user", no},
		{"S: 550 5.1.1 no such user", no},
		{"550: 5.1.1: no such user", no},
		{"Remote host said: 550 5.1.1 no such user", no},
		{"#550 5.1.1 no such user##", no},
		{"Remote Server returned '550 5.1.1 no such user'", no},
		{"#< #5.1.1 smtp;550 5.1.1 no such user> #SMTP#", Reply{Code: 550, Enhanced: "5.1.1", Text: "no such user>"}},
		{"(550, b'5.1.1 no such user')", no},
		{"SMTPRecipientsRefused: {'a@b.example': (550, b'5.1.1 no such user')}", no},
		{"Error: Invalid login: 550-5.1.1 no such user", no},
		{"host mx.example.net[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO command)", at("RCPT", "mx.example.net")},
		{"status=bounced (host mx.example.net[2001:db8::1] said: 550-5.1.1 no such 550 5.1.1 user (in reply to end of DATA command))",
			Reply{Verb: ".", Host: "mx.example.net", Code: 550, Enhanced: "5.1.1", Text: "no such\nuser"}},
		{"SMTP error from remote mail server after RCPT TO:<a@b.example>: host mx.example.net [192.0.2.1]: 550 5.1.1 no such user", at("RCPT", "mx.example.net")},
		{"SMTP error from remote mail server after end of data:\nhost mx.example.net [192.0.2.1]: 550 5.1.1 no such user", at(".", "mx.example.net")},
		{"... while talking to mx.example.net.:\n>>> RCPT To:<a@b.example>\n<<< 550 5.1.1 no such user", at("RCPT", "mx.example.net")},
		{"550-5.7.1 a 550 5.7.1 b", Reply{Code: 550, Enhanced: "5.7.1", Text: "a\nb"}},
		{"550-5.7.1 a 550-5.7.1 b 550 c", Reply{Code: 550, Enhanced: "5.7.1", Text: "a\nb\nc"}},
		{"550 [5.7.1] no", Reply{Code: 550, Enhanced: "5.7.1", Text: "[5.7.1] no"}},
		{"550 no (5.7.1)", Reply{Code: 550, Enhanced: "5.7.1", Text: "no (5.7.1)"}},
		{"550 [192.0.2.1] (#1.2.3) no", Reply{Code: 550, Text: "[192.0.2.1] (#1.2.3) no"}},
		{"there are 550 reasons: none", Reply{Text: "there are 550 reasons: none"}},
		{"", Reply{}},
	} {
		if got := Parse(test.text); got != test.want {
			t.Errorf("%q: %+v, want %+v", test.text, got, test.want)
		}
	}
}
