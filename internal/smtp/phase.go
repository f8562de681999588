package smtp

// Phase says how the server interprets the next line.
type Phase int

// The phases of a session.
const (
	Greeting  Phase = iota // the server speaks first (RFC 5321 3.1)
	Command                // a line is a command (4.1)
	Challenge              // a line answers a 334 (RFC 4954 4)
	Message                // text up to the final dot (RFC 5321 4.1.1.4), or octets of a chunk (RFC 3030 2)
	Closed                 // the connection ended
)

// String returns the phase as one lower-case word.
func (p Phase) String() string {
	words := [...]string{"greeting", "command", "challenge", "message", "closed"}
	if p < 0 || int(p) >= len(words) {
		return "unknown"
	}
	return words[p]
}
