package sasl

import (
	"bytes"
	"errors"
	"net/smtp"
	"strings"
	"testing"
)

// TestLogin shows that a recognized prompt decides what to send. For other texts, the
// order of the challenges decides.
func TestLogin(t *testing.T) {
	testTalks(t, []talk{
		{"in the wild", "LOGIN", bob, 0, `
			S: Username:
			C: bob@example.net
			S: Password:
			C: ` + oddPassword + `
			D:`},
		{"the draft, aiosmtpd", "LOGIN", bob, 0, `
			S: User Name^@
			C: bob@example.net
			S: Password^@
			C: ` + oddPassword},
		{"no words", "LOGIN", bob, 0, `
			S:
			C: bob@example.net
			S:
			C: ` + oddPassword},
		{"the password first", "LOGIN", bob, 0, `
			S: PASSWORD
			C: ` + oddPassword + `
			S: user name
			C: bob@example.net`},
		{"the password first, and then no prompt", "LOGIN", bob, 0, `
			S: Password:
			C: ` + oddPassword + `
			S:
			C: bob@example.net`},
		{"the user name again, and again", "LOGIN", bob, 0, `
			S: Username:
			C: bob@example.net
			S: username
			C: bob@example.net
			S! USERNAME:
			E: asks again`},
		{"the user name again, and then the password", "LOGIN", bob, 0, `
			S: Username:
			C: bob@example.net
			S: Username:
			C: bob@example.net
			S: Password:
			C: ` + oddPassword},
		{"the password again", "LOGIN", bob, 0, `
			S:
			C: bob@example.net
			S:
			C: ` + oddPassword + `
			S! Password:
			E: asks again`},
		{"in another language", "LOGIN", bob, 0, `
			S: Benutzername für mail.example.net:
			C: bob@example.net
			S: Kennwort:
			C: ` + oddPassword},
		{"accepted after the user name", "LOGIN", bob, 0, `
			S: Username:
			C: bob@example.net
			D:
			E: before the login was complete`},
	})
}

// TestResume continues logins that the user began by hand.
func TestResume(t *testing.T) {
	testTalks(t, []talk{
		{"after the user name", "LOGIN", Credentials{Password: oddPassword}, 1, `
			I: none
			S: Password:
			C: ` + oddPassword + `
			D:`},
		{"after all", "LOGIN", Credentials{}, 2, `
			S! Password:
			E: asks again`},
		{"named alone", "PLAIN", bob, 0, `
			S:
			C: ^@bob@example.net^@` + oddPassword + `
			D:`},
		{"named alone, and the server chats", "PLAIN", bob, 0, `
			S: go on
			C: ^@bob@example.net^@` + oddPassword},
		{"after all", "PLAIN", Credentials{}, 1, `
			I: none
			S!
			E: asks again`},
		{"after all", "CRAM-MD5", Credentials{}, 1, `
			S! <1@x>
			E: asks again`},
		{"named alone", "XOAUTH2", token, 0, `
			S:
			C: user=someuser@example.com^Aauth=Bearer ` + token.Token + `^A^A`},
		{"the token was sent, and refused", "XOAUTH2", Credentials{}, 1, `
			S: {"status":"400"}
			C: 
			R: 400`},
		{"the token was sent by hand and refused", "OAUTHBEARER", token, 0, `
			S: {"status":"invalid_token"}
			C: ^A
			R: invalid_token`},
		{"the token was sent, and is asked for", "OAUTHBEARER", Credentials{}, 1, `
			S!
			E: asks again`},
		{"accepted", "EXTERNAL", Credentials{}, 1, `
			D:`},
		{"named alone", "SCRAM-SHA-256", pencil, 0, `
			S:
			C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO`},
		{"after another's first message", "SCRAM-SHA-256", pencil, 0, `
			S! r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
			E: byhand cannot continue a SCRAM login`},
	})
	for _, m := range Mechanisms() {
		_, err := Resume(m, Credentials{User: "u", Password: "p", Token: "t", Binding: &Binding{TLSExporter, []byte("x")}}, 1)
		if m.Proves != errors.Is(err, ErrMidway) || !m.Proves && err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

// TestCRAM compares with the standard library's CRAM-MD5.
func TestCRAM(t *testing.T) {
	for _, have := range []Credentials{tim, bob, {User: "with space", Password: strings.Repeat("long", 50)}} {
		for _, challenge := range []string{"<1896.697170952@postoffice.reston.mci.net>", "", "\x00\xff\r\n", strings.Repeat("x", maxChallenge)} {
			want, _ := smtp.CRAMMD5Auth(have.User, have.Password).Next([]byte(challenge), true)
			got, err := start(t, "CRAM-MD5", have, 0).Next(t.Context(), []byte(challenge))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%q to %q: %v, want %q", got, challenge, err, want)
			}
		}
	}
}

// TestEndlessChallenges plays a server that asks without end. It gets each answer once, and no
// secret twice (SECURITY.md, T22).
func TestEndlessChallenges(t *testing.T) {
	have := Credentials{User: "u", Password: "sesame", Token: "sesame", Binding: &Binding{TLSExporter, []byte("x")}}
	for _, m := range Mechanisms() {
		for _, initial := range []bool{true, false} {
			for _, challenge := range []string{"", "Password:", "{}", `{"status":"400"}`, "\x00", "e=other-error", "r=,s=,i="} {
				c := start(t, m.Name, have, 0)
				answers, secrets := 0, 0
				count := func(answer []byte) {
					answers++
					if bytes.Contains(answer, []byte("sesame")) {
						secrets++
					}
				}
				if answer, ok := c.Initial(); initial && ok {
					count(answer)
				}
				var last error
				for range 20 {
					answer, err := c.Next(t.Context(), []byte(challenge))
					if answer != nil {
						count(answer)
					}
					last = err
				}
				if !errors.Is(last, ErrAsksAgain) || answers > 3 || secrets > 1 {
					t.Errorf("%s asked %q: %d answers, %d with the secret, %v", m.Name, challenge, answers, secrets, last)
				}
			}
		}
	}
}

// TestInitialOnce shows that the initial response is returned once.
func TestInitialOnce(t *testing.T) {
	c := start(t, "PLAIN", tim, 0)
	if _, ok := c.Initial(); !ok {
		t.Fatal("none")
	}
	if answer, ok := c.Initial(); ok {
		t.Errorf("a second time: %q", answer)
	}
	if c.Mechanism().Name != "PLAIN" {
		t.Error(c.Mechanism())
	}
	c = start(t, "SCRAM-SHA-256", pencil, 0)
	c.Initial()
	c.Initial() // does no harm
	if answer, err := c.Next(t.Context(), []byte(serverFirst)); string(answer) != proof {
		t.Errorf("after a second time: %q %v", answer, err)
	}
}

// TestBigChallenge shows that a challenge longer than a line gets no answer.
func TestBigChallenge(t *testing.T) {
	for _, m := range []string{"CRAM-MD5", "LOGIN"} {
		c := start(t, m, tim, 0)
		answer, err := c.Next(t.Context(), make([]byte, maxChallenge+1))
		if _, ok := errors.AsType[*ProtocolError](err); !ok || answer != nil || !strings.Contains(err.Error(), "12289 bytes") {
			t.Errorf("%s: %d bytes, %v", m, len(answer), err)
		}
		if answer, err = c.Next(t.Context(), nil); answer != nil || !errors.Is(err, ErrAsksAgain) {
			t.Errorf("%s, after it: %q %v", m, answer, err)
		}
	}
}

// The first answer of LOGIN needs no password, and none is sent for it.
func TestLoginByHalves(t *testing.T) {
	login, _ := Find("LOGIN")
	c, err := Resume(login, Credentials{User: "bob"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := c.Next(t.Context(), []byte("Username:")); string(answer) != "bob" || err != nil {
		t.Errorf("%q, %v", answer, err)
	}
	if answer, err := c.Next(t.Context(), []byte("Password:")); answer != nil || err != ErrAsksAgain {
		t.Errorf("%q, %v", answer, err)
	}
	var missing *CredentialError
	if _, err := Start(login, Credentials{User: "bob"}); !errors.As(err, &missing) || missing.Problem != "is missing" {
		t.Errorf("Start without a password: %v", err)
	}
	if _, err := Resume(login, Credentials{User: "bob"}, 1); !errors.As(err, &missing) || missing.Problem != "is missing" {
		t.Errorf("Resume without a password: %v", err)
	}
}
