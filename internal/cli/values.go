package cli

import (
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"byhand/conn"
	"byhand/repl"
)

// durationVar adds a flag for a duration, which must not be negative. --help shows byDefault
// unless it is 0.
func durationVar(s *pflag.FlagSet, to *time.Duration, name string, byDefault time.Duration, usage string) {
	*to = byDefault
	s.Func(name, usage, func(text string) error {
		d, err := time.ParseDuration(text)
		switch {
		case err != nil:
			return usageError("use a form such as 30s, 5m or 1h30m", "%q is not a duration", text)
		case d < 0:
			return usageError("", "%q is negative", text)
		}
		*to = d
		return nil
	})
	if byDefault != 0 {
		s.Lookup(name).DefValue = byDefault.String()
	}
}

// versionVar adds a flag for a TLS version.
func versionVar(s *pflag.FlagSet, to *uint16, name, usage string) {
	s.Func(name, usage, func(text string) (err error) {
		if *to, err = conn.ParseVersion(text); err != nil {
			return usageError("use 1.0, 1.1, 1.2 or 1.3", "%v", err)
		}
		return nil
	})
}

// ehloVar adds --ehlo. It refuses control characters: a line break would start another
// command.
func ehloVar(s *pflag.FlagSet, to *string, usage string) {
	s.Func("ehlo", usage, func(text string) error {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return usageError("use a host name, or an address literal such as [192.0.2.1]", "%q contains a control character", text)
		}
		*to = text
		return nil
	})
}

// eolVar adds --eol.
func eolVar(s *pflag.FlagSet, to *string, usage string) {
	s.Func("eol", usage, func(text string) error {
		if _, ok := repl.Ending(text); !ok {
			return usageError("use crlf, lf, cr or none", "unknown line ending %q", text)
		}
		*to = strings.ToLower(text)
		return nil
	})
}
