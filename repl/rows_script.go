package repl

// rowsScript are the commands of the group "script", sorted by name.
func rowsScript() []Command {
	return []Command{{
		Name: "expect", Group: "script", Args: "CODE... [/TEXT/]",
		Help: "the last reply must be one of these: 250, 2yz",
		Long: "Goes after the line whose reply it checks; first in a script it checks the greeting. A refusal " +
			"that it lists counts as success. y and z stand for any digit; where there are no codes it takes " +
			"OK NO BAD BYE +OK -ERR. /TEXT/ is a regular expression.",
		Example: ":expect 550 /no such user/",
		Held:    always,
		Run:     cmdExpect,
	}, {
		Name: "timeout", Group: "script", Args: "[DURATION]",
		Help:    "how long a reply may take from now on: 30s, 2m",
		Long:    "Does what --timeout does. Without a duration it shows the present one.",
		Example: ":timeout 30s",
		Run:     cmdTimeout,
	}, {
		Name: "wait", Group: "script", Args: "DURATION",
		Help:    "send nothing for so long: 2s, 500ms",
		Long:    "Waits before the next line is sent. Replies are shown as they arrive.",
		Example: ":wait 500ms",
		Held:    always,
		Run:     cmdWait,
	}}
}
