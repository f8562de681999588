package conn

import (
	"fmt"
	"time"
)

// Kind says what happened to the connection.
type Kind int

// The kinds of events, in the order in which a session first meets them.
const (
	Opened   Kind = iota // the transport stands; Event.Opening has the facts
	Received             // bytes from the server
	Sent                 // bytes to the server
	Secured              // TLS stands; Event.TLS has the facts
	Ended                // nothing more comes; Event.End says why
)

// Event is one thing that happened on the wire. Line is only valid during the
// call of the Tap: who wants to keep it copies it.
type Event struct {
	Kind Kind
	Time time.Time // when it crossed the tap; holds the monotonic clock too

	// Line and Ending together are exactly the bytes that crossed the wire.
	// Ending is "\r\n", "\n", "\r" or, when Line goes on in the next event of
	// the same kind, "". But for Bulk, Line holds no line end.
	Line     []byte
	Ending   string
	Offset   int64 // Received: bytes received on this connection, this event included
	Secure   bool  // crossed inside TLS
	Secret   int   // Sent: how many bytes at the end of Line nobody may record
	Bulk     bool  // Sent: Line is a piece of something long, and may hold line ends
	OnScreen bool  // Sent: the user typed it at a terminal, where it can be seen
	More     bool  // the next event was read, or is written, together with this one: none comes between

	Opening *Opening // Opened
	TLS     *TLS     // Secured
	End     *End     // Ended
}

// Tap hears every Event of a connection, one at a time and in wire order. It
// runs on the goroutine that reads or sends: it must not call Send, Upgrade or
// Close of the same Conn.
type Tap func(Event)

// How says in which way a connection ended.
type How int

// The ways a connection ends.
const (
	Closed  How = iota // the server closed it in order: FIN, under TLS after close_notify
	Cut                // TLS ended without close_notify (RFC 8446 6.1): anyone may have cut it
	Reset              // the server, or something between, reset it
	Broken             // TLS failed after the handshake: an alert, or bytes that are not TLS
	Failed             // the network failed: time-out of the kernel, route lost
	Local              // byhand closed it, as it was told to
	Aborted            // byhand closed it because TLS failed or must not begin
)

// End tells how a connection ended.
type End struct {
	How      How
	Err      error // what the read returned; nil but for Reset, Broken and Failed
	Sent     int64 // bytes sent, before encryption
	Received int64 // bytes received, after decryption
}

// String says it in words for people: "the server closed the connection".
func (e End) String() string {
	switch e.How {
	case Closed:
		return "the server closed the connection"
	case Cut:
		return "the connection was cut: TLS ended without close_notify"
	case Reset:
		return "the connection was reset by the server, or by something between"
	case Broken:
		return fmt.Sprintf("TLS broke: %v", e.Err)
	case Local, Aborted:
		return "closed the connection"
	}
	return fmt.Sprintf("the connection failed: %v", e.Err)
}
