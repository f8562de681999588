package repl_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xdg-go/scram"

	"byhand/conn"
	"byhand/repl"
)

// scramServer is an SMTP server with TLS. It uses the server side of the SCRAM library,
// with channel binding.
type scramServer struct {
	t    *testing.T
	mech string // the mechanism that it implements
	in   *bufio.Reader
	c    *tls.Conn
}

// serveOne serves one connection, and reports whether the client logged in.
func (s *scramServer) serveOne(l net.Listener) (in bool, err error) {
	raw, err := l.Accept()
	if err != nil {
		return false, err
	}
	defer raw.Close()
	lender := httptest.NewUnstartedServer(nil) // of a certificate
	lender.StartTLS()
	lender.Close()
	s.c = tls.Server(raw, &tls.Config{Certificates: lender.TLS.Certificates})
	defer s.c.Close()
	s.in = bufio.NewReader(s.c)
	fmt.Fprint(s.c, "220 hi\r\n")
	for {
		line, err := s.in.ReadString('\n')
		if err != nil {
			return in, nil
		}
		switch verb, arg, _ := strings.Cut(strings.TrimSpace(line), " "); verb {
		case "EHLO":
			fmt.Fprintf(s.c, "250-mx\r\n250 AUTH %s\r\n", s.mech)
		case "AUTH":
			_, initial, _ := strings.Cut(arg, " ")
			if in = s.login(initial); in {
				fmt.Fprint(s.c, "235 2.7.0 ok\r\n")
			} else {
				fmt.Fprint(s.c, "535 5.7.8 no\r\n")
			}
		default:
			fmt.Fprint(s.c, "221 bye\r\n")
			return in, nil
		}
	}
}

func (s *scramServer) login(answer string) bool {
	hash := scram.SHA256
	if strings.HasPrefix(s.mech, "SCRAM-SHA-1") {
		hash = scram.SHA1
	}
	client, err := hash.NewClient("", "pass word", "")
	if err != nil {
		s.t.Error(err)
		return false
	}
	stored, err := client.GetStoredCredentialsWithError(scram.KeyFactors{Salt: "salt", Iters: 4096})
	if err != nil {
		s.t.Error(err)
		return false
	}
	server, err := hash.NewServer(func(string) (scram.StoredCredentials, error) { return stored, nil })
	state := s.c.ConnectionState()
	bound, bindErr := scram.NewTLSExporterBinding(&state)
	if err != nil || bindErr != nil {
		s.t.Error(err, bindErr)
		return false
	}
	half := server.NewConversationWithChannelBinding(bound)
	for {
		message, err := base64.StdEncoding.DecodeString(answer)
		if err != nil {
			return false
		}
		reply, err := half.Step(string(message))
		if err != nil {
			return false
		}
		fmt.Fprintf(s.c, "334 %s\r\n", base64.StdEncoding.EncodeToString([]byte(reply)))
		line, err := s.in.ReadString('\n')
		if err != nil {
			return false
		}
		if answer = strings.TrimSpace(line); half.Done() {
			return half.Valid() && answer == ""
		}
	}
}

// TestAuthBinds: :auth logs in over TLS with the -PLUS mechanisms. The server refuses a
// login without -PLUS if it offers -PLUS but the list that the client saw did not.
func TestAuthBinds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, offered, command, password string
		in                               bool
		says                             string
	}{
		{"the strongest is bound", "LOGIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS", ":auth bob@", "pass word", true, "using SCRAM-SHA-256-PLUS"},
		{"SHA-256", "SCRAM-SHA-256-PLUS", ":auth SCRAM-SHA-256-PLUS bob", "pass word", true, "the server proved that it knows the password"},
		{"SHA-1", "SCRAM-SHA-1-PLUS", ":auth scram-sha-1-plus bob", "pass word", true, "logged in with SCRAM-SHA-1-PLUS"},
		{"wrong password", "SCRAM-SHA-256-PLUS", ":auth SCRAM-SHA-256-PLUS bob", "wrong", false, "535 5.7.8 no"},
		{"-PLUS was removed from the list", "SCRAM-SHA-256", ":auth SCRAM-SHA-256 bob", "pass word", false, "535 5.7.8 no"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			s := &scramServer{t: t, mech: test.offered}
			served := make(chan bool, 1)
			go func() {
				in, err := s.serveOne(l)
				if err != nil {
					t.Error(err)
				}
				served <- in
			}()
			var out, errs buffer
			status := repl.Run(context.Background(), repl.Options{
				Target:  conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: true, Protocol: "smtp"},
				Dialer:  conn.Dialer{Security: conn.Security{Insecure: true}},
				Input:   repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(test.command + "\nQUIT\n")}}),
				Display: repl.Display{Out: &out, Err: &errs}, Timeout: 20 * time.Second, Secrets: repl.Secrets{Password: []byte(test.password)},
			})
			if in := <-served; in != test.in || in != (status == repl.OK) {
				t.Errorf("logged in: %v, status %d", in, status)
			}
			has(t, "what was said", errs.String()+out.String(), test.says)
			hasNot(t, "stderr", errs.String(), "pass word")
		})
	}
}
