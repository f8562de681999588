package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/target"
	"byhand/internal/transcript"
	"byhand/repl"
)

// sessionFlags are the flags of a command that opens a session. Most set a field of opt.
type sessionFlags struct {
	opt                repl.Options
	connect            connectFlags
	tls, noTLS         bool
	script             script
	raw                bool
	noColor, noHistory bool
	password, token    secretFlags
	console            console
}

func newSessionFlags() *sessionFlags {
	f := &sessionFlags{opt: repl.Options{Recorder: &recorder.Recorder{}}}
	f.connect.Dialer = &f.opt.Dialer
	return f
}

// addInput adds the flags of add, and those about the lines that a user types or scripts.
func (f *sessionFlags) addInput(c *cobra.Command) {
	f.add(c)
	s := c.Flags()
	s.BoolVar(&f.opt.StartTLS, "starttls", false, "start with EHLO, STARTTLS, the TLS handshake and EHLO, and show each step")
	s.FuncP("file", "f", "read lines from `FILE` instead of a prompt (- for stdin); repeatable", f.script.add(isFile))
	s.FuncP("command", "c", "run `LINE` as if it were typed; repeatable, in order with -f", f.script.add(isLine))
	s.BoolVar(&f.opt.KeepGoing, "keep-going", false, "continue a script after the server refuses a command")
	s.BoolVar(&f.opt.NoWait, "no-wait", false, "send a script's lines without waiting for replies")
	s.BoolVar(&f.raw, "raw", false, "copy stdin to the server and its output to stdout unchanged; colon-commands are not recognized")
	eolVar(s, &f.opt.EOL, "set the line ending to `NAME`: crlf (default), lf, cr or none; with --raw, crlf converts LF to CRLF")
	s.BoolVar(&f.noHistory, "no-history", false, "do not read or write the history file")
}

// add adds the flags that every session has.
func (f *sessionFlags) add(c *cobra.Command) {
	s := c.Flags()
	s.SortFlags = false
	s.BoolVar(&f.tls, "tls", false, "use TLS from the first byte (the default on 465, 993 and other TLS ports)")
	f.connect.addTLS(s)
	durationVar(s, &f.opt.Timeout, "timeout", 0, "wait at most `DURATION` for each reply (default in scripts: 5m, or 10m after the final dot; at a prompt: no limit)")
	durationVar(s, &f.opt.Deadline, "deadline", 0, "end byhand after `DURATION`, with status 5")
	ehloVar(s, &f.opt.EHLO, "send EHLO `NAME` in --starttls, :starttls and :auth (default: the local address)")
	s.BoolVar(&f.opt.JSON, "json", false, "write one JSON object per event to stdout instead of the server's bytes (JSON Lines)")
	s.StringVar(&f.opt.Log, "log", "", "append the session to `FILE` as it happens: "+transcript.Extensions(transcript.LogFormats()))
	s.BoolVar(&f.opt.Recorder.WithSecrets, "with-secrets", false, "do not mask passwords and tokens in recorded sessions")
	s.BoolVar(&f.opt.Recorder.HideAddresses, "redact-addresses", false, "mask mail addresses, host names and IP addresses in recorded sessions")
	f.password.add(s, "password", "the password for :auth")
	f.token.add(s, "token", "the OAuth access token for :auth")
	s.BoolVar(&f.noColor, "no-color", false, "no colours (setting NO_COLOR does the same)")
	s.BoolVar(&f.console.quiet, "quiet", false, "print only errors on stderr")
}

// addRemote adds the flags for connecting over a network: byhand practice has none of them.
func (f *sessionFlags) addRemote(c *cobra.Command) {
	c.Flags().BoolVar(&f.noTLS, "no-tls", false, "start without TLS, even on 465 and other TLS ports")
	f.connect.addRemote(c.Flags(), conn.DefaultTimeout)
}

// target returns the server that the arguments and flags name.
func (f *sessionFlags) target(args []string) (conn.Target, error) {
	t, err := target.Parse(args...)
	if err != nil {
		var bad *target.Error
		hint := ""
		if errors.As(err, &bad) && bad.Hint != "" {
			hint = "byhand " + bad.Hint
		}
		return t, usageError(hint, "%v", err)
	}
	switch {
	case f.tls && f.noTLS:
		return t, usageError("", "--tls and --no-tls cannot be used together")
	case f.tls && f.opt.StartTLS:
		return t, usageError("use --tls for port 465, --starttls for 587 and 25", "--tls and --starttls cannot be used together")
	case f.tls:
		t.TLS = true
	case f.noTLS || f.opt.StartTLS:
		t.TLS = false
	}
	return t, nil
}
