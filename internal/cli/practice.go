package cli

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/lesson"
	"byhand/internal/practice"
	"byhand/internal/rows"
	"byhand/internal/sanitize"
)

// rehearsal is the command line of byhand practice.
type rehearsal struct {
	*sessionFlags
	server practice.Config
	lesson string
	list   bool
}

// practiceCommand is one session with a server of byhand's own, which ends with
// the session.
func practiceCommand() *cobra.Command {
	f := &rehearsal{sessionFlags: newSessionFlags()}
	c := &cobra.Command{
		Use:   "practice [flags]",
		Short: "one session with a practice server on this machine; nothing it takes goes anywhere",
		Args:  f.lessonArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if f.list {
				return listScenarios(stdoutRows(c))
			}
			return f.practice(c.Context())
		},
	}
	f.addTyped(c)
	s := c.Flags()
	s.StringVar(&f.lesson, "lesson", "", "begin with lesson `N` (1 if none is given), or with the one in a file of that name")
	s.Lookup("lesson").NoOptDefVal = "1"
	s.BoolVar(&f.list, "list", false, "what makes the server misbehave on demand")
	s.StringVar(&f.server.Listen, "listen", "", "`HOST:PORT` of the plain port (default: a free one on 127.0.0.1)")
	s.StringVar(&f.server.ListenTLS, "listen-tls", "", "`HOST:PORT` of the port with TLS from the first byte")
	s.BoolVar(&f.server.OffLoopback, "listen-for-everybody", false, "let --listen name an address that other machines reach")
	return c
}

// lessonArgs takes one argument, behind --lesson alone: "--lesson 2".
func (f *rehearsal) lessonArgs(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 1 && f.lesson == "1":
		f.lesson = args[0]
	case len(args) > 0:
		return usageError("", "%q is one argument too many", args[len(args)-1])
	}
	return nil
}

// readLesson returns the lesson that --lesson names: a number, or a file.
func (f *rehearsal) readLesson(name string) (*lesson.Lesson, error) {
	all := lesson.All()
	if n, err := strconv.Atoi(name); err == nil {
		if n < 1 || n > len(all) {
			return nil, usageError("byhand practice, then :lesson lists them", "--lesson: there are lessons 1 to %d", len(all))
		}
		return all[n-1], nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError("", "--lesson: %v", err)
	}
	text, trimmed, err := sanitize.TrimBOM(text)
	if err != nil {
		return nil, usageError("save it as UTF-8", "--lesson: %q cannot be read: %v", name, err)
	}
	if trimmed {
		f.console.tell("--lesson: %q begins with a byte order mark, which is not part of the lesson", name)
	}
	l, err := lesson.Parse(name, string(text))
	if err != nil {
		return nil, usageError("docs/teaching.md says how a lesson is written", "--lesson: %v", err)
	}
	return l, nil
}

// listScenarios prints the table of what makes the server misbehave.
func listScenarios(out rows.Writer) error {
	cells := [][]string{{"SAY", "AND IT", "LOOK AT"}}
	for _, sc := range practice.Scenarios() {
		cells = append(cells, []string{sc.Line(), sc.Does, sc.Teaches})
	}
	return out.Table(cells)
}

// practice starts the server, says how to reach it from a second window, and
// talks to it.
func (f *rehearsal) practice(ctx context.Context) (err error) {
	if f.lesson != "" {
		if f.opt.Lesson, err = f.readLesson(f.lesson); err != nil {
			return err
		}
	}
	f.server.Taken, f.server.Guard = f.taken, f.console.Guard
	server, err := practice.Start(f.server)
	if err != nil {
		return usageError("", "practice: %v", err)
	}
	defer server.Close()
	f.connect.files.CA = server.CAFile()
	address := server.Plain()
	if f.tls {
		address = server.TLS()
	}
	t := conn.Target{Protocol: "smtp", Host: address.IP.String(), Port: address.Port, TLS: f.tls}
	if address.IP.IsUnspecified() {
		t.Host = "localhost"
	}
	f.console.tell("practice server: plain and STARTTLS on %v, TLS on %v", server.Plain(), server.TLS())
	f.console.tell("its CA, until this session ends: %s", server.CAFile())
	f.console.tell("log in as %s with the password %s; nothing you send goes anywhere", practice.User, practice.Password)
	return f.run(ctx, t)
}

// taken shows a message that the practice server took.
func (f *rehearsal) taken(m practice.Message) {
	f.console.tell("practice: message taken from <%s> to <%s>, %d bytes", m.From, strings.Join(m.To, ">, <"), len(m.Data))
	const first = 50
	lines := bytes.Split(bytes.TrimSuffix(m.Data, []byte("\r\n")), []byte("\r\n"))
	for _, line := range lines[:min(len(lines), first)] {
		f.console.tell("| %s", line)
	}
	if len(lines) > first {
		f.console.tell("| ... and %d lines more", len(lines)-first)
	}
}
