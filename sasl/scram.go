package sasl

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"strings"

	scramlib "github.com/xdg-go/scram"
	"github.com/xdg-go/stringprep"
)

// scram is a conversation in which both sides prove that they know the password
// (RFC 5802 5). xdg-go/scram does the cryptography; what the server asks for is
// judged before it gets there.
//
//	C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
//	S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
//	C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
//	S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
type scram struct {
	name   string
	nonce  string // ours
	lib    *scramlib.ClientConversation
	hashes *hashes
	due    bool // our proof is out, and the server's was not seen
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
	s := &scram{name: r.Name, hashes: &hashes{plain: sha256.New}}
	if strings.HasPrefix(r.Name, "SCRAM-SHA-1") {
		s.hashes.plain = sha1.New
	}
	client, err := scramlib.HashGeneratorFcn(s.hashes.next).NewClientUnprepped(have.User, have.Password, have.Authorize)
	if err != nil {
		return nil, err
	}
	if have.nonce != "" {
		client = client.WithNonceGenerator(func() string { return have.nonce })
	}
	s.lib = conversationOf(client, r, have)
	return s, nil
}

// conversationOf picks what the first message says of channel binding (RFC 5802
// 6): "p=tls-exporter" binds, "y" and "n" do not.
func conversationOf(client *scramlib.Client, r row, have Credentials) *scramlib.ClientConversation {
	switch {
	case r.Binds:
		return client.NewConversationWithChannelBinding(scramlib.ChannelBinding{
			Type: scramlib.ChannelBindingType(have.Binding.Type), Data: have.Binding.Data})
	case have.NoPlus:
		return client.NewConversationAdvertisingChannelBinding()
	}
	return client.NewConversation()
}

// prepare brings a name or a password into the one form in which both sides
// hash it (RFC 5802 2.2). The library's error would quote it.
func prepare(name string, value *string) error {
	prepared, err := stringprep.SASLprep.Prepare(*value)
	if err != nil {
		return &CredentialError{Field: name, Problem: "has a character that SCRAM does not allow (SASLprep, RFC 4013)"}
	}
	if prepared == "" && *value != "" {
		return &CredentialError{Field: name, Problem: "has only characters that SCRAM leaves out (SASLprep, RFC 4013)"}
	}
	*value = prepared
	return nil
}

func (s *scram) answer(ctx context.Context, n int, challenge []byte) ([]byte, error) {
	message := string(challenge)
	switch {
	case n == 0 && message != "":
		return nil, ErrMidway
	case n == 0:
		return s.begin()
	case n <= 2 && strings.HasPrefix(message, "e="):
		return []byte{}, refusedBy(s.name, message)
	case n == 1:
		return s.prove(ctx, message)
	case n == 2:
		return []byte{}, s.verify(message)
	}
	return nil, ErrAsksAgain
}

// begin writes the first message, and keeps the nonce that is in it.
func (s *scram) begin() ([]byte, error) {
	first, err := s.lib.Step("")
	if err != nil {
		return nil, err
	}
	s.nonce = first[strings.LastIndex(first, ",r=")+len(",r="):]
	return []byte(first), nil
}

// prove judges what the server asks for, derives the key and writes the proof.
func (s *scram) prove(ctx context.Context, message string) ([]byte, error) {
	if err := judge(message, s.nonce); err != nil {
		return nil, err
	}
	s.hashes.until(ctx)
	proof, err := s.lib.Step(message)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err() // and the proof is made of nothing
	case err != nil:
		return nil, broken("the server's first %s message makes no sense", s.name)
	}
	s.due = true
	return []byte(proof), nil
}

// verify checks the server's proof (RFC 5802 3: ServerSignature).
func (s *scram) verify(message string) error {
	s.due = false
	if !strings.HasPrefix(message, "v=") {
		return broken("the server's last %s message has neither a proof (v=) nor an error (e=)", s.name)
	}
	if _, err := s.lib.Step(message); err != nil || !s.lib.Valid() {
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
	if !s.lib.Valid() {
		return ErrUnproved
	}
	return nil
}
