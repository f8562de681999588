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

// openssl is an OpenSSL server. A test types commands to it, as at a terminal.
type openssl struct {
	port, cert string
	keys       io.Writer
	said       io.Reader
}

// servesTLS starts one for a single connection. end waits for its exit.
func servesTLS(t *testing.T, ctx context.Context, options ...string) (o openssl, end func()) {
	t.Helper()
	env(t, "HOST") // skips without real servers
	if err := built(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	key := filepath.Join(dir, "key.pem")
	o.port, o.cert = freePort(t), filepath.Join(dir, "cert.pem")
	out, err := exec.Command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
		"-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", o.cert).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.CommandContext(ctx, "openssl", append(options, "-accept", "127.0.0.1:"+o.port, "-key", key, "-cert", o.cert, "-naccept", "1")...)
	keys, tty, err := pty.Open() // it reads single-line commands only from a terminal
	if err != nil {
		t.Fatal(err)
	}
	server.Stdin = tty
	ready, up := io.Pipe()
	server.Stdout = up
	context.AfterFunc(ctx, func() { up.CloseWithError(context.Cause(ctx)) })
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, ready, "ACCEPT")
	o.keys, o.said = keys, ready
	return o, func() {
		server.Process.Kill()
		server.Wait()
		up.Close()
		keys.Close()
		tty.Close()
	}
}

// T8: byhand disconnects a peer that floods TLS with key updates or renegotiation requests.
// byhand does not wait for it, and uses little memory and CPU time. The peer is OpenSSL,
// which does that on command.
func TestT08Floods(t *testing.T) {
	for _, c := range []struct {
		name, version, keys string
		broke               string // byhand's message; "": no error
	}{
		{"key updates", "-tls1_3", "k", "too many non-advancing records"},
		{"key updates asked for", "-tls1_3", "K", "too many non-advancing records"},
		{"negotiation", "-tls1_2", "r", "no renegotiation"},
		{"nothing", "-tls1_3", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			server, end := servesTLS(t, ctx, "s_server", c.version)
			client := exec.CommandContext(ctx, program(), "--tls", "--ca", server.cert, "--timeout", "20s", "127.0.0.1", server.port, "-c", "NOOP")
			var said bytes.Buffer
			client.Stderr = &said
			if err := client.Start(); err != nil {
				t.Fatal(err)
			}
			io.WriteString(server.keys, "220 hi\n")
			await(t, server.said, "NOOP")
			go io.Copy(io.Discard, server.said)
			if c.keys != "" {
				io.WriteString(server.keys, strings.Repeat(c.keys+"\n", 500))
			}
			io.WriteString(server.keys, "250 ok\n")
			client.Wait()
			end()
			used := client.ProcessState.UserTime() + client.ProcessState.SystemTime()
			t.Logf("%v, %v of processor\n%s", client.ProcessState, used, said.String())
			if status := client.ProcessState.ExitCode(); status != 0 != (c.broke != "") || !strings.Contains(said.String(), c.broke) || ctx.Err() != nil {
				t.Errorf("status %d, want %q", status, c.broke)
			}
		})
	}
}

// --raw answers a server's key update even while the user types nothing. Data in both
// directions is still decrypted after that.
func TestRawKeyUpdate(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server, end := servesTLS(t, ctx, "s_server", "-tls1_3", "-msg")
	defer end()
	client := exec.CommandContext(ctx, program(), "--raw", "--tls", "--ca", server.cert, "127.0.0.1", server.port)
	typed, err := client.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	shown, err := client.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, server.said, "CIPHER is") // now it can request key updates
	for range 3 {
		io.WriteString(server.keys, "K\n")
		await(t, server.said, ">>> TLS 1.3, Handshake [length 0005], KeyUpdate")
		await(t, server.said, "<<< TLS 1.3, Handshake [length 0005], KeyUpdate")
		io.WriteString(server.keys, "220 hi\n")
		await(t, shown, "220 hi")
		io.WriteString(typed, "EHLO me\n")
		await(t, server.said, "EHLO me")
	}
	go io.Copy(io.Discard, server.said)
	typed.Close()
	client.Process.Kill()
	client.Wait()
}

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

// await reads until the text arrives, and not further.
func await(t *testing.T, from io.Reader, text string) {
	t.Helper()
	var got []byte
	for buf := make([]byte, 1); !bytes.HasSuffix(got, []byte(text)); {
		n, err := from.Read(buf)
		if got = append(got, buf[:n]...); err != nil {
			t.Fatalf("%q never came: %v\n%s", text, err, got)
		}
	}
}
