package repl

// rowsExplain returns the commands of the group "explain", sorted by name.
func rowsExplain() []Command {
	return []Command{{
		Name: "caps", Group: "explain",
		Help: "explain the server's capabilities, and what TLS and the login changed",
		Long: "Explains each capability in the last reply to EHLO, and lists those that TLS or the login added or removed. " +
			"Sends nothing.",
		Example: ":caps",
		Run:     cmdCaps,
	}, {
		Name: "explain", Group: "explain", Args: "WORD...",
		Help:    "explain a reply code, enhanced code, command, EHLO keyword or SASL mechanism",
		Long:    "Explains each WORD and names the RFC that defines it. You can also paste the first line of a reply. Sends nothing.",
		Example: ":explain 550 5.1.1",
		Run:     cmdExplain,
	}, {
		Name: "help", Group: "explain", Args: "[COMMAND]",
		Help:    "list all commands, or explain one",
		Long:    "Without COMMAND, lists all commands. With COMMAND, explains its arguments and options. Sends nothing.",
		Example: ":help send",
		InBatch: true,
		Run:     cmdHelp,
	}, {
		Name: "lesson", Group: "explain", Args: "[N|skip|repeat|stop]",
		Help: "list the lessons, or start one; they work only with byhand practice",
		Long: "Without an argument, lists the lessons; a number starts one. skip goes to the next step, repeat shows the current " +
			"step again, and stop ends the lesson. Use the lessons with byhand practice. They send nothing: you type each line.",
		Example: ":lesson 1",
		Run:     cmdLesson,
	}, {
		Name: "next", Group: "explain",
		Help:    "list the commands you can send now, most useful first",
		Long:    "Lists the commands that this server may accept now, the most useful first. Sends nothing.",
		Example: ":next",
		Run:     cmdNext,
	}, {
		Name: "why", Group: "explain",
		Help: "explain the last refusal, hang-up or failed handshake, and show what to type next",
		Long: "Explains what went wrong last: a refusal, a failed connection or TLS handshake, a server that hung up or does not " +
			"reply. Shows the cause, the line that the server objects to, whether it may work later, and what to type next. Sends nothing.",
		Example: ":why",
		Run:     cmdWhy,
	}}
}
