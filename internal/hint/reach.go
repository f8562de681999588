// Package hint suggests what to type after a connection or a TLS handshake failed.
package hint

import (
	"slices"
	"strconv"
	"strings"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/target"
)

// Reach writes commands that connect like the last attempt, except for what failed.
type Reach struct {
	Prompt     bool          // write ":open ..." for the prompt; otherwise "byhand ..." for the shell
	StartTLS   bool          // the connection was to use STARTTLS, or may use it
	ReplayFile string        // the file that is being replayed; "": none
	Security   conn.Security // of the last attempt
}

// Command returns a command that connects to t with more options. It repeats those options of
// the last attempt that can be repeated.
func (r Reach) Command(t conn.Target, options ...string) string {
	command := "byhand"
	if r.Prompt {
		command = ":open"
	}
	words := append([]string{command}, options...)
	if r.Security.Insecure {
		words = append(words, "--insecure")
	}
	if name := r.Security.ServerName; name != "" && !strings.Contains(strings.Join(options, " "), "--server-name") {
		words = append(words, "--server-name "+name)
	}
	if r.ReplayFile != "" {
		words = append(slices.Insert(words, 1, "replay"), r.ReplayFile)
	}
	switch where, _ := target.Parse(strings.Fields(TargetArgs(t))...); {
	case t.TLS && !where.TLS:
		words = append(words, "--tls")
	case !t.TLS && where.TLS:
		words = append(words, "--no-tls")
	}
	return strings.Join(append(words, TargetArgs(t)), " ")
}

// TLS returns a command that connects to t with implicit TLS.
func (r Reach) TLS(t conn.Target) string { return r.Command(t, "--tls") }

// Plain returns a command that connects to t without implicit TLS, and with STARTTLS if
// that may work.
func (r Reach) Plain(t conn.Target) string {
	if r.ReplayFile != "" {
		return r.ReplayPlain(t)
	}
	t.TLS = false
	if mayStartTLS(t) {
		return r.Command(t, "--starttls")
	}
	return r.Command(t)
}

// ReplayPlain returns a command that replays the file without TLS; "": there is no file.
func (r Reach) ReplayPlain(t conn.Target) string {
	if r.ReplayFile == "" {
		return ""
	}
	return "byhand replay --no-tls " + r.ReplayFile + " " + TargetArgs(t)
}

// Reconnect returns a command that connects to t with more options, and with STARTTLS if that
// may work.
func (r Reach) Reconnect(t conn.Target, options ...string) string {
	if mayStartTLS(t) && r.StartTLS {
		options = append(options, "--starttls")
	}
	return r.Command(t, options...)
}

// TargetArgs returns t as an argument of :open and the command line: "HOST PORT", or a URL if
// the port does not imply the protocol.
func TargetArgs(t conn.Target) string {
	if t.Network() == "unix" {
		return t.String()
	}
	port := strconv.Itoa(t.Port)
	if again, err := target.Parse(t.Host, port); err == nil && again.Protocol == t.Protocol {
		return t.Host + " " + port
	}
	return t.Protocol + "://" + t.Address()
}

// mayStartTLS reports whether :starttls may work at t.
func mayStartTLS(t conn.Target) bool {
	return !t.TLS && (t.Protocol == "" || dialect.Named(t.Protocol).StartTLS() != "")
}
