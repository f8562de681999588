package practice

import (
	"reflect"
	"testing"
)

func TestParsePath(t *testing.T) {
	for _, test := range []struct {
		arg, addr string
		params    []string
		ok        bool
	}{
		{"FROM:<a@b>", "a@b", nil, true},
		{"from: a@b", "a@b", nil, true},
		{"From :\t<a@b>", "a@b", nil, true},
		{"FROM:a@b", "a@b", nil, true},
		{"FROM:<>", "", nil, true},
		{"FROM:<> SIZE=1", "", []string{"SIZE=1"}, true},
		{"FROM:<a@b>  SIZE=1\tBODY=7BIT ", "a@b", []string{"SIZE=1", "BODY=7BIT"}, true},
		{"FROM: a@b SIZE=1", "a@b", []string{"SIZE=1"}, true},
		{`FROM:<"a b"@c>`, `"a b"@c`, nil, true},
		{`FROM:<"a> \" b"@c> X`, `"a> \" b"@c`, []string{"X"}, true},
		{"FROM:<jürgen@b>", "jürgen@b", nil, true},
		{"FROM:<a@[IPv6:::1]>", "a@[IPv6:::1]", nil, true},
		{"", "", nil, false},
		{"FROM", "", nil, false},
		{"FROM a@b", "", nil, false},
		{"TO:<a@b>", "", nil, false},
		{"FROM:", "", nil, false},
		{"FROM: \t", "", nil, false},
		{"FROM:<a@b", "", nil, false},
		{"FROM:a@b>", "", nil, false},
		{"FROM:<", "", nil, false},
		{"FROM:<a@b>SIZE=1", "", nil, false},
		{"FROM:<<a@b>>", "", nil, false},
		{`FROM:<"a b@c>`, "", nil, false},
		{"FROM:<a\x1b@b>", "", nil, false},
		{"FROM:<a\x00@b>", "", nil, false},
		{"FROM:<a\x7f@b>", "", nil, false},
		{"FROM:<a@b>\r", "", nil, false},
	} {
		addr, params, ok := parsePath("FROM", test.arg)
		if ok != test.ok || ok && (addr != test.addr || len(params)+len(test.params) > 0 && !reflect.DeepEqual(params, test.params)) {
			t.Errorf("%q: %q, %q, %t", test.arg, addr, params, ok)
		}
	}
}

func TestMailParameters(t *testing.T) {
	const syntax = "S: 501 Type it like this: MAIL FROM:<address> [SIZE=octets] [BODY=7BIT|8BITMIME] [AUTH=address]\n"
	const ok = "S: 250 Sender address accepted\nC: RSET\nS: 250 Sender and recipients cleared\n"
	c := dial(t, serve(t, Config{}).Plain())
	c.talk(banner + ehlo + login)
	for params, want := range map[string]string{
		" SIZE=0":                       ok,
		" size=20480000":                ok,
		" BODY=7BIT":                    ok,
		" body=8bitmime":                ok,
		" AUTH=<>":                      ok,
		" AUTH=e+3Df@g.h":               ok,
		" SIZE=1 BODY=8BITMIME AUTH=<>": ok,
		" SIZE":                         syntax,
		" SIZE=":                        syntax,
		" SIZE=-1":                      syntax,
		" SIZE=1k":                      syntax,
		" BODY":                         syntax,
		" BODY=BINARYMIME":              syntax,
		" AUTH=":                        syntax,
		" SIZE=1 RET=FULL":              "S: 555 Unknown parameter; MAIL takes SIZE, BODY and AUTH, RCPT takes none\n",
		" =":                            "S: 555 Unknown parameter; MAIL takes SIZE, BODY and AUTH, RCPT takes none\n",
	} {
		c.talk("C: MAIL FROM:<a@b>" + params + "\n" + want)
	}
	c.talk(quit)
}

// A message starts empty, whether the previous one was sent or dropped.
func TestTwoMessages(t *testing.T) {
	srv, got := serveInto(t)
	const body = "C: DATA\nS: 354 Continue\nC: x\nC: .\nS: 250 Delivery in progress\n"
	dial(t, srv.Plain()).talk(banner + ehlo + login + mail + rcpt + ehlo + mail + rcpt + rcpt + body +
		"C: MAIL FROM:<>\nS: 250 Sender address accepted\nC: RCPT TO: Postmaster\nS: 250 Recipient address accepted\n" + body + quit)
	want := []Message{
		{From: "a@b.test", To: []string{"c@d.test", "c@d.test"}, User: User, EHLO: "me", Data: []byte("x\r\n")},
		{From: "", To: []string{"Postmaster"}, User: User, EHLO: "me", Data: []byte("x\r\n")},
	}
	if m := []Message{<-got, <-got}; !reflect.DeepEqual(m, want) {
		t.Errorf("taken %+v\nwant  %+v", m, want)
	}
}

// A message that the client does not finish is not accepted.
func TestUnfinishedMessageIsNotAccepted(t *testing.T) {
	srv, got := serveInto(t)
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: half a message")
	c.conn.Close()
	srv.Close()
	if len(got) > 0 {
		t.Errorf("taken %+v", <-got)
	}
}
