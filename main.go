// Byhand is a telnet-style prompt on a live TCP or TLS connection, for SMTP
// above all: typed lines go to the server exactly as typed, replies appear as
// they arrive, and lines that begin with ":" are byhand's own commands.
//
//	byhand smtp.example.net 587
package main

import (
	"os"

	"byhand/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:]))
}
