package repl_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/textproto"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"byhand/conn"
	"byhand/repl"
)

// mailbox is a server that accepts every command on one connection. got delivers the
// commands and the messages, with "" after each message that had its final dot.
func mailbox(t *testing.T) (port int, got chan []string) {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	got = make(chan []string, 1)
	go func() {
		var all []string
		defer func() { got <- all }()
		defer l.Close()
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		in := textproto.NewReader(bufio.NewReader(c))
		for reply := "220 hi"; ; reply = "250 AUTH PLAIN" {
			if len(all) > 0 && all[len(all)-1] == "DATA" {
				fmt.Fprint(c, "354 go\r\n")
				text, err := io.ReadAll(in.DotReader())
				if all = append(all, string(text)); err != nil {
					return
				}
				all = append(all, "")
			} else if len(all) > 0 && strings.HasPrefix(all[len(all)-1], "AUTH") {
				reply = "235 ok"
			}
			fmt.Fprint(c, reply+"\r\n")
			line, err := in.ReadLine()
			if err != nil {
				return
			}
			all = append(all, line)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, got
}

// TestTestMessage parses the message that :test sends.
func TestTestMessage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, input, from, to, commands string }{
		{"to the accepted recipient", "EHLO me\nMAIL FROM:<a@x.example>\nRCPT TO:<b@x.example>\n:test\n", "<a@x.example>", "<b@x.example>", "RCPT TO:<b@x.example> DATA"},
		{"to another recipient", "MAIL FROM:<a@x.example>\nRCPT TO:<b@x.example>\n:test <c@x.example>\n", "<a@x.example>", "<b@x.example>, <c@x.example>", "RCPT TO:<c@x.example> DATA"},
		{"null sender", "MAIL FROM:<>\n:test b@x.example\n", "<MAILER-DAEMON@me.example>", "<b@x.example>", "MAIL FROM:<> RCPT TO:<b@x.example> DATA"},
		{"from the user who logged in", "EHLO me\n:auth PLAIN tim@x.example\n:test  b@x.example \n", "<tim@x.example>", "<b@x.example>", "MAIL FROM:<tim@x.example> RCPT TO:<b@x.example> DATA"},
		{"a second message", "MAIL FROM:<a@x.example>\nRCPT TO:<b@x.example>\n:test\nRSET\nMAIL FROM:<c@x.example>\nRCPT TO:<d@x.example>\n:test\n", "<c@x.example>", "<d@x.example>", "RCPT TO:<d@x.example> DATA"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			port, got := mailbox(t)
			errs := &buffer{}
			opt := repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: port}, Display: repl.Display{Out: io.Discard, Err: errs}, Timeout: 20 * time.Second,
				Input: repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(test.input)}})}
			asTim(&opt)
			opt.EHLO = "me.example"
			if status := repl.Run(t.Context(), opt); status != repl.OK {
				t.Errorf("status %d\n%s", status, errs)
			}
			all := <-got
			if len(all) < 2 || all[len(all)-1] != "" {
				t.Fatalf("the server got %q", all)
			}
			last := len(all) - 2 // the last element is ""
			has(t, "what was sent", strings.Join(all[:last], " "), test.commands)
			m, err := mail.ReadMessage(strings.NewReader(all[last]))
			if err != nil {
				t.Fatalf("%v:\n%s", err, all[last])
			}
			for field, want := range map[string]string{"From": test.from, "To": test.to} {
				list, err := m.Header.AddressList(field)
				var names []string
				for _, a := range list {
					names = append(names, a.String())
				}
				if got := strings.Join(names, ", "); got != want || err != nil {
					t.Errorf("%s: %q, %v, want %q", field, got, err, want)
				}
			}
			if date, err := m.Header.Date(); err != nil || time.Since(date).Abs() > time.Hour {
				t.Errorf("Date: %v, %v", date, err)
			}
			if id := m.Header.Get("Message-ID"); !regexp.MustCompile(`^<[0-9T]{15}\.[0-9a-f]{16}@me\.example>$`).MatchString(id) {
				t.Errorf("Message-ID: %q", id)
			}
			body, _ := io.ReadAll(m.Body)
			if m.Header.Get("Subject") != "Test" || string(body) != "This is a test, sent by hand with byhand.\n" {
				t.Errorf("Subject: %q, body %q", m.Header.Get("Subject"), body)
			}
			has(t, "stderr", errs.String(), "> DATA\n> From: ", "> Subject: Test\n", "> .\n")
		})
	}
}

// TestTestFailures: :test sends no message without a sender and a recipient, and an address
// cannot add a header field or a command.
func TestTestFailures(t *testing.T) {
	t.Parallel()
	const mailed = "S: 220 hi\nC: MAIL FROM:<a@x.example>\nS: 250 ok\n"
	logged := func(user string) string {
		return "S: 220 hi\nC: EHLO me\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " + plain(user, "tanstaaftanstaaf") + "\nS: 235 ok\n"
	}
	testDeliveries(t, []delivery{{
		name: "no sender", input: ":test b@x.example\n", server: "S: 220 hi", status: repl.Usage,
		says: []string{"the server has accepted no sender yet", "hint: MAIL FROM:<you@example.net>"},
	}, {
		name: "a sender that was refused", input: "MAIL FROM:<a@x.example>\n:expect 550\n:test b@x.example\n", server: "S: 220 hi\nC: MAIL FROM:<a@x.example>\nS: 550 no",
		status: repl.Usage, says: []string{"no sender yet"},
	}, {
		name: "no recipient", input: "MAIL FROM:<a@x.example>\n:test\n", server: mailed, status: repl.Usage,
		says: []string{"no recipient yet", "hint: :test them@example.net"},
	}, {
		name: "RSET forgets the sender", input: "MAIL FROM:<a@x.example>\nRSET\n:test b@x\n", server: mailed + "C: RSET\nS: 250 ok", status: repl.Usage,
	}, {
		name: "a recipient that is refused", input: "MAIL FROM:<a@x.example>\n:test b@x.example\nRSET\n", server: mailed + "C: RCPT TO:<b@x.example>\nS: 550 no such user",
		status: repl.Refused, says: []string{"the server refused RCPT: 550 no such user"}, hides: []string{"DATA"},
	}, {
		name: "as expected", input: "MAIL FROM:<a@x.example>\n:test b@x.example\n:expect 550\nRSET\n", server: mailed + "C: RCPT TO:<b@x.example>\nS: 550 no such user\nC: RSET\nS: 250 ok",
	}, {
		name: "a login that may not send", input: "EHLO me\n:auth PLAIN tim@x.example\n:test b@x\n", server: logged("tim@x.example") + "C: MAIL FROM:<tim@x.example>\nS: 550 5.7.60 not as tim",
		status: repl.Refused, hides: []string{"RCPT", "DATA"}, change: asTim,
	}, {
		name: "a user name that is not an address", input: "EHLO me\n:auth PLAIN tim\n:test b@x\n", server: logged("tim"), status: repl.Usage, says: []string{"no sender yet"}, change: asTim,
	}, {
		name: "a user name with a >", input: "EHLO me\n:auth PLAIN tim@x>y\n:test b@x\n", server: logged("tim@x>y"), status: repl.Usage, says: []string{"no sender yet"}, change: asTim,
	}, {
		name: "two recipients", input: ":test a@x b@x\n", server: "S: 220 hi", status: repl.Usage, says: []string{"TO must be one address", "usage: :test [TO]"},
	}, {
		name: "a recipient with a line break", input: "MAIL FROM:<a@x.example>\n:test b@x>\rX:y\n", server: mailed, status: repl.Usage, says: []string{"TO must be one address"},
	}, {
		name: "a sender with a line break", input: "MAIL FROM:<a@b\rX: y>\nRCPT TO:<b@x>\n:test\n",
		server: "S: 220 hi\nC= \"MAIL FROM:<a@b\\rX: y>\\r\\n\"\nS: 250 ok\nC: RCPT TO:<b@x>\nS: 250 ok", status: repl.Usage,
		says: []string{`:test: `}, hides: []string{"DATA", "\r"},
	}, {
		name: "closed", input: "QUIT\n:test\n", server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose", status: repl.Lost,
	}})
}

// late presses Ctrl-C just before a message and its final dot are sent.
type late struct {
	buffer
	k *keyboard
}

func (l *late) Write(p []byte) (int, error) {
	if strings.HasPrefix(string(p), "> From") {
		l.k.interrupts <- os.Interrupt
	}
	for range 100 {
		runtime.Gosched() // so that it is sometimes handled before the write
	}
	return l.buffer.Write(p)
}

// TestSendInterruptedAtEnd: Ctrl-C may come before or after the final dot is sent, and
// byhand reports which.
func TestSendInterruptedAtEnd(t *testing.T) {
	t.Parallel()
	line := delivery{file: header, input: ":send FILE"}.typed(t)
	for range 20 {
		port, got := mailbox(t)
		k := newKeyboard(line)
		errs := &late{k: k}
		repl.Run(t.Context(), repl.Options{Target: conn.Target{Host: "127.0.0.1", Port: port}, Interactive: true, Input: k, Terminal: k, Display: repl.Display{Out: io.Discard, Err: errs}})
		all := <-got
		whole, half := strings.Contains(errs.String(), "the message is sent to its end"), strings.Contains(errs.String(), "the final dot was not sent")
		if ended := len(all) > 2; half == ended || whole && !ended {
			t.Fatalf("the server got %q; stderr:\n%s", all, errs.String())
		}
	}
}
