package transcript

import (
	"encoding/base64"
	"strings"
	"testing"
)

func b64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// TestWhoseSecret: each mechanism's message is taken apart, and no form of the
// secret in it is shown when the server says it.
func TestWhoseSecret(t *testing.T) {
	const digest = "9f86d081884c7d659a2feaa0c55ad015"
	for name, c := range map[string]struct{ open, message, user, secret string }{
		"PLAIN":                 {"AUTH PLAIN ", "\x00tim@x.example\x00s3cr3t-w0rd", "tim@x.example", "s3cr3t-w0rd"},
		"PLAIN for another":     {"", "boss\x00tim\x00s3cr3t-w0rd", "tim", "s3cr3t-w0rd"},
		"PLAIN with ü":          {"AUTH PLAIN ", "\x00jürgen\x00pässwörd", "jürgen", "pässwörd"},
		"PLAIN, a NUL too many": {"AUTH PLAIN ", "\x00tim\x00s3cr3t-w0rd\x00", "tim", "s3cr3t-w0rd"},
		"PLAIN, a NUL too few":  {"AUTH PLAIN ", "tim\x00s3cr3t-w0rd", "tim", "s3cr3t-w0rd"},
		"PLAIN, both":           {"AUTH PLAIN ", "tim\x00s3cr3t-w0rd\x00", "tim", "s3cr3t-w0rd"},
		"PLAIN, a NUL within":   {"AUTH PLAIN ", "\x00tim\x00s3cr3t-w0rd\x00x", "tim", "s3cr3t-w0rd"},
		"PLAIN, a NUL before":   {"AUTH PLAIN ", "\x00\x00tim\x00s3cr3t-w0rd", "", "s3cr3t-w0rd"},
		"XOAUTH2":               {"AUTH XOAUTH2 ", "user=tim\x01auth=Bearer ya29.t0ken\x01\x01", "tim", "ya29.t0ken"},
		"OAUTHBEARER":           {"AUTH OAUTHBEARER ", "n,a=tim=2C me,\x01host=x\x01port=587\x01auth=Bearer ya29.t0ken\x01\x01", "tim, me", "ya29.t0ken"},
		"CRAM-MD5":              {"", "tim tester " + digest, "tim tester", digest},
		"SCRAM, first":          {"AUTH SCRAM-SHA-256 ", "n,,n=tim=3Dx,r=abcdefgh", "tim=x", "n,,n=tim=3Dx,r=abcdefgh"},
		"SCRAM, last":           {"", "c=biws,r=abcdefgh,p=pr00f", "", "c=biws,r=abcdefgh,p=pr00f"},
		"LOGIN's password":      {"", "s3cr3t-w0rd", "", "s3cr3t-w0rd"},
		"a control in a name":   {"AUTH PLAIN ", "\x00t\x1bm\x00s3cr3t-w0rd", "", "s3cr3t-w0rd"},
		"nothing in a message":  {"AUTH PLAIN ", "\x00\x00s3cr3t-w0rd", "", "s3cr3t-w0rd"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Recorder{}
			record(r, sent(c.open+b64(c.message), len(b64(c.message))))
			entries, _ := r.Entries()
			if e := entries[0]; e.Text != c.open+Mask || !e.Masked || e.User != c.user {
				t.Errorf("%+v", e)
			}
			for _, back := range []string{c.secret, b64(c.secret), b64(c.message), b64("no " + c.secret + " here"),
				base64.RawURLEncoding.EncodeToString([]byte(c.secret))} {
				record(r, received("535 bad "+back+" given"))
				entries, _ := r.Entries()
				if e := entries[len(entries)-1]; e.Text != "535 bad "+Mask+" given" || !e.Masked {
					t.Errorf("%q is shown as %q", back, e.Text)
				}
			}
		})
	}
}

// TestNamesAreNoSecrets: what AUTH LOGIN and EXTERNAL carry at once.
func TestNamesAreNoSecrets(t *testing.T) {
	for _, mechanism := range []string{"LOGIN", "EXTERNAL", "anonymous"} {
		r := &Recorder{}
		record(r, sent("AUTH "+mechanism+" "+b64("timothy"), len(b64("timothy"))))
		record(r, received("334 hello timothy"))
		entries, _ := r.Entries()
		if entries[0].User != "timothy" || entries[1].Text != "334 hello timothy" {
			t.Errorf("%s: %+v", mechanism, entries)
		}
	}
}

// What byhand says is masked where it looks like a login, known or not.
func TestMask(t *testing.T) {
	blob := b64("\x00tim\x00s3cr3t-w0rd")
	for text, want := range map[string]string{
		"":                               "",
		"nothing is known of \"550\"":    "nothing is known of \"550\"",
		"MAIL FROM:<tim@x.example>":      "MAIL FROM:<tim@x.example>",
		"smtp://host:25 and tim@x":       "smtp://host:25 and tim@x",
		"a " + blob + " b":               "a " + Mask + " b",
		"/" + blob[:len(blob)-2] + "/":   "/" + Mask + "/",
		blob[:len(blob)-1]:               Mask,
		blob + "===":                     Mask + "===",
		b64("user=t\x01auth=Bearer x"):   Mask,
		b64("no login, but long enough"): b64("no login, but long enough"),
		"smtp://tim:pass/w0rd@host:25":   "smtp://tim:" + Mask + "@host:25",
		"smtp://tim:p@ss@host":           "smtp://tim:" + Mask + "@host",
		"known: longer-secret":           "known: " + Mask,
	} {
		r := &Recorder{}
		r.Learn([]byte("longer-secret"))
		if got := r.Mask(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if got := (&Recorder{WithSecrets: true}).Mask(text); got != text {
			t.Errorf("WithSecrets: %q becomes %q", text, got)
		}
		if before, _, _ := strings.Cut(want, Mask); r.Open(text) != before {
			t.Errorf("%q is open up to %q", text, r.Open(text))
		}
	}
}

// A password that was typed as a command does not name the reply to it.
func TestHideVerb(t *testing.T) {
	s := &secrets{}
	s.addPlain([]byte("quit smoking"))
	s.addPlain([]byte("s3cr3t-w0rd"))
	s.addPlain([]byte("a-secret-with-more-than-32-bytes-in-it"))
	for to, want := range map[string]string{
		"": "", "QUIT": "QUIT", "NOOP": "NOOP", "S3CR3T": "S3CR3T", "AUTH": "AUTH",
		"S3CR3T-W0RD": Mask, "XS3CR3T-W0RD": Mask, "A-SECRET-WITH-MORE-THAN-32-BYTES": Mask,
	} {
		if got := s.hideVerb(to); got != want {
			t.Errorf("%q becomes %q, want %q", to, got, want)
		}
	}
}

func TestLearn(t *testing.T) {
	r := &Recorder{}
	r.Learn([]byte("p&ss wörd"))
	for _, form := range []string{"p&ss wörd", b64("p&ss wörd"), b64("\x00me\x00p&ss wörd"), "p%26ss+w%C3%B6rd", "p&ss%20w%C3%B6rd"} {
		record(r, received("<"+form+">"))
		r.Note(Notice, "<"+form+">")
	}
	if want := strings.Repeat("<"+Mask+">\r\n<"+Mask+">", 5); texts(r) != want {
		t.Errorf("%q", texts(r))
	}
	r = &Recorder{}
	r.Learn([]byte("ok"))
	record(r, received("250 ok"))
	if texts(r) != "250 ok\r\n" {
		t.Errorf("a short secret masks ordinary words: %q", texts(r))
	}
}

// FuzzSecrets: a secret that was sent is in nothing that is recorded, however the
// server says it back.
func FuzzSecrets(f *testing.F) {
	f.Add("correct horse", "no ", " today", uint8(0))
	f.Add("s3cr3t+/=", "", "", uint8(3))
	f.Fuzz(func(t *testing.T, secret, before, behind string, form uint8) {
		if len(secret) < shortest || strings.ContainsAny(secret, "\r\n*") || strings.TrimSpace(secret) != secret {
			return
		}
		forms := []string{secret, b64(secret), b64("\x00me\x00" + secret), base64.RawURLEncoding.EncodeToString([]byte(secret))}
		if strings.Contains(Mask+before+behind, secret) {
			return
		}
		r := &Recorder{}
		r.Learn([]byte(secret))
		record(r, received(before+" "+forms[int(form)%len(forms)]+" "+behind))
		if strings.Contains(texts(r), forms[int(form)%len(forms)]) {
			t.Errorf("%q is recorded in %q", secret, texts(r))
		}
	})
}
