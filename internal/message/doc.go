// Package message handles what is sent between DATA and the final dot: it checks a
// message, converts it for sending, splits it into chunks and composes a test message.
//
//	C: DATA
//	S: 354 go ahead
//	C: From: a@example.net              Check:   what a server may reject in it
//	C:
//	C: ..hidden                         Frame:   CRLF line endings, doubled dots,
//	C: .                                         the final dot
//	S: 250 queued
//
//	C: BDAT 65536                       Chunks:  the same message in chunks, with
//	C: BDAT 1204 LAST                            Canonical line endings and no dots
//
// It does no I/O of its own: it reads a message of any size from an io.Reader in one
// pass and keeps at most one block in memory.
//
// A line ends with CRLF, with LF without CR, or with CR without LF, because Frame
// converts each of these to one CRLF. Line numbers count in the same way.
package message
