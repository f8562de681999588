package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// Command is a colon-command: a row of the table that dispatch, :help, completion and the
// documentation use. A row holds every fact about its command. A field that a row omits is
// false or empty.
type Command struct {
	Name    string
	Group   string // one of Groups
	Args    string // as :help shows them: [TEXT]
	Help    string // one line: what it does
	Long    string // sentences: what it sends, and what each option does
	Example string // a line that works

	Held        when                 // before the greeting, byhand holds it as it holds the lines for the server
	Secret      func(arg string) int // returns how many bytes at the end of its argument may be a secret; nil: none
	SendsSecret when                 // it sends a password, a token or something derived from one
	File        bool                 // it reads or writes a file
	Connects    bool                 // it may connect to another server
	Switches    bool                 // it changes the connection or starts TLS: if it fails, a script ends even with --keep-going
	InBatch     bool                 // it works while a batch is collected
	Recorded    bool                 // a transcript contains it as typed, before what it sends

	Run func(ctx context.Context, s *Session, arg string) error
}

// when says when a fact about a command is true: always, never, or with one option, such as
// "--send".
type when string

const (
	never  when = ""
	always when = "always"
)

// with reports whether the fact is true for this argument.
func (w when) with(arg string) bool {
	found, _ := cutOptions(arg)
	return w == always || w != never && found[string(w)]
}

// asksIfPasted reports whether byhand asks before it runs the command from a paste, which
// the user may not have read.
func (c Command) asksIfPasted(arg string) bool {
	return c.SendsSecret.with(arg) || c.File || c.Connects
}

// publicArg returns the part of an argument that cannot be a secret.
func (c Command) publicArg(arg string) string {
	if c.Secret == nil {
		return arg
	}
	return arg[:len(arg)-c.Secret(arg)]
}

// Usage returns how to type the command: ":b64 [TEXT]".
func (c Command) Usage() string { return strings.TrimRight(":"+c.Name+" "+c.Args, " ") }

// Groups lists the groups of commands in the order of a typical session.
var Groups = []string{"connection", "TLS", "log in", "encode", "send", "script", "record", "explain"}

// commands is the table. init fills it, because :help, which is one of its rows, reads it.
var commands []Command

// Commands returns the table, sorted by name.
func Commands() []Command { return slices.Clone(commands) }

// The rows of each group are in the file rows_GROUP.go.
func init() {
	commands = slices.Concat(rowsConnection(), rowsTLS(), rowsLogin(), rowsEncode(), rowsSend(), rowsScript(), rowsRecord(), rowsExplain())
	slices.SortFunc(commands, func(a, b Command) int { return strings.Compare(a.Name, b.Name) })
}

// find returns the command of that name, or nil.
func find(name string) *Command {
	if i := slices.IndexFunc(commands, func(c Command) bool { return c.Name == name }); i >= 0 {
		return &commands[i]
	}
	return nil
}

// run runs a colon-command. It returns a *Failure if there is no such command, and sends
// nothing then.
func (s *Session) run(ctx context.Context, l line) error {
	c := find(l.name)
	if c == nil {
		return endsScript(failure(Usage, fmt.Sprintf("unknown command %q; nothing was sent", ":"+l.name), unknownHint(l.name)))
	}
	if err := s.flush(ctx); err != nil { // the command may read what the listeners record
		return err
	}
	if l.Pasted && c.asksIfPasted(l.arg) {
		if err := confirmPasted(ctx, s, l); err != nil {
			return err
		}
	}
	if c.Recorded {
		s.out.recordNote(transcript.Command, strings.TrimRight(":"+l.name+" "+c.publicArg(l.arg), " "))
	}
	err := c.Run(ctx, s, l.arg)
	if c.Switches {
		return endsScript(err)
	}
	return err
}

// confirmPasted asks the user whether to run a pasted command.
func confirmPasted(ctx context.Context, s *Session, l line) error {
	s.out.Answer(fmt.Sprintf("%q was pasted", l.Text))
	if !askPermission(ctx, s, "Run it? Type yes to continue: ") {
		return failure(Usage, "the pasted command was not run: "+answerNotYes, "")
	}
	return nil
}

// unknownHint names the command that the user probably meant.
func unknownHint(name string) string {
	for _, c := range commands {
		if name != "" && (strings.HasPrefix(c.Name, name) || strings.HasPrefix(name, c.Name)) {
			return fmt.Sprintf("did you mean :%s? \"::%s\" sends \":%s\"", c.Name, name, name)
		}
	}
	return fmt.Sprintf(":help lists the commands; \"::%s\" sends \":%s\"", name, name)
}

// usage returns the failure of a command with a wrong argument. what says what is wrong.
func usage(name, what string) error {
	return failure(Usage, ":"+name+": "+what, "usage: "+find(name).Usage())
}
