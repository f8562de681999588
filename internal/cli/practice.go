package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/lesson"
	"byhand/internal/practice"
	"byhand/internal/sanitize"
)

// practiceCommand is one session with a server of byhand's own, which ends with
// the session.
func practiceCommand(talk func(context.Context, *flags, conn.Target) error) *cobra.Command {
	f := &flags{}
	c := &cobra.Command{
		Use:   "practice [flags]",
		Short: "one session with a practice server on this machine; nothing it takes goes anywhere",
		Args:  f.lessonArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				f.lesson = args[0]
			}
			if f.list {
				return listScenarios()
			}
			return f.practice(c.Context(), talk)
		},
	}
	f.session(c)
	s := c.Flags()
	s.StringVar(&f.lesson, "lesson", "", "begin with lesson `N` (1 if none is given), or with the one in a file of that name")
	s.Lookup("lesson").NoOptDefVal = "1"
	s.BoolVar(&f.list, "list", false, "what makes the server misbehave on demand")
	s.StringVar(&f.listen, "listen", "", "`HOST:PORT` of the plain port (default: a free one on 127.0.0.1)")
	s.StringVar(&f.listenTLS, "listen-tls", "", "`HOST:PORT` of the port with TLS from the first byte")
	s.BoolVar(&f.offLoopback, "listen-for-everybody", false, "let --listen name an address that other machines reach")
	return c
}

// lessonArgs takes one argument, behind --lesson alone: "--lesson 2".
func (f *flags) lessonArgs(_ *cobra.Command, args []string) error {
	if len(args) > 1 || len(args) == 1 && f.lesson != "1" {
		return wrong("", "%q is one argument too many", args[len(args)-1])
	}
	return nil
}

// readLesson returns the lesson that --lesson names: a number, or a file.
func (f *flags) readLesson(name string) (*lesson.Lesson, error) {
	all := lesson.All()
	if n, err := strconv.Atoi(name); err == nil {
		if n < 1 || n > len(all) {
			return nil, wrong("byhand practice, then :lesson lists them", "--lesson: there are lessons 1 to %d", len(all))
		}
		return all[n-1], nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong("", "--lesson: %v", err)
	}
	text, trimmed, err := sanitize.TrimBOM(text)
	if err != nil {
		return nil, wrong("save it as UTF-8", "--lesson: %q cannot be read: %v", name, err)
	}
	if trimmed {
		f.tell("--lesson: %q begins with a byte order mark, which is not part of the lesson", name)
	}
	l, err := lesson.Parse(name, string(text))
	if err != nil {
		return nil, wrong("docs/teaching.md says how a lesson is written", "--lesson: %v", err)
	}
	return l, nil
}

// listScenarios prints the table of what makes the server misbehave.
func listScenarios() error {
	cells := [][]string{{"SAY", "AND IT", "LOOK AT"}}
	for _, sc := range practice.Scenarios() {
		cells = append(cells, []string{sc.Line(), sc.Does, sc.Teaches})
	}
	if err := rowsOf(os.Stdout).Table(cells); err != nil {
		return unwritable(err)
	}
	return nil
}

// practice starts the server, says how to reach it from a second window, and
// talks to it.
func (f *flags) practice(ctx context.Context, talk func(context.Context, *flags, conn.Target) error) error {
	if _, err := f.ending(); err != nil {
		return err // before the server says where it is
	}
	if f.lesson != "" {
		l, err := f.readLesson(f.lesson)
		if err != nil {
			return err
		}
		f.course = l
	}
	server, err := practice.Start(practice.Config{Listen: f.listen, ListenTLS: f.listenTLS,
		OffLoopback: f.offLoopback, Taken: f.taken, Guard: f.err.Guard})
	if err != nil {
		return wrong("", "practice: %v", err)
	}
	defer server.Close()
	f.ca = server.CAFile()
	address := server.Plain()
	if f.tls {
		address = server.TLS()
	}
	t := conn.Target{Protocol: "smtp", Host: address.IP.String(), Port: address.Port, TLS: f.tls}
	if address.IP.IsUnspecified() {
		t.Host = "localhost"
	}
	f.tell("practice server: plain and STARTTLS on %v, TLS on %v", server.Plain(), server.TLS())
	f.tell("its CA, until this session ends: %s", server.CAFile())
	f.tell("log in as %s with the password %s; nothing you send goes anywhere", practice.User, practice.Password)
	return talk(ctx, f, t)
}

// taken shows a message that the practice server took.
func (f *flags) taken(m practice.Message) {
	f.tell("practice: message taken from <%s> to <%s>, %d bytes", m.From, strings.Join(m.To, ">, <"), len(m.Data))
	const first = 50
	lines := bytes.Split(bytes.TrimSuffix(m.Data, []byte("\r\n")), []byte("\r\n"))
	for _, line := range lines[:min(len(lines), first)] {
		f.tell("| %s", line)
	}
	if len(lines) > first {
		f.tell("| ... and %d lines more", len(lines)-first)
	}
}

// tell says something on stderr, unless --quiet.
func (f *flags) tell(format string, a ...any) {
	if !f.quiet {
		f.err.words().Say(fmt.Sprintf(format, a...))
	}
}
