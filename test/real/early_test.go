package real

import (
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	screened   = "S: 220-mail.byhand.test ESMTP Postfix\n"
	ehloStrict = "C: EHLO me\nS: 250-mail.byhand.test\nS: 250-PIPELINING\nS: 250-SIZE 1048576\nS: 250-VRFY\nS: 250-ETRN\n" + offered + end
)

// patient lists the ports that refuse clients that do not wait for replies, a session with each,
// and what such a client receives. A reset may discard the end of it.
var patient = []struct {
	server, dialogue string
	punished         *regexp.Regexp
}{
	{"POSTSCREEN", joined(opened, screened, greeting, ehloTLS, mailToBob, message, quit),
		regexp.MustCompile(`^(220-mail\.byhand\.test ESMTP Postfix\r\n)?(521 5\.5\.1 Protocol error\r\n)?$`)},
	{"STRICT", joined(opened, greeting, ehloStrict, mailToBob, message, quit),
		regexp.MustCompile(`^(220 mail\.byhand\.test ESMTP Postfix\r\n)?(554 5\.5\.0 Error: SMTP protocol synchronization\r\n)?$`)},
}

// TestPatience gives byhand all lines at once. byhand sends each after the previous reply.
func TestPatience(t *testing.T) {
	t.Parallel()
	for _, port := range patient {
		for _, by := range []by{pipe, file, args} {
			t.Run(port.server+"/"+string(by), func(t *testing.T) {
				t.Parallel()
				subject := unique(t)
				dialogue := strings.Replace(port.dialogue, "SUBJECT", subject, 1)
				call{server: port.server, by: by}.talk(t, dialogue)
				arrives(t, subject, texts(t, dialogue))
			})
		}
	}
}

// TestImpatience shows that these ports refuse a client that does not wait: it writes the same
// bytes to the socket at once.
func TestImpatience(t *testing.T) {
	t.Parallel()
	for _, port := range patient {
		t.Run(port.server, func(t *testing.T) {
			t.Parallel()
			address := net.JoinHostPort(env(t, "HOST"), env(t, port.server+"_PORT"))
			text := strings.Join(parse(t, port.dialogue).typed, "\r\n") + "\r\n"
			defer alone(port.server)()
			got := sendAtOnce(t, address, text)
			if !port.punished.MatchString(got) {
				t.Errorf("the server said\n%s\nwant %v", indent(got), port.punished)
			}
		})
	}
}

// TestNoWait does the same with --no-wait.
func TestNoWait(t *testing.T) {
	t.Parallel()
	got := call{server: "POSTSCREEN", flags: []string{"--no-wait"}}.run(t, parse(t, patient[0].dialogue).typed)
	if got.status != 1 && got.status != 6 {
		t.Errorf("status %d, want 1 (refused) or 6 (lost)", got.status)
	}
	hasNot(t, "stdout", got.out, "250 ")
}

// sendAtOnce sends everything at once and returns what it receives until the server closes.
func sendAtOnce(t *testing.T, address, text string) string {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(hanging))
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(c) // a reset is an end too
	if e, ok := err.(net.Error); ok && e.Timeout() {
		t.Fatalf("the server did not close; it said %q", got)
	}
	return string(got)
}
