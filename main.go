// Byhand is a telnet-style prompt on a live TCP or TLS connection, for SMTP
// above all: what is typed goes to the server exactly as typed, what the server
// says appears as it comes, and a line that begins with ":" is for byhand.
//
//	byhand smtp.example.net 587
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:]))
}
