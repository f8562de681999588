package repl_test

import (
	"encoding/base64"
	"testing"

	"byhand/repl"
)

// TestB64Escapes: \0 is a NUL byte, and other backslashes are kept. Ambiguous text is
// refused.
func TestB64Escapes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ arg, want string }{
		{`\0user\0pass`, "\x00user\x00pass"},
		{`CORP\nancy`, `CORP\nancy`},
		{`pa\\ss\`, `pa\\ss\`},
		{`--escapes \0a\r\n\t\x41\\0"`, "\x00a\r\n\tA\\0\""},
		{`--escapes " a`, `" a`},
		{`--literal \0a`, `\0a`},
		{`--literal CORP\0123`, `CORP\0123`},
		{`--escapes CORP\0123`, "CORP\x00123"},
	} {
		got := session(t, "S: 220 hi", ":b64 "+c.arg+"\n")
		has(t, c.arg, got.err, "byhand: "+base64.StdEncoding.EncodeToString([]byte(c.want))+"\n")
	}
	for _, arg := range []string{`CORP\0123`, `a\\0b`, `--escapes secret\q`, `--escapes secret\`, `--escapes --literal a`} {
		got := session(t, "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6", "AUTH LOGIN\n:b64 --send "+arg+"\n")
		if got.status != repl.Usage {
			t.Errorf("%s: status %d", arg, got.status)
		}
		hasNot(t, arg, got.err, "secret", `\q`)
	}
}
