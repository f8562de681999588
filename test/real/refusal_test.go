package real

import (
	"strings"
	"testing"
)

const (
	sender      = "C: MAIL FROM:<fromaddress@domain.com>\nS: 250 2.1.0 Ok\n"
	relay       = "C: RCPT TO:<far@elsewhere.example>\nS: 554 5.7.1 <far@elsewhere.example>: Relay access denied\n"
	relayDenied = "554 5.7.1 <far@elsewhere.example>: Relay access denied"
	wrongLogin  = `
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
B: 334 says "Username:"
C: ‹$USER64›
S: 334 UGFzc3dvcmQ6
B: 334 says "Password:"
C: ‹d3Jvbmc=›
S: 535 5.7.8 Error: authentication failed: (reason unavailable)
`
)

// keepGoingHint is the part of a hint that byhand omits if --keep-going is given.
const keepGoingHint = "; --keep-going continues after any refusal"

// refusalMessage is byhand's message about a refusal that ends a script.
func refusalMessage(verb, reply string) string {
	return "B: the server refused " + verb + ": " + reply + "\n" +
		`B: hint: to accept this reply, put ":expect ` + reply[:3] + `" after the line` + keepGoingHint + "\n"
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		call     call
		dialogue string
	}{
		{"relay", call{server: "SMTP", status: 1},
			joined(opened, greeting, ehloTLS, sender, relay, refusalMessage("RCPT", relayDenied), weClosed)},
		{"relay expected", call{server: "SMTP"},
			joined(opened, greeting, ehloTLS, sender, relay, ":expect 554", quit)},
		{"relay expected by class and text", call{server: "SMTP"},
			joined(opened, greeting, ehloTLS, sender, relay, ":expect 4yz 5yz /Relay access denied/", quit)},
		{"another refusal expected", call{server: "SMTP", status: 1},
			joined(opened, greeting, ehloTLS, sender, relay, ":expect 550\nB: RCPT: expected 550, got "+relayDenied, weClosed)},
		{"another text expected", call{server: "SMTP", status: 1},
			joined(opened, greeting, ehloTLS, sender, relay, ":expect 554 /blocked/\nB: RCPT: expected 554 /blocked/, got "+relayDenied, weClosed)},
		{"relay, keep going", call{server: "SMTP", status: 1, flags: []string{"--keep-going"}},
			joined(opened, greeting, ehloTLS, sender, relay, strings.Replace(refusalMessage("RCPT", relayDenied), keepGoingHint, "", 1), quit)},
		{"wrong password", call{server: "SMTP_PLAIN", status: 1},
			joined(opened, greeting, ehloOld, wrongLogin, refusalMessage("AUTH", "535 5.7.8 Error: authentication failed: (reason unavailable)"), weClosed)},
		{"wrong password expected, then the right one", call{server: "SMTP_PLAIN"},
			joined(opened, greeting, ehloOld, wrongLogin, ":expect 535", login, quit)},
		{"AUTH PLAIN", call{server: "SMTP_PLAIN"},
			joined(opened, greeting, ehloOld, "C: AUTH PLAIN ‹$PLAIN64›\nS: 235 2.7.0 Authentication successful", quit)},
		{"AUTH PLAIN, answered", call{server: "SMTP_PLAIN"},
			joined(opened, greeting, ehloOld, "C: AUTH PLAIN\nS: 334 \nC: ‹$PLAIN64›\nS: 235 2.7.0 Authentication successful", quit)},
		{"DATA without a recipient", call{server: "SMTP"},
			joined(opened, greeting, ehloTLS, sender, "C: DATA\nS: 554 5.5.1 Error: no valid recipients\n:expect 554", quit)},
		{"login without TLS", call{server: "SUBMISSION", status: 1},
			joined(opened, greeting, ehloTLS, "C: AUTH LOGIN\nS: 530 5.7.0 Must issue a STARTTLS command first",
				refusalMessage("AUTH", "530 5.7.0 Must issue a STARTTLS command first"), weClosed)},
		{"a message without a login", call{server: "SMTPS", flags: []string{"--tls"}, status: 1},
			joined(opened, verified, greeting, ehloAuth, sender, "C: RCPT TO:<$USER>",
				"S: 554 5.7.1 <unknown[127.0.0.1]>: Client host rejected: Access denied",
				refusalMessage("RCPT", "554 5.7.1 <unknown[127.0.0.1]>: Client host rejected: Access denied"), weClosed)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.call.talk(t, test.dialogue)
		})
	}
}

// TestTLSTooSoon: byhand starts no handshake unless the last reply allows it.
func TestTLSTooSoon(t *testing.T) {
	t.Parallel()
	const (
		notAgreed = "B: TLS cannot start: the server has not agreed to start it\n" +
			"B: hint: :starttls\n" + weClosed
		refused = "S: 502 5.5.1 Error: command not implemented\n"
	)
	for _, test := range []struct {
		name     string
		call     call
		dialogue string
	}{
		{"nothing sent", call{server: "SMTP"}, joined(opened, greeting, ":tls", notAgreed)},
		{"EHLO sent", call{server: "SMTP"}, joined(opened, greeting, ehloTLS, ":tls", notAgreed)},
		{"STARTTLS refused", call{server: "SMTP_PLAIN"}, joined(opened, greeting, ehloOld, "C: STARTTLS\n"+refused+":expect 502", ":tls",
			"B: TLS cannot start: the server did not answer STARTTLS with 220",
			"B: hint: STARTTLS", weClosed)},
		{"STARTTLS refused, then EHLO", call{server: "SMTP_PLAIN"}, joined(opened, greeting, "C: STARTTLS\n"+refused+":expect 502", ehloOld,
			":tls", notAgreed)},
		{"--starttls refused", call{server: "SMTP_PLAIN", flags: []string{"--starttls", "--ehlo", "me"}},
			joined(opened, greeting, "H: EHLO me\n"+begin+auth+oldAuth+end, "H: STARTTLS\n"+refused,
				"B: the server refused STARTTLS: 502 5.5.1 Error: command not implemented", weClosed)},
		{"twice", call{server: "SMTPS", flags: []string{"--tls"}}, joined(opened, verified, greeting, ":tls",
			"B: TLS is already active", weClosed)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.call.status = 4
			test.call.talk(t, test.dialogue)
		})
	}
}
