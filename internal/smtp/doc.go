// Package smtp is the meaning of what crosses the wire: which bytes are a
// reply, which command a reply answers, what the next line will be taken for,
// and which part of a line is a secret. It does no I/O and starts nothing; it
// is told what went out and what came in, in the order of the wire:
//
//	S: 220 mx.example.net ready      Received: answers "GREETING"
//	C: AUTH LOGIN                    Sent:     one reply owed
//	S: 334 VXNlcm5hbWU6              Received: answers "AUTH", phase Challenge
//	C: dXNlcg==                      Secret:   all of it
//
// A server is not trusted: what is remembered has a cap, a reply nobody asked
// for is marked so, and nothing it sends makes a secret less secret.
package smtp
