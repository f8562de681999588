package repl

import (
	"testing"

	"byhand/internal/dialect"
	"byhand/internal/smtp"
)

func TestExpectation(t *testing.T) {
	t.Parallel()
	var p smtp.Parser
	got := &dialect.Reply{MatchedReply: smtp.MatchedReply{Reply: p.Push([]byte("550-5.1.1 no such user\r\n550 5.1.1 here\r\n"))[0]}}
	for arg, want := range map[string]bool{
		"550": true, "250": false, "250 550": true, "5yz": true, "55z": true, "5xx": true, "2yz": false, "51z": false,
		"550 /no such/": true, "550 /NO SUCH/": false, "550 /(?i)NO SUCH/": true, "250 /no such/": false,
		"/user\n5/": true, "/^5.1.1/": true, "550 /a/b/": false, "NO BAD": false, "550 NO": true,
	} {
		e, err := parseExpectation(arg)
		if err != nil {
			t.Errorf("%q: %v", arg, err)
		} else if e.accepts(got) != want {
			t.Errorf("%q accepts %v: %v, want %v", arg, got, !want, want)
		}
	}
	no := &dialect.Reply{Word: "NO"}
	for arg, want := range map[string]bool{"NO": true, "no bad": true, "OK": false, "550": false, "5yz": false, "+OK -ERR": false} {
		if e, err := parseExpectation(arg); err != nil || e.accepts(no) != want {
			t.Errorf("%q accepts NO: %v (%v), want %v", arg, !want, err, want)
		}
	}
	for _, arg := range []string{"", "25", "2500", "abc", "050", "550 /open", "/(/", "250,251", "2y1k"} {
		if e, err := parseExpectation(arg); err == nil {
			t.Errorf("%q is parsed as %v, want an error", arg, e)
		}
	}
}
