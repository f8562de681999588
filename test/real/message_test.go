package real

import (
	"slices"
	"strings"
	"testing"
)

const mime = "MIME-Version: 1.0\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: 8bit\n"

// header is the header of the messages in this file, as lines.
func header(subject string) []string {
	return strings.Split("Subject:"+subject+"\nFrom: <a@domain.com>\nTo: <bob@byhand.test>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n"+
		"Message-ID: <bytes@domain.com>\n"+mime, "\n") // ends with the empty line
}

// TestEveryByte sends every byte value in the message's body except NUL, CR and LF, which a
// mail server may change.
func TestEveryByte(t *testing.T) {
	t.Parallel()
	for _, port := range []struct {
		server string
		flags  []string
	}{{"SMTP", nil}, {"STRICT", nil}, {"MTLS", []string{"--tls", "--cert", env(t, "CERT"), "--key", env(t, "KEY")}}} {
		for _, by := range []by{pipe, file, args} {
			t.Run(port.server+"/"+string(by), func(t *testing.T) {
				t.Parallel()
				subject := unique(t)
				text := header(subject)
				for row := 0; row < 256; row += 16 {
					var line []byte
					for b := row; b < row+16; b++ {
						if b != 0 && b != '\r' && b != '\n' {
							line = append(line, byte(b))
						}
					}
					text = append(text, string(line), string(line[len(line)-1:])+" ends as it begins "+string(line[:1]))
				}
				typed := slices.Concat([]string{"EHLO me", "MAIL FROM:<a@domain.com> BODY=8BITMIME", "RCPT TO:<bob@byhand.test>", "DATA"},
					text, []string{".", "QUIT"})
				got := call{server: port.server, flags: port.flags, by: by}.run(t, typed)
				if got.status != 0 {
					t.Errorf("status %d, want 0; stderr:\n%s", got.status, got.err)
				}
				has(t, "stdout", plain(got.out), "250 2.0.0 Ok: queued as ID\r\n221 2.0.0 Bye\r\n")
				arrives(t, subject, text)
			})
		}
	}
}

// TestMessageIsText: between 354 and the final dot, no line is a colon-command.
func TestMessageIsText(t *testing.T) {
	t.Parallel()
	subject := unique(t)
	dialogue := joined(opened, greeting, ehloTLS, sender, "C: RCPT TO:<$USER>\nS: 250 2.1.5 Ok",
		"C: DATA\nS: 354 End data with <CR><LF>.<CR><LF>",
		"C: "+strings.Join(header(subject), "\nC: "), `
B: ":tls" was sent as message text; "." on its own line ends the message
C: :tls
C: :nothing of ours
C: ::two colons
C: :# no comment
C: QUIT
C: AUTH PLAIN AGJvYgBzZWNyZXQ=
C: ..one dot
C: ...
C:  spaces around  
C: 	a tab	
C: Grüße, привет, 你好
C: .
S: 250 2.0.0 Ok: queued as ID
`, quit)
	call{server: "SMTP"}.talk(t, dialogue)
	arrives(t, subject, texts(t, dialogue))
}

// TestTooLarge: byhand shows the refusal of a message that exceeds the size limit.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	call{server: "STRICT", status: 1}.talk(t, joined(opened, greeting, ehloStrict,
		"C: MAIL FROM:<a@domain.com> SIZE=2000000\nS: 552 5.3.4 Message size exceeds fixed limit",
		refusalMessage("MAIL", "552 5.3.4 Message size exceeds fixed limit"), weClosed))

	typed := []string{"EHLO me", "MAIL FROM:<a@domain.com>", "RCPT TO:<bob@byhand.test>", "DATA", "Subject: large", ""}
	typed = append(typed, slices.Repeat([]string{strings.Repeat("x", 510)}, 2100)...) // over 1 MiB
	got := call{server: "STRICT", status: 1}.run(t, append(typed, ".", "QUIT"))
	if got.status != 1 {
		t.Errorf("status %d, want 1", got.status)
	}
	has(t, "stdout", got.out, "354 End data", "552 5.3.4 Error: message file too big\r\n")
	has(t, "stderr", got.err, "byhand: the server refused the message: 552 5.3.4 Error: message file too big")
}

// TestNoDot: a script that ends inside the message delivers nothing.
func TestNoDot(t *testing.T) {
	t.Parallel()
	subject := unique(t)
	call{server: "SMTP", status: 2}.talk(t, joined(opened, greeting, ehloTLS, sender, "C: RCPT TO:<$USER>\nS: 250 2.1.5 Ok",
		"C: DATA\nS: 354 End data with <CR><LF>.<CR><LF>\nC: Subject:"+subject+"\nC: \nC: half a message",
		"B: the script ended inside the message: the final dot was not sent, and nothing was delivered",
		`B: hint: end the message with "." on its own line`, weClosed))
	whole := joined(opened, greeting, ehloTLS, mailToBob, strings.Replace(message, "SUBJECT", subject+" whole", 1), quit)
	call{server: "SMTP"}.talk(t, whole) // arrives after it, if the half did
	arrives(t, subject+" whole", texts(t, whole))
	if got := find(t, subject); got != "" {
		t.Errorf("half a message was delivered:\n%s", got)
	}
}
