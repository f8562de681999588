package sasl

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	scramlib "github.com/xdg-go/scram"
)

// tlsPair returns the two ends of a TLS connection over loopback, with a new certificate.
func tlsPair(t *testing.T, version uint16) (client, server *tls.Conn) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	name := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"mx.example.net"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, name, name, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _ := x509.ParseCertificate(der)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	outside, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	inside, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	server = tls.Server(inside, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MaxVersion: version})
	client = tls.Client(outside, &tls.Config{RootCAs: roots, ServerName: "mx.example.net", MaxVersion: version})
	t.Cleanup(func() { client.Close(); server.Close() })
	shaken := make(chan error, 1)
	go func() { shaken <- server.HandshakeContext(t.Context()) }()
	if err := errors.Join(client.HandshakeContext(t.Context()), <-shaken); err != nil {
		t.Fatal(err)
	}
	return client, server
}

// exporter returns the binding of a TLS connection.
func exporter(t *testing.T, conn *tls.Conn) *Binding {
	t.Helper()
	state := conn.ConnectionState()
	data, err := state.ExportKeyingMaterial(ExporterLabel, nil, ExporterSize)
	if err != nil {
		t.Fatal(err)
	}
	return &Binding{Type: TLSExporter, Data: data}
}

// serve plays the server's half, with a line of base64 for each message. It returns an
// error if the server does not accept the client's proof.
func serve(conn net.Conn, half *scramlib.ServerConversation) error {
	lines := bufio.NewScanner(conn)
	for !half.Done() && lines.Scan() {
		message, err := base64.StdEncoding.DecodeString(lines.Text())
		if err != nil {
			return err
		}
		reply, _ := half.Step(string(message))
		fmt.Fprintln(conn, base64.StdEncoding.EncodeToString([]byte(reply)))
	}
	if !half.Valid() {
		return errors.New("the server did not accept the proof")
	}
	return lines.Err()
}

// login plays the client's half.
func login(t *testing.T, conn net.Conn, c *Client) error {
	lines := bufio.NewScanner(conn)
	answer, _ := c.Initial()
	for range 2 {
		fmt.Fprintln(conn, base64.StdEncoding.EncodeToString(answer))
		if !lines.Scan() {
			return fmt.Errorf("no reply: %w", lines.Err())
		}
		challenge, err := base64.StdEncoding.DecodeString(lines.Text())
		if err != nil {
			return err
		}
		if answer, err = c.Next(t.Context(), challenge); err != nil {
			return err
		}
	}
	return c.Done(nil)
}

// TestPlus logs in over real TLS. Each end computes the binding itself, the server with
// the library. A man in the middle has a TLS connection to each end, and fails.
func TestPlus(t *testing.T) {
	for _, c := range []struct {
		name     string
		mech     string
		version  uint16
		password string
		other    bool // the client's binding is of another connection
		status   string
	}{
		{"SHA-256, TLS 1.3", "SCRAM-SHA-256-PLUS", tls.VersionTLS13, oddPassword, false, ""},
		{"SHA-1, TLS 1.3", "SCRAM-SHA-1-PLUS", tls.VersionTLS13, oddPassword, false, ""},
		{"SHA-256, TLS 1.2", "SCRAM-SHA-256-PLUS", tls.VersionTLS12, oddPassword, false, ""},
		{"a man in the middle", "SCRAM-SHA-256-PLUS", tls.VersionTLS13, oddPassword, true, "channel-bindings-dont-match"},
		{"wrong password", "SCRAM-SHA-256-PLUS", tls.VersionTLS13, "wrong", false, "invalid-proof"},
		{"a binding, but a mechanism without one", "SCRAM-SHA-256", tls.VersionTLS13, oddPassword, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, server := tlsPair(t, c.version)
			have := Credentials{User: "bob", Password: c.password, Binding: exporter(t, client)}
			if c.other {
				elsewhere, _ := tlsPair(t, c.version)
				have.Binding = exporter(t, elsewhere)
			}
			state := server.ConnectionState()
			bound, err := scramlib.NewTLSExporterBinding(&state)
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() {
				served <- serve(server, serverOf(t, c.mech, oddPassword).NewConversationWithChannelBinding(bound))
			}()
			err = login(t, client, start(t, c.mech, have, 0))
			client.Close()
			convinced := <-served == nil
			refused, _ := errors.AsType[*Refused](err)
			switch {
			case c.status == "" && (err != nil || !convinced):
				t.Errorf("%v; the server accepted: %v", err, convinced)
			case c.status != "" && (refused == nil || refused.Status != c.status || convinced):
				t.Errorf("%v, want %s; the server accepted: %v", err, c.status, convinced)
			}
		})
	}
}

// TestPlusRemoved shows that SCRAM notices if -PLUS was removed from the server's list
// of mechanisms (RFC 5802 6).
func TestPlusRemoved(t *testing.T) {
	bound := scramlib.ChannelBinding{Type: TLSExporter, Data: []byte("x")}
	server := serverOf(t, "SCRAM-SHA-256", "p").NewConversationWithChannelBinding(bound)
	err := play(t, start(t, "SCRAM-SHA-256", Credentials{User: "u", Password: "p", NoPlus: true}, 0), server)
	refused, _ := errors.AsType[*Refused](err)
	if refused == nil || refused.Status != "server-does-support-channel-binding" || !strings.Contains(refused.Explanation, "removed from the list") {
		t.Error(err)
	}
}
