// Package smtp interprets an SMTP session: which bytes are a reply, which command a
// reply belongs to, how the server interprets the next line, and which part of a line
// is secret. It does no I/O and starts no goroutines. Its caller reports what was sent and
// what was received, in the order of the wire:
//
//	S: 220 mx.example.net ready      Received: a reply to "GREETING"
//	C: AUTH LOGIN                    Sent:     one reply owed
//	S: 334 VXNlcm5hbWU6              Received: a reply to "AUTH", phase Challenge
//	C: dXNlcg==                      Secret:   all of it
//
// The server is not trusted: what is kept of its data is limited, an unsolicited reply
// belongs to no command, and no reply makes a secret less secret.
package smtp
