// Package transcript writes and reads the formats of a recorded session: text, Markdown,
// JSON Lines, and HTML, which it only writes.
package transcript

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what an Entry is.
type Kind string

// The kinds of entries: events on the wire, colon-commands, and byhand's own messages.
const (
	Opened   Kind = "opened"   // the connection was made; see Entry.Opening
	Received Kind = "received" // a line from the server
	Sent     Kind = "sent"     // a line to the server
	Secured  Kind = "secured"  // TLS began; see Entry.TLS
	Ended    Kind = "ended"    // the connection ended; see Entry.End
	Command  Kind = "command"  // a colon-command: ":auth LOGIN bob", ":tls"; the lines it sent follow
	Notice   Kind = "notice"   // a message of byhand's
)

// Mask replaces a secret.
const Mask = "********"

// Entry is a line or an event, without secrets. An entry read from a file equals the
// recorded one, as far as the format keeps it.
type Entry struct {
	Kind    Kind
	Time    time.Time     // wall clock time, UTC; zero: not known
	Elapsed time.Duration // since the first entry
	Phase   string        // Sent, Received: smtp.Phase as a string; "": not known
	Text    string        // the line without its ending, with secrets masked; any bytes
	Ending  string        // "\r\n", "\n" or "\r"; "": the line continues in the next entry of its kind
	Secure  bool          // crossed inside TLS
	Masked  bool          // a secret in Text was masked
	User    string        // Sent, Masked: the user who logs in with the secret; "": not known
	Reply   *Reply        // Received: the reply that this line completes; nil: none

	Opening *Opening // Opened
	TLS     *TLS     // Secured
	End     *End     // Ended

	Many bool // Text has many lines with their endings; see Each
}

// Reply is a complete reply of the server.
type Reply struct {
	Code     int           // 0: none
	Word     string        // the result in a reply without a code: "OK", "-ERR"; "": none
	Enhanced string        // "5.1.1"; "": none (RFC 2034)
	Verb     string        // the verb of its command, as in smtp.MatchedReply; "": an unsolicited reply
	Lines    []string      // the text of each line after its code, with secrets masked
	Took     time.Duration // since the command was sent; 0: not known
}

// Opening says where a connection goes.
type Opening struct {
	Target string        // a conn.Target as a string: "mail.example.net:587"
	Remote string        // the server's address: "192.0.2.1:587"
	Local  string        // the client's address
	Proxy  string        // the proxy between them; "": none
	Took   time.Duration // from the name lookup to the connection
}

// TLS describes a TLS connection.
type TLS struct {
	Version  string        // "TLS 1.3"
	Cipher   string        // "TLS_AES_128_GCM_SHA256" (RFC 8446 B.4)
	Group    string        // "X25519MLKEM768"; "": none
	Name     string        // the name that the certificate was checked for
	Names    []string      // the names in the certificate
	Issuer   string        // of the certificate
	NotAfter time.Time     // when the certificate expires, UTC
	SHA256   string        // the fingerprint of the certificate, in hexadecimal
	Verified bool          // chain, name, dates and usage are right
	Problems []string      // why the certificate does not verify
	Took     time.Duration // the handshake
}

// End says how a connection ended.
type End struct {
	Text     string // a sentence: "the server closed the connection"
	Sent     int64  // bytes, before encryption
	Received int64  // bytes, after decryption
}

// Each yields the entry, or an entry for each line if it has many.
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

// CutEnding splits a line into its text and its ending: CRLF, LF or none.
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

// NewGap returns an entry in place of n entries that could not be kept. at is when the last
// of them was recorded.
func NewGap(n int, at time.Time) Entry {
	return Entry{Kind: Notice, Time: at, Text: fmt.Sprint(n) + notKept}
}

// IsGap reports whether NewGap returned the entry.
func (e Entry) IsGap() bool { return e.Kind == Notice && strings.HasSuffix(e.Text, notKept) }

const notInLog = "the message is not in the log"

// NewOmission returns an entry in place of a message that a log omits, or shows only in
// part. It comes directly after the reply to DATA.
func NewOmission() Entry { return Entry{Kind: Notice, Text: notInLog} }

// IsOmission reports whether NewOmission returned the entry.
func (e Entry) IsOmission() bool { return e.Kind == Notice && e.Text == notInLog }
