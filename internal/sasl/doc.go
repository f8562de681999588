// Package sasl is the login: what a client answers to a server's challenges,
// one step at a time (RFC 4422). It knows no protocol and does no I/O: base64,
// "334", "=" for an empty answer and "*" to cancel belong to its caller.
//
//	C: AUTH SCRAM-SHA-256 n,,n=user,r=x     Start, Initial
//	S: 334 r=xy,s=W22ZaJ0S,i=4096           Next: works out the proof
//	C: c=biws,r=xy,p=dHzbZapW
//	S: 334 v=6rriTRBi                       Next: checks the server's proof
//	C:                                      (an empty answer)
//	S: 235 2.7.0 ok                         Done: nil, or ErrUnproved
//
// Who typed a part of it by hand has the rest worked out: see Resume.
//
// A server is not trusted. It gets one answer for each step and no secret twice,
// it cannot ask for a cheap or an endless key derivation, and what it says is
// kept short. Nothing here puts a secret into an error or into what fmt prints.
package sasl
