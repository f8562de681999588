package repl

import (
	"strings"

	"byhand/internal/dialect"
)

// rowsScript returns the commands of the group "script", sorted by name.
func rowsScript() []Command {
	return []Command{{
		Name: "expect", Group: "script", Args: "CODE... [/TEXT/]",
		Help: "check that the last reply has one of these codes: 250, 2yz",
		Long: "Put it after the line whose reply it checks, or at the start of a script to check the greeting. If the reply " +
			"has one of the codes, the script continues, even after a refusal; otherwise the script ends. 2yz means any " +
			"code that starts with 2. In protocols without codes, use " + strings.Join(dialect.ReplyWords(), ", ") +
			". /TEXT/ is a regular expression that the text of the reply must match.",
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
		Long:    "Waits for DURATION before it sends the next line. Shows replies as they arrive.",
		Example: ":wait 500ms",
		Held:    always,
		Run:     cmdWait,
	}}
}
