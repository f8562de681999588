package cli

import "os"

// checkRaw says which flags have no meaning where nobody looks at the bytes.
func (f *flags) checkRaw() error {
	switch {
	case isTerminal(os.Stdout):
		return wrong("redirect stdout, or pipe it on", "--raw writes the server's bytes as they are, which must not drive a terminal")
	case len(f.script) > 0:
		return wrong("what stdin has goes out as it is", "--raw sends no lines of -f or -c")
	case f.json:
		return wrong("--log FILE.json has the events", "--raw and --json exclude each other: stdout has the server's bytes")
	case f.startTLS:
		return wrong("--tls begins TLS at once, for port 465", "--raw and --starttls exclude each other")
	case f.eol != "" && f.eol != "crlf" && f.eol != "none":
		return wrong("crlf or none", "--raw knows no --eol %s", f.eol)
	}
	return nil
}
