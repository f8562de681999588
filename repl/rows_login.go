package repl

// rowsLogin are the commands of the group "log in", sorted by name.
func rowsLogin() []Command {
	return []Command{{
		Name: "answer", Group: "log in", Args: "[--clear] [--as WHO] [USER]",
		Help: "the next answer of a login begun by hand; * cancels",
		Long: "After a challenge, works out the answer and sends it, and nothing more. The password comes from " +
			"the password flags or is asked for, hidden. --as WHO acts for another user, --clear sends the " +
			"secret although the connection is not encrypted.",
		Example: ":answer tim@example.net",
		Held:    always, SendsSecret: always, Secret: secretAfterUser,
		Run: cmdAnswer,
	}, {
		Name: "auth", Group: "log in", Args: "[--clear] [--as WHO] [MECH] [USER]",
		Help: "log in; without MECH by the strongest mechanism offered",
		Long: "Runs the whole exchange and shows each line, secrets masked. The password or token comes from " +
			"the flags or is asked for, hidden. --as WHO acts for another user, --clear sends the secret " +
			"although the connection is not encrypted.",
		Example: ":auth PLAIN tim@example.net",
		Held:    always, SendsSecret: always, Secret: secretAfterMechanism,
		Run: cmdAuth,
	}, {
		Name: "ses", Group: "log in", Args: "[--show] [REGION]",
		Help: "the SMTP password of Amazon SES from a secret access key",
		Long: "Asks for a secret access key, hidden, and works out the SMTP password for REGION; :auth then " +
			"uses it. --show prints it. The user name is the ID of the access key. Sends nothing.",
		Example:     ":ses eu-central-1",
		SendsSecret: always, Secret: secretAfterRegion,
		Run: cmdSES,
	}}
}
