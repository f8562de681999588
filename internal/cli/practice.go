package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"byhand/conn"
	"byhand/internal/lesson"
	"byhand/internal/practice"
	"byhand/internal/rows"
	"byhand/internal/sanitize"
)

// practiceFlags are the flags of byhand practice.
type practiceFlags struct {
	*sessionFlags
	server practice.Config
	lesson string
	list   bool
}

// practiceCommand returns byhand practice: a session with a built-in server. The server ends
// with the session.
func practiceCommand() *cobra.Command {
	f := &practiceFlags{sessionFlags: newSessionFlags()}
	c := &cobra.Command{
		Use:   "practice [flags]",
		Short: "connect to a built-in practice server on localhost, which delivers no mail",
		Long: `practice starts an SMTP server on localhost and connects to it. The server delivers no
mail: it shows the messages it accepts. Log in as apikey with the password not-a-secret.
The server stops when the session ends.`,
		Args: f.lessonArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if f.list {
				return listScenarios(stdoutRows(c))
			}
			return f.practice(c.Context())
		},
	}
	f.addInput(c)
	s := c.Flags()
	s.BoolFunc("lesson", "start lesson `N`, which is a number or the name of a lesson file (default 1)", f.setLesson)
	s.BoolVar(&f.list, "list", false, "list the commands that make the server misbehave")
	s.StringVar(&f.server.Listen, "listen", "", "listen on `HOST:PORT` (default: a free port on 127.0.0.1)")
	s.StringVar(&f.server.ListenTLS, "listen-tls", "", "listen on `HOST:PORT` for TLS from the first byte")
	s.BoolVar(&f.server.OffLoopback, "listen-for-everybody", false, "allow --listen and --listen-tls on an address that other machines can reach")
	return c
}

// setLesson sets the value of --lesson, which is "true" if the flag has none.
func (f *practiceFlags) setLesson(text string) error {
	if f.lesson = text; text == "true" {
		f.lesson = "1"
	}
	return nil
}

// lessonArgs accepts an argument only in "--lesson 2", because pflag needs "--lesson=2" for a
// flag whose value is optional.
func (f *practiceFlags) lessonArgs(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 1 && f.lesson == "1":
		f.lesson = args[0]
	case len(args) > 0:
		return usageError("", "unexpected argument %q", args[len(args)-1])
	}
	return nil
}

// readLesson returns the lesson with the number or in the file that --lesson names.
func (f *practiceFlags) readLesson(name string) (*lesson.Lesson, error) {
	all := lesson.All()
	if n, err := strconv.Atoi(name); err == nil {
		if n < 1 || n > len(all) {
			return nil, usageError("byhand practice, then :lesson to list them", "--lesson: the lessons are numbered 1 to %d", len(all))
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
		f.console.tell("--lesson: ignored a byte order mark at the start of %q", name)
	}
	l, err := lesson.Parse(name, string(text))
	if err != nil {
		return nil, usageError("docs/teaching.md describes the format", "--lesson: %v", err)
	}
	return l, nil
}

// listScenarios prints the commands that make the server misbehave, and the addresses that
// are refused for each cause.
func listScenarios(out rows.Writer) error {
	cells := [][]string{{"TYPE", "WHAT HAPPENS", "NOTE"}}
	for _, sc := range practice.Scenarios() {
		cells = append(cells, []string{sc.Line(), sc.Does, sc.Teaches})
	}
	if err := out.Table(cells); err != nil {
		return err
	}
	cells = [][]string{{"ADDRESS", "REPLY TO MAIL AND RCPT"}}
	for _, e := range practice.Examples() {
		cells = append(cells, []string{e.Address(), e.Reply()})
	}
	if err := out.Row("", ""); err != nil {
		return err
	}
	return out.Table(cells)
}

// practice starts the server, prints how to reach it from a second window, and runs a
// session with it.
func (f *practiceFlags) practice(ctx context.Context) (err error) {
	if f.lesson != "" {
		if f.opt.Lesson, err = f.readLesson(f.lesson); err != nil {
			return err
		}
	}
	notes := practiceNotes{show: func(text string) { f.console.tell("%s", text) }}
	f.opt.SetNote = notes.setShow
	f.server.Accepted, f.server.Guard = notes.showMessage, f.console.Guard
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
	f.console.tell("practice server: plaintext and STARTTLS on %v, TLS on %v", server.Plain(), server.TLS())
	f.console.tell("its CA certificate (deleted when this session ends): %s", server.CAFile())
	f.console.tell("log in as %s with password %s; the server delivers no mail", practice.User, practice.Password)
	return f.run(ctx, t)
}

// practiceNotes shows the practice server's notes: first on the console, and in the session's
// output once the session has set its function.
type practiceNotes struct {
	mu   sync.Mutex   // guards show; it is not held while show is called
	show func(string) // shows a note
}

// setShow sets the function that shows a note.
func (n *practiceNotes) setShow(show func(string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.show = show
}

// showMessage shows a message that the practice server accepted.
func (n *practiceNotes) showMessage(m practice.Message) {
	n.mu.Lock()
	show := n.show
	n.mu.Unlock()
	show(fmt.Sprintf("practice: accepted message from <%s> to <%s>, %d bytes", m.From, strings.Join(m.To, ">, <"), len(m.Data)))
	const first = 50
	lines := bytes.Split(bytes.TrimSuffix(m.Data, []byte("\r\n")), []byte("\r\n"))
	for _, line := range lines[:min(len(lines), first)] {
		show(fmt.Sprintf("| %s", line))
	}
	if len(lines) > first {
		show(fmt.Sprintf("| ... and %d more lines", len(lines)-first))
	}
}
