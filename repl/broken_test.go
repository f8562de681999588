package repl_test

import (
	"strings"
	"testing"

	"byhand/repl"
)

// A reply that breaks the protocol is not a success: the status is 6, unless an :expect
// lists it. A reply with a formal fault and a clear code counts as usual.
func TestBrokenReplies(t *testing.T) {
	t.Parallel()
	const fails = "the server broke the protocol: it answered "
	keepGoing := func(o *repl.Options) { o.KeepGoing = true }
	noWait := func(o *repl.Options) { o.NoWait = true }
	for name, test := range map[string]struct {
		server, input string
		status        repl.Status
		says          string
		change        func(*repl.Options)
	}{
		"954":                     {server: "C: NOOP\nS: 954 x", input: "NOOP\n", status: repl.Lost, says: fails + "NOOP with 954 x (in:1)"},
		"199":                     {server: "C: NOOP\nS: 199 x", input: "NOOP\nQUIT\n", status: repl.Lost, says: `":expect 199"`},
		"354 to RCPT":             {server: "C: RCPT TO:<a@x>\nS: 354 x", input: "RCPT TO:<a@x>\nDATA\n", status: repl.Lost, says: fails + "RCPT with 354 x"},
		"334 to MAIL":             {server: "C: MAIL FROM:<>\nS: 334 x", input: "MAIL FROM:<>\n", status: repl.Lost},
		"mixed codes":             {server: "C: NOOP\nS: 550-no\nS: 250 ok", input: "NOOP\n", status: repl.Lost, says: `":expect 250 550"`},
		"mixed DATA":              {server: "C: DATA\nS: 550-no\nS: 354 go", input: "DATA\n", status: repl.Lost},
		"DATA answered with 250":  {server: "C: DATA\nS: 250 ok", input: "DATA\n", status: repl.Lost},
		"AUTH answered with 250":  {server: "C: AUTH EXTERNAL =\nS: 250 ok", input: "AUTH EXTERNAL =\n", status: repl.Lost},
		"mixed refusal":           {server: "C: NOOP\nS: 250-ok\nS: 550 no", input: "NOOP\n", status: repl.Refused},
		"bare code":               {server: "C: NOOP\nS: 250", input: "NOOP\n"},
		"bare LF":                 {server: "C: NOOP\nS= \"250 ok\\n\"", input: "NOOP\n"},
		"260":                     {server: "C: NOOP\nS: 260 ok", input: "NOOP\n"},
		"an extension":            {server: "C: XEXCH50 2 2\nS: 354 go\nC: NOOP\nS: 250 ok", input: "XEXCH50 2 2\nNOOP\n"},
		"listed":                  {server: "C: NOOP\nS: 954 x\nC: NOOP\nS: 354 x", input: "NOOP\n:expect 954\nNOOP\n:expect 3yz\n"},
		"not listed":              {server: "C: NOOP\nS: 954 x", input: "NOOP\n:expect 250\n", status: repl.Lost, says: fails + "NOOP with 954 x; expected 250"},
		"listed only by its text": {server: "C: NOOP\nS: 954 x", input: "NOOP\n:expect /x/\n", status: repl.Lost},
		"one code listed":         {server: "C: NOOP\nS: 550-no\nS: 250 ok", input: "NOOP\n:expect 250\n", status: repl.Lost},
		"both codes listed":       {server: "C: NOOP\nS: 550-no\nS: 250 ok", input: "NOOP\n:expect 250 550\n"},
		"--keep-going":            {server: "C: NOOP\nS: 954 x\nC: NOOP\nS: 550 no", input: "NOOP\nNOOP\n", status: repl.Lost, change: keepGoing},
		"--no-wait":               {server: "C: NOOP\nS: 954 x\nhalf\nclose", input: "NOOP\n", status: repl.Lost, change: noWait},
		"a message":               {server: "C: DATA\nS: 354 go\nC: .\nS: 354 again", input: "DATA\n.\n", status: repl.Lost, says: fails + "the message with 354 again"},
		"a batch":                 {server: "C: NOOP\nC: RSET\nS: 354 x\nS: 550 no", input: ":batch\nNOOP\nRSET\n:go\n:expect 550\n", status: repl.Lost},
		"a batched dot":           {server: "C: DATA\nS: 354 go\nC: .\nS: 235 x", input: ":batch\nDATA\n.\n:go\n", status: repl.Lost},
		"one reply of LMTP":       {server: "C: LHLO me\nS: 250 x\nC: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<a@x>\nS: 250 a\nC: RCPT TO:<b@x>\nS: 250 a\nC: DATA\nS: 354 go\nC: .\nS: 954 one\nS: 550 two", input: "LHLO me\nMAIL FROM:<>\nRCPT TO:<a@x>\nRCPT TO:<b@x>\nDATA\n.\n:expect 550\n", status: repl.Lost},
		":test, MAIL":             {server: "C: MAIL FROM:<a@x>\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 354 x", input: "MAIL FROM:<a@x>\n:test b@x\n", status: repl.Lost},
		":starttls":               {server: "C: EHLO me\nS: 250 ok\nC: STARTTLS\nS: 454-no\nS: 220 go", input: ":starttls\n", status: repl.TLSFailed},
		":starttls, EHLO":         {server: "C: EHLO me\nS: 354 x", input: ":starttls\n", status: repl.TLSFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.change == nil {
				test.change = func(*repl.Options) {}
			}
			got := session(t, "S: 220 hi\n"+test.server, test.input, func(o *repl.Options) { o.EHLO = "me" }, test.change)
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says)
		})
	}
}

// TestBareCode: a reply code without text is valid (RFC 5321 4.2).
func TestBareCode(t *testing.T) {
	if got := session(t, "S: 220 hi\nC: NOOP\nS: 250", "NOOP\n"); strings.Contains(got.err, "broke the protocol") {
		t.Errorf("stderr:\n%s", got.err)
	}
}

// TestSendBrokenReply: a message is accepted only with a 2yz reply.
func TestSendBrokenReply(t *testing.T) {
	t.Parallel()
	var tests []delivery
	for _, code := range []string{"354 x", "334 x", "199 x", "954 x", "235 x", "550-no\nS: 250 x"} {
		tests = append(tests, delivery{name: code, file: header, input: ":send FILE\nQUIT\n",
			server: taken + wireHeader + "C: .\nS: " + code, status: repl.Lost, hides: []string{"> QUIT"}})
	}
	tests = append(tests,
		delivery{name: "listed", file: header, input: ":send FILE\n:expect 954\n", server: taken + wireHeader + "C: .\nS: 954 x"},
		delivery{name: "550 and 354 in one reply to DATA", file: header, server: "S: 220 hi\nC: DATA\nS: 550-no\nS: 354 go", status: repl.Lost})
	testDeliveries(t, tests)
}

// TestLoginBrokenReply: a login succeeds only if byhand has sent everything that the mechanism
// needs, and the server accepts it with the protocol's own code.
func TestLoginBrokenReply(t *testing.T) {
	t.Parallel()
	early := []string{"the server broke the protocol: it accepted the login before "}
	var tests []loginTest
	add := func(name, server, input string, says ...string) {
		tests = append(tests, loginTest{name: name, server: server, input: input, status: repl.Lost, says: says, hides: []string{"logged in"}})
	}
	const scram = "any\nS: "
	for _, code := range []string{"354 x", "199 x", "954 x", "200 x", "221 x", "250 x", "535-no\nS: 235 ok"} {
		with := []string{"the server broke the protocol: it answered AUTH with "}
		add("PLAIN "+code, offering("PLAIN")+"C: AUTH PLAIN "+blob+"\nS: "+code, ":auth PLAIN tim\nNOOP\n", with...)
		add("SCRAM "+code, offering("SCRAM-SHA-256")+scram+code, ":auth SCRAM-SHA-256 tim\n", with...)
		add("LOGIN "+code, offering("LOGIN")+"C: AUTH LOGIN\nS: "+code, ":auth LOGIN tim\n", with...)
		add("LOGIN, then "+code, offering("LOGIN")+"C: AUTH LOGIN\nS: 334\nC: dGlt\nS: 334\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: "+code, ":auth LOGIN tim\n", with...)
	}
	add("LOGIN at once", offering("LOGIN")+"C: AUTH LOGIN\nS: 235 ok", ":auth LOGIN tim\n:expect 235\n", early...)
	add("LOGIN without a password", offering("LOGIN")+"C: AUTH LOGIN\nS: 334\nC: dGlt\nS: 235 ok", ":auth LOGIN tim\n", early...)
	add("LOGIN with :answer", "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 235 ok", "AUTH LOGIN\n:answer tim\n", early...)
	add("CRAM-MD5 at once", offering("CRAM-MD5")+"C: AUTH CRAM-MD5\nS: 235 ok", ":auth CRAM-MD5 tim\n", early...)
	add("SCRAM at once", offering("SCRAM-SHA-256")+scram+"235 ok", ":auth SCRAM-SHA-256 tim\n", early...)
	add("535 and 334 in one reply", offering("LOGIN")+"C: AUTH LOGIN\nS: 535-no\nS: 334\nC: *\nS: 501 cancelled", ":auth LOGIN tim\n", "login cancelled")
	add("IMAP", "S: * OK hi\nC: byhand AUTHENTICATE PLAIN\nS= \"+ \\r\\nbyhand OK done\\r\\n\"", ":auth PLAIN tim\n", early...)
	add("POP3", "S: +OK hi\nC: AUTH LOGIN\nS: +OK done", ":auth LOGIN tim\n", early...)
	add("ManageSieve", "S: \"IMPLEMENTATION\" \"x\"\nS: OK\nC: AUTHENTICATE \"LOGIN\"\nS: OK", ":auth LOGIN tim\n", early...)
	tests = append(tests, loginTest{name: "refused, then accepted",
		server: offering("XOAUTH2") + "any\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\nS: 235 ok", input: ":auth XOAUTH2 tim\n", status: repl.Lost})
	testLogins(t, tests)
}
