package sasl

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// FuzzNext checks, whatever the server says, that a client does not panic, that its
// answers are bounded, and that it sends the secret at most once.
func FuzzNext(f *testing.F) {
	challenges := []string{
		"", "Username:\nPassword:", "<1896.697170952@postoffice.reston.mci.net>", `{"status":"400","schemes":"Bearer"}`,
		"\n{\"status\":\"invalid_token\"}\n", serverFirst + "\n" + signature, "\n" + serverFirst + "\n" + signature,
		serverFirst + "\ne=invalid-proof", "r=" + serverNonce + ",s=,i=-1", "m=a," + serverFirst, serverFirst + ",x=y\nv=AAAA,x", "\x00\xff",
	}
	for i := range rows {
		for _, text := range challenges {
			f.Add(uint8(i), len(text)%2 == 0, 0, []byte(text), []byte("tail"))
		}
		f.Add(uint8(i), false, 1, []byte("{}"), []byte(signature))
	}
	f.Fuzz(func(t *testing.T, which uint8, initial bool, answered int, text, last []byte) {
		m := Mechanisms()[int(which)%len(rows)]
		have := Credentials{User: "user", Password: "pencil", Token: "t0k3n", nonce: pencil.nonce, Binding: &Binding{TLSExporter, []byte("x")}}
		c, err := Resume(m, have, answered)
		if err != nil {
			if answered <= 0 || !errors.Is(err, ErrMidway) {
				t.Fatal(err)
			}
			return
		}
		secrets := 0
		see := func(answer, challenge []byte) {
			if len(answer) > len(challenge)+500 {
				t.Fatalf("%s: %d bytes in answer to %d", m.Name, len(answer), len(challenge))
			}
			for _, secret := range []string{"pencil", "t0k3n"} {
				if bytes.Contains(answer, []byte(secret)) && !bytes.Contains(challenge, []byte(secret)) {
					secrets++ // and not a nonce that looks like it
				}
			}
		}
		if initial {
			answer, _ := c.Initial()
			see(answer, nil)
		}
		for challenge := range bytes.SplitSeq(text, []byte("\n")) {
			if tooSlow(challenge) {
				return
			}
			answer, err := c.Next(t.Context(), challenge)
			_, refused := errors.AsType[*Refused](err)
			if (answer == nil) != (err != nil && !refused) {
				t.Fatalf("%s: answer %q with error %v", m.Name, answer, err)
			}
			if err != nil && (len(err.Error()) > 5*maxField || strings.Contains(err.Error(), "\n")) {
				t.Fatalf("%s: %q", m.Name, err)
			}
			see(answer, challenge)
		}
		if secrets > 1 || secrets > 0 && !m.Clear {
			t.Fatalf("%s sent the secret %d times", m.Name, secrets)
		}
		if err := c.Done(last); err == nil && m.Proves && !bytes.Contains(append(text, last...), []byte("v=")) {
			t.Fatalf("%s: accepted without proof", m.Name)
		}
	})
}

// tooSlow keeps the fuzzer from slow key derivations, which are allowed.
func tooSlow(challenge []byte) bool {
	_, rounds, _ := bytes.Cut(challenge, []byte(",i="))
	return len(rounds) > 4 && rounds[4] >= '0' && rounds[4] <= '9' || bytes.HasPrefix(rounds, []byte("9"))
}

// FuzzCredentials checks that answers contain no line ending, and no NUL but those of
// the mechanism itself.
func FuzzCredentials(f *testing.F) {
	for i := range rows {
		f.Add(uint8(i), "user", "password", "", "mx.example.net")
		f.Add(uint8(i), "u\r\n", "p\x00", "\x01", "\xff")
		f.Add(uint8(i), "a=b,c", oddPassword, "ö", "")
		f.Add(uint8(i), "\u00ad", "I\u00adX", "اa", "::1")
	}
	f.Fuzz(func(t *testing.T, which uint8, user, secret, authorize, host string) {
		m := Mechanisms()[int(which)%len(rows)]
		have := Credentials{User: user, Password: secret, Token: secret, Authorize: authorize, Host: host, Binding: &Binding{TLSExporter, []byte(secret)}}
		c, err := Start(m, have)
		if err != nil {
			if _, ok := errors.AsType[*CredentialError](err); !ok {
				t.Fatalf("%s: %v", m.Name, err)
			}
			return
		}
		answer, ok := c.Initial()
		if !ok {
			if answer, err = c.Next(t.Context(), []byte("x")); err != nil {
				t.Fatalf("%s: %v", m.Name, err)
			}
		}
		usualHost := map[bool]string{true: "h"}[host != ""]
		harmless, err := Start(m, Credentials{User: "u", Password: "p", Token: "t", Host: usualHost, Binding: &Binding{TLSExporter, []byte("x")}})
		if err != nil {
			t.Fatal(err)
		}
		usual, ok := harmless.Initial()
		if !ok {
			if usual, err = harmless.Next(t.Context(), []byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		for _, separator := range []byte{0, 1} {
			if count := bytes.Count(answer, []byte{separator}); (separator == 0 || m.Token) && count != bytes.Count(usual, []byte{separator}) {
				t.Fatalf("%s: %q has other separators than %q", m.Name, answer, usual)
			}
		}
		if bytes.ContainsAny(answer, "\r\n") {
			t.Fatalf("%s: %q", m.Name, answer)
		}
	})
}

// FuzzProviderOf checks that no host makes the lookup panic.
func FuzzProviderOf(f *testing.F) {
	f.Add("smtp.gmail.com.")
	f.Add("email-smtp.eu-central-1.amazonaws.com")
	f.Add("..*")
	f.Fuzz(func(t *testing.T, host string) {
		p, ok := ProviderOf(host)
		if region, is := SESRegion(host); is && (p.Name != "Amazon SES" || region == "" || strings.Contains(region, ".")) {
			t.Fatalf("%q: %q of %q", host, region, p.Name)
		}
		if _, again := ProviderOf(strings.ToLower(host) + "."); ok && !strings.HasSuffix(host, ".") && !again {
			t.Fatalf("%q", host)
		}
	})
}
