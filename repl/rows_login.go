package repl

// rowsLogin returns the commands of the group "log in", sorted by name.
func rowsLogin() []Command {
	return []Command{{
		Name: "answer", Group: "log in", Args: "[--clear] [--as WHO] [USER]",
		Help: "send the next answer of a login that you started by hand; :answer * cancels it",
		Long: "Computes the answer to the last challenge, and sends only that. The password or token comes from the flags, " +
			"or byhand asks for it and hides what you type. :answer * cancels the login. --as WHO logs in as USER, but " +
			"asks to act for the user WHO (SASL authorization identity). --clear sends the secret even if the connection " +
			"is not encrypted.",
		Example: ":answer tim@example.net",
		Held:    always, SendsSecret: always, Secret: secretAfterUser,
		Run: cmdAnswer,
	}, {
		Name: "auth", Group: "log in", Args: "[--clear] [--as WHO] [MECH] [USER]",
		Help: "log in; without MECH, with the strongest mechanism that both sides support",
		Long: "Runs the whole login and shows each line, with secrets masked. MECH is the SASL mechanism; byhand uses it " +
			"even if the server does not advertise it. The password or token comes from the flags, or byhand asks for it " +
			"and hides what you type. --as WHO logs in as USER, but asks to act for the user WHO (SASL authorization " +
			"identity). --clear sends the secret even if the connection is not encrypted.",
		Example: ":auth PLAIN tim@example.net",
		Held:    always, SendsSecret: always, Secret: secretAfterMechanism,
		Run: cmdAuth,
	}, {
		Name: "ses", Group: "log in", Args: "[--show] [REGION]",
		Help: "derive the SMTP password of Amazon SES from a secret access key",
		Long: "Derives the SMTP password for REGION from a secret access key; :auth then uses that password. The key comes " +
			"from the password flags, or byhand asks for it and hides what you type. The user name is the access key ID. " +
			"--show prints the password. Without REGION, byhand takes the region from the server's host name. Sends " +
			"nothing.",
		Example:     ":ses eu-central-1",
		SendsSecret: always, Secret: secretAfterRegion,
		Run: cmdSES,
	}}
}
