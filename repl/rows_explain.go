package repl

// rowsExplain are the commands of the group "explain", sorted by name.
func rowsExplain() []Command {
	return []Command{{
		Name: "caps", Group: "explain",
		Help: "what the server offers, explained, and what TLS and the login changed",
		Long: "Explains each keyword of the last reply to EHLO, and lists what was offered only before or after " +
			"TLS or the login. Sends nothing.",
		Example: ":caps",
		Run:     cmdCaps,
	}, {
		Name: "explain", Group: "explain", Args: "WORD...",
		Help:    "a reply code, enhanced code, command, EHLO keyword or SASL mechanism",
		Long:    "Says what the words mean and where they are defined. A whole reply may be given. Sends nothing.",
		Example: ":explain 550 5.1.1",
		Run:     cmdExplain,
	}, {
		Name: "help", Group: "explain", Args: "[COMMAND]",
		Help:    "this list, or one command",
		Long:    "Without a command it lists all of them. Sends nothing.",
		Example: ":help send",
		InBatch: true,
		Run:     cmdHelp,
	}, {
		Name: "lesson", Group: "explain", Args: "[N|skip|repeat|stop]",
		Help: "the lessons, or one of them; byhand practice is the place for it",
		Long: "Without a word it lists the lessons; a number begins one. skip goes to the next step, repeat " +
			"shows this one again, stop ends the lesson. Lessons send nothing: you type each line.",
		Example: ":lesson 1",
		Run:     cmdLesson,
	}, {
		Name: "next", Group: "explain",
		Help:    "what may come now, the most useful first",
		Long:    "Lists the commands that this server may accept now. Sends nothing.",
		Example: ":next",
		Run:     cmdNext,
	}, {
		Name: "why", Group: "explain",
		Help: "the last refusal in plain words, and what to type next",
		Long: "Explains the codes of the last refusal, points to the character of your line that is wrong, and " +
			"names the line to type next. Sends nothing.",
		Example: ":why",
		Run:     cmdWhy,
	}}
}
