package repl

// rowsTLS returns the commands of the group "TLS", sorted by name.
func rowsTLS() []Command {
	return []Command{{
		Name: "cert", Group: "TLS",
		Help: "show the server's certificates",
		Long: "Shows the certificate chain that the server sent (names, issuers, dates, keys and fingerprints). Also shows " +
			"whether the chain verifies. Sends nothing.",
		Example: ":cert",
		Run:     cmdCert,
	}, {
		Name: "starttls", Group: "TLS",
		Help: "switch to TLS: EHLO if it was not sent yet, STARTTLS, :tls, EHLO",
		Long: "Sends the commands that start TLS in this protocol, does the handshake, and shows each step. It stops at the " +
			"first step that fails. In SMTP the commands are EHLO, STARTTLS and, after the handshake, EHLO again; in POP3 " +
			"the command is STLS.",
		Example: ":starttls",
		Held:    always, Switches: true, Recorded: true,
		Run: cmdStartTLS,
	}, {
		Name: "tls", Group: "TLS",
		Help: "start the TLS handshake, after the server has accepted STARTTLS",
		Long: "Starts the TLS handshake. The last command must be STARTTLS (STLS in POP3), and the server must have accepted " +
			"it. If data arrives after its reply but before the handshake, byhand closes the connection: the data may come " +
			"from a man-in-the-middle.",
		Example: ":tls",
		Held:    always, Switches: true, Recorded: true,
		Run: cmdTLS,
	}}
}
