package real

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSend: a file arrives byte for byte, including leading dots, with DATA and with BDAT.
// After that, the connection can send another message.
func TestSend(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]string{"DATA": ":send", "one chunk": ":bdat", "chunks": ":bdat --chunk 1000"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := unique(t)
			lines := append(header(subject), "")
			for i := range 20_000 {
				lines = append(lines, strings.Repeat(".", i%4)+fmt.Sprint(i), "..", ".", "")
			}
			file := filepath.Join(t.TempDir(), "a message.eml")
			if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			envelope := []string{"MAIL FROM:<fromaddress@domain.com>", "RCPT TO:<" + env(t, "RCPT") + ">"}
			typed := append(append([]string{"EHLO me"}, envelope...), command+" "+file, ":expect 250", "RSET")
			got := call{server: "SMTP"}.run(t, append(append(typed, envelope...), ":test", ":expect 250", "QUIT"))
			if got.status != 0 {
				t.Errorf("status %d; stderr\n%s", got.status, got.err)
			}
			has(t, "stderr", got.err, file+": ", "in 80,0")
			arrives(t, subject, lines)
		})
	}
}

// TestBatch: Postfix offers PIPELINING, and byhand shows the reply to each line.
func TestBatch(t *testing.T) {
	t.Parallel()
	got := call{server: "SMTP", flags: []string{"--keep-going"}, status: 1}.run(t, []string{"EHLO me", ":batch", "MAIL FROM:<a@domain.com>",
		"RCPT TO:<" + env(t, "RCPT") + ">", "RCPT TO:<nobody@byhand.test>", "DATA", ":go", "Subject: x", "", ".", "QUIT"})
	if got.status != 1 {
		t.Errorf("status %d; stderr\n%s", got.status, got.err)
	}
	has(t, "stderr", got.err, "MAIL FROM:<a@domain.com>: 250 2.1.0", "RCPT TO:<"+env(t, "RCPT")+">: 250 2.1.5",
		"RCPT TO:<nobody@byhand.test>: 550 5.1.1", "DATA: 354 ")
	has(t, "stdout", got.out, "250 2.0.0 Ok: queued as ")
}
