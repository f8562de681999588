package sasl

import "testing"

// TestVectors plays vectors.
func TestVectors(t *testing.T) { testTalks(t, vectors) }

// vectors are the examples of the standards, at least one for each mechanism. plus_test.go
// tests those that need a TLS connection.
var vectors = []talk{
	{"RFC 4616 4, first", "PLAIN", tim, 0, `
		I: ^@tim^@tanstaaftanstaaf
		D:`},
	{"RFC 4616 4, without initial response", "PLAIN", tim, 0, `
		S:
		C: ^@tim^@tanstaaftanstaaf
		D:`},
	{"RFC 4616 4, with another authorization identity", "PLAIN", Credentials{User: "Kurt", Password: "xipj3plmq", Authorize: "Ursel"}, 0, `
		I: Ursel^@Kurt^@xipj3plmq
		D:`},
	{"protocol.md", "PLAIN", Credentials{User: "user", Password: "secret"}, 0, `
		I: ^@user^@secret`},
	{"RFC 2195 2", "CRAM-MD5", tim, 0, `
		I: none
		S: <1896.697170952@postoffice.reston.mci.net>
		C: tim b913a602c7eda7a495b4e6e7334d3890
		D:`},
	{"the draft's example", "LOGIN", tim, 0, `
		I: none
		S: User Name^@
		C: tim
		S: Password^@
		C: tanstaaftanstaaf
		D:`},
	{"RFC 5802 5", "SCRAM-SHA-1", Credentials{User: "user", Password: "pencil", nonce: "fyko+d2lbbFgONRv9qkxdawL"}, 0, `
		I: n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL
		S: r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096
		C: c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=
		S: v=rmF9pqV8S7suAoZWja4dJRkFsKQ=
		C: 
		D:`},
	{"RFC 7677 3", "SCRAM-SHA-256", pencil, 0, `
		I: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
		S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
		C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
		S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
		C: 
		D:`},
	{"RFC 7628 4.1", "OAUTHBEARER", Credentials{User: "user@example.com", Host: "server.example.com", Port: 143,
		Token: "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="}, 0, `
		I: n,a=user@example.com,^Ahost=server.example.com^Aport=143^Aauth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==^A^A
		D:`},
	{"Google's example", "XOAUTH2", token, 0, `
		I: user=someuser@example.com^Aauth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg^A^A
		D:`},
	{"RFC 4422 appendix A.3", "EXTERNAL", Credentials{}, 0, `
		I: 
		D:`},
	{"RFC 4422 appendix A.3, with another authorization identity", "EXTERNAL", Credentials{Authorize: "fred@example.com"}, 0, `
		S:
		C: fred@example.com
		D:`},
	{"RFC 4505 4", "ANONYMOUS", Credentials{User: "sirhc"}, 0, `
		S:
		C: sirhc
		D:`},
}

// pencil are the credentials of the example in RFC 7677.
var pencil = Credentials{User: "user", Password: "pencil", nonce: "rOprNGfwEbeRWgbNEkqO"}

// TestEmptyInitialResponse shows that an empty initial response differs from none: the caller
// sends "=" for it (RFC 4954 4).
func TestEmptyInitialResponse(t *testing.T) {
	if answer, ok := start(t, "EXTERNAL", Credentials{}, 0).Initial(); answer == nil || len(answer) > 0 || !ok {
		t.Errorf("EXTERNAL: %q %v", answer, ok)
	}
	if answer, ok := start(t, "LOGIN", tim, 0).Initial(); answer != nil || ok {
		t.Errorf("LOGIN: %q %v", answer, ok)
	}
	c := start(t, "EXTERNAL", Credentials{}, 0)
	if answer, err := c.Next(t.Context(), nil); answer == nil || len(answer) > 0 || err != nil {
		t.Errorf("EXTERNAL, asked: %q %v", answer, err)
	}
}

func TestSESPassword(t *testing.T) {
	for _, v := range []struct{ secret, region, want string }{
		{"some+secret+key", "eu-central-1", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"},
	} {
		if got := SESPassword(v.secret, v.region); got != v.want {
			t.Errorf("%s in %s: %s, want %s", v.secret, v.region, got, v.want)
		}
	}
	if a, b := SESPassword("k", "eu-west-1"), SESPassword("k", "us-east-1"); a == b || len(a) != 44 || len(b) != 44 {
		t.Errorf("%s and %s: not 44 characters for each region", a, b)
	}
}
