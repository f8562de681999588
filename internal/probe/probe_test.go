package probe

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"byhand/internal/fakeserver"
)

const ehlo = "C: EHLO me\n"

// probeScript probes a server that plays a script, and returns the result.
func probeScript(t *testing.T, script string, change ...func(*Probe)) Result {
	t.Helper()
	server, err := fakeserver.Start(script)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(server.Port())
	r := at(t, port, change...)
	if err := server.Finish(); err != nil {
		t.Error(err)
	}
	return r
}

// at probes a port of this machine.
func at(t *testing.T, port int, change ...func(*Probe)) Result {
	t.Helper()
	p := Probe{EHLO: "me", Reply: 5 * time.Second, Greeting: 5 * time.Second, Parallel: 4}
	for _, c := range change {
		c(&p)
	}
	var all []Result
	p.Run(t.Context(), []Endpoint{{"127.0.0.1", port}}, func(r Result) { all = append(all, r) })
	if len(all) != 1 {
		t.Fatalf("%d results", len(all))
	}
	return all[0]
}

// soon waits only for a short time, in which everything from the server has to arrive.
func soon(p *Probe) { p.Greeting, p.Reply = 500*time.Millisecond, 500*time.Millisecond }

func TestProbePort(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		want   Result
		change func(*Probe)
	}{
		"no TLS": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250-AUTH PLAIN\nS: 250 SIZE 100\nC: QUIT\nS: 221 bye\nclose",
			Result{State: Open, Banner: "220 hi", Security: "none", Before: []string{"PLAIN"}, Size: "100"}, nil},
		"STARTTLS": {"S: 220-hi\nS: 220 there\n" + ehlo + "S: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\ntls\n" + ehlo + "S: 250-hi\nS: 250-AUTH LOGIN\nS: 250 SIZE\nC: QUIT\nS: 221 bye\nclose",
			Result{State: Open, Banner: "220-hi", Security: "STARTTLS", After: []string{"LOGIN"}, Size: "0"}, nil},
		"no QUIT": {"S: 220 hi\n" + ehlo + "S: 250 hi\nC: QUIT\nclose", Result{State: Open, Banner: "220 hi", Security: "none"}, nil},
		"STARTTLS refused": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 not now",
			Result{State: Open, Banner: "220 hi", Security: "STARTTLS", Problem: "454", Fault: NotServed}, nil},
		"injected": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS= \"220 go\\r\\n250 evil\\r\\n\"",
			Result{State: Open, Banner: "220 hi", Security: "STARTTLS", Problem: "injected", Fault: Injected}, nil},
		"no service":     {"S: 554 go away", Result{State: Open, Banner: "554 go away", Problem: "554", Fault: NotServed}, nil},
		"EHLO refused":   {"S: 220 hi\n" + ehlo + "S: 502 what", Result{State: Open, Banner: "220 hi", Problem: "502", Fault: NotServed}, nil},
		"IMAP":           {"S: * OK imap", Result{State: Strange, Banner: "* OK imap", Fault: NoSMTP}, soon},
		"one byte":       {"S= \"2\"\nsilence", Result{State: Strange, Banner: "2", Problem: "no reply in time", Fault: NoSMTP}, soon},
		"no reply":       {"S: 220 hi\n" + ehlo + "silence", Result{State: Open, Banner: "220 hi", Problem: "no reply in time", Fault: NoSMTP}, soon},
		"hangs up":       {"S: 220 hi\n" + ehlo + "close", Result{State: Open, Banner: "220 hi", Problem: "the server closed the connection", Fault: NoSMTP}, nil},
		"unfinished":     {"S: 220-x\nsilence", Result{State: Unfinished, Banner: "220-x", Problem: `the greeting is incomplete: the server sent only "220-x"`, Fault: NoSMTP}, soon},
		"no line ending": {"S= \"220 x\"\nsilence", Result{State: Unfinished, Banner: "220 x", Problem: `the greeting is incomplete: the server sent only "220 x"`, Fault: NoSMTP}, soon},
		"too many bytes": {"S= \"" + strings.Repeat("220-x\\r\\n", 20_000) + "\"", Result{State: Strange, Banner: "220-x", Problem: "more than 64 kB", Fault: NoSMTP}, nil},
		"421 before EHLO": {"S= \"220 hi\\r\\n421 bye\\r\\n\"\nany\nclose",
			Result{State: Open, Banner: "220 hi", Problem: "the server closed the connection", Fault: NoSMTP}, nil},
		"421 after EHLO": {"S: 220 hi\n" + ehlo + "S= \"250-hi\\r\\n250 STARTTLS\\r\\n421 bye\\r\\n\"\nany\nclose",
			Result{State: Open, Banner: "220 hi", Security: "STARTTLS", Problem: "the server closed the connection", Fault: NoSMTP}, nil},
		"a broken handshake": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nhello\nclose",
			Result{State: Open, Banner: "220 hi", Security: "STARTTLS", Problem: "closed the connection during the TLS handshake", Fault: TLSFault}, nil},
		"half a reply to EHLO": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250-SIZE\nsilence",
			Result{State: Open, Banner: "220 hi", Problem: "no reply in time", Fault: NoSMTP}, soon},
		"not in English":   {"S: 220 \xd0\x9f\x1b[2J\n" + ehlo + "S: 250 \xff\nC: QUIT\nS: 221 bye\nclose", Result{State: Open, Banner: "220 \xd0\x9f\x1b[2J", Security: "none"}, nil},
		"controls in AUTH": {"S: 220 hi\n" + ehlo + "S: 250-hi\nS: 250 AUTH \x1b]0;x \xff\nC: QUIT\nS: 221 bye\nclose", Result{State: Open, Banner: "220 hi", Security: "none", Before: []string{"\x1b]0;x", "\xff"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := c.change
			if change == nil {
				change = func(*Probe) {}
			}
			got := probeScript(t, c.script, change)
			if got.State != c.want.State || got.Banner != c.want.Banner || got.Security != c.want.Security || got.Fault != c.want.Fault || !strings.Contains(got.Problem, c.want.Problem) ||
				fmt.Sprint(got.Before, got.After, got.Size) != fmt.Sprint(c.want.Before, c.want.After, c.want.Size) {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
			if (got.TLS != nil) != strings.Contains(c.script, "tls\n") {
				t.Errorf("TLS: %+v", got.TLS)
			}
			for _, text := range append(got.Row(time.Now()), string(got.JSON(time.Now()))) {
				if strings.ContainsAny(text, "\x1b\x07") {
					t.Errorf("%q has control characters", text)
				}
			}
			if !json.Valid(got.JSON(time.Now())) {
				t.Errorf("%s", got.JSON(time.Now()))
			}
		})
	}
}

// TestTLSFirst checks that a port that sends nothing is probed with TLS.
func TestTLSFirst(t *testing.T) {
	lender := httptest.NewUnstartedServer(nil) // of a certificate
	lender.StartTLS()
	lender.Close()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: lender.TLS.Certificates})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.WriteString(c, "220 hi\r\n")
				for in := bufio.NewScanner(c); in.Scan(); {
					io.WriteString(c, "250 ok\r\n")
				}
			}()
		}
	}()
	got := at(t, l.Addr().(*net.TCPAddr).Port, func(p *Probe) { p.Greeting = 200 * time.Millisecond })
	if got.State != Open || got.Security != "TLS" || got.TLS == nil || len(got.TLS.Problems) == 0 || got.Banner != "220 hi" {
		t.Errorf("%+v", got)
	}
	if words := strings.Join(got.Sentences(), "\n"); !strings.Contains(words, "byhand --tls 127.0.0.1 ") || !strings.Contains(words, "does not verify") {
		t.Errorf("%s", words)
	}
}

// TestRefused probes a port on which nothing listens.
func TestRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	if got := at(t, port); got.State != Refused || got.Address != "" {
		t.Errorf("%+v", got)
	}
}

// TestStop checks that a probe that is stopped returns at once, with all results.
func TestStop(t *testing.T) {
	server, err := fakeserver.Start("mark here\nsilence")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Finish()
	port, _ := strconv.Atoi(server.Port())
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-server.Event("here"); cancel() }()
	var all []Result
	p := Probe{Reply: time.Hour, Greeting: time.Hour, Parallel: 1}
	places := []Endpoint{{"127.0.0.1", port}}
	for n := range 20 {
		places = append(places, Endpoint{"127.0.0.1", 1 + n})
	}
	p.Run(ctx, places[:1], func(r Result) { all = append(all, r) })
	p.Run(ctx, places[1:], func(r Result) { all = append(all, r) })
	if len(all) != len(places) || all[0].State != Stopped {
		t.Errorf("%+v", all)
	}
}
