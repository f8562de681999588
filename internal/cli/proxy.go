package cli

import (
	"context"
	"net/url"

	"byhand/conn"
)

// proxyURL returns what --proxy names, with the password that the --proxy-password
// flags give. A password in the URL is refused: other users see it in the list of
// processes.
func (f *flags) proxyURL(ctx context.Context) (string, error) {
	if err := conn.CheckProxy(f.proxy); err != nil {
		return "", wrong("", "%v", err)
	}
	u, err := url.Parse(f.proxy)
	if err != nil {
		return "", wrong("", "bad proxy") // CheckProxy says more
	}
	user := u.User.Username()
	if _, given := u.User.Password(); given {
		u.User = url.User(user)
		return "", wrong("--proxy "+u.String()+" --proxy-password-file FILE", "--proxy: no password may be on the command line")
	}
	password, err := f.proxyPassword.read(ctx, f.tell)
	switch {
	case err != nil:
		return "", err
	case password == nil:
		return f.proxy, nil
	case user == "":
		return "", wrong("--proxy socks5://USER@HOST:PORT", "--proxy names no user whose password this would be")
	}
	u.User = url.UserPassword(user, string(password))
	return u.String(), nil
}

// learnProxy has the password of a proxy masked wherever it appears.
func learnProxy(proxy string, learn func([]byte)) {
	if u, err := url.Parse(proxy); err == nil {
		password, _ := u.User.Password()
		learn([]byte(password))
	}
}
