// Package client owns the dialogue with one server. It sends lines, matches the replies to
// them, knows the phase of the session, starts TLS, logs in and delivers messages. It is
// independent of the terminal and of colon-commands. A Listener gets every event:
//
//	S: 220 mx.example.net ESMTP   an Event: a reply to "GREETING"
//	C: EHLO me                    Ask
//	S: 250 mx.example.net         an Event: a reply to "EHLO"; Ask returns
//
// A Client has one lock, and writes nothing while it holds it: not to a terminal, a file
// or a pipe. A Queue passes the events on to code that does.
package client
