package dialect

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"byhand/internal/smtp"
)

// words returns the first n space-separated words of a line, in upper case; ""
// for those that are missing.
func words(line []byte, n int) []string {
	found := make([]string, n)
	fields := bytes.Fields(line)
	for i := range min(n, len(fields)) {
		found[i] = strings.ToUpper(string(fields[i]))
	}
	return found
}

// afterWords returns the part of a line that follows its first n words and the
// spaces after them.
func afterWords(line []byte, n int) []byte {
	for range n {
		line = bytes.TrimLeft(line, " \t")
		i := bytes.IndexAny(line, " \t")
		if i < 0 {
			return line[len(line):]
		}
		line = line[i:]
	}
	return bytes.TrimLeft(line, " \t")
}

// loginSecret returns the secret part of a login command in any protocol; nil for any
// other command:
//
//	PASS secret                     RFC 1939 7, RFC 959 4.1.1, RFC 2812 3.1.1
//	APOP user digest                RFC 1939 7
//	AUTHINFO PASS secret            RFC 4643 2.3
//	AUTHINFO SASL PLAIN AHVz...     RFC 4643 2.4
//	a LOGIN user secret             RFC 9051 6.2.3
//	a AUTHENTICATE PLAIN AHVz...    RFC 9051 6.2.2
//	AUTHENTICATE "PLAIN" "AHVz..."  RFC 5804 2.1
//	AUTH PLAIN AHVz...              RFC 5034 4, RFC 4954 4
func loginSecret(line []byte) []byte {
	all := words(line, 2)
	for i, word := range all {
		switch word {
		case "PASS":
			return afterWords(line, i+1)
		case "LOGIN", "AUTHENTICATE", "AUTH", "APOP":
			return afterWords(line, i+2)
		case "AUTHINFO":
			if words(line, i+2)[i+1] == "USER" {
				return nil
			}
			if words(line, i+2)[i+1] == "SASL" {
				return afterWords(line, i+3)
			}
			return afterWords(line, i+2)
		}
	}
	return nil
}

// IsVerb reports whether a Reply's Verb is a command of one of the protocols. Any other
// word was typed by the user and may be a secret.
func IsVerb(to string) bool { return smtp.IsVerb(to) || slices.Contains(verbs(), to) }

// verbs returns the commands of the protocols without reply codes.
var verbs = sync.OnceValue(func() (all []string) {
	for _, r := range wordRules() {
		all = append(all, strings.Fields(r.verbs)...)
	}
	return all
})

// ReplyWords returns the words of replies without codes. :expect accepts them besides codes.
func ReplyWords() (all []string) {
	for _, r := range wordRules() {
		for word := range strings.FieldsSeq(r.ok + " " + r.refusals) {
			if !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	return all
}

// verdicts maps the word of a reply to its verdict.
var verdicts = sync.OnceValue(func() map[string]smtp.Verdict {
	all := map[string]smtp.Verdict{"+": smtp.Continues}
	for _, r := range wordRules() {
		for word := range strings.FieldsSeq(r.ok + " " + r.welcome) {
			all[word] = smtp.Accepted
		}
		for word := range strings.FieldsSeq(r.refusals) {
			all[word] = smtp.Refused
		}
	}
	return all
})
