package describe

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byhand/conn"
	"byhand/internal/advice"
	"byhand/internal/refusal"
	"byhand/internal/smtp"
)

// TestRefusalRows checks which rows explain a refusal, that there are at most five, and that
// none is said twice.
func TestRefusalRows(t *testing.T) {
	offers := advice.State{Hello: "EHLO", Features: []smtp.Feature{{Keyword: "SIZE", Params: []string{"1000"}}}}
	long := "MAIL FROM: " + strings.Repeat("x", 200) + "@example.net"
	for _, c := range []struct{ verb, line, reply, want string }{
		{"MAIL", "MAIL FROM: a@b", "501 5.1.7 x", "syntax: there is a space after the colon, and the address has no angle brackets|  MAIL FROM: a@b|            ^|permanent: retrying without a change won't help|hint: MAIL FROM:<a@b>"},
		{"MAIL", "MAIL FROM:<a@b> SIZE=2000", "552 5.3.4 x", "message-size: the message is larger than the server's limit, 1000 bytes|  MAIL FROM:<a@b> SIZE=2000|                  ^|permanent: retrying without a change won't help"},
		{"RCPT", "RCPT TO:<a@b>", "554 5.7.1 Client host [192.0.2.7] blocked using bl.example", "block-list: |the server objects to the client's address: 192.0.2.7|permanent: retrying without a change won't help"},
		{"NOOP", "NOOP", "471 x", "unknown: byhand cannot tell why from the reply|471: not defined in any RFC|temporary: it may work later"},
		{"NOOP", "NOOP", "550 5.9.99 x", "unknown: byhand cannot tell why from the reply|550: The mailbox is unavailable: not found, no access, or refused by policy; 5.9.99: not a registered code|permanent: retrying without a change won't help"},
		{"RCPT", "RCPT TO:<a@b>", "504 5.5.2 <me>: Helo command rejected: need fully-qualified hostname", "helo: Postfix: |the server objects to the EHLO name: EHLO me|permanent: retrying without a change won't help|hint: EHLO mail.example.org"},
	} {
		r := refusal.Parse(c.reply)
		r.Verb = c.verb
		got := Refusal(advice.Refusal{Reply: r, Line: c.line, State: &offers, Earlier: map[refusal.Part]string{refusal.Greeting: "EHLO me"}})
		want := strings.Split(c.want, "|") // how each row begins
		if len(got) > 5 || !slices.EqualFunc(got, want, strings.HasPrefix) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.reply, strings.Join(got, "|"), c.want)
		}
	}
	got := Refusal(advice.Refusal{Reply: refusal.Reply{Verb: "MAIL", Code: 501, Text: "x"}, Line: long, State: &offers})
	for _, row := range got[1:3] {
		if len(row) > widest+4 {
			t.Errorf("the row %q is too wide", row)
		}
	}
}

// TestInterception checks that products that inspect TLS are named by the certificates that
// they issue, and others are not.
func TestInterception(t *testing.T) {
	for issuer, want := range map[string]string{
		"ESET SSL Filter CA": "ESET", "Avast Web/Mail Shield Root": "Avast", "FortiGate CA": "FortiGate", "Let's Encrypt R11": "", "Test CA": "", "DigiCert TLS": "",
	} {
		facts := session(30)
		facts.Chain[0].Issuer.CommonName = issuer
		got := Interception(facts)
		if (got == "") != (want == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q", issuer, got)
		}
		if rows := Handshake(facts, noon); (len(rows) == 2) != (want != "") {
			t.Errorf("%q: %q", issuer, rows)
		}
	}
	if Interception(&conn.TLS{}) != "" {
		t.Error("a product is named without a certificate")
	}
}

// TestTLSFailureRows checks the rows about failed handshakes.
func TestTLSFailureRows(t *testing.T) {
	noSNI := session(30, "its issuer is not trusted")
	noSNI.Name, noSNI.Chain[0].NotAfter = "192.0.2.1", time.Now().AddDate(1, 0, 0)
	noSNI.Chain[0].Subject.OrganizationalUnit = []string{"No SNI provided; please fix your client."}
	for _, c := range []struct {
		name string
		err  *conn.TLSError
		want string
	}{
		{"no SNI", &conn.TLSError{Why: conn.Untrusted, Facts: noSNI}, "--server-name"},
		{"hung up, by address", &conn.TLSError{Why: conn.HungUp, Facts: &conn.TLS{Name: "192.0.2.1"}}, "SNI"},
		{"hung up", &conn.TLSError{Why: conn.HungUp, Facts: &conn.TLS{Name: "mx.example.net"}}, "does not expect TLS"},
		{"hung up before the handshake", &conn.TLSError{Why: conn.HungUp}, "no usable certificate"},
		{"stalled", &conn.TLSError{Why: conn.Stalled, Facts: &conn.TLS{}}, "plaintext"},
	} {
		rows := TLSFailure(c.err, "x")
		if all := strings.Join(rows, "\n"); !strings.Contains(all, c.want) || !strings.HasSuffix(all, "\nhint: x") || len(rows) > 6 {
			t.Errorf("%s: %q, want %q in it", c.name, rows, c.want)
		}
	}
	if rows := TLSFailure(&conn.TLSError{Why: conn.HungUp, Facts: &conn.TLS{Name: "mx"}}, ""); strings.Contains(strings.Join(rows, ""), "SNI") {
		t.Errorf("a host name was sent: %q", rows)
	}
	if rows := DialFailure(&conn.DialError{Cause: conn.NoAnswer}, "x"); len(rows) != 3 || !strings.Contains(rows[1], "firewall") {
		t.Errorf("%q", rows)
	}
}

// TestChallenge checks that the names in an NTLM challenge are shown, and that cut ones do no
// harm.
func TestChallenge(t *testing.T) {
	pair := func(id byte, name string) string {
		wide := ""
		for _, c := range name {
			wide += string(c) + "\x00"
		}
		return string([]byte{id, 0, byte(len(wide)), 0}) + wide
	}
	info := pair(2, "EXAMPLE") + pair(1, "MAIL01") + pair(3, "mail01.example.net") + pair(7, "time") + pair(0, "")
	message := []byte("NTLMSSP\x00\x02\x00\x00\x00" + strings.Repeat("\x00", 28) + string([]byte{byte(len(info)), 0, byte(len(info)), 0, 48, 0, 0, 0}) + info)
	if got := Challenge(message); got != `an NTLM challenge: domain "EXAMPLE", host "MAIL01", DNS host "mail01.example.net"` {
		t.Error(got)
	}
	for n := range message {
		Challenge(message[:n])
	}
	if got := Challenge([]byte("Username:")); got != `"Username:"` {
		t.Error(got)
	}
}
