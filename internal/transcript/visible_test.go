package transcript

import (
	"testing"
	"unicode"
)

// invisible lists characters that show nothing, although some count as letters or symbols.
var invisible = []rune{0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0x13441, 0x16FE4, 0x1D159, 0x034F, 0x202E, 0x200B}

// No format contains a character that the sanitizer escapes, whichever entry has it.
func TestWrittenIsVisible(t *testing.T) {
	for _, r := range invisible {
		bad := "a" + string(r) + "b"
		entries := []Entry{
			{Kind: Opened, Opening: &Opening{Target: bad, Remote: bad, Local: bad, Proxy: bad}},
			{Kind: Secured, TLS: &TLS{Version: bad, Cipher: bad, Group: bad, Name: bad, Names: []string{bad}, Issuer: bad, SHA256: bad, Problems: []string{bad}}},
			{Kind: Received, Text: "250 " + bad, Ending: bad, Phase: bad, Reply: &Reply{Code: 550, Enhanced: bad, Verb: bad, Lines: []string{bad}}},
			{Kind: Sent, Text: bad, Ending: "\r\n", Masked: true, User: bad},
			{Kind: Command, Text: bad}, {Kind: Notice, Text: bad}, {Kind: Kind(bad), Text: bad},
			{Kind: Ended, End: &End{Text: bad}},
		}
		for _, f := range formats {
			for _, c := range written(t, f.format, entries) {
				if c == r || !unicode.IsPrint(c) && c != '\n' {
					t.Errorf("%U is in %s as %U", r, f.format, c)
					break
				}
			}
		}
	}
}
