package describe

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"byhand/internal/view"
)

// Challenge describes the challenge of a login: its text, or the names in a challenge of
// NTLM.
func Challenge(text []byte) string {
	if names := ntlmNames(text); names != "" {
		return "an NTLM challenge: " + names
	}
	return view.Quoted(text)
}

// ntlmFields are the names in a CHALLENGE_MESSAGE, by their AvId ([MS-NLMP] 2.2.2.1).
var ntlmFields = map[uint16]string{1: "host", 2: "domain", 3: "DNS host", 4: "DNS domain", 5: "forest"}

// ntlmNames returns the names in a type 2 message of NTLM ([MS-NLMP] 2.2.1.2); "": it is
// none, or has no names.
func ntlmNames(message []byte) string {
	const fieldsAt = 40 // of TargetInfo
	if !bytes.HasPrefix(message, []byte("NTLMSSP\x00\x02\x00\x00\x00")) || len(message) < fieldsAt+8 {
		return ""
	}
	size, at := int(binary.LittleEndian.Uint16(message[fieldsAt:])), int(binary.LittleEndian.Uint32(message[fieldsAt+4:]))
	if at > len(message) || size > len(message)-at {
		return ""
	}
	var names []string
	for info := message[at : at+size]; len(info) >= 4; {
		id, n := binary.LittleEndian.Uint16(info), int(binary.LittleEndian.Uint16(info[2:]))
		if info = info[4:]; n > len(info) {
			break
		}
		if name := utf16Text(info[:n]); ntlmFields[id] != "" && name != "" {
			names = append(names, ntlmFields[id]+" "+view.Quoted([]byte(name)))
		}
		info = info[n:]
	}
	return strings.Join(names, ", ")
}

// utf16Text decodes UTF-16, little-endian.
func utf16Text(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
