package repl

// rowsTLS are the commands of the group "TLS", sorted by name.
func rowsTLS() []Command {
	return []Command{{
		Name: "cert", Group: "TLS",
		Help: "the certificates that the server showed",
		Long: "Shows the chain that the server sent: names, issuer, dates, key and fingerprint, and whether it " +
			"verifies. Sends nothing.",
		Example: ":cert",
		Run:     cmdCert,
	}, {
		Name: "starttls", Group: "TLS",
		Help: "EHLO if none was said, STARTTLS, :tls, EHLO",
		Long: "Sends what begins TLS in this protocol (in SMTP EHLO, STARTTLS and EHLO, in POP3 STLS), shows " +
			"each step, and stops at the first that fails.",
		Example: ":starttls",
		Held:    always, Switches: true, Recorded: true,
		Run: cmdStartTLS,
	}, {
		Name: "tls", Group: "TLS",
		Help: "begin TLS now, after the server agreed to it",
		Long: "Starts the TLS handshake. The last command must have been STARTTLS (STLS in POP3), and the " +
			"server must have accepted it. Data that arrived in between ends the connection.",
		Example: ":tls",
		Held:    always, Switches: true, Recorded: true,
		Run: cmdTLS,
	}}
}
