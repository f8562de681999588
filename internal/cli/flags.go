package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/target"
	"byhand/repl"
)

// sessionFlags are the flags of a command that talks to a server. Those without a
// field bind to the options.
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

// addTyped adds the flags of a session whose lines somebody types or writes.
func (f *sessionFlags) addTyped(c *cobra.Command) {
	f.add(c)
	s := c.Flags()
	s.BoolVar(&f.opt.StartTLS, "starttls", false, "begin with EHLO, STARTTLS, :tls, EHLO, all shown")
	s.VarP(sourceFlag{&f.script, isFile}, "file", "f", "run the lines of `FILE` (- is stdin); may be repeated")
	s.VarP(sourceFlag{&f.script, isLine}, "command", "c", "run `LINE`; may be repeated, -c and -f keep their order")
	s.BoolVar(&f.opt.KeepGoing, "keep-going", false, "a refusal does not end a script")
	s.BoolVar(&f.opt.NoWait, "no-wait", false, "a script's lines do not wait for replies")
	s.BoolVar(&f.raw, "raw", false, "stdin and the server's bytes as they are, both ways; no lines, no commands")
	eolVar(s, &f.opt.EOL, "`NAME` of what ends each line: crlf (if none is given), lf, cr or none; --raw: crlf makes CRLF of LF")
	s.BoolVar(&f.noHistory, "no-history", false, "no history: neither read nor written")
}

// add adds the flags that every session has.
func (f *sessionFlags) add(c *cobra.Command) {
	s := c.Flags()
	s.SortFlags = false
	s.BoolVar(&f.tls, "tls", false, "TLS from the first byte (the default on 465, 993 and the like)")
	f.connect.addTLS(s)
	durationVar(s, &f.opt.Timeout, "timeout", 0, "`DURATION` for each reply (scripts 5m, the final dot 10m; none at the prompt)")
	durationVar(s, &f.opt.Deadline, "deadline", 0, "`DURATION` for the whole run")
	ehloVar(s, &f.opt.EHLO, "`NAME` that --starttls and :starttls give (default: our address)")
	s.BoolVar(&f.opt.JSON, "json", false, "an object for each event on stdout instead of the server's bytes (JSON Lines)")
	s.StringVar(&f.opt.Log, "log", "", "append the session to `FILE` as it goes: .txt, .md or .json")
	s.BoolVar(&f.opt.Recorder.WithSecrets, "with-secrets", false, "passwords and tokens stay as they are in what is recorded")
	s.BoolVar(&f.opt.Recorder.HideAddresses, "redact-addresses", false, "mail addresses, hosts and IP addresses are masked in what is recorded")
	f.password.add(s, "password", "password for :auth")
	f.token.add(s, "token", "OAuth access token for :auth")
	s.BoolVar(&f.noColor, "no-color", false, "no colours (NO_COLOR does the same)")
	s.BoolVar(&f.console.quiet, "quiet", false, "say nothing but failures")
}

// addReach adds the flags that say how another host is reached.
func (f *sessionFlags) addReach(c *cobra.Command) {
	c.Flags().BoolVar(&f.noTLS, "no-tls", false, "plain, also on 465 and the like")
	f.connect.addReach(c.Flags(), conn.DefaultTimeout)
}

// target returns where the arguments and flags lead.
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
		return t, usageError("", "--tls and --no-tls exclude each other")
	case f.tls && f.opt.StartTLS:
		return t, usageError("--tls is for port 465, --starttls for 587 and 25", "--tls and --starttls exclude each other")
	case f.tls:
		t.TLS = true
	case f.noTLS || f.opt.StartTLS:
		t.TLS = false
	}
	return t, nil
}
