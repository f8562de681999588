package conn

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net"
	"regexp"
	"strings"
	"testing"
)

// forger writes records of TLS 1.3 as its server would, but such as no library
// sends: it has the server's secret from its key log.
type forger struct {
	net.Conn
	secret []byte
	count  uint64 // records under this secret
}

// expand is HKDF-Expand-Label (RFC 8446 7.1).
func (f *forger) expand(label string, size int) []byte {
	info := append([]byte{0, byte(size), byte(len("tls13 " + label))}, "tls13 "+label+"\x00"...)
	key, _ := hkdf.Expand(sha256.New, f.secret, string(info), size)
	return key
}

// seal writes a record of TLS_AES_128_GCM_SHA256 (RFC 8446 5.2).
func (f *forger) seal(kind byte, body string) error {
	block, _ := aes.NewCipher(f.expand("key", 16))
	gcm, _ := cipher.NewGCM(block)
	nonce := f.expand("iv", 12)
	binary.BigEndian.PutUint64(nonce[4:], binary.BigEndian.Uint64(nonce[4:])^f.count)
	f.count++
	inner := append([]byte(body), kind)
	head := []byte{23, 3, 3, 0, 0}
	binary.BigEndian.PutUint16(head[3:], uint16(len(inner)+gcm.Overhead()))
	_, err := f.Write(gcm.Seal(head, nonce, inner, head))
	return err
}

// update is a key update; asks: the client is to send one, too (RFC 8446 4.6.3).
func (f *forger) update(asks string) error {
	err := f.seal(22, "\x18\x00\x00\x01"+asks)
	f.secret, f.count = f.expand("traffic upd", sha256.Size), 0
	return err
}

var serverSecret = regexp.MustCompile(`SERVER_TRAFFIC_SECRET_0 \w+ (\w+)`)

// forges shakes hands and goes on as a forger.
func forges(t *testing.T, p *peer, config *tls.Config) *forger {
	var keys bytes.Buffer
	config.MinVersion, config.SessionTicketsDisabled, config.KeyLogWriter = tls.VersionTLS13, true, &keys
	raw := p.Conn
	if err := p.secures(config); err != nil {
		t.Error(err)
	}
	secret, err := hex.DecodeString(serverSecret.FindStringSubmatch(keys.String())[1])
	if err != nil {
		t.Error(err)
	}
	return &forger{Conn: raw, secret: secret}
}

// TestFloodsInside: records that carry nothing are taken now and then; a flood of
// them, which would keep us busy for ever, ends the connection.
func TestFloodsInside(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	if facts, _, err := secured(t, ca.server(t), ca.trusting()); err != nil || facts.Cipher != tls.TLS_AES_128_GCM_SHA256 {
		t.Skipf("not the cipher that a forger can do: %v", err) // on a machine without AES
	}
	for name, one := range map[string]func(*forger) error{
		"empty records":        func(f *forger) error { return f.seal(23, "") },
		"key updates":          func(f *forger) error { return f.update("\x00") },
		"key updates that ask": func(f *forger) error { return f.update("\x01") },
		"tickets": func(f *forger) error {
			return f.seal(22, "\x04\x00\x00\x0e\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00\x00")
		},
	} {
		for _, n := range []int{10, 1 << 20} {
			t.Run(name, func(t *testing.T) {
				config := ca.server(t)
				to := serve(t, func(p *peer) {
					f := forges(t, p, config)
					for i := 0; i < n; i++ {
						if one(f) != nil {
							return
						}
					}
					f.seal(23, "250 ok\r\n")
					p.rest()
				})
				to.TLS = true
				c, tape := connect(t, to, Dialer{Security: ca.trusting()})
				if n > 10 {
					if end := tape.awaitEnd(t); end.How != Broken {
						t.Errorf("%d of them: %v", n, end)
					}
					return
				}
				tape.awaitText(t, "250 ok\r\n")
				c.Close()
				tape.ends(t, Local)
			})
		}
	}
}

// TestFloodBeforeTheHandshake: records that mean nothing in its place end it.
func TestFloodBeforeTheHandshake(t *testing.T) {
	to := offer(t, func(p *peer) {
		p.Read(make([]byte, 64<<10))
		for p.Conn != nil {
			if _, err := p.Write([]byte(strings.Repeat(record(20, "\x01"), 1000))); err != nil {
				return
			}
		}
	})
	_, tape, err := upgrade(t, to, Dialer{})
	var failed *TLSError
	if !errors.As(err, &failed) || failed.Why == Stalled {
		t.Errorf("%v", err)
	}
	tape.ends(t, Aborted)
}
