package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/lesson"
	"byhand/internal/recorder"
	"byhand/internal/replay"
	"byhand/internal/target"
	"byhand/repl"
)

// flags are the command line, as typed. One definition of them yields help and
// shell completions.
type flags struct {
	tls, noTLS, startTLS, insecure bool
	ca, cert, key, serverName      string
	tlsMin, tlsMax, keyLog         string
	four, six                      bool
	source, proxy                  string
	connectTimeout, timeout        time.Duration
	deadline                       time.Duration
	ehlo, eol                      string
	script                         script
	keepGoing, noWait, raw         bool
	noColor, noHistory, quiet      bool
	password, token, proxyPassword secretFlags
	json                           bool
	log                            string
	withSecrets, hideAddresses     bool
	plan                           *replay.Plan                  // of byhand replay
	replays                        string                        // likewise: the transcript's name
	judge                          func(repl.Status) repl.Status // likewise: it compares the replies
	recorded                       *recorder.Recorder

	listen, listenTLS string // practice
	offLoopback       bool
	list              bool
	lesson            string
	course            *lesson.Lesson // of --lesson

	advisor repl.Advisor

	err   console // stderr, or the prompt on the same terminal
	stuck func()  // ends a session whose terminal takes no output
}

// usageError is a mistake on the command line: status 2, or another one where
// that is named. Without words it is just the status.
type usageError struct {
	what, hint string
	status     repl.Status
}

func (e *usageError) Error() string { return e.what }

func wrong(hint, format string, a ...any) error {
	return &usageError{what: fmt.Sprintf(format, a...), hint: hint, status: repl.Usage}
}

// session adds the flags of a session whose lines somebody types or writes.
func (f *flags) session(c *cobra.Command) {
	f.talk(c)
	s := c.Flags()
	s.BoolVar(&f.startTLS, "starttls", false, "begin with EHLO, STARTTLS, :tls, EHLO, all shown")
	s.VarP(sourceFlag{&f.script, isFile}, "file", "f", "run the lines of `FILE` (- is stdin); may be repeated")
	s.VarP(sourceFlag{&f.script, isLine}, "command", "c", "run `LINE`; may be repeated, -c and -f keep their order")
	s.BoolVar(&f.keepGoing, "keep-going", false, "a refusal does not end a script")
	s.BoolVar(&f.noWait, "no-wait", false, "a script's lines do not wait for replies")
	s.BoolVar(&f.raw, "raw", false, "stdin and the server's bytes as they are, both ways; no lines, no commands")
	s.StringVar(&f.eol, "eol", "", "what ends each line: crlf (if none is given), lf, cr or none; --raw: crlf makes CRLF of LF")
	s.BoolVar(&f.noHistory, "no-history", false, "no history: neither read nor written")
}

// talk adds the flags that every session has.
func (f *flags) talk(c *cobra.Command) {
	s := c.Flags()
	s.SortFlags = false
	s.BoolVar(&f.tls, "tls", false, "TLS from the first byte (the default on 465, 993 and the like)")
	s.BoolVar(&f.insecure, "insecure", false, "accept a certificate that does not verify, but report what is wrong with it")
	s.StringVar(&f.serverName, "server-name", "", "check the certificate for `NAME`, and ask for it (SNI)")
	s.StringVar(&f.cert, "cert", "", "client certificate, PEM `FILE`")
	s.StringVar(&f.key, "key", "", "its key, PEM `FILE` (default: in the same file)")
	s.StringVar(&f.tlsMin, "tls-min", "", "lowest TLS `VERSION`: 1.0 to 1.3 (default 1.2); below 1.2 also insecure cipher suites")
	s.StringVar(&f.tlsMax, "tls-max", "", "highest TLS `VERSION`")
	s.StringVar(&f.keyLog, "keylog", "", "append session keys to `FILE`, for a packet capture")
	s.Var(durationVar(&f.timeout, 0), "timeout", "for each reply (scripts 5m, the final dot 10m; none at the prompt)")
	s.Var(durationVar(&f.deadline, 0), "deadline", "for the whole run")
	s.StringVar(&f.ehlo, "ehlo", "", "`NAME` that --starttls and :starttls give (default: our address)")
	s.BoolVar(&f.json, "json", false, "an object for each event on stdout instead of the server's bytes (JSON Lines)")
	s.StringVar(&f.log, "log", "", "append the session to `FILE` as it goes: .txt, .md or .json")
	s.BoolVar(&f.withSecrets, "with-secrets", false, "passwords and tokens stay as they are in what is recorded")
	s.BoolVar(&f.hideAddresses, "redact-addresses", false, "mail addresses, hosts and IP addresses are masked in what is recorded")
	f.password.add(s, "password", "password for :auth")
	f.token.add(s, "token", "OAuth access token for :auth")
	s.BoolVar(&f.noColor, "no-color", false, "no colours (NO_COLOR does the same)")
	s.BoolVar(&f.quiet, "quiet", false, "say nothing but failures")
}

// reach adds the flags that say how another host is reached.
func (f *flags) reach(c *cobra.Command) {
	s := c.Flags()
	s.BoolVar(&f.noTLS, "no-tls", false, "plain, also on 465 and the like")
	s.StringVar(&f.ca, "ca", "", "trust the CA certificates in PEM `FILE` instead of the system's")
	s.BoolVarP(&f.four, "ipv4", "4", false, "only IPv4 addresses")
	s.BoolVarP(&f.six, "ipv6", "6", false, "only IPv6 addresses")
	s.StringVar(&f.source, "source", "", "connect from the local address `ADDR`")
	s.StringVar(&f.proxy, "proxy", "", "connect through socks5://[USER@]HOST:PORT or http://[USER@]HOST:PORT")
	f.proxyPassword.add(s, "proxy-password", "password for --proxy")
	s.Var(durationVar(&f.connectTimeout, conn.DefaultTimeout), "connect-timeout", "to connect, and again for the TLS handshake")
}

// dialer turns the flags into how to connect.
func (f *flags) dialer(ctx context.Context) (conn.Dialer, error) {
	security, err := f.security()
	d := conn.Dialer{Timeout: f.connectTimeout, Source: f.source, Security: security}
	switch {
	case err != nil:
		return d, err
	case f.four && f.six:
		return d, wrong("leave both away for any address", "-4 and -6 exclude each other")
	case f.four:
		d.Family = 4
	case f.six:
		d.Family = 6
	}
	d.Proxy, err = f.proxyURL(ctx)
	return d, err
}

// security turns the flags into how TLS is done. A file that cannot be read is
// an error before anything is sent.
func (f *flags) security() (conn.Security, error) {
	s := conn.Security{ServerName: f.serverName, Insecure: f.insecure}
	var err error
	if f.ca != "" {
		if s.Roots, err = conn.LoadRoots(f.ca); err != nil {
			return s, wrong("", "--ca: %v", err)
		}
	}
	if f.key != "" && f.cert == "" {
		return s, wrong("--cert FILE names it", "--key without a certificate")
	}
	if f.cert != "" {
		pair, err := conn.LoadCertificate(f.cert, f.key)
		if err != nil {
			return s, wrong("", "%v", err)
		}
		s.Certificates = []tls.Certificate{pair}
	}
	if s.Min, err = version("--tls-min", f.tlsMin); err != nil {
		return s, err
	}
	if s.Min != 0 && s.Min < tls.VersionTLS12 {
		f.tell("warning: --tls-min %s allows TLS versions and cipher suites that are not secure", f.tlsMin)
	}
	if s.Max, err = version("--tls-max", f.tlsMax); err != nil {
		return s, err
	}
	if f.keyLog != "" {
		file, err := recorder.Append(f.keyLog)
		if err != nil {
			return s, &usageError{what: fmt.Sprintf("--keylog: %v", err), status: repl.Unwritable}
		}
		for _, warning := range recorder.Exposure(file) {
			f.tell("%s", warning)
		}
		s.KeyLog = file
	}
	return s, nil
}

func version(flag, v string) (uint16, error) {
	if v == "" {
		return 0, nil
	}
	n, err := conn.ParseVersion(v)
	if err != nil {
		return 0, wrong("1.0, 1.1, 1.2 or 1.3", "%s: %v", flag, err)
	}
	return n, nil
}

// target turns the arguments and flags into where to go.
func (f *flags) target(args []string) (conn.Target, error) {
	t, err := target.Parse(args...)
	if err != nil {
		var bad *target.Error
		hint := ""
		if errors.As(err, &bad) && bad.Hint != "" {
			hint = "byhand " + bad.Hint
		}
		return t, wrong(hint, "%v", err)
	}
	switch {
	case f.tls && f.noTLS:
		return t, wrong("", "--tls and --no-tls exclude each other")
	case f.tls && f.startTLS:
		return t, wrong("--tls is for port 465, --starttls for 587 and 25", "--tls and --starttls exclude each other")
	case f.tls:
		t.TLS = true
	case f.noTLS || f.startTLS:
		t.TLS = false
	}
	return t, nil
}

// name returns what --ehlo names: no second line, which would be a command.
func (f *flags) name() (string, error) {
	if strings.ContainsFunc(f.ehlo, unicode.IsControl) {
		return "", wrong("a host name, or an address like [192.0.2.1]", "--ehlo: %q has a control character in it", f.ehlo)
	}
	return f.ehlo, nil
}

// ending returns what --eol names.
func (f *flags) ending() (string, error) {
	if f.eol == "" {
		return "\r\n", nil
	}
	ending, ok := repl.Ending(f.eol)
	if !ok {
		return "", wrong("crlf, lf, cr or none", "--eol: no line end is called %q", f.eol)
	}
	return ending, nil
}
