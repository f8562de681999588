package sasl

import (
	"context"
	"crypto/rand"
	"strings"

	scramlib "github.com/xdg-go/scram"
)

// scram is a conversation in which both sides prove that they know the password
// (RFC 5802 5). The library computes the messages and checks the server's proof.
//
//	C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
//	S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
//	C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
//	S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
type scram struct {
	name  string
	nonce string // the client's
	half  *scramlib.ClientConversation
	due   bool // the client sent its proof and the server did not
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
	s := &scram{name: r.Name, nonce: have.nonce}
	if s.nonce == "" {
		s.nonce = rand.Text()
	}
	hash := scramlib.SHA256
	if strings.HasPrefix(r.Name, "SCRAM-SHA-1") {
		hash = scramlib.SHA1
	}
	client, err := hash.NewClientUnprepped(have.User, have.Password, have.Authorize)
	if err != nil {
		return nil, err
	}
	client.WithMinIterations(minIterations).WithNonceGenerator(func() string { return s.nonce })
	switch { // RFC 5802 6
	case r.Binds:
		s.half = client.NewConversationWithChannelBinding(scramlib.ChannelBinding{Type: scramlib.ChannelBindingType(have.Binding.Type), Data: have.Binding.Data})
	case have.NoPlus:
		s.half = client.NewConversationAdvertisingChannelBinding()
	default:
		s.half = client.NewConversation()
	}
	return s, nil
}

func (s *scram) answer(ctx context.Context, n int, challenge []byte) ([]byte, error) {
	message := string(challenge)
	switch {
	case n == 0 && message != "":
		return nil, ErrMidway
	case n == 0:
		first, err := s.half.Step("")
		return []byte(first), err
	case n <= 2 && strings.HasPrefix(message, "e="):
		return []byte{}, refusedBy(s.name, message)
	case n == 1:
		return s.prove(ctx, message)
	case n == 2:
		return []byte{}, s.verify(message)
	}
	return nil, ErrAsksAgain
}

// prove checks the server's first message and returns the client's proof (RFC 5802 3).
// The library cannot be interrupted while it derives the key.
func (s *scram) prove(ctx context.Context, message string) ([]byte, error) {
	if err := judge(message, s.nonce); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	final, err := s.half.Step(message)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, invalid(message)
	}
	s.due = true
	return []byte(final), nil
}

// verify checks the server's proof (RFC 5802 3: ServerSignature).
func (s *scram) verify(message string) error {
	s.due = false
	s.half.Step(message)
	switch {
	case s.half.Valid():
		return nil
	case strings.HasPrefix(message, "v="):
		return broken("the server's proof is wrong: it does not know the password (possible man-in-the-middle)")
	}
	return broken("the server's last %s message contains neither a proof (v=) nor an error (e=)", s.name)
}

// isComplete reports whether the client's proof was sent.
func (s *scram) isComplete(answers int) bool { return answers > 1 }

// accepted checks the server's proof. Some protocols send it with the success reply.
func (s *scram) accepted(last []byte) error {
	if len(last) > 0 && s.due {
		return s.verify(string(last))
	}
	if !s.half.Valid() {
		return ErrUnproved
	}
	return nil
}
