package redact

import (
	"encoding/base64"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

func b64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// masked returns the lines of a reply with the secrets masked, and "#" for the mask.
func masked(s *Secrets, reply string) string {
	var echo Echo
	var lines []string
	for line := range strings.SplitSeq(reply, "\n") {
		line, _ = s.MaskReply(&echo, line)
		lines = append(lines, strings.ReplaceAll(line, transcript.Mask, "#"))
	}
	return strings.Join(lines, "\n")
}

// TestLearnMechanisms: Learn finds the user and the secret in each mechanism's message.
// Every form of the secret is masked when the server repeats it.
func TestLearnMechanisms(t *testing.T) {
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
			s := &Secrets{}
			if user := s.Learn([]byte(c.open), []byte(b64(c.message))); user != c.user {
				t.Errorf("the user is %q, want %q", user, c.user)
			}
			for _, back := range []string{c.secret, b64(c.secret), b64(c.message), b64("no " + c.secret + " here"),
				base64.RawURLEncoding.EncodeToString([]byte(c.secret))} {
				if got := masked(s, "535 bad "+back+" given"); got != "535 bad # given" {
					t.Errorf("%q is shown as %q", back, got)
				}
			}
		})
	}
}

// TestUserNamesAreShown: the initial response of these mechanisms is a user name, which
// is not secret.
func TestUserNamesAreShown(t *testing.T) {
	for _, mechanism := range []string{"LOGIN", "EXTERNAL", "anonymous"} {
		s := &Secrets{}
		user := s.Learn([]byte("AUTH "+mechanism+" "), []byte(b64("timothy")))
		if got := masked(s, "334 hello timothy"); user != "timothy" || got != "334 hello timothy" {
			t.Errorf("%s: %q, %q", mechanism, user, got)
		}
	}
}

// In byhand's own messages, what looks like a login is masked, known or not.
func TestMaskNote(t *testing.T) {
	blob := b64("\x00tim\x00s3cr3t-w0rd")
	for text, want := range map[string]string{
		"":                               "",
		"nothing is known of \"550\"":    "nothing is known of \"550\"",
		"MAIL FROM:<tim@x.example>":      "MAIL FROM:<tim@x.example>",
		"smtp://host:25 and tim@x":       "smtp://host:25 and tim@x",
		"a " + blob + " b":               "a " + transcript.Mask + " b",
		"/" + blob[:len(blob)-2] + "/":   "/" + transcript.Mask + "/",
		blob[:len(blob)-1]:               transcript.Mask,
		blob + "===":                     transcript.Mask + "===",
		b64("user=t\x01auth=Bearer x"):   transcript.Mask,
		b64("no login, but long enough"): b64("no login, but long enough"),
		"smtp://tim:pass/w0rd@host:25":   "smtp://tim:" + transcript.Mask + "@host:25",
		"smtp://tim:p@ss@host":           "smtp://tim:" + transcript.Mask + "@host",
		"known: longer-secret":           "known: " + transcript.Mask,
	} {
		s := &Secrets{}
		s.Add([]byte("longer-secret"))
		if got, any := s.MaskNote(text); got != want || any != (got != text) {
			t.Errorf("%q becomes %q (%v), want %q", text, got, any, want)
		}
		if got, any := (*Secrets)(nil).MaskNote(text); got != text || any {
			t.Errorf("without secrets to mask: %q becomes %q", text, got)
		}
	}
}

// The verb of a reply is masked if a password was typed as a command.
func TestMaskVerb(t *testing.T) {
	s := &Secrets{}
	s.Add([]byte("quit smoking"))
	s.Add([]byte("s3cr3t-w0rd"))
	s.Add([]byte("a-secret-with-more-than-32-bytes-in-it"))
	for to, want := range map[string]string{
		"": "", "QUIT": "QUIT", "NOOP": "NOOP", "S3CR3T": "S3CR3T", "AUTH": "AUTH",
		"S3CR3T-W0RD": transcript.Mask, "XS3CR3T-W0RD": transcript.Mask, "A-SECRET-WITH-MORE-THAN-32-BYTES": transcript.Mask,
	} {
		if got := s.MaskVerb(to); got != want {
			t.Errorf("%q becomes %q, want %q", to, got, want)
		}
	}
}

func TestAdd(t *testing.T) {
	s := &Secrets{}
	s.Add([]byte("p&ss wörd"))
	for _, form := range []string{"p&ss wörd", b64("p&ss wörd"), b64("\x00me\x00p&ss wörd"), "p%26ss+w%C3%B6rd", "p&ss%20w%C3%B6rd"} {
		if got := masked(s, "<"+form+">"); got != "<#>" {
			t.Errorf("%q becomes %q", form, got)
		}
	}
	s = &Secrets{}
	s.Add([]byte("ok"))
	if got := masked(s, "250 ok"); got != "250 ok" {
		t.Errorf("a short secret masks ordinary words: %q", got)
	}
}

// TestEchoes: a secret that the server repeats is masked in any case, in quotes, and
// folded over several lines of a reply. The codes and the text around it stay.
func TestEchoes(t *testing.T) {
	const password = `hunter2/Tr0ub4dor&3+x`
	typed, other := b64("\x00apikey\x00"+password), b64("realm\x00apikey\x00"+password)
	for name, c := range map[string]struct{ sent, reply, want string }{
		"upper case":          {password, "535 no HUNTER2/TR0UB4DOR&3+X!", "535 no #!"},
		"swapped case":        {"pässwörd-1", "535 PÄSSWÖRD-1", "535 #"},
		"base64, lower case":  {typed, "535-" + strings.ToLower(other) + "\n535 " + strings.ToLower(typed), "535-#\n535 #"},
		"quoted":              {`"pa\"ss\\word9"`, `a1 NO "pa\"ss\\word9" is not pa"ss\word9`, `a1 NO "#" is not #`},
		"quoted by itself":    {`pa"ss\word9`, `a1 NO "pa\"ss\\word9"`, `a1 NO "#"`},
		"quoted in a note":    {`"pa\"ss\\word9"`, `a1 NO \"pa\\\"ss\\\\word9\"`, `a1 NO \"#\"`},
		"two lines":           {password, "535-bad:" + password[:10] + "\n535 " + password[10:] + " is", "535-bad:#\n535 # is"},
		"two lines, a prefix": {password, "535-5.7.8 bad " + password[:3] + "\n535 5.7.8 " + password[3:], "535-5.7.8 bad hun\n535 5.7.8 #"},
		"three lines":         {password, "535-" + password[:7] + "\n535-" + password[7:14] + "\n535 " + password[14:], "535-#\n535-#\n535 #"},
		"a line each":         {"abcdefg", "5-a\n5-b\n5-c\n5-d\n5-e\n5-f\n5-g\n5 x", "5-a\n5-b\n5-c\n5-d\n5-e\n5-f\n5-g\n5 x"},
		"a line each, a code": {"abcdefg", "535-a\n535-b\n535-c\n535-d\n535-e\n535-f\n535-g\n535 x", "535-a\n535-b\n535-c\n535-#\n535-#\n535-#\n535-#\n535 x"},
		"words":               {"correct horse", "535-no correct\n535 horse battery", "535-no #\n535 # battery"},
		"base64, two lines":   {typed, "500-AUTH PLAIN " + typed[:20] + "\n500-" + typed[20:] + "\n500 ?", "500-AUTH PLAIN #\n500-#\n500 ?"},
		"other base64":        {typed, "500-AUTH PLAIN " + other[:32] + "\n500 " + other[32:], "500-AUTH PLAIN #\n500 #"},
		"a CR alone":          {password, "535-no " + password[:10] + "\r535-" + password[10:] + "\n535 .", "535-no #\r535-#\n535 ."},
		"IMAP":                {password, "* BAD " + password[:10] + "\na1 NO " + password[10:], "* BAD #\na1 NO #"},
		"both at once":        {password, "535 " + password + password + " " + b64(password) + "=", "535 ## #"},
		"other words":         {password, "535-no hunt\n535-er, hun\n535 r2/Tr0ub4dor", "535-no #\n535-er, hun\n535 r2/Tr0ub4dor"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &Secrets{}
			s.Learn(nil, []byte(c.sent))
			if got := masked(s, c.reply); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// When byhand quotes one line of a reply, the part of a secret in it is masked.
func TestEchoInNote(t *testing.T) {
	s := &Secrets{}
	s.Add([]byte("hunter2/Tr0ub4dor"))
	masked(s, "535-hunter2/\n535 Tr0ub4dor is bad")
	for _, line := range []string{"refused: 535-hunter2/", "refused: 535 Tr0ub4dor is bad"} {
		if got, any := s.MaskNote(line); !any || !strings.Contains(got, transcript.Mask) {
			t.Errorf("%q becomes %q", line, got)
		}
	}
}

// The time to mask a line does not grow with the square of its length. The memory that a
// server can make byhand use is bounded.
func TestEchoesAreBounded(t *testing.T) {
	s, echo := &Secrets{}, Echo{}
	s.Add([]byte(strings.Repeat("a", 8000)))
	s.Add([]byte("s3cr3t-w0rd"))
	for range 200 {
		s.MaskReply(&echo, "535-"+strings.Repeat("a", 7000))
	}
	s.MaskReply(&echo, "535 "+strings.Repeat(b64("s3cr3t-w0rd"), 20_000))
	if len(s.pieces) > maxPieces || len(echo.fragments) > maxFragments {
		t.Errorf("%d pieces, %d fragments", len(s.pieces), len(echo.fragments))
	}
}

// FuzzSecrets: a known secret is masked, however the server echoes it.
func FuzzSecrets(f *testing.F) {
	f.Add("correct horse", "no ", " today", uint8(0))
	f.Add("s3cr3t+/=", "", "", uint8(3))
	f.Fuzz(func(t *testing.T, secret, before, after string, form uint8) {
		if len(secret) < minLength || strings.ContainsAny(secret, "\r\n*") || strings.TrimSpace(secret) != secret {
			return
		}
		forms := []string{secret, b64(secret), b64("\x00me\x00" + secret), base64.RawURLEncoding.EncodeToString([]byte(secret))}
		echoed := forms[int(form)%len(forms)]
		if strings.Contains(transcript.Mask+before+after, secret) {
			return
		}
		s := &Secrets{}
		s.Add([]byte(secret))
		if text, _ := s.MaskReply(&Echo{}, before+" "+echoed+" "+after); strings.Contains(text, echoed) {
			t.Errorf("%q is shown in %q", secret, text)
		}
	})
}
