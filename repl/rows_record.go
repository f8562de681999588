package repl

// rowsRecord are the commands of the group "record", sorted by name.
func rowsRecord() []Command {
	return []Command{{
		Name: "log", Group: "record", Args: "[--stop] [FILE]",
		Help: "write the session to FILE from now on: .txt, .md, .json",
		Long: "Appends each line to FILE as it crosses the wire, secrets masked. The extension names the " +
			"format. --stop ends it.",
		Example: ":log session.md",
		File:    true,
		Run:     cmdLog,
	}, {
		Name: "save", Group: "record", Args: "FILE",
		Help: "the session so far, secrets masked: .txt, .md, .html, .json",
		Long: "Writes all that was recorded, from the first connection on. An existing file is refused. The " +
			"extension names the format.",
		Example: ":save ticket.md",
		File:    true,
		Run:     cmdSave,
	}}
}
