// Package transcript has the formats of a recorded session: it writes and reads text,
// Markdown and JSON Lines, and writes HTML.
package transcript

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what an Entry tells of.
type Kind string

// The kinds of entries: what happened on the wire, what was asked of byhand, and
// what byhand said.
const (
	Opened   Kind = "opened"   // the transport stands; Entry.Opening has the facts
	Received Kind = "received" // a line from the server
	Sent     Kind = "sent"     // a line to the server
	Secured  Kind = "secured"  // TLS stands; Entry.TLS has the facts
	Ended    Kind = "ended"    // the connection is over; Entry.End says why
	Command  Kind = "command"  // a colon-command that acted: ":auth LOGIN bob", ":tls"; what it sent follows
	Notice   Kind = "notice"   // byhand said something
)

// Mask is written where a secret was.
const Mask = "********"

// Entry is one line, or one event, as it may be shown to anybody. Entries are
// plain data: what was read from a file equals what was recorded, as far as the
// file's format keeps it.
type Entry struct {
	Kind    Kind
	Time    time.Time     // by the clock on the wall, UTC; zero: not known
	Elapsed time.Duration // since the first entry
	Phase   string        // Sent, Received: where the conversation stood, as smtp.Phase says it; "": not known
	Text    string        // the line without its ending, secrets masked; any bytes
	Ending  string        // "\r\n", "\n", "\r" or, when the line goes on in the next entry of its kind, ""
	Secure  bool          // crossed inside TLS
	Masked  bool          // something in Text was masked
	User    string        // Sent and Masked: who logs in with it, where that can be told
	Reply   *Reply        // Received: the reply that this line completes; nil: none

	Opening *Opening // Opened
	TLS     *TLS     // Secured
	End     *End     // Ended

	Many bool // Text is many lines with their endings; Each yields them one by one
}

// Reply is what one or more lines of the server's come to.
type Reply struct {
	Code     int           // 0: it has none
	Word     string        // how it went where there are no codes: "OK", "-ERR"; ""
	Enhanced string        // "5.1.1"; "": none (RFC 2034)
	To       string        // the verb that it answers, as smtp.Answer has it; "": nothing asked for it
	Lines    []string      // what the lines say behind their codes, secrets masked
	Took     time.Duration // since what it answers went out; 0: not known
}

// Opening tells where a connection goes.
type Opening struct {
	Target string        // as conn.Target writes it: "mail.example.net:587"
	Remote string        // the address that was reached: "192.0.2.1:587"
	Local  string        // our own
	Proxy  string        // the way there; "": direct
	Took   time.Duration // from looking up the name to the connection
}

// TLS tells what protects a connection.
type TLS struct {
	Version  string        // "TLS 1.3"
	Cipher   string        // "TLS_AES_128_GCM_SHA256" (RFC 8446 B.4)
	Group    string        // "X25519MLKEM768"; "": none
	Name     string        // what the certificate was checked for
	Names    []string      // what it is for
	Issuer   string        // who signed it
	NotAfter time.Time     // when it ends, UTC
	SHA256   string        // its fingerprint, in hexadecimal
	Verified bool          // chain, name, dates and usage hold
	Problems []string      // why it does not verify
	Took     time.Duration // the handshake
}

// End tells how a connection ended.
type End struct {
	Text     string // in words for people: "the server closed the connection"
	Sent     int64  // bytes, before encryption
	Received int64  // bytes, after decryption
}

// Each yields an entry, or each line of one that holds many.
func (e Entry) Each(yield func(Entry) bool) {
	if !e.Many {
		yield(e)
		return
	}
	for text := range strings.Lines(e.Text) {
		line := e
		line.Many = false
		line.Text, line.Ending = CutEnding(text)
		if !yield(line) {
			return
		}
	}
}

// CutEnding takes a line and its ending apart.
func CutEnding[T string | []byte](text T) (line T, ending string) {
	switch n := len(text); {
	case n > 1 && string(text[n-2:]) == "\r\n":
		return text[:n-2], "\r\n"
	case n > 0 && text[n-1] == '\n':
		return text[:n-1], "\n"
	}
	return text, ""
}

const notKept = " more entries could not be kept"

// NewGap returns the entry that takes the place of n entries that could not be kept,
// the last of them from that time.
func NewGap(n int, at time.Time) Entry {
	return Entry{Kind: Notice, Time: at, Text: fmt.Sprint(n) + notKept}
}

// Gap reports whether the entry takes the place of others that could not be kept.
func (e Entry) Gap() bool { return e.Kind == Notice && strings.HasSuffix(e.Text, notKept) }
