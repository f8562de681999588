package repl

// rowsSend are the commands of the group "send", sorted by name.
func rowsSend() []Command {
	return []Command{{
		Name: "batch", Group: "send", Args: "[--drop]",
		Help: "collect lines, for :go to send in one write (PIPELINING)",
		Long: "Lines that you type from now on are collected. :go sends them in one write and shows what each " +
			"was answered; :batch --drop forgets them.",
		Example: ":batch",
		Held:    always, InBatch: true,
		Run: cmdBatch,
	}, {
		Name: "bdat", Group: "send", Args: "[--chunk N] FILE",
		Help: "send a file as a message, in counted chunks (CHUNKING)",
		Long: "Sends FILE with BDAT, N octets at a time. The server must offer CHUNKING and must have accepted " +
			"a recipient. After a refusal no further chunk is sent.",
		Example: ":bdat --chunk 65536 mail.eml",
		Held:    always, File: true, Recorded: true,
		Run: cmdBDAT,
	}, {
		Name: "eol", Group: "send", Args: "[crlf|lf|cr|none]",
		Help: "what ends each line that is sent",
		Long: "Lines end in CRLF, as SMTP wants (RFC 5321 2.3.8). The others are for testing a server. Without " +
			"a word it shows the present one.",
		Example: ":eol lf",
		Held:    always,
		Run:     cmdEOL,
	}, {
		Name: "go", Group: "send",
		Help: "send the batch, or the pasted lines that a refusal held back",
		Long: "Sends the lines that :batch collected, in one write, or goes on with the pasted lines that were " +
			"held when the server refused one of them.",
		Example: ":go",
		Held:    always, InBatch: true,
		Run: cmdGo,
	}, {
		Name: "raw", Group: "send", Args: `"BYTES\r\n"`,
		Help: `bytes exactly as written, no line end added; \r \n \t \0 \xHH \\ \"`,
		Long: "Sends the bytes and nothing else: no line ending is added. As the first line of a script it is " +
			"sent before the greeting.",
		Example: `:raw "NOOP\r\n"`,
		Held:    always, Secret: secretText,
		Run: cmdRaw,
	}, {
		Name: "send", Group: "send", Args: "[--verbatim] FILE",
		Help: "send a file as a message: DATA, its lines, the dot",
		Long: "Sends DATA and, after the 354, the lines of FILE with CRLF line endings and leading dots " +
			"doubled, then the final dot. --verbatim sends the bytes of FILE as they are. byhand says first " +
			"what a strict server might reject.",
		Example: ":send mail.eml",
		Held:    always, File: true, Recorded: true,
		Run: cmdSend,
	}, {
		Name: "test", Group: "send", Args: "[TO]",
		Help: "send a small correct message to whom was accepted",
		Long: "Sends a short test message to the recipients accepted so far, or to TO. After a login it sends " +
			"MAIL FROM for the user who logged in, if no sender was accepted yet.",
		Example: ":test them@example.net",
		Held:    always, Recorded: true,
		Run: cmdTest,
	}}
}
