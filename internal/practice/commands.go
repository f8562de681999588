package practice

import (
	"slices"
	"strings"
)

// A command is a row: what it looks like, when it is refused, and what it does.
type command struct {
	syntax string // the verb, then its arguments; in brackets if they are optional
	refuse refusals
	run    func(s *session, arg string) reply // badSyntax: the reply shows syntax
}

// refusals holds, for each phase, the reply to a command that is out of order.
type refusals [phases]reply

// commands is sorted by verb. It is filled in init because HELP prints it.
var commands []command

func init() {
	commands = []command{
		{"AUTH PLAIN|LOGIN|CRAM-MD5 [answer in base64]",
			refusals{fresh: needEHLO, helo: ehloNotHelo, ready: authTwice, hasMail: authTwice, hasRcpt: authTwice}, (*session).cmdAUTH},
		{"DATA",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, ready: needMail, hasMail: needRcpt}, (*session).cmdDATA},
		{"EHLO [your name]", refusals{}, (*session).cmdEHLO},
		{"EXPN list", refusals{}, replyWith(noLists)},
		{"HELO [your name]", refusals{}, (*session).cmdHELO},
		{"HELP [command]", refusals{}, (*session).cmdHELP},
		{"MAIL FROM:<address> [SIZE=octets] [BODY=7BIT|8BITMIME] [AUTH=address]",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, hasMail: mailTwice, hasRcpt: mailTwice}, (*session).cmdMAIL},
		{"NOOP [anything]", refusals{}, replyWith(okNoop)},
		{"QUIT", refusals{}, replyWith(okQuit)},
		{"RCPT TO:<address>",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, ready: needMail}, (*session).cmdRCPT},
		{"RSET", refusals{}, (*session).cmdRSET},
		{"STARTTLS", refusals{fresh: needEHLO}, (*session).cmdSTARTTLS},
		{"VRFY address", refusals{}, replyWith(okVerify)},
	}
}

func replyWith(r reply) func(*session, string) reply {
	return func(*session, string) reply { return r }
}

func (c *command) verb() string { return strings.Fields(c.syntax)[0] }

// hasValidArgument reports whether an argument is there if the syntax needs one, and missing
// if the syntax has none.
func (c *command) hasValidArgument(arg string) bool {
	_, params, _ := strings.Cut(c.syntax, " ")
	return strings.HasPrefix(params, "[") || (params == "") == (arg == "")
}

// webVerbs are sent by browsers, which a web page can direct to any port.
// Postfix hangs up on them too (smtpd_forbidden_commands).
var webVerbs = []string{"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}

func isHTTP(verb string) bool {
	return slices.Contains(webVerbs, verb) || strings.HasPrefix(verb, "HOST:")
}

// splitVerb returns the verb of a line in capitals, and the rest.
func splitVerb(line string) (verb, arg string) {
	line = strings.Trim(line, " \t")
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		line, arg = line[:i], strings.TrimLeft(line[i:], " \t")
	}
	return strings.ToUpper(line), arg
}

func findCommand(verb string) *command {
	i := slices.IndexFunc(commands, func(c command) bool { return c.verb() == verb })
	if i < 0 {
		return nil
	}
	return &commands[i]
}

// execute carries out a line and returns the reply.
func (s *session) execute(line string) reply {
	verb, arg := splitVerb(line)
	cmd := findCommand(verb)
	switch {
	case isHTTP(verb):
		return byeHTTP
	case len(line)+len("\r\n") > s.srv.limits.command && verb != "AUTH":
		return lineTooLong
	case verb == "":
		return emptyLine
	case cmd == nil:
		return unknownCommand
	case cmd.refuse[s.phase] != noReply:
		return cmd.refuse[s.phase]
	}
	r := badSyntax
	if cmd.hasValidArgument(arg) {
		r = cmd.run(s, arg)
	}
	if r == badSyntax {
		r = r.with(cmd.syntax)
	}
	return r
}
