// Package client owns the dialogue with one server: it sends lines, matches the
// replies to them, knows the phase, begins TLS, logs in and delivers messages. It
// knows no terminal and no colon-command. Listeners hear of all that happens:
//
//	S: 220 mx.example.net ESMTP   an Event: a reply to "GREETING"
//	C: EHLO me                    Ask
//	S: 250 mx.example.net         an Event: a reply to "EHLO"; Ask returns
//
// A Client has one lock, and nothing is written while it is held: not to a terminal,
// a file or a pipe. A Queue hands the events to whoever writes.
package client
