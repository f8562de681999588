package repl

import (
	"slices"
	"strconv"
	"strings"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/target"
)

// reach returns the command that connects to t with more options: ":open ..." where
// a prompt takes it, else "byhand ..." for the shell. It repeats the options of the
// last connection that can be repeated.
func (s *Session) reach(t conn.Target, options ...string) string {
	command := "byhand"
	if s.opt.Typed && s.running.Load() {
		command = ":open"
	}
	words := append([]string{command}, options...)
	if s.secure.security.Insecure {
		words = append(words, "--insecure")
	}
	if name := s.secure.security.ServerName; name != "" && !strings.Contains(strings.Join(options, " "), "--server-name") {
		words = append(words, "--server-name "+name)
	}
	if s.opt.Replays != "" {
		words = append(slices.Insert(words, 1, "replay"), s.opt.Replays)
	}
	switch where, _ := target.Parse(strings.Fields(place(t))...); {
	case t.TLS && !where.TLS:
		words = append(words, "--tls")
	case !t.TLS && where.TLS:
		words = append(words, "--no-tls")
	}
	return strings.Join(append(words, place(t)), " ")
}

// replayPlain is the command that replays without TLS; "" where nothing is replayed
// from a file.
func (s *Session) replayPlain() string {
	if s.opt.Replays == "" {
		return ""
	}
	return "byhand replay --no-tls " + s.opt.Replays + " " + place(s.target)
}

// place returns t as :open and the command line take it, with its protocol: "HOST
// PORT", or a URL where the port does not name the protocol.
func place(t conn.Target) string {
	if t.Network() == "unix" {
		return t.String()
	}
	port := strconv.Itoa(t.Port)
	if again, err := target.Parse(t.Host, port); err == nil && again.Protocol == t.Protocol {
		return t.Host + " " + port
	}
	return t.Protocol + "://" + t.Address()
}

// mayStartTLS reports whether :starttls can be expected to work at t.
func mayStartTLS(t conn.Target) bool {
	return !t.TLS && (t.Protocol == "" || dialect.Named(t.Protocol).StartTLS() != "")
}
