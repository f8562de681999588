package dialect

import (
	"bytes"
	"slices"
	"strings"

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

// answerSecret returns how many bytes of an answer to a challenge are secret:
// all, unless it is empty, "*" or "=", which carry none.
func answerSecret(line []byte) int {
	switch string(bytes.Trim(line, " \t\"")) {
	case "", "*", "=":
		return 0
	}
	return len(line)
}

// loginSecret returns what is secret in a command that logs in, whatever the
// protocol; nil for any other command:
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

// IsVerb reports whether an Answer's To is a command that one of the protocols
// has. Any other word was typed by the user and may be a secret.
func IsVerb(to string) bool { return smtp.IsVerb(to) || slices.Contains(verbs, to) }

// verbs are the commands of POP3 (RFC 1939, 2449, 2595, 5034), IMAP (RFC 9051,
// 2177) and ManageSieve (RFC 5804).
var verbs = strings.Fields(`
	USER PASS APOP AUTH CAPA QUIT STLS NOOP STAT LIST RETR DELE RSET TOP UIDL UTF8 LANG
	CAPABILITY LOGOUT STARTTLS AUTHENTICATE LOGIN ENABLE SELECT EXAMINE CREATE DELETE RENAME
	SUBSCRIBE UNSUBSCRIBE LSUB NAMESPACE STATUS APPEND IDLE CLOSE UNSELECT EXPUNGE SEARCH
	FETCH STORE COPY MOVE UID CHECK ID
	HAVESPACE PUTSCRIPT LISTSCRIPTS SETACTIVE GETSCRIPT DELETESCRIPT RENAMESCRIPT CHECKSCRIPT UNAUTHENTICATE`)
