package real

import (
	"strings"
	"testing"
)

// Pieces of dialogues.
const (
	opened   = "B: connected to localhost:PORT (127.0.0.1:PORT) in TIME\n"
	closed   = "B: the server closed the connection\n"
	weClosed = "B: closed the connection\n"

	greeting = "S: 220 mail.byhand.test ESMTP Postfix\n"
	begin    = "S: 250-mail.byhand.test\nS: 250-PIPELINING\nS: 250-SIZE 209715200\nS: 250-VRFY\nS: 250-ETRN\n"
	end      = "S: 250-ENHANCEDSTATUSCODES\nS: 250-8BITMIME\nS: 250-DSN\nS: 250-SMTPUTF8\nS: 250 CHUNKING\n"
	mechs    = "PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER\n"
	auth     = "S: 250-AUTH " + mechs
	oldAuth  = "S: 250-AUTH=" + mechs
	offered  = "S: 250-STARTTLS\n"

	ehlo     = "C: EHLO me\n" + begin + end // offers neither TLS nor AUTH
	ehloTLS  = "C: EHLO me\n" + begin + offered + end
	ehloAuth = "C: EHLO me\n" + begin + auth + end
	ehloOld  = "C: EHLO me\n" + begin + auth + oldAuth + end

	startTLS = "C: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n"
	verified = `B: TLS 1.3, CIPHER, certificate for "localhost", "mail.byhand.test", "127.0.0.1" by "byhand test CA", N days left, verified` + "\n"
	again    = "B: send EHLO again: capabilities from before TLS no longer apply\n"
	upgrade  = startTLS + ":tls\n" + verified + again

	login = `
C: auth login
S: 334 VXNlcm5hbWU6
B: 334 says "Username:"
C: ‹$USER64›
S: 334 UGFzc3dvcmQ6
B: 334 says "Password:"
C: ‹$PASS64›
S: 235 2.7.0 Authentication successful
`

	mailToBob = `
C: mail from: fromaddress@domain.com
S: 250 2.1.0 Ok
C: rcpt to: bob@byhand.test
S: 250 2.1.5 Ok
C: data
S: 354 End data with <CR><LF>.<CR><LF>
`

	// Postfix rewrites an address without a domain, and adds a missing date and ID. The
	// message has all of them, so that Postfix does not change it.
	message = `
C: To:To Name <toaddress@domain.com>
C: From: From Name <fromaddress@domain.com>
C: Subject:SUBJECT
C: Date: Thu, 1 Jan 2026 00:00:00 +0000
C: Message-ID: <walkthrough@domain.com>
C:
C: This is the body of the message you would like to send.
C: .
S: 250 2.0.0 Ok: queued as ID
`

	quit = "C: quit\nS: 221 2.0.0 Bye\n" + closed
)

// joined joins pieces of dialogues.
func joined(pieces ...string) string {
	var b strings.Builder
	for _, piece := range pieces {
		b.WriteString(strings.Trim(piece, "\n") + "\n")
	}
	return b.String()
}

// TestWalkthrough does what users do with telnet, from the greeting to QUIT, on each kind of
// port.
func TestWalkthrough(t *testing.T) {
	t.Parallel()
	for _, port := range []struct {
		server   string
		flags    []string
		dialogue string
	}{
		{"SMTP_PLAIN", nil, joined(opened, greeting, ehloOld, login, mailToBob, message, quit)},
		{"SUBMISSION", nil, joined(opened, greeting, ehloTLS, upgrade, ehloAuth, login, mailToBob, message, quit)},
		{"SMTPS", []string{"--tls"}, joined(opened, verified, greeting, ehloAuth, login, mailToBob, message, quit)},
		{"MTLS", []string{"--tls", "--cert", "CERT", "--key", "KEY"},
			joined(opened, verified, greeting, ehlo, mailToBob, message, quit)},
	} {
		for _, by := range []by{pipe, file, args} {
			t.Run(port.server+"/"+string(by), func(t *testing.T) {
				t.Parallel()
				var flags []string
				for _, flag := range port.flags {
					if flag == "CERT" || flag == "KEY" {
						flag = env(t, flag)
					}
					flags = append(flags, flag)
				}
				subject := unique(t)
				dialogue := strings.Replace(port.dialogue, "SUBJECT", subject, 1)
				got := call{server: port.server, flags: flags, by: by}.talk(t, dialogue)
				hasNot(t, "stderr", got.err, variable(t, "PASS64"), variable(t, "PASS"))
				arrives(t, subject, texts(t, dialogue))
			})
		}
	}
}

// TestFlagStartTLS does the walkthrough with --starttls.
func TestFlagStartTLS(t *testing.T) {
	t.Parallel()
	subject := unique(t)
	dialogue := strings.Replace(joined(opened, greeting,
		"H: EHLO me\n"+begin+offered+end+"H: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n"+verified+"H: EHLO me\n"+begin+auth+end,
		login, mailToBob, message, quit), "SUBJECT", subject, 1)
	call{server: "SUBMISSION", flags: []string{"--starttls", "--ehlo", "me"}}.talk(t, dialogue)
	arrives(t, subject, texts(t, dialogue))
}

// TestColonStartTLS: :starttls sends EHLO only if the user did not.
func TestColonStartTLS(t *testing.T) {
	t.Parallel()
	const secure = "H: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n" + verified + "H: EHLO [127.0.0.1]\n" + begin + end
	for name, before := range map[string]string{
		"after EHLO": ehloTLS + ":starttls\n",
		"at once":    ":starttls\nH: EHLO [127.0.0.1]\n" + begin + offered + end,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call{server: "SMTP"}.talk(t, joined(opened, greeting, before, secure, "C: NOOP\nS: 250 2.0.0 Ok\n", quit))
		})
	}
}
