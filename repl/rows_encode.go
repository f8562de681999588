package repl

// rowsEncode are the commands of the group "encode", sorted by name.
func rowsEncode() []Command {
	return []Command{{
		Name: "b64", Group: "encode", Args: "[--show] [--send] [--clear] [--escapes|--literal] [TEXT]",
		Help: `base64 in one line, \0 for a NUL byte (--escapes: all of :raw's; --literal: none); without TEXT it asks, hidden`,
		Long: "Encodes TEXT, or what is asked for, hidden, without any line break. --send sends it as the " +
			"answer to a challenge, --show prints what was typed hidden, --clear sends it although the " +
			"connection is not encrypted. In TEXT only \\0 is an escape, a NUL byte: DOMAIN\\user stays as " +
			"it is. --escapes reads all that :raw reads, --literal none.",
		Example: `:b64 \0tim@example.net\0secret`,
		Held:    "--send", SendsSecret: always, Secret: secretText,
		Run: cmdB64,
	}, {
		Name: "unb64", Group: "encode", Args: "TEXT",
		Help:    "what base64 stands for",
		Long:    "Decodes TEXT and shows it, control characters escaped. Sends nothing.",
		Example: ":unb64 VXNlcm5hbWU6",
		Secret:  secretText,
		Run:     cmdUnb64,
	}}
}
