package repl

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"byhand/conn"
	"byhand/internal/target"
)

// openOptions are the options of :open. They have the same meaning as on the command line,
// and apply to one connection and to each :again that repeats it.
type openOptions struct {
	tls, startTLS, noTLS, insecure bool
	serverName, lowest             string
	files                          target.Files
}

func cmdOpen(ctx context.Context, s *Session, arg string) error {
	o, where, err := parseOpen(arg)
	if err != nil {
		return usage("open", err.Error())
	}
	t, err := target.Parse(where...)
	if err != nil {
		var bad *target.Error
		hint := ""
		if errors.As(err, &bad) && bad.Hint != "" {
			hint = ":open " + bad.Hint
		}
		return failure(Usage, ":open: "+err.Error(), hint)
	}
	t.TLS = o.tls || t.TLS && !o.noTLS && !o.startTLS
	p := protectionFor(s, t)
	p.startTLS, p.plain = o.startTLS || p.startTLS && !o.noTLS, o.noTLS
	if err := o.secure(&p.security); err != nil {
		return failure(Usage, ":open: "+err.Error(), "")
	}
	return s.reopen(ctx, t, p)
}

// flagErrors rewords the errors of package flag.
var flagErrors = strings.NewReplacer("flag provided but not defined: -", "unknown option --", "flag needs an argument: -", "no value given for --")

// parseOpen parses "[OPTION...] HOST [PORT]" as the command line does.
func parseOpen(arg string) (o openOptions, where []string, err error) {
	f := flag.NewFlagSet("open", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.BoolVar(&o.tls, "tls", false, "")
	f.BoolVar(&o.startTLS, "starttls", false, "")
	f.BoolVar(&o.noTLS, "no-tls", false, "")
	f.BoolVar(&o.insecure, "insecure", false, "")
	f.StringVar(&o.serverName, "server-name", "", "")
	f.StringVar(&o.files.CA, "ca", "", "")
	f.StringVar(&o.files.Cert, "cert", "", "")
	f.StringVar(&o.files.Key, "key", "", "")
	f.StringVar(&o.lowest, "tls-min", "", "")
	if err := f.Parse(splitWords(arg)); err != nil {
		return o, nil, errors.New(flagErrors.Replace(err.Error()))
	}
	chosen := 0
	for _, on := range []bool{o.tls, o.startTLS, o.noTLS} {
		if on {
			chosen++
		}
	}
	switch {
	case f.NArg() == 0:
		return o, nil, errors.New("no host given")
	case chosen > 1:
		return o, nil, errors.New("--tls, --starttls and --no-tls cannot be used together")
	}
	return o, f.Args(), nil
}

// secure applies the options to s. Its error names the file or the option that is wrong.
func (o *openOptions) secure(s *conn.Security) (err error) {
	s.Insecure = s.Insecure || o.insecure
	if o.serverName != "" {
		s.ServerName = o.serverName
	}
	if err := o.files.Load(s); err != nil {
		return err
	}
	if o.lowest != "" {
		if s.Min, err = conn.ParseVersion(o.lowest); err != nil {
			return fmt.Errorf("--tls-min: %w", err)
		}
	}
	return nil
}
