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
	name         string
	nonce        string // the client's
	conversation *scramlib.ClientConversation
	proofDue     bool // the client sent its proof and the server did not
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
		s.conversation = client.NewConversationWithChannelBinding(scramlib.ChannelBinding{Type: scramlib.ChannelBindingType(have.Binding.Type), Data: have.Binding.Data})
	case have.NoPlus:
		s.conversation = client.NewConversationAdvertisingChannelBinding()
	default:
		s.conversation = client.NewConversation()
	}
	return s, nil
}

func (s *scram) answer(ctx context.Context, n int, challenge []byte) ([]byte, error) {
	message := string(challenge)
	switch {
	case n == 0 && message != "":
		return nil, ErrMidway
	case n == 0:
		first, err := s.conversation.Step("")
		return []byte(first), err
	case n <= 2 && strings.HasPrefix(message, "e="):
		return []byte{}, refusalError(s.name, message)
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
	if err := checkFirstMessage(message, s.nonce); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	final, err := s.conversation.Step(message)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, invalidMessage(message)
	}
	s.proofDue = true
	return []byte(final), nil
}

// verify checks the server's proof (RFC 5802 3: ServerSignature).
func (s *scram) verify(message string) error {
	s.proofDue = false
	s.conversation.Step(message)
	switch {
	case s.conversation.Valid():
		return nil
	case strings.HasPrefix(message, "v="):
		return protocolError("the server's proof is wrong: it does not know the password (possible man-in-the-middle)")
	}
	return protocolError("the server's last %s message contains neither a proof (v=) nor an error (e=)", s.name)
}

// isComplete reports whether the client's proof was sent.
func (s *scram) isComplete(answers int) bool { return answers > 1 }

// checkSuccess checks the server's proof. Some protocols send it with the success reply.
func (s *scram) checkSuccess(last []byte) error {
	if len(last) > 0 && s.proofDue {
		return s.verify(string(last))
	}
	if !s.conversation.Valid() {
		return ErrUnproved
	}
	return nil
}
