package explain

// verbs are the commands of SMTP, LMTP and their extensions.
var verbs = []Entry{
	{Name: "ATRN", Text: "swap roles after a login: the server sends the mail that is queued for these domains", Syntax: "ATRN [domain,domain...]", Example: "ATRN example.org", RFC: "RFC 2645 5"},
	{Name: "AUTH", Text: "log in with a SASL mechanism; a 334 reply is a challenge, 235 means success, and the line * cancels the login", Syntax: "AUTH mechanism [initial response in base64]", Example: "AUTH LOGIN", RFC: "RFC 4954 4"},
	{Name: "BDAT", Text: "send the next size bytes as a chunk of the message, with no dots doubled and no 354 reply; LAST marks the last chunk", Syntax: "BDAT size [LAST]", Example: "BDAT 86 LAST", RFC: "RFC 3030 2"},
	{Name: "BURL", Text: "let the server fetch the message, or a part of it, from an IMAP server", Syntax: "BURL url [LAST]", Example: "BURL imap://... LAST", RFC: "RFC 4468 3"},
	{Name: "DATA", Text: "announce the message; after the 354, send it, and end it with a dot on its own line", Syntax: "DATA", Example: "DATA", RFC: "RFC 5321 4.1.1.4"},
	{Name: "EHLO", Text: "give your name; the server lists what it supports. EHLO also drops the current message", Syntax: "EHLO your-name or [your-address]", Example: "EHLO me.example.org", RFC: "RFC 5321 4.1.1.1"},
	{Name: "ETRN", Text: "ask the server to send the mail that is queued for a domain", Syntax: "ETRN domain", Example: "ETRN example.org", RFC: "RFC 1985 5"},
	{Name: "EXPN", Text: "list the members of a mailing list; few servers do", Syntax: "EXPN list", Example: "EXPN staff", RFC: "RFC 5321 4.1.1.7"},
	{Name: "HELO", Text: "the old EHLO, without extensions: no TLS and no login", Syntax: "HELO your-name", Example: "HELO me.example.org", RFC: "RFC 5321 4.1.1.1"},
	{Name: "HELP", Text: "ask for information about the server or a command", Syntax: "HELP [command]", Example: "HELP MAIL", RFC: "RFC 5321 4.1.1.8"},
	{Name: "LHLO", Text: "the EHLO of LMTP, where each recipient gets its own reply after the final dot", Syntax: "LHLO your-name", Example: "LHLO me.example.org", RFC: "RFC 2033 4.1"},
	{Name: "MAIL", Text: "begin a message and name its sender, the address for error reports. No space before or after the colon", Syntax: "MAIL FROM:<address> [parameters]", Example: "MAIL FROM:<you@example.org>", RFC: "RFC 5321 4.1.1.2"},
	{Name: "NOOP", Text: "do nothing; the reply shows that the server is still there", Syntax: "NOOP [anything]", Example: "NOOP", RFC: "RFC 5321 4.1.1.9"},
	{Name: "QUIT", Text: "end the session; wait for the 221", Syntax: "QUIT", Example: "QUIT", RFC: "RFC 5321 4.1.1.10"},
	{Name: "RCPT", Text: "name a recipient; one line for each recipient. No space before or after the colon", Syntax: "RCPT TO:<address> [parameters]", Example: "RCPT TO:<somebody@example.net>", RFC: "RFC 5321 4.1.1.3"},
	{Name: "RSET", Text: "drop the current message; the login and TLS stay", Syntax: "RSET", Example: "RSET", RFC: "RFC 5321 4.1.1.5"},
	{Name: "SAML", Text: "deliver a message as mail and to the recipient's terminal; obsolete since RFC 2821", Syntax: "SAML FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "SEND", Text: "deliver a message to the recipient's terminal; obsolete since RFC 2821", Syntax: "SEND FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "SOML", Text: "deliver a message to the recipient's terminal or as mail; obsolete since RFC 2821", Syntax: "SOML FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "STARTTLS", Text: "ask the server to switch to TLS; after the 220, do the handshake (:tls) and send EHLO again: capabilities from before TLS no longer apply", Syntax: "STARTTLS", Example: "STARTTLS", RFC: "RFC 3207 4"},
	{Name: "TURN", Text: "swap roles without a login; insecure and obsolete", Syntax: "TURN", RFC: "RFC 821 3.8"},
	{Name: "VRFY", Text: "ask whether a mailbox exists; most servers reply 252, which does not say", Syntax: "VRFY user", Example: "VRFY somebody", RFC: "RFC 5321 4.1.1.6"},
	{Name: "XCLIENT", Text: "Postfix: act as another client, if the server allows it; the server replies 220 and the session starts again", Syntax: "XCLIENT NAME=... ADDR=... PORT=... PROTO=... HELO=... LOGIN=...", Example: "XCLIENT ADDR=192.0.2.1 NAME=client.example.org"},
	{Name: "XFORWARD", Text: "Postfix: pass on the original client's name and address, for the log", Syntax: "XFORWARD NAME=... ADDR=... PROTO=... HELO=...", Example: "XFORWARD ADDR=192.0.2.1"},
}
