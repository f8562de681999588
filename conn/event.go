package conn

import (
	"fmt"
	"time"
)

// Kind says what happened to the connection.
type Kind int

// The kinds of events, in the order in which they usually come.
const (
	Opened   Kind = iota // the transport is open; Event.Opening has the details
	Received             // bytes from the server
	Sent                 // bytes to the server
	Secured              // the TLS handshake is complete; Event.TLS has the details
	Ended                // the connection ended; Event.End says how
)

// Event is something that happened to a connection. Line is only valid until the Tap
// returns: a Tap that keeps it must copy it.
type Event struct {
	Kind Kind
	Time time.Time // with the monotonic clock

	// Line and Ending together are exactly the bytes on the wire. Ending is "\r\n" or
	// "\n", or "\r" for a sent line; it is "" if the line continues in the next event of
	// the same kind. A received Line may contain a CR that no LF follows. A sent Line
	// contains line endings only if Bulk is set.
	Line     []byte
	Ending   string
	Offset   int64 // Received: bytes received on this connection, including this event
	Secure   bool  // sent or received inside TLS
	Secret   int   // Sent: how many bytes at the end of Line must not be recorded
	Bulk     bool  // Sent: Line is a chunk of a long write, and may contain line endings
	OnScreen bool  // Sent: the user typed it at a terminal, where it is visible already
	More     bool  // the next event belongs to the same read or write, and follows immediately

	Opening *Opening // Opened
	TLS     *TLS     // Secured
	End     *End     // Ended
}

// Tap gets every Event of a connection, one at a time and in wire order. It runs on the
// goroutine that reads or sends, so it must not call Send, Upgrade or Close on the same
// Conn.
type Tap func(Event)

// How says how a connection ended.
type How int

// The ways a connection ends.
const (
	Closed        How = iota // the server closed it properly: FIN, and within TLS close_notify first
	Cut                      // TLS ended without close_notify (RFC 8446 6.1): an attacker may have cut it
	Reset                    // reset by the server or by a device on the path, such as a firewall
	Broken                   // TLS failed after the handshake: an alert, or bytes that are not TLS
	Failed                   // the network failed: a timeout in the kernel, no route
	ClosedLocally            // byhand closed it on request
	Aborted                  // byhand closed it because TLS failed or must not start
)

// End describes how a connection ended.
type End struct {
	How      How
	Err      error // for Reset, Broken and Failed: the error of the last read; else nil
	Sent     int64 // bytes sent, before encryption
	Received int64 // bytes received, after decryption
}

// String describes the end for users: "the server closed the connection".
func (e End) String() string {
	switch e.How {
	case Closed:
		return "the server closed the connection"
	case Cut:
		return "the connection was cut: TLS ended without close_notify"
	case Reset:
		return "the connection was reset by the server or by a device on the path"
	case Broken:
		return fmt.Sprintf("TLS failed after the handshake: %v", e.Err)
	case ClosedLocally, Aborted:
		return "closed the connection"
	}
	return fmt.Sprintf("the connection failed: %v", e.Err)
}
