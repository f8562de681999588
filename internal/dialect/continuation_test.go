package dialect

import "testing"

// A ManageSieve server does not read "{5}" as a literal (RFC 5804 4). Octets that were
// not sent before its reply are not sent at all.
func TestSieveLiteralWithoutPlus(t *testing.T) {
	d := newSieve()
	d.Received([]byte("OK\r\n"))
	d.Sent([]byte("PUTSCRIPT \"a\" {9}\r\none\r\n"))
	all := d.Received([]byte("NO\r\n"))
	if len(all) != 1 || all[0].Unrequested == nil || d.OctetsLeft() != 0 || d.Phase().String() != "command" {
		t.Fatalf("%+v, %d due in the phase %v", all, d.OctetsLeft(), d.Phase())
	}
	if rest := all[0].Unrequested; rest.Consume([]byte("tw"), "\r\n") || !rest.Consume(nil, "\r\n") {
		t.Error("the rest is 4 octets and a line end")
	}
}

// After DATA or the size of a literal, the dialect knows what follows if the server
// accepts it.
func TestContinuation(t *testing.T) {
	for _, test := range []struct {
		name, greeting, sent string
		lines                []string // of the continuation
	}{
		{"smtp", "220 hi\r\n", "DATA\r\n", []string{"a", ":b", "."}},
		{"smtp", "220 hi\r\n", "AUTH PLAIN AGEAYg==\r\nDATA\r\n", []string{"a", "."}},
		{"smtp", "220 hi\r\n", "AUTH PLAIN AGEAYg==\r\nBDAT 6\r\n", []string{"a", "b"}},
		{"smtp", "220 hi\r\n", "DATA\r\na\r\n.\r\n", nil},
		{"", "", "DATA\r\n", []string{"."}},
		{"imap", "* OK hi\r\n", "a APPEND x {6}\r\n", []string{"one", "x"}},
		{"imap", "* OK hi\r\n", "a LOGIN {3}\r\n", []string{"bob {3}", "two"}},
		{"imap", "* OK hi\r\n", "a APPEND x {6+}\r\n", nil},
		{"pop3", "+OK\r\n", "NOOP\r\n", nil},
	} {
		d := Named(test.name)
		d.Received([]byte(test.greeting))
		d.Sent([]byte(test.sent))
		rest := d.Continuation()
		if (rest == nil) != (test.lines == nil) {
			t.Fatalf("%q: %v", test.sent, rest)
		}
		for i, line := range test.lines {
			if last := rest.Consume([]byte(line), "\r\n"); last != (i == len(test.lines)-1) {
				t.Errorf("%q: %q is the last: %v", test.sent, line, last)
			}
		}
	}
}

// A message that was sent before the reply to DATA has no continuation.
func TestNoContinuationAfterSending(t *testing.T) {
	for sent, left := range map[string]bool{"DATA\r\n": true, "DATA\r\na\r\n": true, "DATA\r\na\r\n.\r\n": false, "DATA\r\n.\r\nNOOP\r\n": false} {
		d := newSMTP()
		d.Received([]byte("220 hi\r\n"))
		d.Sent([]byte(sent))
		if all := d.Received([]byte("554 no\r\n")); len(all) != 1 || (all[0].Unrequested != nil) != left {
			t.Errorf("%q: %+v", sent, all)
		}
	}
}
