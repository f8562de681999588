package practice

import (
	"slices"
	"strings"
)

// A command is a verb the server knows. Later misbehaviour is a change of its
// row, or of the reply.
type command struct {
	name   string
	syntax string
	refuse refusals
	run    func(s *session, arg string)
}

// refusals holds for each phase what is said to a command that is out of order.
type refusals [phases]replyID

// commands is sorted by name, and so are the functions in verbs.go and mail.go;
// cmdAUTH is in auth.go. It is filled in init because HELP prints it.
var commands []command

func init() {
	commands = []command{
		{"AUTH", "AUTH PLAIN|LOGIN|CRAM-MD5 [answer in base64]",
			refusals{fresh: needEHLO, helo: ehloNotHelo, ready: authTwice, hasMail: authTwice, hasRcpt: authTwice}, (*session).cmdAUTH},
		{"DATA", "DATA",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, ready: needMail, hasMail: needRcpt}, (*session).cmdDATA},
		{"EHLO", "EHLO [your name]", refusals{}, (*session).cmdEHLO},
		{"EXPN", "EXPN list", refusals{}, (*session).cmdEXPN},
		{"HELO", "HELO [your name]", refusals{}, (*session).cmdHELO},
		{"HELP", "HELP [command]", refusals{}, (*session).cmdHELP},
		{"MAIL", "MAIL FROM:<address> [SIZE=octets] [BODY=7BIT|8BITMIME] [AUTH=address]",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, hasMail: mailTwice, hasRcpt: mailTwice}, (*session).cmdMAIL},
		{"NOOP", "NOOP [anything]", refusals{}, (*session).cmdNOOP},
		{"QUIT", "QUIT", refusals{}, (*session).cmdQUIT},
		{"RCPT", "RCPT TO:<address>",
			refusals{fresh: needEHLO, helo: needLogin, greeted: needLogin, ready: needMail}, (*session).cmdRCPT},
		{"RSET", "RSET", refusals{}, (*session).cmdRSET},
		{"STARTTLS", "STARTTLS", refusals{fresh: needEHLO}, (*session).cmdSTARTTLS},
		{"VRFY", "VRFY address", refusals{}, (*session).cmdVRFY},
	}
}

// webVerbs are said by browsers, which a web page can point at any port.
// Postfix hangs up on them too (smtpd_forbidden_commands).
var webVerbs = []string{"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}

func isHTTP(verb string) bool {
	return slices.Contains(webVerbs, verb) || strings.HasPrefix(verb, "HOST:")
}

// split parts a line into its verb, in capitals, and the rest.
func split(line string) (verb, arg string) {
	line = strings.Trim(line, " \t")
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		line, arg = line[:i], strings.TrimLeft(line[i:], " \t")
	}
	return strings.ToUpper(line), arg
}

func find(verb string) *command {
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == verb })
	if i < 0 {
		return nil
	}
	return &commands[i]
}

// obey answers one line.
func (s *session) obey(line string) {
	verb, arg := split(line)
	cmd := find(verb)
	switch {
	case isHTTP(verb):
		s.bye(byeHTTP)
	case len(line)+len("\r\n") > s.srv.limits.command && verb != "AUTH":
		s.say(lineTooLong)
	case verb == "":
		s.say(emptyLine)
	case cmd == nil:
		s.say(unknownCommand)
	case cmd.refuse[s.phase] != noReply:
		s.say(cmd.refuse[s.phase])
	default:
		cmd.run(s, arg)
	}
}

func (s *session) usage(verb string) { s.say(badSyntax, find(verb).syntax) }

// alone says whether there is no argument, and if there is one what is wrong.
func (s *session) alone(verb, arg string) bool {
	if arg != "" {
		s.usage(verb)
	}
	return arg == ""
}
