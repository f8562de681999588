package fakeserver

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
	"os"
	"regexp"
	"time"
)

// Forger writes TLS 1.3 records as a server, including some that no library sends. It
// takes the server's secret from the key log. It reads nothing.
type Forger struct {
	raw    net.Conn
	secret []byte
	aead   cipher.AEAD  // made of secret
	iv     []byte       // made of secret
	count  uint64       // records under this secret
	ready  bytes.Buffer // records that Flush writes
}

// ErrCipher is Forge's error if crypto/tls prefers another cipher than
// TLS_AES_128_GCM_SHA256, as it does on a machine without AES instructions.
var ErrCipher = errors.New("a Forger knows TLS_AES_128_GCM_SHA256 only")

var serverSecret = regexp.MustCompile(`SERVER_TRAFFIC_SECRET_0 \w+ (\w+)`)

// Forge does the server's part of a handshake on raw.
func Forge(raw net.Conn, config *tls.Config) (*Forger, error) {
	var keys bytes.Buffer
	config = config.Clone()
	config.MinVersion, config.SessionTicketsDisabled, config.KeyLogWriter = tls.VersionTLS13, true, &keys
	layer := tls.Server(raw, config)
	if err := layer.Handshake(); err != nil {
		return nil, err
	}
	if layer.ConnectionState().CipherSuite != tls.TLS_AES_128_GCM_SHA256 {
		return nil, ErrCipher
	}
	secret, err := hex.DecodeString(serverSecret.FindStringSubmatch(keys.String())[1])
	f := &Forger{raw: raw}
	f.use(secret)
	return f, err
}

// use derives the keys for the next records (RFC 8446 7.3).
func (f *Forger) use(secret []byte) {
	f.secret, f.count = secret, 0
	block, _ := aes.NewCipher(f.expand("key", 16))
	f.aead, _ = cipher.NewGCM(block)
	f.iv = f.expand("iv", 12)
}

// expand is HKDF-Expand-Label (RFC 8446 7.1).
func (f *Forger) expand(label string, size int) []byte {
	info := append([]byte{0, byte(size), byte(len("tls13 " + label))}, "tls13 "+label+"\x00"...)
	key, _ := hkdf.Expand(sha256.New, f.secret, string(info), size)
	return key
}

// Seal makes a record (RFC 8446 5.2); kind is 23 for application data, 22 for a
// handshake message.
func (f *Forger) Seal(kind byte, body string) {
	nonce := bytes.Clone(f.iv)
	binary.BigEndian.PutUint64(nonce[4:], binary.BigEndian.Uint64(nonce[4:])^f.count)
	f.count++
	inner := append([]byte(body), kind)
	head := []byte{23, 3, 3, 0, 0}
	binary.BigEndian.PutUint16(head[3:], uint16(len(inner)+f.aead.Overhead()))
	f.ready.Write(f.aead.Seal(head, nonce, inner, head))
}

// Update makes a key update. asks: the client must send one too
// (RFC 8446 4.6.3).
func (f *Forger) Update(asks bool) {
	request := byte(0)
	if asks {
		request = 1
	}
	f.Seal(22, string([]byte{24, 0, 0, 1, request}))
	f.use(f.expand("traffic upd", sha256.Size))
}

// Flush writes the records that were made.
func (f *Forger) Flush() error {
	_, err := f.raw.Write(f.ready.Bytes())
	f.ready.Reset()
	return err
}

// Choke sends key updates that want an answer, and reads none, until the client's
// socket is full and it reads nothing for a second. It returns an error if the client
// goes on reading. A little data between the updates keeps crypto/tls from counting
// them as useless. It is quick where the listener has SmallSegments.
func (f *Forger) Choke() error {
	const batch, most = 512, 2048
	if tcp, ok := f.raw.(*net.TCPConn); ok { // less to fill
		tcp.SetReadBuffer(1 << 10) // as little as the system allows
		tcp.SetWriteBuffer(16 << 10)
	}
	defer f.raw.SetWriteDeadline(time.Now().Add(patience))
	for range most {
		for i := range batch {
			if i%8 == 0 {
				f.Seal(23, "x")
			}
			f.Update(true)
		}
		f.raw.SetWriteDeadline(time.Now().Add(10 * moment))
		if err := f.Flush(); errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return errors.New("the client keeps the answers to key updates that nobody reads")
}
