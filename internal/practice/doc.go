// Package practice is a place to learn SMTP: a small server on loopback that
// takes what a person types, keeps nothing and sends nothing on.
//
// It listens on two ports, one that speaks plainly and offers STARTTLS, and
// one with TLS from the first byte. What is said there is the same. This is
// the walkthrough on the plain port, on the wire (C: the client, S: the server):
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
// The server is generous where a beginner stumbles (no name after EHLO, no
// angle brackets, LF for CRLF at the end of a command) and exact where it
// matters: only CRLF, dot, CRLF ends a message, and nothing said before
// STARTTLS is remembered after it.
//
// What it says is a table (replies), and so is what it understands (commands,
// mechanisms, parameters).
package practice
