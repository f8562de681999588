package e2e

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// T4: any data between the 220 reply and the handshake ends the upgrade: nothing more is
// sent, not even a ClientHello, and the status is 4.
func TestT04InjectedPlaintext(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"a reply after the 220":       "C: STARTTLS\nS= \"220 go\\r\\n250 injected\\r\\n\"",
		"half a line after the 220":   "C: STARTTLS\nS= \"220 go\\r\\n25\"",
		"one byte after the 220":      "C: STARTTLS\nS= \"220 go\\r\\n\\x00\"",
		"a line ending after the 220": "C: STARTTLS\nS= \"220 go\\r\\n\\n\"",
		"a ServerHello after the 220": "C: STARTTLS\nS= \"220 go\\r\\n\\x16\\x03\\x03\"",
		"the 220 twice":               "C: STARTTLS\nS= \"220 go\\r\\n220 go\\r\\n\"",
		"a reply and half of one":     "C: STARTTLS\nS= \"220-go\\r\\n220 on\\r\\n250-x\\r\\n250\"",
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := attacked(t, "S: 220 hi\n"+script, "", "-c", "STARTTLS", "-c", ":tls", "-c", "AUTH PLAIN AHUAcA==")
			o.wants(t, 4, "before the TLS handshake: possible man-in-the-middle")
		})
	}
	for name, script := range map[string]string{
		"a reply with two codes": "S: 220 hi\nC: STARTTLS\nS= \"220-go\\r\\n250 on\\r\\n\"",
		"a 220 without an end":   "S: 220 hi\nC: STARTTLS\nS: 220-go\nsilence",
		"a 220 without LF":       "S: 220 hi\nC: STARTTLS\nS= \"220 go\\r\"\nsilence",
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := attacked(t, script, "", "--timeout", "1s", "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP")
			if o.status == 0 || strings.Contains(o.stderr, "> NOOP") {
				t.Errorf("status %d: %s", o.status, o.stderr)
			}
		})
	}
	t.Run("a reply before STARTTLS", func(t *testing.T) {
		o, _ := attacked(t, "S= \"220 hi\\r\\n220 go\\r\\n\"\nC: STARTTLS\nS: 454 no", "", "-c", "STARTTLS", "-c", ":expect 454", "-c", ":tls", "-c", "NOOP")
		o.wants(t, 4, "STARTTLS", "220")
	})
	t.Run("a reply is outstanding", func(t *testing.T) { // it would arrive during the handshake
		o, _ := attacked(t, "S: 220 hi\nC: STARTTLS\nC: NOOP\nS: 220 go", "", "--timeout", "200ms", "--keep-going",
			"-c", ":batch", "-c", "STARTTLS", "-c", "NOOP", "-c", ":go", "-c", ":tls", "-c", "RSET")
		o.wants(t, 5, "reply")
	})
}

// T5: if TLS fails, the script ends: nothing more is sent unencrypted.
func TestT05TLSFailureEndsScript(t *testing.T) {
	t.Parallel()
	const login = "AUTH PLAIN AHUAcA=="
	const alert = "\nC= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x46\"" // protocol_version, RFC 8446 6
	for _, c := range []struct {
		name, script string
		status       int // of :tls; a refusal of STARTTLS before it is a failure of its own
	}{
		{"454", "C: STARTTLS\nS: 454 not now", 1},
		{"502", "C: STARTTLS\nS: 502 what", 1},
		{"another 2xx", "C: STARTTLS\nS: 250 ok", 4},
		{"garbage", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nS= \"500 what\\r\\n\"\nclose", 4},
		{"an alert", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nS= \"\\x15\\x03\\x01\\x00\\x02\\x02\\x28\"\nclose", 4},
		{"a close", "C: STARTTLS\nS: 220 go\nC= \"\\x16\"\nclose", 4},
		{"a close instead of the 220", "C: STARTTLS\nclose", 6},
		{"an old version", "C: STARTTLS\nS: 220 go\ntls 1.1", 4},
		{"SSL 3", "C: STARTTLS\nS: 220 go\nhello\nS= \"\\x16\\x03\\x00\\x00\\x2a\\x02\\x00\\x00\\x26\\x03\\x00" + strings.Repeat("x", 32) + "\\x00\\x00\\x05\\x00\"" + alert, 4},
		{"an answer of SSL 2", "C: STARTTLS\nS: 220 go\nhello\nS= \"\\x80\\x03\\x00\\x00\\x01\"" + alert, 4},
		{"no client certificate, but the server requires one", "C: STARTTLS\nS: 220 go\ntls asks", 4},
		{"a stall", "C: STARTTLS\nS: 220 go\nsilence", 4},
		{"a stall instead of the 220", "C: STARTTLS\nsilence", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			script := strings.Replace(c.script, "close", "close\nsilence", 1)
			for _, how := range [][]string{{"-c", "STARTTLS", "-c", ":tls"}, {"-c", ":starttls"}} {
				script, status := script, c.status
				if how[1] == ":starttls" { // it sends EHLO itself
					script = "any\nS: 250-hi\nS: 250 STARTTLS\n" + script
					if status == 1 {
						status = 4
					}
				}
				o, _ := attacked(t, "S: 220 hi\n"+script, "", append(how, "--timeout", "1s", "--connect-timeout", "1s", "--keep-going", "-c", login)...)
				if o.status != status {
					t.Errorf("%v: status %d, want %d", how, o.status, status)
				}
				if strings.Contains(o.stderr, "AUTH") {
					t.Errorf("%v: the login was sent: %s", how, o.stderr)
				}
			}
		})
	}
}

// T6: byhand sends nothing to a peer whose certificate does not verify. --insecure is for one
// run, and byhand reports the problem anyway.
func TestT06Unverified(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "tls", "", "--tls", "-c", "NOOP")
	o.wants(t, 4, "verify")
	o, _ = attacked(t, "tls", "", "--tls", "--ca", "CA", "--server-name", "mail.invalid", "-c", "NOOP")
	o.wants(t, 4, "mail.invalid")
	o, dir := attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok", "", "--tls", "--insecure", "--log", "DIR/log.txt", "-c", "NOOP")
	o.wants(t, 0, "NOT VERIFIED")
	if text, _ := os.ReadFile(filepath.Join(dir, "log.txt")); !bytes.Contains(text, []byte("NOT VERIFIED")) {
		t.Errorf("the transcript does not say so:\n%s", text)
	}
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok", "", "--tls", "--ca", "CA", "-c", "NOOP")
	o.wants(t, 0)
}

// T6: a CA whose certificate is commented out in a bundle is not trusted, neither with
// --ca nor with SSL_CERT_FILE.
func TestT06CommentedOut(t *testing.T) {
	const talk = "tls\nS: 220 hi\nC: NOOP\nS: 250 ok"
	_, dir := attacked(t, "S: 220 hi", "") // for its CA: it is the same for all
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(ourCertificate(t))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, text ...[]byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, bytes.Join(text, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	commented := bytes.ReplaceAll(ca, []byte("-----BEGIN"), []byte("#-----BEGIN"))
	bad, good := write("commented.pem", commented, other), write("bom.pem", []byte("\ufeff"), ca)

	o, _ := attacked(t, "tls", "", "--tls", "--ca", bad, "-c", "NOOP")
	o.wants(t, 4, "verify")
	o, _ = attacked(t, talk, "", "--tls", "--ca", good, "-c", "NOOP")
	o.wants(t, 0, ", verified")
	if runtime.GOOS != "linux" { // SSL_CERT_FILE certainly replaces the system's bundle only on Linux
		return
	}
	t.Setenv("SSL_CERT_DIR", dir+"/none")
	t.Setenv("SSL_CERT_FILE", bad)
	o, _ = attacked(t, "tls", "", "--tls", "-c", "NOOP")
	o.wants(t, 4, "verify")
	t.Setenv("SSL_CERT_FILE", filepath.Join(dir, "ca.pem"))
	o, _ = attacked(t, talk, "", "--tls", "-c", "NOOP")
	o.wants(t, 0, ", verified")
}

// T7: byhand reports a TLS stream that ends without close_notify. It is a failure unless
// QUIT was answered: then the session was finished.
func TestT07Truncated(t *testing.T) {
	t.Parallel()
	o, _ := attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\ncut", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 6, "cut")
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\ncut", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 0, "cut", "finished")
	o, _ = attacked(t, "tls\nS: 220 hi\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye\nclose", "", "--tls", "--ca", "CA", "-c", "NOOP", "-c", "QUIT")
	o.wants(t, 0)
}

// T6: a server that asks for a client certificate gets the one that --cert names, and
// otherwise none. If it then refuses, byhand names the flag.
func TestT06ClientCertificate(t *testing.T) {
	t.Parallel()
	ours := ourCertificate(t)
	for _, c := range []struct {
		name, script string
		args         []string
		status       int
		says         string
	}{
		{"sent", "tls asks\nS: 220 hi\nC: NOOP\nS: 250 ok", []string{"--tls", "--cert", ours, "-c", "NOOP"}, 0, "verified"},
		{"sent after STARTTLS", "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls asks\nC: NOOP\nS: 250 ok", []string{"--cert", ours, "-c", "STARTTLS", "-c", ":tls", "-c", "NOOP"}, 0, "verified"},
		{"none", "tls asks", []string{"--tls", "-c", "NOOP"}, 4, "--cert FILE"},
		{"none, after STARTTLS", "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls asks", []string{"-c", "STARTTLS", "-c", ":tls", "-c", "NOOP"}, 4, "--cert FILE"},
		{"none, --raw", "tls asks", []string{"--tls", "--raw"}, 4, "--cert FILE"},
		{"none, TLS 1.2", "tls asks", []string{"--tls", "--tls-max", "1.2", "-c", "NOOP"}, 4, "--cert FILE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, _ := attacked(t, c.script, "", slices.Concat(c.args, []string{"--ca", "CA"})...)
			o.wants(t, c.status, c.says)
		})
	}
}

// ourCertificate writes a certificate and its key to a PEM file.
func ourCertificate(t *testing.T) (file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ours.pem")
	text := slices.Concat(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
