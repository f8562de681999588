// Package sasl computes what a client answers to a server's SASL challenges, one
// step at a time (RFC 4422). It knows no protocol and does no I/O: base64, "334",
// "=" for an empty answer and "*" to cancel are up to its caller.
//
//	C: AUTH SCRAM-SHA-256 n,,n=user,r=x     Start, Initial
//	S: 334 r=xy,s=W22ZaJ0S,i=4096           Next: computes the proof
//	C: c=biws,r=xy,p=dHzbZapW
//	S: 334 v=6rriTRBi                       Next: checks the server's proof
//	C:                                      (an empty answer)
//	S: 235 2.7.0 ok                         Done: nil, or ErrUnproved
//
// If the user typed the first answers by hand, Resume computes the rest.
//
// The server is not trusted. It gets one answer for each step and no secret twice. It
// cannot demand a weak or an endless key derivation, and its texts are cut short. No
// secret gets into an error or into what fmt prints.
package sasl
