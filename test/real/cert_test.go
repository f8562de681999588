package real

import "testing"

const (
	wrongName  = `it is for "wrong.example", not for localhost`
	selfSigned = "it is self-signed"
	expired    = "it expired on 2020-02-01, N days ago"
)

// bad lists the ports whose certificate does not verify, with the reasons and the hints.
var bad = []struct{ server, reason, line, hint string }{
	{"BADCERT", wrongName, `TLS 1.3, CIPHER, certificate for "wrong.example" by "byhand test CA", N days left, NOT VERIFIED`,
		"byhand --server-name wrong.example localhost "},
	{"SELFSIGNED", selfSigned, `TLS 1.3, CIPHER, certificate for "localhost", "mail.byhand.test", "127.0.0.1" by "localhost", N days left, NOT VERIFIED`,
		"byhand --ca FILE localhost "},
	{"EXPIRED", expired, `TLS 1.3, CIPHER, certificate for "localhost", "mail.byhand.test", "127.0.0.1" by "byhand test CA", expired 2020-02-01, NOT VERIFIED`,
		"byhand --insecure localhost "},
}

// TestBadCertificateRefused: a script gets no question, and sends nothing more.
func TestBadCertificateRefused(t *testing.T) {
	t.Parallel()
	for _, port := range bad {
		t.Run(port.server, func(t *testing.T) {
			t.Parallel()
			refused := "B: the certificate does not verify: " + port.reason + "\nB: hint: " + port.hint + env(t, port.server+"_PORT") + "\n"
			for _, upgrade := range []string{startTLS + ":tls\n" + refused, ":starttls\nH: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n" + refused} {
				s := joined(opened, greeting, ehloTLS, upgrade)
				call{server: port.server, status: 4}.talk(t, s)
				c := call{server: port.server, status: 4, flags: []string{"--keep-going"}}
				got := c.run(t, append(parse(t, s).typed, "EHLO too late", "MAIL FROM:<>"))
				if got.status != 4 {
					t.Errorf("--keep-going: status %d, want 4", got.status)
				}
				same(t, "stdout", plain(got.out), parse(t, s).out)
				sameNotes(t, plain(got.err), parse(t, s).err)
			}
		})
	}
}

// TestInsecure: byhand accepts any certificate, and reports what is wrong with it.
func TestInsecure(t *testing.T) {
	t.Parallel()
	for _, port := range bad {
		t.Run(port.server, func(t *testing.T) {
			t.Parallel()
			call{server: port.server, flags: []string{"--insecure"}}.talk(t, joined(opened, greeting, ehloTLS, startTLS,
				":tls\nB: "+port.line+"\nB: not verified: "+port.reason, again, ehloAuth, quit))
		})
	}
}

// TestServerName: --server-name sets the name that the certificate must have.
func TestServerName(t *testing.T) {
	t.Parallel()
	const line = `B: TLS 1.3, CIPHER, certificate for "wrong.example" by "byhand test CA", N days left, verified` + "\n"
	call{server: "BADCERT", flags: []string{"--server-name", "wrong.example"}}.talk(t,
		joined(opened, greeting, ehloTLS, startTLS, ":tls\n"+line, again, ehloAuth, quit))
}

// TestUnknownIssuer: without the CA, a good certificate does not verify.
func TestUnknownIssuer(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"SMTPS", "IMAPS", "POP3S"} {
		got := call{server: server, flags: []string{"--tls", "--ca", env(t, "CERT")}, status: 4}.run(t, []string{"QUIT"})
		if got.status != 4 || got.out != "" {
			t.Errorf("%s: status %d, want 4; stdout %q, want none", server, got.status, got.out)
		}
		has(t, server+": stderr", got.err, `byhand: the certificate does not verify: its issuer "byhand test CA" is not trusted`)
	}
}

// TestClientCertificateMissing: Postfix reports it inside TLS, sends a greeting anyway, and
// closes.
func TestClientCertificateMissing(t *testing.T) {
	t.Parallel()
	const refusal = "421 4.7.1 mail.byhand.test Error: No client certificate presented"
	for _, test := range []struct {
		name   string
		typed  []string
		status int
		says   []string
	}{
		{"refused", []string{"EHLO me", "QUIT"}, 1, []string{"the server refused the connection: " + refusal}},
		{"expected", []string{":expect 421"}, 0, nil},
		{"expected something else", []string{":expect 220"}, 1, []string{"expected 220, got " + refusal}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := call{server: "MTLS", flags: []string{"--tls"}}.run(t, test.typed)
			if got.status != test.status {
				t.Errorf("status %d, want %d", got.status, test.status)
			}
			has(t, "stdout", got.out, refusal+"\r\n")
			has(t, "stderr", got.err, test.says...)
			hasNot(t, "stderr", got.err, "> EHLO", "> QUIT")
		})
	}
}

// TestTLSMismatch uses TLS on plaintext ports, and plaintext on TLS ports.
func TestTLSMismatch(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]struct {
		flags  []string
		status int
		says   []string
	}{
		"SMTP": {[]string{"--tls"}, 4, []string{
			`byhand: the server sent plain text instead of a TLS handshake: "220 mail.byhand.test ESMTP Postfix\r\n`,
			"byhand: hint: ", ": byhand --starttls localhost " + env(t, "SMTP_PORT")}},
		"SMTPS": {[]string{"--timeout", "500ms"}, 5, []string{
			"byhand: no greeting from localhost:" + env(t, "SMTPS_PORT") + " within 500ms",
			"byhand: hint: ", ": byhand --tls localhost " + env(t, "SMTPS_PORT")}},
	} {
		got := call{server: server, flags: want.flags}.run(t, []string{"EHLO me", "QUIT"})
		if got.status != want.status || got.out != "" {
			t.Errorf("%s: status %d, want %d; stdout %q, want none", server, got.status, want.status, got.out)
		}
		has(t, server+": stderr", got.err, want.says...)
		hasNot(t, server+": stderr", got.err, "> EHLO me")
	}
}
