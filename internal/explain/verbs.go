package explain

// verbs are the commands of SMTP, LMTP and their extensions.
var verbs = []Entry{
	{Name: "ATRN", Text: "turn the connection round after a login: the server becomes the sender of what waits for these domains", Syntax: "ATRN [domain,domain...]", Example: "ATRN example.org", RFC: "RFC 2645 5"},
	{Name: "AUTH", Text: "log in by a SASL mechanism; the server asks with 334, 235 ends it, * cancels", Syntax: "AUTH mechanism [initial response in base64]", Example: "AUTH LOGIN", RFC: "RFC 4954 4"},
	{Name: "BDAT", Text: "send so many bytes of the message, without dots and without a 354; LAST ends it", Syntax: "BDAT size [LAST]", Example: "BDAT 86 LAST", RFC: "RFC 3030 2"},
	{Name: "BURL", Text: "let the server fetch the message, or a part of it, from an IMAP server", Syntax: "BURL url [LAST]", Example: "BURL imap://... LAST", RFC: "RFC 4468 3"},
	{Name: "DATA", Text: "the message comes next, if the server says 354; a line with a lone dot ends it", Syntax: "DATA", Example: "DATA", RFC: "RFC 5321 4.1.1.4"},
	{Name: "EHLO", Text: "say who you are; the server lists what it offers. It also drops a message that was begun", Syntax: "EHLO your-name or [your-address]", Example: "EHLO me.example.org", RFC: "RFC 5321 4.1.1.1"},
	{Name: "ETRN", Text: "ask the server to send on what waits for a domain", Syntax: "ETRN domain", Example: "ETRN example.org", RFC: "RFC 1985 5"},
	{Name: "EXPN", Text: "who is on this mailing list? hardly any server says", Syntax: "EXPN list", Example: "EXPN staff", RFC: "RFC 5321 4.1.1.7"},
	{Name: "HELO", Text: "the old EHLO: say who you are; no extensions, so no TLS and no login", Syntax: "HELO your-name", Example: "HELO me.example.org", RFC: "RFC 5321 4.1.1.1"},
	{Name: "HELP", Text: "what the server says of itself, or of a command", Syntax: "HELP [command]", Example: "HELP MAIL", RFC: "RFC 5321 4.1.1.8"},
	{Name: "LHLO", Text: "the EHLO of LMTP, where each recipient gets a reply of its own behind the dot", Syntax: "LHLO your-name", Example: "LHLO me.example.org", RFC: "RFC 2033 4.1"},
	{Name: "MAIL", Text: "begin a message: the address that refusals of it go to. No blank may stand round the colon", Syntax: "MAIL FROM:<address> [parameters]", Example: "MAIL FROM:<you@example.org>", RFC: "RFC 5321 4.1.1.2"},
	{Name: "NOOP", Text: "nothing: the server says that it is still there", Syntax: "NOOP [anything]", Example: "NOOP", RFC: "RFC 5321 4.1.1.9"},
	{Name: "QUIT", Text: "end the session in order; wait for the 221", Syntax: "QUIT", Example: "QUIT", RFC: "RFC 5321 4.1.1.10"},
	{Name: "RCPT", Text: "one recipient of the message; a line for each. No blank may stand round the colon", Syntax: "RCPT TO:<address> [parameters]", Example: "RCPT TO:<somebody@example.net>", RFC: "RFC 5321 4.1.1.3"},
	{Name: "RSET", Text: "drop the message in hand; the login and TLS stay", Syntax: "RSET", Example: "RSET", RFC: "RFC 5321 4.1.1.5"},
	{Name: "SAML", Text: "mail it, and show it on the terminal; gone since RFC 2821", Syntax: "SAML FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "SEND", Text: "show it on the recipient's terminal; gone since RFC 2821", Syntax: "SEND FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "SOML", Text: "show it on the terminal or else mail it; gone since RFC 2821", Syntax: "SOML FROM:<address>", RFC: "RFC 821 3.4"},
	{Name: "STARTTLS", Text: "agree on TLS; behind the 220 the handshake begins (:tls), and all that was learned before is void: say EHLO again", Syntax: "STARTTLS", Example: "STARTTLS", RFC: "RFC 3207 4"},
	{Name: "TURN", Text: "turn the connection round, without a login: dangerous, and gone", Syntax: "TURN", RFC: "RFC 821 3.8"},
	{Name: "VRFY", Text: "is there such a mailbox? most servers answer 252: send and see", Syntax: "VRFY user", Example: "VRFY somebody", RFC: "RFC 5321 4.1.1.6"},
	{Name: "XCLIENT", Text: "Postfix: pretend to be another client, if the server lets you; it answers 220 and begins anew", Syntax: "XCLIENT NAME=... ADDR=... PORT=... PROTO=... HELO=... LOGIN=...", Example: "XCLIENT ADDR=192.0.2.1 NAME=client.example.org"},
	{Name: "XFORWARD", Text: "Postfix: pass on, for the log, who the first client was", Syntax: "XFORWARD NAME=... ADDR=... PROTO=... HELO=...", Example: "XFORWARD ADDR=192.0.2.1"},
}
