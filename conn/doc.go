// Package conn sends and receives bytes over TCP, TLS and UNIX sockets. It knows no
// protocol.
//
// A Dialer opens a Conn. The Conn reports everything that then happens to a Tap, as
// Events in order:
//
//	Opened    the addresses that were tried, and how long each took
//	Received  220 mail.example.net ESMTP
//	Sent      STARTTLS
//	Received  220 go ahead
//	Secured   version, cipher suite, certificate and its problems
//	Sent      QUIT
//	Received  221 bye
//	Ended     which side closed, and how
//
// A goroutine reads continuously. Upgrade stops it, checks that no data was injected
// before the handshake, and starts another one on the TLS connection.
package conn
