package repl

// rowsConnection are the commands of the group "connection", sorted by name.
func rowsConnection() []Command {
	return []Command{{
		Name: "again", Group: "connection", Args: "[--replay]",
		Help: "connect anew to the same place; --replay says the same again",
		Long: "Closes the connection, if it is open, and connects again with the same TLS. With --replay it " +
			"then sends what was sent on the last connection, except the QUIT that ended it, each line after " +
			"the reply to the previous one.",
		Example:     ":again --replay",
		SendsSecret: "--replay", Switches: true, InBatch: true, Recorded: true,
		Run: cmdAgain,
	}, {
		Name: "close", Group: "connection",
		Help: "close the connection and stay here",
		Long: "Closes the connection without sending QUIT. :again connects again, :save writes what was " +
			"recorded.",
		Example: ":close",
		Run:     cmdClose,
	}, {
		Name: "info", Group: "connection",
		Help: "where the connection goes, what protects it, what it carried",
		Long: "Shows both addresses, the protocol, the TLS version and certificate, and how many bytes were " +
			"sent and received. Sends nothing.",
		Example: ":info",
		Run:     cmdInfo,
	}, {
		Name: "open", Group: "connection", Args: "[--tls|--starttls|--no-tls] [--insecure] [--server-name NAME] [--ca PEM] [--cert PEM] [--key PEM] [--tls-min VERSION] HOST [PORT]",
		Help: "connect to another server; the options mean what they mean on the command line",
		Long: "Closes the connection and opens one to HOST. --tls begins TLS at once, --starttls sends EHLO, " +
			"STARTTLS and EHLO, --no-tls allows plain text where the connection before used TLS. HOST may be " +
			"a URL.",
		Example:  ":open --starttls mail.example.net 587",
		Connects: true, Switches: true, Recorded: true, Secret: secretInURL,
		Run: cmdOpen,
	}, {
		Name: "quit", Group: "connection",
		Help: "close the connection and leave; QUIT is yours to send",
		Long: "Closes the connection without sending QUIT, and ends byhand. To end the session properly, type " +
			"QUIT first.",
		Example: ":quit",
		InBatch: true,
		Run:     cmdQuit,
	}}
}
