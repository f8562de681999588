package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/target"
	"byhand/repl"
)

// connectFlags are the flags for connecting. Most set a field of the Dialer directly; load
// applies the others.
type connectFlags struct {
	*conn.Dialer
	files      target.Files
	keyLog     string
	ipv4, ipv6 bool
	password   secretFlags // for the proxy
}

// addTLS adds the flags for a TLS session.
func (f *connectFlags) addTLS(s *pflag.FlagSet) {
	s.BoolVar(&f.Security.Insecure, "insecure", false, "accept any certificate, but report what is wrong with it")
	s.StringVar(&f.Security.ServerName, "server-name", "", "verify the certificate for `NAME`, and send NAME in SNI")
	s.StringVar(&f.files.Cert, "cert", "", "send the client certificate in PEM `FILE`")
	s.StringVar(&f.files.Key, "key", "", "read the private key of --cert from PEM `FILE` (default: the --cert file)")
	versionVar(s, &f.Security.Min, "tls-min", "lowest TLS `VERSION`, 1.0 to 1.3 (default 1.2); below 1.2 also allows insecure cipher suites")
	versionVar(s, &f.Security.Max, "tls-max", "highest TLS `VERSION`, 1.0 to 1.3 (default 1.3)")
	s.StringVar(&f.keyLog, "keylog", "", "append TLS session keys to `FILE`, to decrypt a packet capture")
}

// addRemote adds the flags for connecting over a network: byhand practice has none of them.
// timeout is the default of --connect-timeout.
func (f *connectFlags) addRemote(s *pflag.FlagSet, timeout time.Duration) {
	s.StringVar(&f.files.CA, "ca", "", "trust the CA certificates in PEM `FILE` instead of the system's")
	s.BoolVarP(&f.ipv4, "ipv4", "4", false, "use only IPv4 addresses")
	s.BoolVarP(&f.ipv6, "ipv6", "6", false, "use only IPv6 addresses")
	s.StringVar(&f.Source, "source", "", "connect from the local address `ADDR`")
	s.Func("proxy", "connect through the proxy `URL`: socks5://[USER@]HOST:PORT or http://[USER@]HOST:PORT", f.setProxy)
	f.password.add(s, "proxy-password", "the password for --proxy")
	durationVar(s, &f.Timeout, "connect-timeout", timeout, "wait at most `DURATION` for the connection, and then at most DURATION for the TLS handshake")
}

// setProxy sets the URL of --proxy. It refuses a password, which other users could see in
// the process list.
func (f *connectFlags) setProxy(text string) error {
	if text == "" {
		f.Proxy = nil
		return nil
	}
	u, err := conn.ParseProxy(text)
	if err != nil {
		return usageError("", "%v", err)
	}
	if _, given := u.User.Password(); given {
		u.User = url.User(u.User.Username())
		return usageError("--proxy "+u.String()+" --proxy-password-file FILE", "the URL must not contain a password")
	}
	f.Proxy = u
	return nil
}

// load reads the files and secrets that the flags name. It runs before byhand connects, so
// that nothing is sent after an error.
func (f *connectFlags) load(ctx context.Context, c *console) error {
	if err := f.loadSecurity(c); err != nil {
		return err
	}
	switch {
	case f.ipv4 && f.ipv6:
		return usageError("omit both to allow either", "-4 and -6 cannot be used together")
	case f.ipv4:
		f.Family = 4
	case f.ipv6:
		f.Family = 6
	}
	password, err := f.password.read(ctx, c)
	switch {
	case err != nil || password == nil:
		return err
	case f.Proxy == nil || f.Proxy.User.Username() == "":
		return usageError("--proxy socks5://USER@HOST:PORT", "--proxy-password needs a user name in the --proxy URL")
	}
	f.Proxy.User = url.UserPassword(f.Proxy.User.Username(), string(password))
	return nil
}

// loadSecurity reads the files of the TLS flags, and warns about insecure settings.
func (f *connectFlags) loadSecurity(c *console) error {
	s := &f.Security
	if err := f.files.Load(s); err != nil {
		return usageError("", "%v", err)
	}
	if s.Min != 0 && s.Min < tls.VersionTLS12 {
		c.tell("warning: --tls-min %s allows insecure TLS versions and cipher suites", strings.TrimPrefix(tls.VersionName(s.Min), "TLS "))
	}
	if f.keyLog == "" {
		return nil
	}
	file, err := recorder.Append(f.keyLog)
	if err != nil {
		return &repl.Failure{Status: repl.Unwritable, What: fmt.Sprintf("--keylog: %v", err)}
	}
	for _, warning := range recorder.Exposure(file) {
		c.tell("%s", warning)
	}
	s.KeyLog = file
	return nil
}
