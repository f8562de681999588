package transcript

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"byhand/internal/export"
	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// writeScript writes a script with the program that reproduces most of the session.
func writeScript(w io.Writer, entries []Entry, dropped int) error {
	return WriteScript(w, "", entries, dropped)
}

// WriteScript writes a shell script that repeats the first connection on which something was
// sent. tool is one of export.Tools; "": the one that reproduces most of the session.
func WriteScript(w io.Writer, tool string, entries []Entry, dropped int) error {
	s := sessionOf(entries)
	s.Dropped += dropped
	return export.Write(w, s, export.Tool(tool))
}

// Tools returns the programs for which WriteScript can write.
func Tools() []string { return export.Tools() }

// CheckTool returns an error unless a script for a tool can be written to a file of that
// name: a *ToolError or a *FormatError.
func CheckTool(name, tool string) error {
	format, err := FormatOf(name)
	switch {
	case !export.IsTool(tool):
		return &ToolError{Tool: tool}
	case err == nil && format != Script:
		return &ToolError{Tool: tool, Name: name}
	}
	return err
}

// A ToolError says that there is no script for a tool, or that a file is not a script.
type ToolError struct{ Tool, Name string }

// Error says what is wrong.
func (e *ToolError) Error() string {
	if e.Name != "" {
		return fmt.Sprintf("--export writes a script, but the name %q does not end in %s", e.Name, Script.Extension())
	}
	return fmt.Sprintf("--export %q is not known: use %s", e.Tool, strings.Join(export.Tools(), ", "))
}

// isScript reports whether data begins as a script that byhand wrote.
func isScript(data []byte) bool {
	return bytes.HasPrefix(data, []byte("#!/bin/sh\n# byhand wrote this script."))
}

// sessionOf returns what a script needs of the first connection on which something was sent.
func sessionOf(entries []Entry) export.Session {
	c := converter{}
	for i := range entries {
		c.add(&entries[i])
	}
	c.Protocol = c.protocol()
	return c.Session
}

// converter makes an export.Session from entries.
type converter struct {
	export.Session
	isOver   bool // another connection follows
	hasLines bool // on the connection
	greeting string
	scheme   string // of the target; "": none
	lines    int    // of the reply so far
	owed     []int  // the commands without a reply: indexes of Lines
}

func (c *converter) add(e *Entry) {
	if e.Kind == Opened {
		c.open(e.Opening)
	}
	switch {
	case e.IsGap():
		c.Dropped++
	case c.isOver:
	case e.Kind == Secured:
		c.secure(e.TLS)
	case e.Kind == Sent && !(c.HasNoMessage && e.Phase == smtp.Message.String()):
		c.sent(e)
	case e.Kind == Received:
		c.received(e)
	case e.IsOmission():
		c.HasNoMessage = true
	}
}

func (c *converter) open(o *Opening) {
	switch {
	case c.isOver:
		c.Others++
		return
	case len(c.Lines) > 0:
		c.isOver = true
		c.Others++
		return
	}
	*c = converter{}
	if o == nil {
		return
	}
	c.Proxy = o.Proxy
	scheme, rest, hasScheme := strings.Cut(o.Target, "://")
	if !hasScheme {
		scheme, rest = "", o.Target
	}
	c.scheme = strings.TrimSuffix(scheme, "s")
	if path, isSocket := strings.CutPrefix(rest, "unix:"); isSocket {
		c.Socket = path
	} else if at := strings.LastIndexByte(rest, ':'); at >= 0 {
		host, port := strings.Trim(rest[:at], "[]"), rest[at+1:]
		if isHost(host) && strings.Trim(port, "0123456789") == "" {
			c.Host, c.Port = host, port
		}
	}
}

// isHost reports whether a name can be part of a URL and is no option.
func isHost(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789._:-"
	return strings.Trim(strings.ToLower(name), letters) == "" && !strings.HasPrefix(name, "-")
}

func (c *converter) secure(t *TLS) {
	c.IsTLS = c.IsTLS || !c.hasLines
	c.IsUnverified = t != nil && !t.Verified && len(t.Problems) > 0
}

func (c *converter) sent(e *Entry) {
	l := export.Line{Text: e.Text, Ending: e.Ending, IsSecure: e.Secure, IsMasked: e.Masked || strings.Contains(e.Text, Mask)}
	switch e.Phase {
	case smtp.Message.String():
		l.Kind = export.Message
	case smtp.Challenge.String():
		l.Kind = export.Answer
	}
	c.User = cmp.Or(c.User, e.User, c.userIn(l))
	c.Lines, c.hasLines = append(c.Lines, l), true
	if l.Kind != export.Message || e.Text == "." {
		c.owed = append(c.owed, len(c.Lines)-1)
	}
}

// userIn returns the user name in a line: the first answer of AUTH LOGIN, which may be in the
// command itself; "": none.
func (c *converter) userIn(l export.Line) string {
	const login = "AUTH LOGIN"
	before := strings.ToUpper(l.Text)
	encoded := ""
	if n := len(c.Lines); n > 0 && l.Kind == export.Answer {
		before, encoded = strings.ToUpper(c.Lines[n-1].Text), l.Text
	} else if strings.HasPrefix(before, login+" ") {
		before, encoded = login, l.Text[len(login)+1:]
	}
	name, err := base64.StdEncoding.DecodeString(encoded)
	if before != login || l.IsMasked || err != nil || sanitize.Text(string(name)) != string(name) {
		return ""
	}
	return string(name)
}

func (c *converter) received(e *Entry) {
	if c.lines++; !c.hasLines && c.greeting == "" {
		c.greeting = e.Text
	}
	c.IsTLS = c.IsTLS || !c.hasLines && e.Secure
	c.hasLines = true
	if e.Reply == nil {
		return
	}
	isLong := c.lines > 1 && e.Text == "."
	c.lines = 0
	if e.Reply.Verb == "" || len(c.Lines) == 0 {
		return
	}
	last := len(c.Lines) - 1 // a further reply of LMTP
	if len(c.owed) > 0 {
		last, c.owed = c.owed[0], c.owed[1:]
	}
	l := &c.Lines[last]
	l.Replies++
	l.IsLong = isLong
	l.IsRefused = l.IsRefused || l.Replies == 1 && (isRefusal(e.Reply) || e.Reply.Word == "-ERR" || e.Reply.Word == "NO" || e.Reply.Word == "BAD")
}

// protocol returns the protocol that the greeting and the commands show; "": not known.
func (c *converter) protocol() string {
	switch {
	case strings.HasPrefix(c.greeting, "+OK"):
		return "pop3"
	case strings.HasPrefix(c.greeting, "* "):
		return "imap"
	case strings.HasPrefix(c.greeting, `"IMPLEMENTATION"`):
		return "sieve"
	}
	for _, l := range c.Lines {
		switch verb, _, _ := strings.Cut(strings.ToUpper(l.Text), " "); verb {
		case "LHLO":
			return "lmtp"
		case "EHLO", "HELO", "QUIT", "NOOP", "MAIL":
			return "smtp"
		}
	}
	if len(c.greeting) > 3 && smtp.IsCode(c.greeting[:3]) {
		return "smtp"
	}
	if slices.Contains([]string{"smtp", "lmtp", "pop3", "imap", "sieve"}, c.scheme) {
		return c.scheme
	}
	return ""
}
