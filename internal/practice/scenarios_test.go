package practice

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"
)

// loginAs is AUTH PLAIN with another user name.
func loginAs(user string) string {
	return "C: AUTH PLAIN " + base64.StdEncoding.EncodeToString([]byte("\x00"+user+"\x00"+Password)) + "\n"
}

const data = "C: DATA\nS: 354 Continue\nC: Subject: x\nC: .\n"

// played shows each scenario, by its word. Afterwards the session continues, or ends
// if the dialogue ends with END.
var played = map[string]string{
	"limits.test": strings.Replace(strings.Replace(ehlo, "EHLO me", "EHLO limits.test", 1), "S: 250 STARTTLS", "S: 250-STARTTLS\nS: 250 LIMITS RCPTMAX=2", 1) + login + mail + rcpt + rcpt +
		"C: RCPT TO:<c@d.test>\nS: 452 4.5.3 Too many recipients; EHLO advertised LIMITS RCPTMAX=2\n" + data + "S: 250 Delivery in progress\n",
	"disabled":               ehlo + loginAs("disabled") + "S: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the tenant\n" + login,
	"apppassword":            ehlo + loginAs("AppPassword") + "S: 534 5.7.9 Application-specific password required\n" + login,
	"later":                  ehlo + loginAs("later") + "S: 454 4.7.0 Temporary authentication failure\n" + login,
	"notyours@practice.test": ehlo + login + "C: MAIL FROM:<notyours@practice.test>\nS: 550 5.7.60 Client does not have permissions to send as this sender\n" + mail,
	"blocked@practice.test":  ehlo + login + "C: MAIL FROM:<blocked@practice.test>\nS: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.practice.test\n" + mail,
	"nobody@practice.test": ehlo + login + mail + "C: RCPT TO:<Nobody@practice.test>\nS: 550 5.1.1 <nobody@practice.test>: Recipient address rejected: User unknown\n" +
		"C: DATA\nS: 503 Send RCPT first\n" + rcpt + data + "S: 250 Delivery in progress\n",
	"full@practice.test":       ehlo + login + mail + "C: RCPT TO:<full@practice.test>\nS: 452 4.2.2 The mailbox is full\n",
	"relay@elsewhere.test":     ehlo + login + mail + "C: RCPT TO:<relay@elsewhere.test>\nS: 554 5.7.1 <relay@elsewhere.test>: Relay access denied\n",
	"greylisted@practice.test": ehlo + login + mail + "C: RCPT TO:<greylisted@practice.test>\nS: 450 4.7.1 Greylisted, try again in 300 seconds\nC: RCPT TO:<greylisted@practice.test>\nS: 250 Recipient address accepted\n" + data + "S: 250 Delivery in progress\n",
	"foreign@practice.test":    ehlo + login + mail + "C: RCPT TO:<foreign@practice.test>\nS: 550 5.1.1 Diesen Empfänger gibt es hier nicht\n",
	"wordy@practice.test":      ehlo + login + mail + "C: RCPT TO:<wordy@practice.test>\nS: 550-5.7.1 We are sorry.\nS: 550-5.7.1 This recipient is not accepted,\nS: 550-5.7.1 for reasons that take four lines,\nS: 550 5.7.1 and this is the last one.\n",
	"slow@practice.test":       ehlo + login + mail + "C: RCPT TO:<slow@practice.test>\nS: 250 Recipient address accepted\n" + data + "S: 250 Delivery in progress\n",
	"unasked@practice.test":    ehlo + login + mail + "C: RCPT TO:<unasked@practice.test>\nS: 250 Recipient address accepted\nS: 450 4.3.0 This reply answers no command\n",
	"drop@practice.test":       ehlo + login + mail + "C: RCPT TO:<drop@practice.test>\nEND\n",
	"closing@practice.test":    ehlo + login + mail + "C: RCPT TO:<closing@practice.test>\nS: 421 4.3.2 Service shutting down\nEND\n",
	"toobig@practice.test":     ehlo + login + mail + "C: RCPT TO:<toobig@practice.test>\nS: 250 Recipient address accepted\n" + data + "S: 552 5.3.4 Message too big for this recipient\n" + mail + rcpt + data + "S: 250 Delivery in progress\n",
	"spam@practice.test":       ehlo + login + mail + "C: RCPT TO:<spam@practice.test>\nS: 250 Recipient address accepted\n" + data + "S: 554 5.7.1 The message looks like spam\n",
}

// TestScenarios plays each scenario; a row without a dialogue is an error.
func TestScenarios(t *testing.T) {
	for _, sc := range Scenarios() {
		if sc.Does == "" || sc.Teaches == "" {
			t.Errorf("%+v", sc)
		}
		dialogue, ok := played[sc.Word]
		if !ok {
			if !strings.Contains(sc.Does, "certificate") {
				t.Errorf("no dialogue for %s", sc.Word)
			}
			continue
		}
		t.Run(sc.Word, func(t *testing.T) {
			srv := serve(t, Config{}, func(l *limits) { l.slow = time.Millisecond })
			dial(t, srv.Plain()).talk(banner + dialogue)
		})
	}
}

// TestSlowIsSlow: the reply is late, and Close does not wait for it.
func TestSlowIsSlow(t *testing.T) {
	srv := serve(t, Config{}, func(l *limits) { l.slow = time.Hour })
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + login + mail)
	c.send("NOOP\r\nRCPT TO:<slow@practice.test>\r\n") // in one write: after the first reply, the server is processing the second command
	c.expect("250 Still here\r\n")
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	io.Copy(io.Discard, c.conn)
}

// TestBadCertificates: each certificate has its own fault, and a client that does not
// ask for one gets the valid certificate.
func TestBadCertificates(t *testing.T) {
	srv := serve(t, Config{})
	for name, want := range map[string]string{"expired.test": "expired", "selfsigned.test": "unknown authority", "wrongname.test": "wrong.test", "me": ""} {
		c := dial(t, srv.Plain())
		c.talk(banner + strings.Replace(ehlo, "EHLO me", "EHLO "+name, 1) + "C: STARTTLS\nS: 220 Start TLS now\n")
		config := &tls.Config{ServerName: "localhost", RootCAs: pool(t, srv)}
		conn := tls.Client(c.conn, config)
		err := conn.Handshake()
		if (err == nil) != (want == "") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "wrongname.test" || name == "expired.test" {
			c := dial(t, srv.Plain())
			c.talk(banner + strings.Replace(ehlo, "EHLO me", "EHLO "+name, 1) + "C: STARTTLS\nS: 220 Start TLS now\n")
			conn := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true})
			if err := conn.Handshake(); err != nil {
				t.Fatal(err)
			}
			leaf := conn.ConnectionState().PeerCertificates[0]
			if name == "expired.test" && leaf.NotAfter.Year() != 2020 || name == "wrongname.test" && leaf.VerifyHostname("localhost") == nil {
				t.Errorf("%s: %v, %v", name, leaf.NotAfter, leaf.DNSNames)
			}
		}
	}
}
