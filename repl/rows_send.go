package repl

// rowsSend returns the commands of the group "send", sorted by name.
func rowsSend() []Command {
	return []Command{{
		Name: "batch", Group: "send", Args: "[--drop]",
		Help: "collect lines; :go then sends them in one write (PIPELINING)",
		Long: "Collects the lines that you type from now on instead of sending them. :go sends them in one write and shows " +
			"the reply to each. --drop drops them and ends the batch.",
		Example: ":batch",
		Held:    always, InBatch: true,
		Run: cmdBatch,
	}, {
		Name: "bdat", Group: "send", Args: "[--chunk N] FILE",
		Help: "send a file as a message in chunks: BDAT (CHUNKING)",
		Long: "Sends FILE with BDAT, N bytes at a time (1048576 by default), with CRLF line endings. The server must offer " +
			"CHUNKING and must have accepted a recipient. If the server refuses a chunk, byhand does not send the rest.",
		Example: ":bdat --chunk 65536 mail.eml",
		Held:    always, File: true, Recorded: true,
		Run: cmdBDAT,
	}, {
		Name: "eol", Group: "send", Args: "[crlf|lf|cr|none]",
		Help: "set or show the line ending of the lines that you send",
		Long: "Sets the line ending of the lines that you send. The default is crlf, which SMTP requires (RFC 5321 2.3.8); " +
			"the others are for testing a server. Without an argument, shows the current line ending.",
		Example: ":eol lf",
		Held:    always,
		Run:     cmdEOL,
	}, {
		Name: "go", Group: "send",
		Help: "send the batch, or the pasted lines that byhand held after a refusal",
		Long: "Sends the lines that :batch collected, in one write. Without a batch, sends the pasted lines that byhand held " +
			"after the server refused one of them.",
		Example: ":go",
		Held:    always, InBatch: true,
		Run: cmdGo,
	}, {
		Name: "raw", Group: "send", Args: `"BYTES\r\n"`,
		Help: `send bytes exactly as written, without a line ending; \r \n \t \0 \xHH \\ \"`,
		Long: "Sends the bytes and nothing else: byhand adds no line ending. byhand waits for the server's " +
			"greeting first, unless the bytes are a PROXY header (HAProxy's PROXY protocol), which comes before it.",
		Example: `:raw "NOOP\r\n"`,
		Held:    always, Secret: secretText,
		Run: cmdRaw,
	}, {
		Name: "send", Group: "send", Args: "[--verbatim] FILE",
		Help: "send a file as a message: DATA, its lines, the final dot",
		Long: "Sends DATA and, after the 354 reply, the lines of FILE and the final dot. Line endings become CRLF, and " +
			"leading dots are doubled. --verbatim sends the bytes of FILE unchanged and adds no final dot. Before it sends " +
			"anything, byhand warns about anything that a strict server or mail client might reject.",
		Example: ":send mail.eml",
		Held:    always, File: true, Recorded: true,
		Run: cmdSend,
	}, {
		Name: "test", Group: "send", Args: "[TO]",
		Help: "send a short test message to the accepted recipients",
		Long: "Sends a short test message to the recipients accepted so far. With TO, it first sends RCPT TO:<TO>. If you " +
			"have not named a sender, it also sends MAIL FROM with the mail address that you logged in with.",
		Example: ":test them@example.net",
		Held:    always, Recorded: true,
		Run: cmdTest,
	}}
}
