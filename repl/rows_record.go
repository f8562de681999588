package repl

import "byhand/internal/transcript"

// rowsRecord returns the commands of the group "record", sorted by name.
func rowsRecord() []Command {
	return []Command{{
		Name: "log", Group: "record", Args: "[--stop] [FILE]",
		Help: "append the session to FILE from now on: " + transcript.Extensions(transcript.LogFormats()),
		Long: "Appends each line to FILE as it is sent or received from now on, with secrets masked. For what happened " +
			"before, use :save. The extension selects the format. --stop ends all logs. Without an argument, lists the " +
			"files.",
		Example: ":log session.md",
		File:    true,
		Run:     cmdLog,
	}, {
		Name: "save", Group: "record", Args: "[--export swaks|curl|openssl] FILE",
		Help: "write the session so far to FILE: " + transcript.Extensions(transcript.Formats()),
		Long: "Writes the session to FILE, from the first connection until now, with secrets masked. What happens later is " +
			"not in the file; for that, use :log. The extension selects the format. A file that ends in .sh becomes a " +
			"shell script that repeats the session without byhand; --export selects the program that it uses. byhand " +
			"never overwrites an existing file.",
		Example: ":save ticket.md",
		File:    true,
		Run:     cmdSave,
	}}
}
