// Package message is what goes between DATA and the final dot: it checks a mail,
// frames it for the wire, cuts it into chunks and composes a small one.
//
//	C: DATA
//	S: 354 go ahead
//	C: From: a@example.net              Check:   what a server may not like of it
//	C:
//	C: ..hidden                         Frame:   CRLF at each line end, dots doubled,
//	C: .                                         the lone dot at the end
//	S: 250 queued
//
//	C: BDAT 65536                       Chunks:  the same message in pieces, with
//	C: BDAT 1204 LAST                            Canonical line ends and no dots
//
// It does no I/O of its own: it is handed an io.Reader, takes a message of any
// size from it in one pass, and keeps no more than a block of it.
//
// A line ends at CRLF, at a LF without CR and at a CR without LF, since each of
// these is one line end when the message is framed; line numbers count so.
package message
