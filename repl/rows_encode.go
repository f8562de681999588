package repl

// rowsEncode returns the commands of the group "encode", sorted by name.
func rowsEncode() []Command {
	return []Command{{
		Name: "b64", Group: "encode", Args: "[--show] [--send] [--clear] [--escapes|--literal] [TEXT]",
		Help: `encode TEXT in base64, on one line; \0 is a NUL byte; without TEXT, ask for it and hide it`,
		Long: "Encodes TEXT in base64 without line breaks. Without TEXT, asks for it and hides what you type. --send sends " +
			"the result as the answer to a challenge. If you typed TEXT hidden, byhand shows the result only with --show. " +
			"--clear sends the result even if the connection is not encrypted. Only \\0 in TEXT is an escape: it " +
			"means a NUL byte. So DOMAIN\\user is encoded as it is. --escapes allows the same escapes as :raw; --literal " +
			"allows none.",
		Example: `:b64 \0tim@example.net\0secret`,
		Held:    "--send", SendsSecret: always, Secret: secretText,
		Run: cmdB64,
	}, {
		Name: "unb64", Group: "encode", Args: "TEXT",
		Help:    "decode base64",
		Long:    "Decodes TEXT and shows the result, with control characters escaped. Sends nothing.",
		Example: ":unb64 VXNlcm5hbWU6",
		Secret:  secretText,
		Run:     cmdUnb64,
	}}
}
