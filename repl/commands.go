package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/prompt"
	"byhand/internal/transcript"
)

// Command is a colon-command: a row of the table that feeds dispatch, :help,
// completion and the documentation.
type Command struct {
	Name  string
	Group string // as :help groups them
	Args  string // as :help shows them: [TEXT]
	Help  string // one line: what it does
	Early early  // whether it runs before the greeting
	Run   func(ctx context.Context, s *Session, arg string) error
}

// early says what becomes of a command that is typed before the greeting.
type early string

const (
	atOnce   early = "at once"   // it sends nothing, so it need not wait
	withLine early = "with line" // it is held, in order with the lines for the server
	withSend early = "with send" // it is held if it has the option --send
)

// early reports whether the command, with this argument, runs before the greeting.
func (c Command) early(arg string) bool {
	found, _ := options(arg)
	return c.Early == atOnce || c.Early == withSend && !found["--send"]
}

// Usage returns how to type the command: ":b64 [TEXT]".
func (c Command) Usage() string { return strings.TrimRight(":"+c.Name+" "+c.Args, " ") }

// Groups lists the groups in the order in which people meet them.
var Groups = []string{"connection", "TLS", "log in", "encode", "send", "script", "record", "explain"}

// commands is filled by init, for :help lists what it is part of.
var commands []Command

// Commands returns the table, sorted by name.
func Commands() []Command { return slices.Clone(commands) }

// Keep the table, and the functions in the cmd_ files, sorted by name.
func init() {
	commands = []Command{
		{"again", "connection", "[--replay]", "connect anew to the same place; --replay says the same again", atOnce, cmdAgain},
		{"answer", "log in", "[--clear] [--as WHO] [USER]", "the next answer of a login begun by hand; * cancels", withLine, cmdAnswer},
		{"auth", "log in", "[--clear] [--as WHO] [MECH] [USER]", "log in; without MECH by the strongest mechanism offered", withLine, cmdAuth},
		{"b64", "encode", "[--show] [--send] [--clear] [--escapes|--literal] [TEXT]",
			`base64 in one line, \0 for a NUL byte (--escapes: all of :raw's; --literal: none); without TEXT it asks, hidden`, withSend, cmdB64},
		{"batch", "send", "[--drop]", "collect lines, for :go to send in one write (PIPELINING)", withLine, cmdBatch},
		{"bdat", "send", "[--chunk N] FILE", "send a file as a message, in counted chunks (CHUNKING)", withLine, cmdBDAT},
		{"caps", "explain", "", "what the server offers, explained, and what TLS and the login changed", atOnce, cmdCaps},
		{"cert", "TLS", "", "the certificates that the server showed", atOnce, cmdCert},
		{"close", "connection", "", "close the connection and stay here", atOnce, cmdClose},
		{"eol", "send", "[crlf|lf|cr|none]", "what ends each line that is sent", withLine, cmdEOL},
		{"expect", "script", "CODE... [/TEXT/]", "the last reply must be one of these: 250, 2yz", withLine, cmdExpect},
		{"explain", "explain", "WORD...", "a reply code, enhanced code, command, EHLO keyword or SASL mechanism", atOnce, cmdExplain},
		{"go", "send", "", "send the batch, or the pasted lines that a refusal held back", withLine, cmdGo},
		{"help", "explain", "[COMMAND]", "this list, or one command", atOnce, cmdHelp},
		{"info", "connection", "", "where the connection goes, what protects it, what it carried", atOnce, cmdInfo},
		{"lesson", "explain", "[N|skip|repeat|stop]", "the lessons, or one of them; byhand practice is the place for it", atOnce, cmdLesson},
		{"log", "record", "[--stop] [FILE]", "write the session to FILE from now on: .txt, .md, .json", atOnce, cmdLog},
		{"next", "explain", "", "what may come now, the most useful first", atOnce, cmdNext},
		{"open", "connection", "[--tls|--starttls|--no-tls] [--insecure] [--server-name NAME] [--ca PEM] [--cert PEM] [--key PEM] [--tls-min VERSION] HOST [PORT]",
			"connect to another server; the options mean what they mean on the command line", atOnce, cmdOpen},
		{"quit", "connection", "", "close the connection and leave; QUIT is yours to send", atOnce, cmdQuit},
		{"raw", "send", `"BYTES\r\n"`, `bytes exactly as written, no line end added; \r \n \t \0 \xHH \\ \"`, withLine, cmdRaw},
		{"save", "record", "FILE", "the session so far, secrets masked: .txt, .md, .html, .json", atOnce, cmdSave},
		{"send", "send", "[--verbatim] FILE", "send a file as a message: DATA, its lines, the dot", withLine, cmdSend},
		{"ses", "log in", "[--show] [REGION]", "the SMTP password of Amazon SES from a secret access key", atOnce, cmdSES},
		{"starttls", "TLS", "", "EHLO if none was said, STARTTLS, :tls, EHLO", withLine, cmdStartTLS},
		{"test", "send", "[TO]", "send a small correct message to whom was accepted", withLine, cmdTest},
		{"timeout", "script", "[DURATION]", "how long a reply may take from now on: 30s, 2m", atOnce, cmdTimeout},
		{"tls", "TLS", "", "begin TLS now, after the server agreed to it", withLine, cmdTLS},
		{"unb64", "encode", "TEXT", "what base64 stands for", atOnce, cmdUnb64},
		{"wait", "script", "DURATION", "send nothing for so long: 2s, 500ms", withLine, cmdWait},
		{"why", "explain", "", "the last refusal in plain words, and what to type next", atOnce, cmdWhy},
	}
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
func (s *Session) run(ctx context.Context, p parsed, line prompt.Line) error {
	c := find(p.name)
	if c == nil {
		return failure(Usage, fmt.Sprintf("unknown command %q: nothing was sent", ":"+p.name), unknownHint(p.name))
	}
	if line.Pasted && careful[c.Name] {
		if err := s.agree(ctx, line); err != nil {
			return err
		}
	}
	if acting[c.Name] {
		arg := p.arg
		if c.Name == "open" {
			arg = withoutUser(arg)
		}
		s.opt.Recorder.Note(transcript.Command, strings.TrimRight(":"+p.name+" "+arg, " "))
	}
	return c.Run(ctx, s, p.arg)
}

// careful are the commands that send a secret, or read or write a file: pasted
// ones ask first, for whoever pastes may not have read them.
var careful = map[string]bool{"answer": true, "auth": true, "b64": true, "bdat": true, "log": true, "open": true, "save": true, "send": true, "ses": true}

// agree asks whether a pasted command is to run.
func (s *Session) agree(ctx context.Context, line prompt.Line) error {
	s.view.answer(fmt.Sprintf("%q was pasted", line.Text))
	if !s.yes(ctx, `"yes" runs it: `) {
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
func usage(name, what string) *Failure {
	return failure(Usage, ":"+name+": "+what, "usage: "+find(name).Usage())
}
