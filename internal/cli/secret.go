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

// secretFlags say where a secret comes from. No flag takes the secret itself:
// whoever lists the processes would see it.
type secretFlags struct {
	what               string // "password", "token", "proxy-password"
	file, env, command string
}

// add adds the three flags.
func (f *secretFlags) add(s *pflag.FlagSet, what, thing string) {
	f.what = what
	s.StringVar(&f.file, what+"-file", "", thing+": the first line of `FILE`")
	s.StringVar(&f.env, what+"-env", "", "the same from the environment variable `NAME`")
	s.StringVar(&f.command, what+"-command", "", "the same from the first line that `CMD` prints")
}

// read returns the secret, or nil if no flag says where it is. It is read before
// anything is sent, so that an error is reported in time. The console shows what is
// odd about it.
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
			return nil, usageError("one of them is enough", "%s and --%s-%s exclude each other", flag, f.what, source.flag)
		}
		flag = "--" + f.what + "-" + source.flag
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
		c.tell("%s: it begins with a byte order mark, which is not part of the %s", flag, f.what)
	}
	secret, rest, _ := bytes.Cut(secret, []byte("\n"))
	secret = bytes.TrimSuffix(secret, []byte("\r"))
	if len(secret) == 0 {
		return nil, usageError("", "%s: the first line is empty", flag)
	}
	if len(bytes.TrimSpace(rest)) > 0 && f.command == "" {
		return nil, usageError("", "%s: there are more lines than one", flag)
	}
	for _, odd := range sanitize.OddEdges(secret) {
		c.tell("%s: the %s %s, which is sent as part of it", flag, f.what, odd)
	}
	return secret, nil
}

func fromFile(_ context.Context, name string) ([]byte, error) { return os.ReadFile(name) }

func fromEnv(_ context.Context, name string) ([]byte, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return nil, fmt.Errorf("there is no environment variable %q", name)
	}
	return []byte(value), nil
}

// fromCommand runs a command in the shell. It may ask at the terminal, but does
// not read what is piped to byhand.
func fromCommand(ctx context.Context, command string) ([]byte, error) {
	shell := []string{"sh", "-c", command}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C", command}
	}
	c := exec.CommandContext(ctx, shell[0], shell[1:]...)
	c.Stderr = os.Stderr
	c.WaitDelay = time.Second // for what it started, if it is ended early
	if isTerminal(os.Stdin) {
		c.Stdin = os.Stdin
	}
	return c.Output()
}
