package repl

// rowsConnection returns the commands of the group "connection", sorted by name.
func rowsConnection() []Command {
	return []Command{{
		Name: "again", Group: "connection", Args: "[--replay]",
		Help: "reconnect; --replay also re-sends the previous commands",
		Long: "Closes the connection if it is open, and connects to the same server with the same TLS options. --replay then " +
			"sends the lines of the previous connection again, and waits for the reply to each. It omits a final QUIT.",
		Example:     ":again --replay",
		SendsSecret: "--replay", Switches: true, InBatch: true, Recorded: true,
		Run: cmdAgain,
	}, {
		Name: "close", Group: "connection",
		Help: "close the connection and stay in byhand",
		Long: "Closes the connection without sending QUIT. The prompt stays: you can then use :again to reconnect, or :save " +
			"to write the session to a file.",
		Example: ":close",
		Run:     cmdClose,
	}, {
		Name: "info", Group: "connection",
		Help: "show the connection's addresses, encryption and byte counts",
		Long: "Shows the local and the remote address, the protocol, the TLS version, the certificate, and how many bytes " +
			"were sent and received. Sends nothing.",
		Example: ":info",
		Run:     cmdInfo,
	}, {
		Name: "open", Group: "connection", Args: "[--tls|--starttls|--no-tls] [--insecure] [--server-name NAME] [--ca PEM] [--cert PEM] [--key PEM] [--tls-min VERSION] HOST [PORT]",
		Help: "connect to another server; the options are as on the command line",
		Long: "Closes the connection and connects to HOST, which may be a URL. --tls uses TLS from the first byte. " +
			"--starttls sends EHLO and STARTTLS, starts TLS, and sends EHLO again. --no-tls starts in plaintext, even if " +
			"the previous connection used TLS. --insecure accepts any certificate, but reports what is wrong with it. " +
			"--server-name verifies the certificate for NAME. --ca trusts the CA certificates in a PEM file. --cert and " +
			"--key send a client certificate. --tls-min sets the lowest TLS version.",
		Example:  ":open --starttls mail.example.net 587",
		Connects: true, Switches: true, Recorded: true, Secret: secretInURL,
		Run: cmdOpen,
	}, {
		Name: "quit", Group: "connection",
		Help:    "close the connection and exit; does not send QUIT",
		Long:    "Closes the connection without sending QUIT, and exits. To end the session properly, send QUIT first.",
		Example: ":quit",
		InBatch: true,
		Run:     cmdQuit,
	}}
}
