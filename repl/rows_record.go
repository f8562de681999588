package repl

import "byhand/internal/transcript"

// rowsRecord returns the commands of the group "record", sorted by name.
func rowsRecord() []Command {
	return []Command{{
		Name: "log", Group: "record", Args: "[--stop] [FILE]",
		Help: "append the session to FILE from now on: " + transcript.Extensions(transcript.LogFormats()),
		Long: "Appends each line to FILE as it is sent or received, with secrets masked. The extension selects the format. " +
			"--stop ends all logs. Without an argument, lists them.",
		Example: ":log session.md",
		File:    true,
		Run:     cmdLog,
	}, {
		Name: "save", Group: "record", Args: "FILE",
		Help: "write the session so far to FILE: " + transcript.Extensions(transcript.Formats()),
		Long: "Writes everything recorded since the first connection to FILE, with secrets masked. The extension selects the " +
			"format. An existing file is not overwritten.",
		Example: ":save ticket.md",
		File:    true,
		Run:     cmdSave,
	}}
}
