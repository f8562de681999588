package real

import (
	"bytes"
	"context"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// T8: a peer that floods TLS itself, with key updates or calls to negotiate anew,
// is cut off; nobody waits for it, and memory and processor stay idle. The peer is
// OpenSSL, which does that on demand.
func TestT08Floods(t *testing.T) {
	env(t, "HOST") // only where the real parts are
	if err := built(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	key, cert := filepath.Join(dir, "key.pem"), filepath.Join(dir, "cert.pem")
	out, err := exec.Command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
		"-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, c := range []struct {
		name, version, keys string
		refused             bool
	}{
		{"key updates", "-tls1_3", "k", true},
		{"key updates asked for", "-tls1_3", "K", true},
		{"negotiation", "-tls1_2", "r", true},
		{"nothing", "-tls1_3", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			port := freePort(t)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			server := exec.CommandContext(ctx, "openssl", "s_server", "-accept", "127.0.0.1:"+port, "-key", key, "-cert", cert, c.version, "-naccept", "1")
			keys, tty, err := pty.Open() // of a terminal it takes one line at a time, as a command
			if err != nil {
				t.Fatal(err)
			}
			defer keys.Close()
			defer tty.Close()
			server.Stdin = tty
			ready, up := io.Pipe()
			server.Stdout = up
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			await(t, ready, "ACCEPT")
			client := exec.CommandContext(ctx, program(), "--tls", "--ca", cert, "--timeout", "20s", "127.0.0.1", port, "-c", "NOOP")
			var said bytes.Buffer
			client.Stderr = &said
			if err := client.Start(); err != nil {
				t.Fatal(err)
			}
			io.WriteString(keys, "220 hi\n")
			await(t, ready, "NOOP")
			go io.Copy(io.Discard, ready)
			if c.keys != "" {
				io.WriteString(keys, strings.Repeat(c.keys+"\n", 500))
			}
			io.WriteString(keys, "250 ok\n")
			client.Wait()
			server.Process.Kill()
			server.Wait()
			up.Close()
			used := client.ProcessState.UserTime() + client.ProcessState.SystemTime()
			t.Logf("%v, %v of processor\n%s", client.ProcessState, used, said.String())
			if status := client.ProcessState.ExitCode(); status != 0 != c.refused || ctx.Err() != nil {
				t.Errorf("status %d", status)
			}
		})
	}
}

// freePort returns one that nobody listens on at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// await reads until the text comes.
func await(t *testing.T, from io.Reader, text string) {
	t.Helper()
	var got []byte
	for buf := make([]byte, 512); !bytes.Contains(got, []byte(text)); {
		n, err := from.Read(buf)
		if got = append(got, buf[:n]...); err != nil {
			t.Fatalf("%q never came: %v\n%s", text, err, got)
		}
	}
}
