package repl

// rowsScript returns the commands of the group "script", sorted by name.
func rowsScript() []Command {
	return []Command{{
		Name: "expect", Group: "script", Args: "CODE... [/TEXT/]",
		Help: "check that the last reply has one of these codes: 250, 2yz",
		Long: "Goes after the line whose reply it checks; at the top of a script it checks the greeting. A 4xx or 5xx that " +
			"it lists counts as success. y and z stand for any digit. In POP3, IMAP and ManageSieve write OK NO BAD BYE " +
			"+OK -ERR. /TEXT/ is a regular expression that the text of the reply must match.",
		Example: ":expect 550 /no such user/",
		Held:    always,
		Run:     cmdExpect,
	}, {
		Name: "timeout", Group: "script", Args: "[DURATION]",
		Help:    "set or show how long to wait for a reply: 30s, 2m",
		Long:    "Limits the wait for each reply from now on, as --timeout does. Without DURATION, shows the current limits.",
		Example: ":timeout 30s",
		Run:     cmdTimeout,
	}, {
		Name: "wait", Group: "script", Args: "DURATION",
		Help:    "pause before the next line: 2s, 500ms",
		Long:    "Waits for DURATION before the next line is sent. Replies are shown as they arrive.",
		Example: ":wait 500ms",
		Held:    always,
		Run:     cmdWait,
	}}
}
