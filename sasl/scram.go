package sasl

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"
)

// scram is a conversation in which both sides prove that they know the password
// (RFC 5802 5). What the server asks for is judged before anything is worked out.
//
//	C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
//	S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
//	C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
//	S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
//
// It is written here because the libraries prepare Unicode's tables at each start
// of byhand, and end no key derivation that nobody waits for any more.
type scram struct {
	name     string
	hash     func() hash.Hash
	password string
	header   string // gs2-header: "n,,"
	binding  []byte // what goes behind it in c=
	nonce    string // ours
	bare     string // our first message without the header
	want     []byte // the server's proof, due once ours is out
	due      bool   // it was not seen yet
	proved   bool   // it was, and is right
}

func newSCRAM(r row, have Credentials) (conversation, error) {
	for _, f := range []struct {
		name  string
		value *string
	}{{"user name", &have.User}, {"password", &have.Password}, {"authorization identity", &have.Authorize}} {
		if err := prepare(f.name, f.value); err != nil {
			return nil, err
		}
	}
	s := &scram{name: r.Name, hash: sha256.New, password: have.Password, nonce: have.nonce}
	if strings.HasPrefix(r.Name, "SCRAM-SHA-1") {
		s.hash = sha1.New
	}
	if s.nonce == "" {
		s.nonce = rand.Text()
	}
	s.header = "n,"
	switch { // RFC 5802 6
	case r.Binds:
		s.header, s.binding = "p="+have.Binding.Type+",", have.Binding.Data
	case have.NoPlus:
		s.header = "y,"
	}
	if have.Authorize != "" {
		s.header += "a=" + saslname.Replace(have.Authorize)
	}
	s.header += ","
	s.bare = "n=" + saslname.Replace(have.User) + ",r=" + s.nonce
	return s, nil
}

func (s *scram) answer(ctx context.Context, n int, challenge []byte) ([]byte, error) {
	message := string(challenge)
	switch {
	case n == 0 && message != "":
		return nil, ErrMidway
	case n == 0:
		return []byte(s.header + s.bare), nil
	case n <= 2 && strings.HasPrefix(message, "e="):
		return []byte{}, refusedBy(s.name, message)
	case n == 1:
		return s.prove(ctx, message)
	case n == 2:
		return []byte{}, s.verify(message)
	}
	return nil, ErrAsksAgain
}

// prove judges what the server asks for, derives the key and writes the proof
// (RFC 5802 3).
func (s *scram) prove(ctx context.Context, message string) ([]byte, error) {
	asks, err := judge(message, s.nonce)
	if err != nil {
		return nil, err
	}
	salted, err := s.salted(ctx, asks.salt, asks.rounds)
	if err != nil {
		return nil, err
	}
	final := "c=" + base64.StdEncoding.EncodeToString(append([]byte(s.header), s.binding...)) + ",r=" + asks.nonce
	all := []byte(s.bare + "," + message + "," + final) // AuthMessage
	clientKey := s.mac(salted, []byte("Client Key"))
	h := s.hash()
	h.Write(clientKey)
	proof := xor(clientKey, s.mac(h.Sum(nil), all))
	s.want, s.due = s.mac(s.mac(salted, []byte("Server Key")), all), true
	return []byte(final + ",p=" + base64.StdEncoding.EncodeToString(proof)), nil
}

// salted is the key that is made of the password: Hi of RFC 5802 2.2. A million
// rounds take their time, and end with the context.
func (s *scram) salted(ctx context.Context, salt []byte, rounds int) ([]byte, error) {
	mac := hmac.New(s.hash, []byte(s.password))
	mac.Write(salt)
	mac.Write([]byte{0, 0, 0, 1})
	u := mac.Sum(nil)
	key := append([]byte(nil), u...)
	for range rounds - 1 {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		mac.Reset()
		mac.Write(u)
		u = mac.Sum(u[:0])
		xor(key, u)
	}
	return key, ctx.Err()
}

func (s *scram) mac(key, text []byte) []byte {
	mac := hmac.New(s.hash, key)
	mac.Write(text)
	return mac.Sum(nil)
}

// xor changes a, and returns it.
func xor(a, b []byte) []byte {
	for i := range a {
		a[i] ^= b[i]
	}
	return a
}

// verify checks the server's proof (RFC 5802 3: ServerSignature).
func (s *scram) verify(message string) error {
	s.due = false
	text, ok := strings.CutPrefix(message, "v=")
	if !ok {
		return broken("the server's last %s message has neither a proof (v=) nor an error (e=)", s.name)
	}
	text, _, _ = strings.Cut(text, ",") // extensions may follow
	proof, err := base64.StdEncoding.DecodeString(text)
	if s.proved = err == nil && hmac.Equal(proof, s.want); !s.proved {
		return broken("the server's proof is wrong: it does not know the password, or somebody stands between")
	}
	return nil
}

// accepted: a protocol that has room for it may send the last message with its
// yes.
func (s *scram) accepted(last []byte) error {
	if len(last) > 0 && s.due {
		return s.verify(string(last))
	}
	if !s.proved {
		return ErrUnproved
	}
	return nil
}
