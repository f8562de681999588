//go:build linux || darwin || freebsd

package real

import (
	"context"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// person is a user of byhand at a terminal.
type person struct {
	t    *testing.T
	cmd  *exec.Cmd
	keys *os.File // the user's end of the terminal
	gone chan struct{}

	mu     sync.Mutex
	screen strings.Builder // all that appeared
	read   int             // how many bytes of it were matched
	more   chan struct{}   // closed and renewed when more appears
}

// startOnTerminal starts byhand on a terminal without colors.
func (c call) startOnTerminal(t *testing.T) *person {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hanging)
	p := &person{t: t, cmd: c.command(ctx, t), gone: make(chan struct{}), more: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), "TERM=dumb", "NO_COLOR=1")
	keys, err := pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		cancel()
		if os.Getenv("BYHAND_TEST_REQUIRED") == "1" {
			t.Fatal("no pty: ", err)
		}
		t.Skip("no pty: ", err)
	}
	p.keys = keys
	go p.watch()
	t.Cleanup(func() {
		cancel()
		keys.Close()
		<-p.gone
		p.cmd.Wait()
	})
	return p
}

// watch records the screen until byhand exits.
func (p *person) watch() {
	defer close(p.gone)
	b := make([]byte, 4096)
	for {
		n, err := p.keys.Read(b)
		p.mu.Lock()
		p.screen.Write(b[:n])
		close(p.more)
		p.more = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// sees waits until each of the pieces has appeared, one after the other.
func (p *person) sees(pieces ...string) {
	p.t.Helper()
	late := time.After(hanging)
	for _, piece := range pieces {
		left := false
		for {
			found, rest, more := p.look(piece)
			if found {
				break
			}
			if left {
				p.t.Fatalf("byhand left, and where %q should be there is\n%s", piece, indent(rest))
			}
			select {
			case <-more:
			case <-p.gone:
				left = true
			case <-late:
				p.t.Fatalf("where %q should be there is\n%s", piece, indent(rest))
			}
		}
	}
}

// look searches the unmatched output for a piece. more is closed when there is new output.
func (p *person) look(piece string) (found bool, rest string, more <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest = p.screen.String()[p.read:]
	i := strings.Index(rest, piece)
	if i >= 0 {
		p.read += i + len(piece)
	}
	return i >= 0, rest, p.more
}

// shown returns the whole output, in the form of a dialogue.
func (p *person) shown() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return plain(strings.ReplaceAll(p.screen.String(), "\r\n", "\n"))
}

// types waits for a prompt, types a line and Enter, and waits for the result.
func (p *person) types(asked, line string, comes ...string) {
	p.t.Helper()
	p.sees(asked)
	p.presses(line + "\n")
	p.sees(comes...)
}

func (p *person) presses(keys string) {
	p.t.Helper()
	if _, err := io.WriteString(p.keys, keys); err != nil {
		p.t.Fatal(err)
	}
}

// leaves waits for byhand to exit with one of these statuses.
func (p *person) leaves(status ...int) {
	p.t.Helper()
	<-p.gone // a process that hangs is killed at the time limit
	p.cmd.Wait()
	if got := p.cmd.ProcessState.ExitCode(); !slices.Contains(status, got) {
		p.t.Errorf("status %d, want %d; the screen:\n%s", got, status, indent(p.shown()))
	}
}

const (
	question = "Trust this certificate for this connection? Type yes to continue: "
	plainly  = " plain> "
	secured  = " tls> "
	unproven = " tls unverified> "
)

// TestBadCertificateAccepted: byhand shows the reason during the handshake, and "yes" accepts
// the certificate.
func TestBadCertificateAccepted(t *testing.T) {
	t.Parallel()
	for _, port := range bad {
		t.Run(port.server, func(t *testing.T) {
			t.Parallel()
			p := call{server: port.server}.startOnTerminal(t)
			p.types(plainly, "EHLO me", "250 CHUNKING")
			p.types(plainly, "STARTTLS", "220 2.0.0 Ready")
			p.types(plainly, ":tls")
			p.types(question, "yes")
			p.types(unproven, "EHLO me", "250 CHUNKING")
			p.types(unproven, "QUIT", "221 2.0.0 Bye", "byhand: the server closed the connection")
			p.types("closed> ", "")
			p.leaves(0)
			has(t, "the screen", p.shown(), plainly+"EHLO me\n", "250-STARTTLS\n", plainly+"STARTTLS\n", "220 2.0.0 Ready to start TLS\n",
				plainly+":tls\n", "byhand: "+port.line+"\n", "byhand: the certificate does not verify: "+port.reason+"\n",
				question+"yes\n", port.reason+"\n", again[len("B: "):], unproven+"EHLO me\n", "<~", "250-AUTH PLAIN", "<~", "250 CHUNKING\n",
				unproven+"QUIT\n", "221 2.0.0 Bye\n", closed[len("B: "):], "closed> \n")
		})
	}
}

// TestBadCertificateDeclined: any answer except "yes" refuses the certificate.
func TestBadCertificateDeclined(t *testing.T) {
	t.Parallel()
	for _, port := range bad {
		t.Run(port.server, func(t *testing.T) {
			t.Parallel()
			p := call{server: port.server}.startOnTerminal(t)
			p.types(plainly, "EHLO me", "250 CHUNKING")
			p.types(plainly, "STARTTLS", "220 2.0.0 Ready")
			p.types(plainly, ":tls")
			p.types(question, "no")
			p.types("closed> ", "EHLO me", "byhand: not sent: the connection is closed")
			p.types("closed> ", ":quit")
			p.leaves(4)
			has(t, "the screen", p.shown(), "the certificate does not verify: "+port.reason+"\n", question+"no\n",
				"byhand: the certificate does not verify: "+port.reason+"\n", "closed> EHLO me\n")
			hasNot(t, "the screen", p.shown(), "<~", "tls unverified", "tls>")
		})
	}
}

// TestOnlyYes answers with keys that resemble "yes". Postfix sends its greeting after the
// handshake, so the greeting must not appear before the answer.
func TestOnlyYes(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"yes\n", "\n", "y\n", "Yes\n", " yes\n", "yes please\n", "EHLO me\n", "\x04", "\x03"} {
		t.Run(strings.Trim(strconv.Quote(keys), `"`), func(t *testing.T) {
			t.Parallel()
			p := call{server: "SMTPS", flags: []string{"--tls", "--server-name", "me.example"}}.startOnTerminal(t)
			p.sees(`byhand: the certificate does not verify: it is for "localhost", "mail.byhand.test", "127.0.0.1", not for me.example`, question)
			hasNot(t, "the screen", p.shown(), "220", "tls>", "tls unverified>")
			p.presses(keys)
			if keys == "yes\n" {
				p.sees("220 mail.byhand.test ESMTP Postfix")
				p.types(unproven, ":quit")
				p.leaves(0)
				return
			}
			p.leaves(4, 3) // 3: it was interrupted before it connected
			hasNot(t, "the screen", p.shown(), "220 ", "tls>", "tls unverified>")
		})
	}
}

// TestTyped is the walkthrough at a terminal; byhand encodes the login.
func TestTyped(t *testing.T) {
	t.Parallel()
	subject := unique(t)
	p := call{server: "SUBMISSION"}.startOnTerminal(t)
	p.types(plainly, "EHLO me", "250 CHUNKING")
	p.types(plainly, "STARTTLS", "220 2.0.0 Ready")
	p.types(plainly, ":tls")
	p.types(secured, "EHLO me", "250 CHUNKING")
	p.types(secured, "auth login", "334 ")
	p.types(secured, ":b64 --send")
	p.types("user name: ", variable(t, "USER"), "334 ")
	p.types(secured, ":b64 --send")
	p.types("password (hidden): ", variable(t, "PASS"), "235 2.7.0 Authentication successful")
	p.types(secured, "mail from: fromaddress@domain.com", "250 2.1.0 Ok")
	p.types(secured, "rcpt to: bob@byhand.test", "250 2.1.5 Ok")
	p.types(secured, "data", "354 End data")
	lines := texts(t, joined("C: data", strings.Replace(message, "SUBJECT", subject, 1)))
	for _, line := range append(lines, ".") {
		p.types(" tls message> ", line)
	}
	p.sees("250 2.0.0 Ok: queued as ")
	p.types(secured, "quit", "221 2.0.0 Bye", "byhand: the server closed the connection")
	p.types("closed> ", "")
	p.leaves(0)
	hasNot(t, "the screen", p.shown(), variable(t, "PASS"), variable(t, "PASS64"))
	arrives(t, subject, lines)
}
