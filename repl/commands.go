package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/transcript"
)

// Command is a colon-command: a row of the table that feeds dispatch, :help,
// completion and the documentation. A row holds every fact about its command; those
// that are left out are false or none.
type Command struct {
	Name    string
	Group   string // as :help groups them
	Args    string // as :help shows them: [TEXT]
	Help    string // one line: what it does
	Long    string // more of it: its options, and what it sends
	Example string // a line that works

	Held        when                 // before the greeting it is held, in order with the lines for the server
	Secret      func(arg string) int // how many bytes at the end of its argument may be a secret; nil: none
	SendsSecret when                 // it sends a password, a token or what is made of one
	File        bool                 // it reads or writes a file
	Connects    bool                 // it may connect to another server
	Switches    bool                 // it changes the connection or its protection: if it fails, a script ends
	InBatch     bool                 // it may be typed while a batch is collected
	Recorded    bool                 // a transcript has it as typed; what it sends follows

	Run func(ctx context.Context, s *Session, arg string) error
}

// when says whether a fact holds: always, never, or with an option: "--send".
type when string

const (
	never  when = ""
	always when = "always"
)

// with reports whether the fact holds with this argument.
func (w when) with(arg string) bool {
	found, _ := options(arg)
	return w == always || w != never && found[string(w)]
}

// asksIfPasted reports whether byhand asks before it runs the command from a paste,
// which the user may not have read.
func (c Command) asksIfPasted(arg string) bool {
	return c.SendsSecret.with(arg) || c.File || c.Connects
}

// openArg returns the part of an argument that holds no secret.
func (c Command) openArg(arg string) string {
	if c.Secret == nil {
		return arg
	}
	return arg[:len(arg)-c.Secret(arg)]
}

// Usage returns how to type the command: ":b64 [TEXT]".
func (c Command) Usage() string { return strings.TrimRight(":"+c.Name+" "+c.Args, " ") }

// Groups lists the groups in the order in which people meet them.
var Groups = []string{"connection", "TLS", "log in", "encode", "send", "script", "record", "explain"}

// commands is filled by init, because :help lists the table that it is part of.
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
	for i := range commands {
		if commands[i].Name == name {
			return &commands[i]
		}
	}
	return nil
}

// run does what a colon-command says. An unknown one is an error, and nothing
// is sent.
func (s *Session) run(ctx context.Context, l line) error {
	c := find(l.name)
	if c == nil {
		return endsScript(failure(Usage, fmt.Sprintf("unknown command %q: nothing was sent", ":"+l.name), unknownHint(l.name)))
	}
	if err := s.flush(ctx); err != nil { // it may need what is still to be shown and recorded
		return err
	}
	if l.Pasted && c.asksIfPasted(l.arg) {
		if err := agree(ctx, s, l); err != nil {
			return err
		}
	}
	if c.Recorded {
		s.out.note(transcript.Command, strings.TrimRight(":"+l.name+" "+c.openArg(l.arg), " "))
	}
	err := c.Run(ctx, s, l.arg)
	if c.Switches {
		return endsScript(err)
	}
	return err
}

// agree asks whether a pasted command is to run.
func agree(ctx context.Context, s *Session, l line) error {
	s.out.Answer(fmt.Sprintf("%q was pasted", l.Text))
	if !yes(ctx, s, `"yes" runs it: `) {
		return failure(Usage, "the pasted command was not run, "+notYes, "")
	}
	return nil
}

// unknownHint names the command that was probably meant.
func unknownHint(name string) string {
	for _, c := range commands {
		if name != "" && (strings.HasPrefix(c.Name, name) || strings.HasPrefix(name, c.Name)) {
			return fmt.Sprintf(":%s? :help lists them all; \"::%s\" sends \":%s\"", c.Name, name, name)
		}
	}
	return fmt.Sprintf(":help lists them; \"::%s\" sends \":%s\"", name, name)
}

// usage is the failure of a command that was given the wrong words.
func usage(name, what string) error {
	return failure(Usage, ":"+name+": "+what, "usage: "+find(name).Usage())
}
