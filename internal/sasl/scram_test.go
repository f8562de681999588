package sasl

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	scramlib "github.com/xdg-go/scram"
)

const (
	serverNonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
	serverFirst = "r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	proof       = "c=biws,r=" + serverNonce + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	signature   = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)

// TestFirstMessage shows what a server may ask for (SECURITY.md, T21).
func TestFirstMessage(t *testing.T) {
	for _, c := range []struct{ challenge, want string }{
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1", "asks for only 1 iterations (RFC 5802: at least 4096)"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0", "asks for only 0 iterations"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095", "asks for only 4095 iterations"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001", "asks for 1000001 iterations; byhand allows at most 1000000"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000000000000000000000000000000", "asks for 1000000000000000000000000000000 iterations"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=" + strings.Repeat("9", 5000), "asks for 9999999999999999999999999999999999999999... iterations"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-4096", `is not a number: "-4096"`},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=+4096", `is not a number: "+4096"`},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0x1000", "is not a number"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096.0", "is not a number"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i= 4096", "is not a number"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=٤٠٩٦", "is not a number"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=", `is not a number: ""`},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==", "is invalid"},
		{"r=" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,x=4096,i=4096", "is invalid"},
		{"r=" + serverNonce + ",i=4096,s=W22ZaJ0SNY7soEsUEjb6gQ==", "is invalid"},
		{"r=" + serverNonce + ",s=,i=4096", "sent no salt"},
		{"r=" + serverNonce + ",s=!,i=4096", "is invalid"},
		{"r=" + serverNonce + ",s=W22Z!,i=4096", "is invalid"},
		{"r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "adds nothing to the client's"},
		{"r=rOprNGfwEbeRWgbNEkq,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "does not begin with the client's"},
		{"r=X" + serverNonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "does not begin with the client's"},
		{"r=,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "does not begin with the client's"},
		{"r=" + serverNonce + "\r\nRSET,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "character that is not allowed"},
		{"r=" + serverNonce + "\xff,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "character that is not allowed"},
		{"m=x," + serverFirst, "extension that byhand does not support"},
		{"", "is invalid"},
		{"Password:", "is invalid"},
		{"\x00\xff,,,", "is invalid"},
		{signature, "is invalid"},
	} {
		client := start(t, "SCRAM-SHA-256", pencil, 0)
		client.Initial()
		answer, err := client.Next(t.Context(), []byte(c.challenge))
		if _, ok := errors.AsType[*ProtocolError](err); !ok || answer != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got  %v, answer %q\n want %s", shorten(c.challenge, 200), err, answer, c.want)
		}
		if err != nil && len(err.Error()) > 3*maxField {
			t.Errorf("%s: a long error: %v", shorten(c.challenge, 200), err)
		}
		if err := client.Done(nil); !errors.Is(err, ErrUnproved) {
			t.Errorf("%s: accepted: %v", shorten(c.challenge, 200), err)
		}
		if c.want == "is invalid" {
			continue // the library may have rejected it first
		}
		if final, err := client.conversation.(*scram).conversation.Step(serverFirst); err != nil || final != proof {
			t.Errorf("%s: it was not checked before the library got it: %q, %v", shorten(c.challenge, 200), final, err)
		}
	}
}

// TestAcceptedIterations also shows that an extension after them is ignored.
func TestAcceptedIterations(t *testing.T) {
	for _, i := range []string{"4096", "0004096", "10000", "1000000", "4096,x=y"} {
		client := start(t, "SCRAM-SHA-256", pencil, 0)
		client.Initial()
		answer, err := client.Next(t.Context(), []byte("r="+serverNonce+",s=W22ZaJ0SNY7soEsUEjb6gQ==,i="+i))
		if err != nil || !strings.HasPrefix(string(answer), "c=biws,r="+serverNonce+",p=") {
			t.Errorf("i=%s: %q, %v", i, answer, err)
		}
	}
}

// TestCancelled shows that a login that was cancelled does not continue, whether that
// was before the key derivation or during it.
func TestCancelled(t *testing.T) {
	for _, checks := range []int{0, 1} {
		client := start(t, "SCRAM-SHA-256", pencil, 0)
		client.Initial()
		answer, err := client.Next(&cancelledAfter{t.Context(), checks}, []byte(serverFirst))
		if answer != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("after %d: answer %q, %v", checks, answer, err)
		}
		if answer, err := client.Next(t.Context(), []byte(signature)); answer != nil || err == nil {
			t.Errorf("after %d: continues with %q", checks, answer)
		}
		if err := client.Done([]byte(signature)); !errors.Is(err, ErrUnproved) {
			t.Errorf("after %d: accepted: %v", checks, err)
		}
	}
}

// cancelledAfter is a context that is cancelled after that many calls of Err.
type cancelledAfter struct {
	context.Context
	checks int
}

func (c *cancelledAfter) Err() error {
	if c.checks--; c.checks < 0 {
		return context.Canceled
	}
	return nil
}

// TestProof shows that the server has to know the password too.
func TestProof(t *testing.T) {
	const begun = `
			I: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
			S: ` + serverFirst + `
			C: ` + proof
	var talks []talk
	for _, c := range []struct{ name, text string }{
		{"right", "\nS: " + signature + "\nC: \nD:"},
		{"right, and an extension", "\nS: " + signature + ",x=y\nC: \nD:"},
		{"right, with the server's yes", "\nD: " + signature},
		{"right, and asked again", "\nS: " + signature + "\nC: \nS!\nE: asks again\nD:"},
		{"of another password", "\nS! v=rmF9pqV8S7suAoZWja4dJRkFsKQ=\nE: proof is wrong\nD:\nE: without proof"},
		{"one bit wrong", "\nS! v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=\nE: proof is wrong\nD:\nE: without proof"},
		{"cut short", "\nS! v=6rri\nE: proof is wrong"},
		{"empty", "\nS! v=\nE: proof is wrong"},
		{"no base64", "\nS! v=!\nE: proof is wrong"},
		{"wrong, then right", "\nS! v=AAAA\nE: proof is wrong\nS! " + signature + "\nE: asks again\nD: " + signature + "\nE: without proof"},
		{"missing", "\nD:\nE: without proof"},
		{"missing, asked for nothing", "\nS!\nE: neither a proof (v=) nor\nD:\nE: without proof"},
		{"garbage", "\nS! ^@v=\nE: neither a proof"},
		{"wrong, with the server's yes", "\nD: v=AAAA\nE: proof is wrong\nD: " + signature + "\nE: without proof"},
		{"garbage with the server's yes", "\nD: ok\nE: neither a proof"},
		{"too much with the server's yes", "\nD: " + signature + strings.Repeat(",", maxChallenge) + "\nE: without proof"},
		{"refused", "\nS: e=invalid-proof\nC: \nR: invalid-proof\nE: the password is wrong\nS!\nE: asks again\nD:\nE: without proof"},
		{"refused, extension", "\nS: e=other-error,x=y\nC: \nR: other-error"},
		{"refused in words of its own", "\nS: e=^A\nC: \nR: ^A\nE: the server says \"\\x01\""},
		{"refused at length", "\nS: e=" + strings.Repeat("x", 5000) + "\nC: \nR: " + strings.Repeat("x", maxField) + "..."},
		{"refused with the server's yes", "\nD: e=invalid-proof\nE: neither a proof"},
	} {
		talks = append(talks, talk{c.name, "SCRAM-SHA-256", pencil, 0, begun + c.text})
	}
	testTalks(t, append(talks,
		talk{"accepted at once", "SCRAM-SHA-256", pencil, 0, "D:\nE: before the login was complete"},
		talk{"accepted after the first message", "SCRAM-SHA-256", pencil, 0, "I: n,,n=user,r=rOprNGfwEbeRWgbNEkqO\nD: " + signature + "\nE: before the login was complete"},
		talk{"refused at once", "SCRAM-SHA-256", pencil, 0, "I: n,,n=user,r=rOprNGfwEbeRWgbNEkqO\nS: e=unknown-user\nC: \nR: unknown-user"},
	))
}

// serverOf returns the library's server, which knows one password.
func serverOf(t testing.TB, mech, password string) *scramlib.Server {
	t.Helper()
	hashes := scramlib.SHA256
	if strings.HasPrefix(mech, "SCRAM-SHA-1") {
		hashes = scramlib.SHA1
	}
	client, err := hashes.NewClient("", password, "")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := client.GetStoredCredentialsWithError(scramlib.KeyFactors{Salt: "salt", Iters: 4096})
	if err != nil {
		t.Fatal(err)
	}
	server, err := hashes.NewServer(func(string) (scramlib.StoredCredentials, error) { return stored, nil })
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// play runs a login to its end. It returns the client's error, or that of Done.
func play(t testing.TB, c *Client, server *scramlib.ServerConversation) error {
	t.Helper()
	answer, ok := c.Initial()
	if !ok {
		return fmt.Errorf("no initial response")
	}
	for !server.Done() {
		challenge, _ := server.Step(string(answer)) // an error is in the e= too
		var err error
		if answer, err = c.Next(t.Context(), []byte(challenge)); err != nil {
			return err
		}
	}
	return c.Done(nil)
}

// TestSCRAMWithServer logs in with odd passwords, and names that need escapes.
func TestSCRAMWithServer(t *testing.T) {
	for _, c := range []struct {
		have   Credentials
		stored string // the server's password
		status string // of a refusal
	}{
		{Credentials{User: "bob", Password: oddPassword}, oddPassword, ""},
		{Credentials{User: "bob", Password: "wrong"}, oddPassword, "invalid-proof"},
		{Credentials{User: "a=b,c", Password: ",=n,r="}, ",=n,r=", ""},
		{Credentials{User: "ö ä", Password: "  "}, "  ", ""},
		{Credentials{User: "bob", Password: "I\u00adX \u2168"}, "IX IX", ""}, // RFC 4013 3
		{Credentials{User: "bob", Password: "o\u0308\u00a0"}, "ö ", ""},
		{Credentials{User: "bob", Password: "p", Authorize: "a,=b"}, "p", ""},
		{Credentials{User: "bob", Password: "p", NoPlus: true}, "p", ""},
		{Credentials{User: "bob", Password: strings.Repeat("x", 1000)}, strings.Repeat("x", 1000), ""},
	} {
		for _, mech := range []string{"SCRAM-SHA-1", "SCRAM-SHA-256"} {
			server := serverOf(t, mech, c.stored).NewConversation()
			err := play(t, start(t, mech, c.have, 0), server)
			refused, _ := errors.AsType[*Refused](err)
			switch {
			case c.status == "" && (err != nil || !server.Valid()):
				t.Errorf("%s, %q: %v", mech, c.have.Password, err)
			case c.status == "" && (server.Username() != c.have.User || server.AuthzID() != c.have.Authorize):
				t.Errorf("%s: the server reads %q and %q", mech, server.Username(), server.AuthzID())
			case c.status != "" && (refused == nil || refused.Status != c.status):
				t.Errorf("%s, %q: %v, want %s", mech, c.have.Password, err, c.status)
			}
		}
	}
}

// TestNonce shows that each login has its own nonce.
func TestNonce(t *testing.T) {
	have := Credentials{User: "u,r=", Password: "p"}
	a, _ := start(t, "SCRAM-SHA-1", have, 0).Initial()
	c := start(t, "SCRAM-SHA-1", have, 0)
	b, _ := c.Initial()
	nonce := c.conversation.(*scram).nonce
	if string(a) == string(b) || len(nonce) < 24 || !strings.HasSuffix(string(b), ",r="+nonce) {
		t.Errorf("%q and %q, nonce %q", a, b, nonce)
	}
}
