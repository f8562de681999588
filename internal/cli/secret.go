package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/pflag"

	"byhand/internal/sanitize"
)

// secretFlags are the flags that name the source of a secret. No flag takes the secret
// itself, which other users could see in the process list.
type secretFlags struct {
	name               string // "password", "token" or "proxy-password"
	file, env, command string
}

// add adds the three flags. secret describes the secret in their help.
func (f *secretFlags) add(s *pflag.FlagSet, name, secret string) {
	f.name = name
	s.StringVar(&f.file, name+"-file", "", "read "+secret+" from the first line of `FILE`")
	s.StringVar(&f.env, name+"-env", "", "read "+secret+" from the environment variable `NAME`")
	s.StringVar(&f.command, name+"-command", "", "read "+secret+" from the first line that the shell command `CMD` prints")
}

// read returns the secret, or nil if no flag names a source. It warns on the console about
// spaces or quotes at the ends of the secret. Callers call it before byhand sends anything.
func (f *secretFlags) read(ctx context.Context, c *console) ([]byte, error) {
	var secret []byte
	var err error
	flag := ""
	for _, source := range []struct {
		flag, value string
		get         func(context.Context, string) ([]byte, error)
	}{{"file", f.file, fromFile}, {"env", f.env, fromEnv}, {"command", f.command, fromCommand}} {
		if source.value == "" {
			continue
		}
		if flag != "" {
			return nil, usageError("use only one of them", "%s and --%s-%s cannot be used together", flag, f.name, source.flag)
		}
		flag = "--" + f.name + "-" + source.flag
		if secret, err = source.get(ctx, source.value); err != nil {
			return nil, usageError("", "%s: %v", flag, err)
		}
	}
	if flag == "" {
		return nil, nil
	}
	secret, trimmed, err := sanitize.TrimBOM(secret)
	if err != nil {
		return nil, usageError("save it as UTF-8", "%s: %v", flag, err)
	}
	if trimmed {
		c.tell("%s: ignored a byte order mark before the %s", flag, f.name)
	}
	secret, rest, _ := bytes.Cut(secret, []byte("\n"))
	secret = bytes.TrimSuffix(secret, []byte("\r"))
	if len(secret) == 0 {
		return nil, usageError("", "%s: the first line is empty", flag)
	}
	if len(bytes.TrimSpace(rest)) > 0 && f.command == "" {
		return nil, usageError("", "%s: there is more than one line", flag)
	}
	for _, odd := range sanitize.OddEdges(secret) {
		c.tell("%s: the %s %s, which byhand sends as part of it", flag, f.name, odd)
	}
	return secret, nil
}

func fromFile(_ context.Context, name string) ([]byte, error) { return os.ReadFile(name) }

func fromEnv(_ context.Context, name string) ([]byte, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return nil, fmt.Errorf("environment variable %q is not set", name)
	}
	return []byte(value), nil
}

// fromCommand runs a shell command and returns its output. The command may use the terminal
// to ask the user. It gets no other stdin, because that input is for byhand.
func fromCommand(ctx context.Context, command string) ([]byte, error) {
	shell := []string{"sh", "-c", command}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C", command}
	}
	c := exec.CommandContext(ctx, shell[0], shell[1:]...)
	c.Stderr = os.Stderr
	c.WaitDelay = time.Second // if ctx ends the command, its child processes may keep the output open
	if isTerminal(os.Stdin) {
		c.Stdin = os.Stdin
	}
	return c.Output()
}
