// Package practice is an SMTP server on loopback for learning and testing. It
// accepts messages, keeps none of them and sends nothing on.
//
// It listens on two ports: one starts in plaintext and offers STARTTLS, the
// other uses TLS from the first byte. The dialogue is the same on both. This is
// the walkthrough on the plaintext port (C: the client, S: the server):
//
//	S: 220 practice.byhand.test ESMTP byhand practice server
//	C: EHLO
//	S: 250-practice.byhand.test
//	S: 250-8BITMIME
//	S: 250-SIZE 20480000
//	S: 250-AUTH=PLAIN LOGIN
//	S: 250-AUTH PLAIN LOGIN CRAM-MD5
//	S: 250 STARTTLS
//	C: auth login
//	S: 334 VXNlcm5hbWU6
//	C: YXBpa2V5
//	S: 334 UGFzc3dvcmQ6
//	C: bm90LWEtc2VjcmV0
//	S: 235 Authentication successful
//	C: mail from: fromaddress@domain.com
//	S: 250 Sender address accepted
//	C: rcpt to: toaddress@domain.com
//	S: 250 Recipient address accepted
//	C: data
//	S: 354 Continue
//	C: To:To Name
//	C: From: From Name
//	C: Subject:Testing
//	C:
//	C: This is the body of the message you would like to send.
//	C: .
//	S: 250 Delivery in progress
//	C: quit
//	S: 221 See you later
//
// The server tolerates common mistakes: no name after EHLO, no angle brackets,
// LF instead of CRLF at the end of a command. It is strict where that matters:
// only CRLF, dot, CRLF ends a message, and STARTTLS discards everything from
// before the handshake.
//
// Its commands, replies, mechanisms and scenarios are tables.
package practice
