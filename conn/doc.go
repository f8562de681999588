// Package conn is the wire: bytes over TCP, TLS and UNIX sockets, and not one
// word of any protocol's meaning.
//
// A Dialer opens a Conn; everything that then happens to the connection crosses
// one Tap as an Event, in order:
//
//	Opened    which addresses were tried, how long each took
//	Received  220 mail.example.net ESMTP
//	Sent      STARTTLS
//	Received  220 go ahead
//	Secured   version, cipher, certificate, verdict
//	Sent      QUIT
//	Received  221 bye
//	Ended     who closed, and how
//
// A goroutine reads all the time; Upgrade stops it, looks for bytes that were
// injected before the handshake, and starts another one on the TLS connection.
package conn
