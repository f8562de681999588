package repl

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// maxCommand is as long as a command line may be, its CRLF included (RFC 5321
// 4.5.3.1.4). An initial response that does not fit waits for the first
// challenge (RFC 4954 4).
const maxCommand = 512

// offered returns what the reply to EHLO names behind AUTH (RFC 4954 3), on one
// line or, as some proxies have it, on several.
func (d *smtpDialect) offered() (names []string) {
	for _, f := range d.Features() {
		if strings.EqualFold(f.Keyword, "AUTH") {
			names = append(names, f.Params...)
		}
	}
	return names
}

// begin names a mechanism (RFC 4954 4):
//
//	AUTH LOGIN
//	AUTH PLAIN AHVzZXIAc2VjcmV0
//	AUTH EXTERNAL =                 an initial response that is empty
func (d *smtpDialect) begin(mechanism string, initial *[]byte) []byte {
	line := "AUTH " + mechanism
	if initial == nil {
		return []byte(line)
	}
	if len(*initial) == 0 {
		return []byte(line + " =")
	}
	return []byte(line + " " + base64.StdEncoding.EncodeToString(*initial))
}

func (d *smtpDialect) fits(line []byte) bool { return len(line)+len("\r\n") <= maxCommand }

// reply is base64 in one line; an empty answer is an empty line (RFC 4954 4).
func (d *smtpDialect) reply(answer []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(answer))
}

// asks decodes the 334 that waits. A server that forgets the padding is
// understood; anything else that is no base64 is an error.
func (d *smtpDialect) asks() (challenge []byte, ok bool, err error) {
	if mechanism, _ := d.Auth(); mechanism == "" {
		return nil, false, nil
	}
	text := d.Session.Challenge()
	challenge, err = base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		challenge, err = base64.RawStdEncoding.DecodeString(string(text))
	}
	if err != nil {
		return nil, true, fmt.Errorf("the server breaks the protocol: its challenge %s is not base64 (RFC 4954 4)", quoted(text[:min(len(text), 60)]))
	}
	return slices.Clip(challenge), true, nil
}

func (d *smtpDialect) given() (mechanism string, answers int) {
	mechanism, _ = d.Auth()
	return mechanism, d.Answered()
}

func (d *smtpDialect) accepted() bool { return d.answered == "AUTH" && d.code/100 == 2 }
